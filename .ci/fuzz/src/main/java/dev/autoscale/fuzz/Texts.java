package dev.autoscale.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What several targets need. */
final class Texts {
    private Texts() {}

    static String of(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    static Path newFile(String suffix) {
        try {
            Path file = Files.createTempFile("fuzz", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] data) {
        try {
            Files.write(file, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void checkMessage(Throwable refusal) {
        String message = refusal.getMessage();
        check(message != null && !message.isBlank(), "a refusal must say why", refusal);
    }

    static void check(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new AssertionError(rule + ": " + found);
        }
    }
}
