package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.text.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Opens input files. Thread-safe. */
final class TextFiles {
    private TextFiles() {}

    static String read(Path path) throws IOException {
        return withoutMark(Files.readString(path, StandardCharsets.UTF_8));
    }

    /** A file that comes with the command line. */
    static String resource(String name) {
        try (InputStream in = TextFiles.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedReader open(Path path) throws IOException {
        return Files.newBufferedReader(path, StandardCharsets.UTF_8);
    }

    /** Spreadsheets like to begin a file with a byte order mark. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    static BadInput unreadable(Path path, IOException why) {
        return new BadInput(Unreadable.words(path, why));
    }
}
