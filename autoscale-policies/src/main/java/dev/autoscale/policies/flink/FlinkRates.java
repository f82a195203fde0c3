package dev.autoscale.policies.flink;

/** How the autoscaler of Flink keeps its numbers: decimals rounded as they are written down, without writing them down. */
final class FlinkRates {
    /** From here on the shortest decimal of a double has three decimals at most. */
    private static final double ALL_IN_THREE = 1L << 43;
    /** Up to here each decimal of four places is a double of its own. */
    private static final double UNIQUE_IN_FOUR = 1L << 39;

    private FlinkRates() {}

    /**
     * Rounds to three decimals, half away from zero, the shortest decimal that is read as the value. What would become 0 stays as it
     * is, and so does what is not finite.
     */
    static double stored(double value) {
        double magnitude = Math.abs(value);
        if (!(magnitude < ALL_IN_THREE)) {
            return value;
        }
        double rounded = magnitude < UNIQUE_IN_FOUR ? halfUp(magnitude) : halfUpOfLarge(magnitude);
        return rounded == 0 ? value : Math.copySign(rounded, value);
    }

    /** The double next to a decimal is reached exactly if the decimal is, so it is enough to compare with the one half-way. */
    private static double halfUp(double magnitude) {
        long thousandths = (long) (magnitude * 1000);
        return (magnitude >= (2 * thousandths + 1) / 2000.0 ? thousandths + 1 : thousandths) / 1000.0;
    }

    /** Here several decimals are read as one double: three places if they are enough, or else the nearest four. */
    private static double halfUpOfLarge(double magnitude) {
        long whole = (long) magnitude;
        double rest = magnitude - whole;
        if ((whole * 1000 + Math.round(rest * 1000)) / 1000.0 == magnitude) {
            return magnitude;
        }
        return (whole * 1000 + (Math.round(rest * 10_000) + 5) / 10) / 1000.0;
    }

    /** Rounds up to two decimals the shortest decimal of a value from 0 to 1. */
    static double upToHundredths(double value) {
        long hundredths = (long) (value * 100);
        return (value > hundredths / 100.0 ? hundredths + 1 : hundredths) / 100.0;
    }

    /** The records per second that a vertex is to be able to process, so that it is busy for this share of the time. */
    static double capacity(
            FlinkSettings settings, double catchUp, double incoming, double utilization, boolean isWithRestart) {
        if (Double.isNaN(catchUp) || Double.isNaN(incoming)) {
            return Double.NaN;
        }
        double share = Math.min(Math.max(utilization, 0), 1);
        if (share == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double restart = isWithRestart && settings.catchUpSeconds != 0
                ? incoming * settings.restartSeconds / settings.catchUpSeconds
                : 0;
        return Math.round(catchUp + restart + incoming / share);
    }
}
