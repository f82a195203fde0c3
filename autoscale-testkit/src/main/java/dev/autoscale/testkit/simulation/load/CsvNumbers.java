package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Numbers out of bytes: plain decimals without an object, everything else by way of a string. */
final class CsvNumbers {
    /** What cannot be used: no number, negative, or too large. */
    static final long NOT_A_TIME = -1;

    /** Thirty thousand years. */
    static final long MAX_MILLIS = 1_000_000_000_000_000L;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");

    /** Doubles hold these exactly, so that a quotient of two of them is rounded once, as a parser would round. */
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    private static final long MAX_EXACT = 1L << 53;

    private CsvNumbers() {}

    /** Microseconds of a number of milliseconds, cut off below them; {@link #NOT_A_TIME} if there is none. */
    static long micros(byte[] bytes, int from, int to) {
        long whole = 0;
        int at = from;
        while (at < to && isDigit(bytes[at]) && whole <= MAX_MILLIS) {
            whole = whole * 10 + bytes[at++] - '0';
        }
        long parts = 0;
        int unit = 1_000;
        if (at < to && at > from && bytes[at] == '.') {
            at++;
            while (at < to && isDigit(bytes[at])) {
                unit /= 10;
                parts += (long) unit * (bytes[at++] - '0');
            }
        }
        boolean isPlain = at == to && at > from && whole < MAX_MILLIS;
        return isPlain ? whole * Micros.PER_MILLI + parts : otherMicros(text(bytes, from, to));
    }

    private static long otherMicros(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return NOT_A_TIME;
        }
        BigDecimal millis = new BigDecimal(text);
        // The size first: to round a number with a huge exponent would take all memory there is.
        long magnitude = (long) millis.precision() - millis.scale();
        if (millis.signum() == 0 || (millis.signum() > 0 && magnitude < -3)) {
            return 0;
        }
        if (millis.signum() < 0 || magnitude > 16 || millis.compareTo(BigDecimal.valueOf(MAX_MILLIS)) > 0) {
            return NOT_A_TIME;
        }
        return millis.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /** A finite number; NaN if there is none. */
    static double number(byte[] bytes, int from, int to) {
        long digits = 0;
        int places = 0;
        int at = from;
        boolean isFraction = false;
        for (; at < to && digits < MAX_EXACT / 10 - 1 && places < POWERS_OF_TEN.length - 1; at++) {
            if (isDigit(bytes[at])) {
                digits = digits * 10 + bytes[at] - '0';
                places += isFraction ? 1 : 0;
            } else if (bytes[at] == '.' && !isFraction && at > from) {
                isFraction = true;
            } else {
                break;
            }
        }
        if (at == to && at > from) {
            return digits / POWERS_OF_TEN[places];
        }
        String text = text(bytes, from, to);
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
