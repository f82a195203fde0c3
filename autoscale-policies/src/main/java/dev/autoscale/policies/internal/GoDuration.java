package dev.autoscale.policies.internal;

import java.math.BigDecimal;

/**
 * Durations as the Go language writes them: signed decimal numbers with a unit each, such as {@code 1h30m} or {@code -1.5s}.
 * Thread-safe.
 */
public final class GoDuration {
    public static final long SECOND = 1_000_000_000L;

    /** The text is no duration, or one that does not fit into a long or has numbers of more than 10,000 digits. */
    public static final long MALFORMED = Long.MIN_VALUE;

    /** The most digits of a number; what a decimal number costs grows with the square of its digits. */
    private static final int MAX_DIGITS = 10_000;

    private GoDuration() {}

    public static long nanos(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String rest = signed ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        long total = rest.isEmpty() ? MALFORMED : 0;
        int at = 0;
        while (at < rest.length() && total != MALFORMED) {
            int number = endOf(rest, at, true);
            int unit = endOf(rest, number, false);
            total = plus(total, nanos(rest.substring(at, number), unit(rest.substring(number, unit))));
            at = unit;
        }
        return text.startsWith("-") && total != MALFORMED ? -total : total;
    }

    private static int endOf(String text, int begin, boolean number) {
        int end = begin;
        while (end < text.length() && (text.charAt(end) == '.' || isDigit(text.charAt(end))) == number) {
            end++;
        }
        return end;
    }

    private static long nanos(String number, long unit) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        String fraction = point < 0 ? "" : number.substring(point + 1);
        int digits = whole.length() + fraction.length();
        if (unit == 0 || digits == 0 || digits > MAX_DIGITS || fraction.indexOf('.') >= 0) {
            return MALFORMED;
        }
        try {
            long nanos = whole.isEmpty() ? 0 : Math.multiplyExact(Long.parseLong(whole), unit);
            // In doubles, 0.6002h would be a nanosecond short of whole seconds.
            BigDecimal rest = new BigDecimal("0." + fraction + '0').multiply(BigDecimal.valueOf(unit));
            return plus(nanos, rest.longValue());
        } catch (ArithmeticException | NumberFormatException e) {
            return MALFORMED;
        }
    }

    private static long plus(long sum, long more) {
        return more == MALFORMED || sum + more < 0 ? MALFORMED : sum + more;
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3600 * SECOND;
            default -> 0;
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
