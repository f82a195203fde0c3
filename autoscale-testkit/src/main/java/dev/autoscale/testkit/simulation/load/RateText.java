package dev.autoscale.testkit.simulation.load;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Numbers, rates and paths as the names of loads have them, so that {@code Loads.parse} reads the same again. */
final class RateText {
    private static final Pattern PLAIN_PATH = Pattern.compile("[^\\s\"'();,]+");

    private RateText() {}

    /** Every digit of the double, no exponent. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : exact.toPlainString();
    }

    static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    static String range(double low, double high) {
        return number(low) + ".." + rate(high);
    }

    static String path(Path path) {
        String text = path.toString();
        return PLAIN_PATH.matcher(text).matches() ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
