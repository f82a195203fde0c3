package dev.autoscale.testkit.cli.text;

/** What the user gave cannot be used; the message has a line per problem. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message, null, false, false);
    }

    public String lines() {
        return String.valueOf(getMessage());
    }
}
