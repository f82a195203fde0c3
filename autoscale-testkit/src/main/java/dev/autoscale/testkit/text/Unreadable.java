package dev.autoscale.testkit.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in words why a file cannot be read. Thread-safe. */
public final class Unreadable {
    private Unreadable() {}

    /** The path and the reason. */
    public static String words(Path path, IOException why) {
        return path + ": " + reason(path, why);
    }

    private static String reason(Path path, IOException why) {
        if (why instanceof NoSuchFileException) {
            return "no such file";
        }
        if (why instanceof AccessDeniedException) {
            return "access denied";
        }
        if (why instanceof CharacterCodingException) {
            return "must be UTF-8 text";
        }
        return Files.isDirectory(path) ? "is a directory" : String.valueOf(why.getMessage());
    }
}
