package dev.autoscale.testkit.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90s}, {@code 5m}, {@code 1h30m}, plain seconds. Thread-safe. */
final class Spans {
    private static final String RULE = "must be a length of time such as 15s, 5m, 1h30m or plain seconds";
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final BigDecimal LONGEST_MILLIS = BigDecimal.valueOf(1_000_000_000_000_000L);

    private Spans() {}

    /**
     * The length in milliseconds.
     *
     * @throws IllegalArgumentException with the rule alone
     */
    static long millis(String text) {
        BigDecimal millis = BigDecimal.ZERO;
        if (SECONDS.matcher(text).matches()) {
            millis = new BigDecimal(text).movePointRight(3);
        } else if (WHOLE.matcher(text).matches()) {
            Matcher parts = PART.matcher(text);
            while (parts.find()) {
                millis = millis.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit(parts.group(2)))));
            }
        } else {
            throw new IllegalArgumentException(RULE);
        }
        if (millis.compareTo(LONGEST_MILLIS) > 0 || millis.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(RULE + ", in whole milliseconds");
        }
        return millis.longValueExact();
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
    static String text(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return Numbers.text(millis / 1_000.0) + " s";
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
}
