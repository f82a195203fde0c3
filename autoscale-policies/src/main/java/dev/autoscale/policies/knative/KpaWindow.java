package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoMath;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Samples of the last while, summed in buckets by their own times, and their average: Knative's aggregation to the last bit.
 * Not thread-safe.
 *
 * <p>Recording and the linear average cost O(1) amortised over the buckets that pass (a late sample during a silence makes the
 * next question pass over the silence again). The exponential average reads as many buckets as can still change the sum: about
 * 170 of a steady load, however long the window is, and at worst the window. Nothing but {@link #resize} allocates. Memory is
 * fixed: 8 bytes per bucket. Source of the rules: Knative ({@code stable-window}, {@code panic-window-percentage}).
 *
 * <p>Times may come in any order. What is meant, and surprises:
 * <ul>
 *   <li>The linear average divides by the time since the first sample, not by the window, until the window is full. Silence
 *       after the last sample shrinks the divisor as well; gaps between samples count as zeros.
 *   <li>The linear sum is kept running, so a rounding error of large values among small ones stays in it until the window is
 *       resized or was silent for its whole length.
 *   <li>At exactly the window's length after the last sample the average is 0 and the window not yet {@linkplain #isEmpty
 *       empty}.
 *   <li>After {@link #resize} the window counts as full, whatever it held.
 *   <li>The exponential average is not divided by the weights in use: one sample in a fresh window of 60 s counts 0.2 of itself.
 * </ul>
 */
public final class KpaWindow {
    /** The most buckets of a window: an hour of seconds. */
    public static final int MAX_BUCKETS = 3600;

    /** The greatest magnitude of a sample that is recorded; no number of such samples overflows a sum. */
    public static final double MAX_SAMPLE = 1e200;

    private static final long SECOND_MILLIS = 1000;

    private final long granularityMillis;
    final KpaBuckets buckets;
    private KpaAggregation aggregation;
    private long windowMillis;
    /** How many whole buckets fit into the window: all, or all but one if it is no multiple of them. */
    private int wholeBuckets;

    private double coefficient;

    /** How many buckets had passed since the newest at the last question, and the sum without what had expired by then. */
    private int askedPassed;

    private double askedTotal;

    KpaWindow(KpaAggregation aggregation, long windowMillis, long granularityMillis) {
        this.aggregation = aggregation;
        this.granularityMillis = granularityMillis;
        this.buckets = new KpaBuckets(requireBuckets(windowMillis));
        setLength(windowMillis);
    }

    /**
     * A linear window with buckets of a second.
     *
     * @param window its length, more than 0 and at most an hour
     * @return the empty window
     * @throws IllegalArgumentException if the length is out of range
     */
    public static KpaWindow linear(Duration window) {
        return of(KpaAggregation.LINEAR, window, Duration.ofSeconds(1));
    }

    /**
     * An exponential window with buckets of a second.
     *
     * @param window its length, more than 0 and at most an hour
     * @return the empty window
     * @throws IllegalArgumentException if the length is out of range
     */
    public static KpaWindow weighted(Duration window) {
        return of(KpaAggregation.WEIGHTED_EXPONENTIAL, window, Duration.ofSeconds(1));
    }

    /**
     * A window with buckets of any length in whole seconds.
     *
     * @param aggregation how buckets become one value
     * @param window its length, more than 0 and at most {@link #MAX_BUCKETS} buckets; milliseconds count
     * @param granularity the length of a bucket, whole seconds, at least one
     * @return the empty window
     * @throws IllegalArgumentException if a length is out of range
     */
    public static KpaWindow of(KpaAggregation aggregation, Duration window, Duration granularity) {
        long seconds = granularity.getSeconds();
        boolean holds = seconds >= 1 && seconds <= Integer.MAX_VALUE && granularity.getNano() == 0;
        Violation.require(holds, "granularity must be whole seconds >= PT1S", "granularity", granularity);
        return new KpaWindow(aggregation, KpaSpec.millis(window), seconds * SECOND_MILLIS);
    }

    private int requireBuckets(long millis) {
        long most = MAX_BUCKETS * granularityMillis;
        String rule = "window must be > 0 and at most " + Duration.ofMillis(most);
        Violation.require(millis >= 1 && millis <= most, rule, "window", Duration.ofMillis(millis));
        return (int) ((millis + granularityMillis - 1) / granularityMillis);
    }

    private void setLength(long millis) {
        windowMillis = millis;
        wholeBuckets = (int) (millis / granularityMillis);
        coefficient = KpaMath.coefficient(buckets.count());
    }

    /**
     * Whether a value can be recorded.
     *
     * @param value any value
     * @return false for NaN, infinities and magnitudes above {@link #MAX_SAMPLE}
     */
    public static boolean isUsable(double value) {
        return Math.abs(value) <= MAX_SAMPLE;
    }

    /**
     * Adds a sample to the bucket of its time. A later time than any before moves the window.
     *
     * @param epochMillis the sample's time; any value
     * @param value the sample, may be negative
     * @return false if the sample was left out: it is not {@linkplain #isUsable usable}, or as old as the window or older,
     *     counted from the newest sample
     */
    public boolean record(long epochMillis, double value) {
        return isUsable(value) && recordIn(bucketOf(epochMillis), value);
    }

    /** As {@link #record}, with a usable value and its bucket. */
    boolean recordIn(long bucket, double value) {
        askedPassed = 0;
        return buckets.add(bucket, value);
    }

    /**
     * The average. A question about a time before the newest sample is answered as of that sample.
     *
     * @param epochMillis the time asked for; any value
     * @return the average, linear ones in whole millionths; 0 once the window has passed, and without samples
     */
    public double average(long epochMillis) {
        return averageAt(bucketOf(epochMillis));
    }

    double averageAt(long bucket) {
        return aggregation == KpaAggregation.LINEAR ? linear(bucket) : weighted(bucket);
    }

    private double linear(long bucket) {
        long passed = bucket - buckets.newest();
        if (passed >= buckets.count()) {
            return 0;
        }
        double sum = passed <= 0 ? buckets.total() : unexpired((int) passed);
        long divisor = Math.min(buckets.known(), buckets.count() - Math.max(0, passed));
        return KpaMath.toMillionths(sum / divisor);
    }

    /** The sum without the buckets that have expired since the newest; goes on from the last question, with the same bits. */
    private double unexpired(int passed) {
        boolean goesOn = askedPassed > 0 && askedPassed <= passed;
        askedTotal = buckets.without(goesOn ? askedTotal : buckets.total(), goesOn ? askedPassed : 0, passed);
        askedPassed = passed;
        return askedTotal;
    }

    private double weighted(long bucket) {
        long passed = bucket - buckets.newest();
        if (passed > wholeBuckets) {
            return 0;
        }
        int silent = (int) Math.max(0, passed);
        double weight = coefficient * decay(silent);
        return buckets.weightedSum(buckets.count() - silent, weight, 1 - coefficient);
    }

    /**
     * Whether the newest sample is older than the window.
     *
     * @param epochMillis the time asked for; any value
     * @return true also without samples; false at exactly the window's length, although the average is 0 there
     */
    public boolean isEmpty(long epochMillis) {
        return isEmptyAt(bucketOf(epochMillis));
    }

    boolean isEmptyAt(long bucket) {
        return bucket - buckets.newest() > wholeBuckets;
    }

    /**
     * Changes the length and keeps the newest buckets, unless they have all expired. Allocates. The window then counts as full
     * of data over its old length.
     *
     * @param epochMillis the time of the change; any value
     * @param window the new length, more than 0 and at most {@link #MAX_BUCKETS} buckets
     * @throws IllegalArgumentException if the length is out of range
     */
    public void resize(long epochMillis, Duration window) {
        resize(epochMillis, KpaSpec.millis(window));
    }

    void resize(long epochMillis, long newWindowMillis) {
        if (newWindowMillis == windowMillis) {
            return;
        }
        int count = requireBuckets(newWindowMillis);
        buckets.resize(count, isEmptyAt(bucketOf(epochMillis)));
        setLength(newWindowMillis);
        askedPassed = 0;
    }

    /** From now on the same buckets are read another way. */
    void aggregateBy(KpaAggregation newAggregation) {
        aggregation = newAggregation;
    }

    /**
     * {@return the weight of the newest bucket in an exponential average} More than 0 and less than 1; 0.2 from 42
     * buckets on.
     */
    public double smoothingCoefficient() {
        return coefficient;
    }

    /**
     * What remains of a weight in an exponential average after this many buckets without a sample.
     *
     * @param buckets at least 0
     * @return 1 - {@link #smoothingCoefficient} to the power of {@code buckets}, rounded as Go does
     * @throws IllegalArgumentException if {@code buckets} is negative
     */
    public double decay(int buckets) {
        if (buckets < 0) {
            throw new IllegalArgumentException("buckets must be >= 0: buckets=" + buckets);
        }
        return GoMath.pow(1 - coefficient, buckets);
    }

    private long bucketOf(long epochMillis) {
        return Math.floorDiv(epochMillis, granularityMillis);
    }

    /** Takes over the whole memory of a window of the same kind and length. */
    void copyFrom(KpaWindow other) {
        buckets.copyFrom(other.buckets);
        askedPassed = 0;
    }

    void read(ByteBuffer source) {
        buckets.read(source);
        askedPassed = 0;
    }

    /** {@return what the window averages and how} */
    @Override
    public String toString() {
        return "KpaWindow[" + aggregation + " over " + Duration.ofMillis(windowMillis) + ", granularity="
                + Duration.ofMillis(granularityMillis) + ']';
    }
}
