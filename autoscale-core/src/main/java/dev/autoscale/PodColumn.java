package dev.autoscale;

import java.util.Arrays;

/** The samples and requests of all listed pods for one per-pod metric. */
final class PodColumn {
    /** A sum of longs that never overflows, in two parts: what is above 32 bits, and what is not. */
    static final class WideSum {
        private static final long LOW_BITS = 0xFFFF_FFFFL;
        /** So that a few sums, and their hundredfold, fit into a long too. */
        private static final int FITTING_BITS = 56;

        private long high;
        private long low;

        void clear() {
            high = 0;
            low = 0;
        }

        static long high(long value) {
            return value >> 32;
        }

        static long low(long value) {
            return value & LOW_BITS;
        }

        void add(long value) {
            add(high(value), low(value));
        }

        void add(WideSum other) {
            add(other.high, other.low);
        }

        /** Adds both parts of values that were added up part by part. */
        void add(long highs, long lows) {
            high += highs;
            low += lows;
        }

        /** By how many bits the sum must be cut to fit; 0 for nearly all. */
        int excessBits() {
            long top = high + (low >>> 32);
            long magnitude = top < 0 ? ~top : top;
            return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 32 - FITTING_BITS);
        }

        /** The sum divided by a power of two, cut to a whole number; without a cut it wraps around if it does not fit. */
        long cut(int bits) {
            if (bits <= 32) {
                long carried = high + (low >>> 32);
                return (carried << (32 - bits)) + ((low & LOW_BITS) >>> bits);
            }
            return (high + (low >>> 32)) >> (bits - 32);
        }
    }

    /** A pod's mark: whether it has a sample, and the ordinal of its request's status; references would cost far more. */
    private static final int HAS_SAMPLE = 1 << 6;

    private static final int STATUS_MASK = HAS_SAMPLE - 1;
    private static final MetricProposal.Status[] STATUSES = MetricProposal.Status.values();

    private static final byte KNOWN = (byte) MetricProposal.Status.PROPOSED.ordinal();
    private static final byte MISSING = (byte) MetricProposal.Status.MISSING_REQUEST.ordinal();

    private static final int PLAIN = HAS_SAMPLE | KNOWN;

    private final MetricSpec metric;
    private final boolean acceptsNegative;
    private final boolean needsRequest;
    /** The mark of a pod of which nothing is known; a metric that needs no request knows that of every pod. */
    private final byte unknown;

    private byte[] marks = {};
    private long[] valuesMilli = {};
    private long[] sampleMillis = {};
    private long[] windowMillis = {};
    private long[] requestsMilli = {};
    private int unlistedCount;
    private final WideSum unlistedSum = new WideSum();

    PodColumn(MetricSpec metric, boolean acceptsNegative) {
        this.metric = metric;
        this.acceptsNegative = acceptsNegative;
        this.needsRequest = metric.target() == MetricSpec.Target.UTILIZATION;
        this.unknown = needsRequest ? MISSING : KNOWN;
    }

    void ensureCapacity(int capacity) {
        int before = marks.length;
        marks = Arrays.copyOf(marks, capacity);
        Arrays.fill(marks, before, capacity, unknown);
        valuesMilli = Arrays.copyOf(valuesMilli, capacity);
        sampleMillis = Arrays.copyOf(sampleMillis, capacity);
        windowMillis = Arrays.copyOf(windowMillis, capacity);
        requestsMilli = Arrays.copyOf(requestsMilli, capacity);
    }

    /** Forgets the first pods; all others are clear already. */
    void clear(int count) {
        Arrays.fill(marks, 0, count, unknown);
        unlistedCount = 0;
        unlistedSum.clear();
    }

    void sample(int pod, long valueMilli, long sampleEpochMillis, long sampleWindowMillis) {
        if (valueMilli >= 0 || takesNegative()) {
            marks[pod] |= HAS_SAMPLE;
            valuesMilli[pod] = amount(valueMilli);
            sampleMillis[pod] = sampleEpochMillis;
            windowMillis[pod] = sampleWindowMillis;
        } else {
            noSample(pod);
        }
    }

    void noSample(int pod) {
        marks[pod] &= STATUS_MASK;
    }

    void unlistedSample(long valueMilli) {
        if (valueMilli >= 0 || takesNegative()) {
            unlistedCount++;
            unlistedSum.add(amount(valueMilli));
        }
    }

    private boolean takesNegative() {
        return acceptsNegative || metric.negative() != MetricSpec.SampleRule.FAIL;
    }

    private long amount(long valueMilli) {
        return valueMilli < 0 && metric.negative() == MetricSpec.SampleRule.ZERO ? 0 : valueMilli;
    }

    /** Kept only if the metric needs it, so without need all are 0. */
    void request(int pod, long milli) {
        if (needsRequest) {
            request(pod, KNOWN, milli);
        }
    }

    /** A negative request would make a loaded pod look idle, so it counts as missing. */
    private void request(int pod, byte status, long milli) {
        marks[pod] = (byte) ((marks[pod] & HAS_SAMPLE) | (milli < 0 && !acceptsNegative ? MISSING : status));
        requestsMilli[pod] = milli;
    }

    void requests(int pod, PodRequests requests) {
        if (needsRequest) {
            String container = metric.container();
            byte status = (byte) requests.status(metric.name(), container).ordinal();
            request(pod, status, requests.milli(metric.name(), container));
        }
    }

    /** Whether a pod has a sample, and a request if the metric needs it. */
    boolean isPlain(int pod) {
        return marks[pod] == PLAIN;
    }

    boolean hasSample(int pod) {
        return (marks[pod] & HAS_SAMPLE) != 0;
    }

    long valueMilli(int pod) {
        return valuesMilli[pod];
    }

    long sampleMillis(int pod) {
        return sampleMillis[pod];
    }

    long windowMillis(int pod) {
        return windowMillis[pod];
    }

    long requestMilli(int pod) {
        return requestsMilli[pod];
    }

    boolean hasRequest(int pod) {
        return (marks[pod] & STATUS_MASK) == KNOWN;
    }

    /** {@link MetricProposal.Status#PROPOSED} if the pod's request is known. */
    MetricProposal.Status requestStatus(int pod) {
        return STATUSES[marks[pod] & STATUS_MASK];
    }

    int unlistedCount() {
        return unlistedCount;
    }

    WideSum unlistedSum() {
        return unlistedSum;
    }
}
