package dev.autoscale.policies.source;

import dev.autoscale.MilliRounding;
import java.math.BigDecimal;

/** Settings in thousandths, the unit that values count in. Thread-safe. */
final class Thousandths {
    private Thousandths() {}

    /** Up to the next thousandth, as values are rounded. */
    static long up(double value) {
        return MilliRounding.KUBERNETES.toMilli(value);
    }

    /** Down to the next thousandth. */
    static long down(double value) {
        return -MilliRounding.KUBERNETES.toMilli(-value);
    }

    static String text(long milli) {
        return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
    }
}
