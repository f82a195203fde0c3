package dev.autoscale.testkit.cli.options;

import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.TextFiles;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files that a verb writes, which appear as a whole or not at all: each is written under another name next to its place, and
 * all are moved when all are complete. Not thread-safe.
 */
public final class OutputFiles implements Closeable {
    /** What fills a file. */
    public interface Content {
        void writeTo(Appendable target) throws IOException;
    }

    /** One file; its name is as the user wrote it. */
    private static final class Draft {
        private final String name;
        private final Path path;
        private final Path draft;
        private @Nullable BufferedWriter writer;

        Draft(String name) {
            this.name = name;
            path = Path.of(name).toAbsolutePath();
            draft = path.resolveSibling(TextFiles.nameOf(path) + ".part");
        }

        BufferedWriter open() throws IOException {
            Path directory = path.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            BufferedWriter opened = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
            writer = opened;
            return opened;
        }

        /** The draft is complete on disk; only its name is not the right one yet. */
        void complete() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }

        void publish() throws IOException {
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
            writer = null;
        }

        /** Drops the draft unless it was published. */
        void drop() throws IOException {
            if (writer != null) {
                writer.close();
                Files.deleteIfExists(draft);
            }
        }
    }

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /**
     * The files that options name, as far as they are given. Their places are checked; nothing is touched yet.
     *
     * @param read files that must not be written
     * @param names the options, in the order in which the files are written
     */
    public OutputFiles(Options options, List<Path> read, String... names) {
        List<Path> taken = new ArrayList<>(read);
        for (String option : names) {
            String file = options.value(option);
            if (file != null) {
                check(option, file, taken);
                taken.add(Path.of(file));
                drafts.put(option, new Draft(file));
            }
        }
    }

    private static void check(String option, String file, List<Path> taken) {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new BadInput("must be a file, not a directory: " + option + '=' + file);
        }
        Path existing = path.toAbsolutePath().getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new BadInput("must be in a directory that can be written to: " + option + '=' + file);
        }
        for (Path other : taken) {
            if (path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
                throw new BadInput("must not be a file that is read or written besides: " + option + '=' + file);
            }
        }
    }

    /** Begins the file of an option; null if it is not given. */
    public @Nullable Appendable open(String option) throws IOException {
        Draft draft = drafts.get(option);
        return draft == null ? null : draft.open();
    }

    /** Moves all files to their places, and prints a line for each. */
    public void publish(PrintStream out, String label) throws IOException {
        for (Draft draft : drafts.values()) {
            draft.complete();
        }
        for (Draft draft : drafts.values()) {
            draft.publish();
            out.println(label + draft.name);
        }
    }

    /** Fills the files that are given, each by its option, and publishes them. */
    public void write(PrintStream out, Map<String, Content> contents) {
        try (this) {
            for (Map.Entry<String, Draft> file : drafts.entrySet()) {
                Content content = Objects.requireNonNull(contents.get(file.getKey()), file.getKey());
                content.writeTo(file.getValue().open());
            }
            if (!drafts.isEmpty()) {
                out.println();
            }
            publish(out, "  written    ");
        } catch (IOException e) {
            throw new BadInput("cannot write: " + e);
        }
    }

    @Override
    public void close() {
        try {
            for (Draft draft : drafts.values()) {
                draft.drop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
