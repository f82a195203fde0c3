package dev.autoscale.policies.knative;

/**
 * The arithmetic of windows, to the last bit as the Go program computes it. Thread-safe; nothing allocates.
 *
 * <p>A window of N buckets smooths with max(1 - 0.0001^(1/N), 0.2): its weights then add up to 0.9999 of the whole, or more.
 */
final class KpaMath {
    private static final double LEAST = 0.2;

    /** From how many buckets on the coefficient is the least one. */
    private static final int FIRST_LEAST = 42;

    private static final double MILLIONTHS = 1e6;

    /** From here on doubles are whole numbers. */
    private static final double WHOLE = 0x1p52;

    /** The coefficients of 1, 2 ... 41 buckets. Go's own pow made them; other libraries' may differ in the last bit. */
    private static final double[] COEFFICIENTS = {
        0.9999, 0.99, 0.9535841116638721, 0.9, 0.8415106807538886,
        0.7845565309968116, 0.7317304204720274, 0.683772233983162, 0.6406186336195372, 0.6018928294465027,
        0.5671238718916941, 0.535841116638722, 0.507611736829326, 0.4820525320768788, 0.45883047345353634,
        0.4376586748096509, 0.41829086706256413, 0.40051574968105896, 0.3841517889339736, 0.36904265551980675,
        0.3550533228962376, 0.342066775342432, 0.3299812496490411, 0.31870793094203875, 0.3081690290810636,
        0.29829617132961717, 0.28902905676875645, 0.28031432699884795, 0.27210461560168486, 0.2643577455403586,
        0.25703604924050527, 0.2501057906675441, 0.24353667244537114, 0.23730141409765548, 0.231375389960226,
        0.2257363173188729, 0.22036398695947668, 0.21524002964853872, 0.21034771315002732, 0.2056717652757185,
        0.20119821919842973
    };

    private KpaMath() {}

    /** The weight of the newest of this many buckets, at least 1. */
    static double coefficient(int buckets) {
        return buckets < FIRST_LEAST ? COEFFICIENTS[buckets - 1] : LEAST;
    }

    /** Rounded to millionths: half away from zero, keeping the sign of zero. */
    static double toMillionths(double value) {
        double scaled = value * MILLIONTHS;
        double magnitude = Math.abs(scaled);
        if (magnitude < WHOLE) {
            double whole = (long) magnitude;
            scaled = Math.copySign(magnitude - whole >= 0.5 ? whole + 1 : whole, scaled);
        }
        return scaled / MILLIONTHS;
    }
}
