package dev.autoscale.testkit.lint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Values as a policy file writes them. */
final class FileText {
    private FileText() {}

    /** A length of time: {@code 5m}, {@code 1h30m}, {@code 1500ms}. */
    static String span(long millis) {
        // KEDA's cooldown is over a millisecond later than it says.
        long length = millis > 1000 && millis % 1000 == 1 ? millis - 1 : millis;
        if (length == 0) {
            return "0s";
        }
        if (length % 1000 != 0) {
            return length + "ms";
        }
        long seconds = length / 1000;
        String text =
                (seconds >= 3600 ? seconds / 3600 + "h" : "") + (seconds % 3600 >= 60 ? seconds % 3600 / 60 + "m" : "");
        return seconds % 60 == 0 ? text : text + seconds % 60 + 's';
    }

    /** A length of time in seconds, without a unit. */
    static String seconds(long millis) {
        return plain(BigDecimal.valueOf(millis, 3));
    }

    /** Up to three places, rounded down. */
    static String down(double value) {
        return rounded(value, RoundingMode.FLOOR);
    }

    /** Up to three places. */
    static String number(double value) {
        return rounded(value, RoundingMode.HALF_EVEN);
    }

    /** A share as precise as a tolerance may be: six places. */
    static String share(double value) {
        return plain(BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN));
    }

    private static String rounded(double value, RoundingMode mode) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value).setScale(3, mode)) : Double.toString(value);
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.signum() == 0 ? BigDecimal.ZERO : stripped).toPlainString();
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** {@code PEAK_LOAD} is {@code peakLoad}. */
    static String camel(String constant) {
        StringBuilder text = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(text.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return text.toString();
    }
}
