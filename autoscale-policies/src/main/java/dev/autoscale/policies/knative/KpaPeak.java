package dev.autoscale.policies.knative;

/**
 * A bound on the magnitude of all buckets that a window still holds, in constant time. Not thread-safe.
 *
 * <p>Time is cut into generations of at least a window each. A bucket that still counts was last added to in this generation
 * or in the one before it, so the greater peak of both bounds it.
 */
final class KpaPeak {
    private double latest;
    private double earlier;
    private long sinceBucket;

    /** Forgets everything before. */
    void restart(long bucket) {
        latest = 0;
        earlier = 0;
        sinceBucket = bucket;
    }

    /** The newest bucket of a window of so many buckets is now this one. */
    void advance(long bucket, int buckets) {
        if (bucket - sinceBucket >= buckets) {
            earlier = latest;
            latest = 0;
            sinceBucket = bucket;
        }
    }

    /** A bucket has now this value. */
    void see(double value) {
        latest = Math.max(latest, Math.abs(value));
    }

    double bound() {
        return Math.max(latest, earlier);
    }

    void copyFrom(KpaPeak other) {
        latest = other.latest;
        earlier = other.earlier;
        sinceBucket = other.sinceBucket;
    }
}
