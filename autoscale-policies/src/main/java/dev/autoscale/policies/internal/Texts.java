package dev.autoscale.policies.internal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where explanations go. Thread-safe. */
public final class Texts {
    private Texts() {}

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
