package dev.autoscale.testkit.cli.options;

import dev.autoscale.testkit.cli.text.BadInput;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files that a verb writes, which appear as a whole or not at all: each is written under another name next to its place, and
 * all are moved when all are complete. Only regular files are replaced, and none that is read, or that appeared in the meantime.
 * Not thread-safe.
 */
public final class OutputFiles implements Closeable {
    /** What fills a file. */
    public interface Content {
        void writeTo(Appendable target) throws IOException;
    }

    /** One file; its name is as the user wrote it. */
    private static final class Draft {
        private static final int MAX_TRIES = 10_000;

        private final String option;
        private final String name;
        private final Path path;
        private final boolean isThere;
        private @Nullable Path draft;
        private @Nullable BufferedWriter writer;

        Draft(String option, String name) {
            this.option = option;
            this.name = name;
            path = Path.of(name).toAbsolutePath();
            isThere = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }

        void check(List<Path> others) {
            refuseUnless(!Files.isDirectory(path), "must be a file, not a directory");
            refuseUnless(!isThere || isRegular(), "must be a regular file or a new one, not a link or a special file");
            refuseUnless(!isThere || Files.isWritable(path), "must be a file that can be written to");
            Path existing = path.getParent();
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            boolean isPlace = existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
            refuseUnless(isPlace, "must be in a directory that can be written to");
            for (Path other : others) {
                refuseUnless(!isSame(path, other), "must not be a file that is read or written besides");
            }
        }

        private void refuseUnless(boolean holds, String rule) {
            if (!holds) {
                throw new BadInput(rule + ": " + option + '=' + name);
            }
        }

        private boolean isRegular() {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        }

        /** Creates a file of a name that no file has. */
        BufferedWriter open() throws IOException {
            Path directory = Objects.requireNonNullElse(path.getParent(), path);
            // An existing one may be a link, which up to JDK 18 createDirectories refuses.
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            for (int number = 1; ; number++) {
                Path unique = directory.resolve(".autoscale-" + number + ".part");
                try {
                    BufferedWriter opened =
                            Files.newBufferedWriter(unique, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
                    draft = unique;
                    writer = opened;
                    return opened;
                } catch (FileAlreadyExistsException e) {
                    if (number == MAX_TRIES) {
                        throw e;
                    }
                }
            }
        }

        /** The draft is complete on disk, and its place is still as it was; only its name is not the right one yet. */
        void complete() throws IOException {
            if (writer != null) {
                writer.close();
            }
            boolean isAsBefore = isThere ? isRegular() : !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            refuseUnless(isAsBefore, "must be left alone until it is written");
        }

        void publish() throws IOException {
            Path complete = draft;
            if (complete == null) {
                return;
            }
            if (isThere) {
                Files.move(complete, path, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(complete, path);
            }
            draft = null;
        }

        /** Drops the draft unless it was published. */
        void drop() throws IOException {
            Path unpublished = draft;
            draft = null;
            try {
                if (writer != null) {
                    writer.close();
                }
            } finally {
                if (unpublished != null) {
                    Files.deleteIfExists(unpublished);
                }
            }
        }
    }

    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /**
     * The files that options name, as far as they are given. All places are checked against each other and against what is read;
     * nothing is touched yet.
     *
     * @param read files that must not be written
     * @param names the options, in the order in which the files are written
     */
    public OutputFiles(Options options, List<Path> read, String... names) {
        List<Path> taken = new ArrayList<>(read);
        for (String option : names) {
            String file = options.value(option);
            if (file != null) {
                Draft draft = new Draft(option, file);
                draft.check(taken);
                taken.add(draft.path);
                drafts.put(option, draft);
            }
        }
    }

    /** Whether two names are of one file, by whatever folders, links and letter case; they need not exist. */
    private static boolean isSame(Path one, Path other) {
        try {
            if (Files.exists(one) && Files.exists(other)) {
                return Files.isSameFile(one, other);
            }
            return place(one).equals(place(other));
        } catch (IOException e) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }

    /** A path without links, as far as it exists. */
    private static Path place(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        Path existing = whole;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? whole : existing.toRealPath().resolve(existing.relativize(whole));
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
