package dev.autoscale.testkit.file;

import java.util.List;

/** A policy file cannot be used. Its message is what the command line says of it: a line per problem. Immutable and thread-safe. */
public final class PolicyFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    PolicyFileException(String message) {
        super(message);
    }

    /** {@return the problems, each with file and, where there is one, line} At least one. */
    public List<String> problems() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
