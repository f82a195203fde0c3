package dev.autoscale.testkit.cli;

/** What the user gave cannot be used; the message has a line per problem. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message, null, false, false);
    }

    String lines() {
        return String.valueOf(getMessage());
    }
}
