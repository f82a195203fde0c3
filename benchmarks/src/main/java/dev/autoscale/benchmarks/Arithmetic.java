package dev.autoscale.benchmarks;

/** The arithmetic of the yardsticks: what anyone would write by hand, with the library's rounding. */
final class Arithmetic {
    static final double TOLERANCE = 0.1;
    private static final double UNITS = 1000.0;

    private Arithmetic() {}

    static long milli(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) <= Long.MAX_VALUE / 1000) {
            return whole * 1000;
        }
        double product = value * UNITS;
        double nearest = Math.rint(product);
        return (long) (nearest / UNITS == value ? nearest : Math.ceil(product));
    }

    /** A total with a target per replica. */
    static int perReplica(long totalMilli, long targetMilli, int existing, double tolerance) {
        double total = totalMilli;
        double target = targetMilli;
        return isWithin(total / (target * existing), tolerance) ? existing : (int) Math.ceil(total / target);
    }

    /** A measured average or value with a target for itself. */
    static int scaled(long measured, long target, int current, double tolerance) {
        double ratio = (double) measured / (double) target;
        return isWithin(ratio, tolerance) ? current : (int) Math.ceil(ratio * current);
    }

    private static boolean isWithin(double ratio, double tolerance) {
        return 1.0 - tolerance <= ratio && ratio <= 1.0 + tolerance;
    }

    /** Kubernetes' default limit for growing: twice as many, or four more. */
    static int limited(int wanted, int current, int minReplicas, int maxReplicas) {
        int highest = Math.min(Math.max(2 * current, current + 4), maxReplicas);
        return Math.max(minReplicas, Math.min(wanted, highest));
    }

    /** Kubernetes' limit for growing without behavior: twice as many, or four. */
    static int limitedAsLegacy(int wanted, int current, int minReplicas, int maxReplicas) {
        int highest = Math.min(Math.max(2 * current, 4), maxReplicas);
        return Math.max(minReplicas, Math.min(wanted, highest));
    }
}
