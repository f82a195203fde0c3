package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.text.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens input files. Thread-safe. */
final class TextFiles {
    private TextFiles() {}

    static String read(Path path) throws IOException {
        return withoutMark(Files.readString(path, StandardCharsets.UTF_8));
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
