package dev.autoscale.policies.internal;

/** Decimal integers as the Go language reads them: an optional sign and ASCII digits, nothing else. Thread-safe. */
public final class GoInteger {
    /** The text is no integer, or one that is not within 64 bits; nobody needs the one integer that it hides. */
    public static final long MALFORMED = Long.MIN_VALUE;

    private GoInteger() {}

    public static long parse(String text) {
        int first = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = first; i < text.length(); i++) {
            // Long.parseLong takes the digits of every script.
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return MALFORMED;
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return MALFORMED;
        }
    }
}
