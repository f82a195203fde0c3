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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears as a whole or not at all: it is written under another name next to its place and moved when it is
 * complete. Not thread-safe.
 */
public final class OutputFile implements Closeable {
    private final String name;
    private final Path path;
    private final Path draft;
    private @Nullable BufferedWriter writer;

    /** What fills a file. */
    public interface Content {
        void writeTo(Appendable target) throws IOException;
    }

    private OutputFile(Path path) {
        this.name = path.toString();
        this.path = path.toAbsolutePath();
        this.draft = this.path.resolveSibling(TextFiles.nameOf(path) + ".part");
    }

    /** The file that an option names, unless it is not given; it must be none that is read, and not the other one. */
    public static @Nullable OutputFile of(Options options, String option, List<Path> read, @Nullable OutputFile other) {
        String file = options.value(option);
        if (file == null) {
            return null;
        }
        List<Path> taken = new ArrayList<>(read);
        if (other != null) {
            taken.add(other.path);
        }
        return at(option, file, taken);
    }

    /** Checks the place; touches nothing yet. */
    private static OutputFile at(String option, String file, List<Path> inputs) {
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
        for (Path input : inputs) {
            if (path.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize())) {
                throw new BadInput("must not be a file that is read or written besides: " + option + '=' + file);
            }
        }
        return new OutputFile(path);
    }

    /** The path as the user wrote it. */
    String name() {
        return name;
    }

    public Appendable open() throws IOException {
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        BufferedWriter opened = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
        writer = opened;
        return opened;
    }

    /** The draft is complete on disk; only its name is not the right one yet. */
    private void complete() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    /** Publishes several, so that either appears only when all are complete, and prints a line for each. */
    public static void publish(PrintStream out, String label, @Nullable OutputFile... files) throws IOException {
        for (OutputFile file : files) {
            if (file != null) {
                file.complete();
            }
        }
        for (OutputFile file : files) {
            if (file != null) {
                file.publish();
                out.println(label + file.name());
            }
        }
    }

    /** Fills those of two files that are given, and publishes them. */
    public static void write(
            PrintStream out, @Nullable OutputFile one, Content ofOne, @Nullable OutputFile other, Content ofOther) {
        try (OutputFile first = one;
                OutputFile second = other) {
            if (first != null) {
                ofOne.writeTo(first.open());
            }
            if (second != null) {
                ofOther.writeTo(second.open());
            }
            if (first != null || second != null) {
                out.println();
            }
            publish(out, "  written    ", first, second);
        } catch (IOException e) {
            throw new BadInput("cannot write: " + e);
        }
    }

    private void publish() throws IOException {
        Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
        writer = null;
    }

    /** Drops the draft unless it was published. */
    @Override
    public void close() {
        BufferedWriter unfinished = writer;
        if (unfinished != null) {
            try {
                unfinished.close();
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
