package dev.autoscale.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Appends JSON, character by character: nothing is allocated, and the bytes are the same on every JDK because no double is
 * written. Thread-safe, as it has no state; the target need not be.
 */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private Json() {}

    /**
     * Appends what is JSON already: names with their quotes, brackets, commas.
     *
     * @param out the target; not null
     * @param json what is appended; not null
     * @throws UncheckedIOException if the target fails
     */
    public static void raw(Appendable out, CharSequence json) {
        try {
            out.append(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void raw(Appendable out, char character) {
        try {
            out.append(character);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Appends a text in quotes, or null. Control characters, lone surrogates and the separators of lines are escaped.
     *
     * @param out the target; not null
     * @param text may be null
     * @throws UncheckedIOException if the target fails
     */
    public static void text(Appendable out, @Nullable CharSequence text) {
        if (text == null) {
            raw(out, "null");
            return;
        }
        raw(out, '"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                raw(out, character);
                raw(out, text.charAt(++i));
            } else {
                character(out, character);
            }
        }
        raw(out, '"');
    }

    private static void character(Appendable out, char character) {
        boolean isControl = character < ' ' || character == '\u007f' || character == '\u2028' || character == '\u2029';
        if (character == '"' || character == '\\') {
            raw(out, '\\');
            raw(out, character);
        } else if (isControl || Character.isSurrogate(character)) {
            raw(out, "\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                raw(out, HEX.charAt(character >> shift & 15));
            }
        } else {
            raw(out, character);
        }
    }

    /**
     * Appends true or false.
     *
     * @param out the target; not null
     * @param value which of them
     * @throws UncheckedIOException if the target fails
     */
    public static void bool(Appendable out, boolean value) {
        raw(out, value ? "true" : "false");
    }

    /**
     * Appends a whole number.
     *
     * @param out the target; not null
     * @param value any number
     * @throws UncheckedIOException if the target fails
     */
    public static void number(Appendable out, long value) {
        if (value < 0) {
            raw(out, '-');
        }
        digits(out, value);
    }

    /**
     * Appends thousandths as a decimal number without needless zeros.
     *
     * @param out the target; not null
     * @param milli any number of thousandths
     * @throws UncheckedIOException if the target fails
     */
    public static void milli(Appendable out, long milli) {
        if (milli < 0) {
            raw(out, '-');
        }
        digits(out, milli / 1000);
        int rest = (int) Math.abs(milli % 1000);
        if (rest != 0) {
            raw(out, '.');
            raw(out, (char) ('0' + rest / 100));
            if (rest % 100 != 0) {
                raw(out, (char) ('0' + rest / 10 % 10));
            }
            if (rest % 10 != 0) {
                raw(out, (char) ('0' + rest % 10));
            }
        }
    }

    /** The digits of a number whatever its sign; the lowest long has no positive one. */
    private static void digits(Appendable out, long value) {
        long power = 1;
        while (value / power / 10 != 0) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            raw(out, (char) ('0' + Math.abs(value / power % 10)));
        }
    }
}
