package dev.autoscale.policies.forecast;

/** How much of an exponential mean is kept as time passes: e^(-time / memory). Immutable. */
final class Fading {
    /** A cycle of this length needs no exponential. */
    private static final double USUAL_SECONDS = Arrivals.CYCLE_MILLIS / 1000.0;

    private final double memorySeconds;
    private final double usuallyKept;

    Fading(double memorySeconds) {
        this.memorySeconds = memorySeconds;
        usuallyKept = StrictMath.exp(-USUAL_SECONDS / memorySeconds);
    }

    double kept(double seconds) {
        return seconds == USUAL_SECONDS ? usuallyKept : StrictMath.exp(-seconds / memorySeconds);
    }
}
