package dev.autoscale.testkit.text;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90s}, {@code 5m}, {@code 1h30m}, plain seconds. Thread-safe. */
public final class Spans {
    private static final String RULE = "must be a length of time such as 15s, 5m, 1h30m or plain seconds";
    private static final int MAX_LENGTH = 100;
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final long[] BIG_MICROS = {86_400_000_000L, 3_600_000_000L, 60_000_000L};
    private static final String[] BIG_UNITS = {"d", "h", "m"};

    private Spans() {}

    /**
     * The length in milliseconds.
     *
     * @throws IllegalArgumentException with the rule alone
     */
    public static long millis(String text) {
        return whole(exactMillis(text), "milliseconds");
    }

    /**
     * The length in microseconds.
     *
     * @throws IllegalArgumentException with the rule alone
     */
    public static long micros(String text) {
        return whole(exactMillis(text).movePointRight(3), "microseconds");
    }

    private static BigDecimal exactMillis(String text) {
        BigDecimal millis = BigDecimal.ZERO;
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(RULE);
        } else if (SECONDS.matcher(text).matches()) {
            millis = new BigDecimal(text).movePointRight(3);
        } else if (WHOLE.matcher(text).matches()) {
            Matcher parts = PART.matcher(text);
            while (parts.find()) {
                millis = millis.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit(parts.group(2)))));
            }
        } else {
            throw new IllegalArgumentException(RULE);
        }
        if (millis.compareTo(MAX_MILLIS) > 0) {
            throw new IllegalArgumentException(RULE + ", at most 30,000 years");
        }
        return millis;
    }

    private static long whole(BigDecimal number, String unit) {
        if (number.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(RULE + ", in whole " + unit);
        }
        return number.longValueExact();
    }

    private static long unit(String name) {
        return switch (name) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    /** The length in at most two units: {@code 15 s}, {@code 2 h}, {@code 1 d 6 h}. */
    public static String text(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return decimal(millis, 3) + " s";
        }
        if (millis < 3_600_000) {
            return twoUnits(millis / 60_000, "min", millis / 1_000 % 60, "s");
        }
        if (millis < 86_400_000) {
            return twoUnits(millis / 3_600_000, "h", millis / 60_000 % 60, "min");
        }
        return twoUnits(millis / 86_400_000, "d", millis / 3_600_000 % 24, "h");
    }

    private static String twoUnits(long big, String bigUnit, long small, String smallUnit) {
        return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** The length in one word that {@link #micros} reads as the same again: {@code 1h30m}, {@code 1.5s}, {@code 0.25ms}. */
    public static String word(long micros) {
        StringBuilder word = new StringBuilder();
        long rest = micros;
        for (int i = 0; i < BIG_MICROS.length; i++) {
            if (rest >= BIG_MICROS[i]) {
                word.append(rest / BIG_MICROS[i]).append(BIG_UNITS[i]);
                rest %= BIG_MICROS[i];
            }
        }
        if (rest >= 1_000_000 || micros == 0) {
            word.append(decimal(rest, 6)).append('s');
        } else if (rest > 0) {
            word.append(decimal(rest, 3)).append("ms");
        }
        return word.toString();
    }

    private static String decimal(long number, int places) {
        return number == 0
                ? "0"
                : BigDecimal.valueOf(number, places).stripTrailingZeros().toPlainString();
    }
}
