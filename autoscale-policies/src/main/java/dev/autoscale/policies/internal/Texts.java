package dev.autoscale.policies.internal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where explanations go. Thread-safe. */
public final class Texts {
    private Texts() {}

    /** A length of time in words: whole seconds where it has no fraction of one. */
    public static String span(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /**
     * Appends a text.
     *
     * @return the target
     * @throws UncheckedIOException if the target fails
     */
    public static <T extends Appendable> T append(T target, CharSequence text) {
        try {
            target.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
