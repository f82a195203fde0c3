package dev.autoscale.testkit.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people: no more digits than help. Thread-safe. */
public final class Numbers {
    private Numbers() {}

    /**
     * Reads a sample: a number as Java writes it, or one that is not finite as Prometheus does ({@code +Inf}, {@code NaN}), in any
     * case of letters. A finite number beyond the range of a double is the last one of the range, not infinite. Null if it is none.
     */
    public static @Nullable Double sample(String text) {
        String word = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            return word.equalsIgnoreCase("nan")
                    ? Double.NaN
                    : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Up to three places, no trailing zeros. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return plain(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN));
    }

    /** Thousandths as a decimal number. */
    public static String milli(long thousandths) {
        return plain(BigDecimal.valueOf(thousandths, 3));
    }

    /** Every digit of the double, no exponent. */
    public static String exact(double value) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value)) : "";
    }

    /** The fewest digits that make this very double, the same on every JDK; empty if it is not finite. */
    public static String shortest(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = 1;
        while (exact.round(new MathContext(digits)).doubleValue() != value) {
            digits++;
        }
        return plain(exact.round(new MathContext(digits)));
    }

    public static String oneDigit(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    /** A share as percent; what is there is never shown as nothing. */
    public static String percent(long part, long whole) {
        if (part > 0 && part * 2000 < whole) {
            return "<0.1 %";
        }
        return oneDigit(whole == 0 ? 0 : 100.0 * part / whole) + " %";
    }

    /** For axes: 20000 is 20k. */
    public static String compact(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return text(value / 1e9) + 'G';
        }
        if (size >= 1e6) {
            return text(value / 1e6) + 'M';
        }
        return size >= 1e4 ? text(value / 1e3) + 'k' : text(value);
    }

    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number of things: {@code 1 change}, {@code 1,200 changes}. */
    public static String count(long number, String thing) {
        return grouped(number) + ' ' + thing + (number == 1 ? "" : "s");
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.signum() == 0 ? BigDecimal.ZERO : stripped).toPlainString();
    }
}
