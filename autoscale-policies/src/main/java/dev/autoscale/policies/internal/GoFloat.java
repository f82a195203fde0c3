package dev.autoscale.policies.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Floating-point numbers as the Go language reads them: decimal, or hexadecimal with an exponent, with underscores between
 * digits, and {@code inf}, {@code infinity} and {@code nan} in any case. Thread-safe.
 */
public final class GoFloat {
    private static final Pattern NAN = Pattern.compile("(?i)nan");
    private static final Pattern INFINITY = Pattern.compile("(?i)[+-]?inf(?:inity)?");

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:\\d[\\d_]*(?:\\.[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?");
    private static final Pattern DECIMAL_STRAY = Pattern.compile("(?<!\\d)_|_(?!\\d)");

    private static final Pattern HEX =
            Pattern.compile("[+-]?0[xX](?:[\\da-fA-F_]+(?:\\.[\\da-fA-F_]*)?|\\.[\\da-fA-F]+)[pP][+-]?\\d[\\d_]*");
    private static final Pattern HEX_STRAY = Pattern.compile("(?<![\\da-fA-FxX])_|_(?![\\da-fA-F])");

    private GoFloat() {}

    /** Empty if the text is no number, or a finite one beyond what a double holds. */
    public static Optional<Double> parse(String text) {
        if (NAN.matcher(text).matches()) {
            return Optional.of(Double.NaN);
        }
        if (INFINITY.matcher(text).matches()) {
            return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (!is(text, DECIMAL, DECIMAL_STRAY) && !is(text, HEX, HEX_STRAY)) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text.replace("_", ""));
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
    }

    private static boolean is(String text, Pattern number, Pattern strayUnderscore) {
        return number.matcher(text).matches() && !strayUnderscore.matcher(text).find();
    }
}
