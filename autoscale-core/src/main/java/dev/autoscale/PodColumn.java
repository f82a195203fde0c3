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

    private static final byte HAS_SAMPLE = 1;
    /** Request statuses are kept as bytes: storing references for each pod costs far more. */
    private static final MetricProposal.Status[] STATUSES = MetricProposal.Status.values();

    private static final byte KNOWN = (byte) MetricProposal.Status.PROPOSED.ordinal();
    private static final byte MISSING = (byte) MetricProposal.Status.MISSING_REQUEST.ordinal();

    private final MetricSpec metric;
    private final boolean acceptsNegative;
    private byte[] flags = {};
    private byte[] requestStatus = {};
    private long[] valuesMilli = {};
    private long[] sampleMillis = {};
    private long[] windowMillis = {};
    private long[] requestsMilli = {};
    private int unlistedCount;
    private final WideSum unlistedSum = new WideSum();

    PodColumn(MetricSpec metric, boolean acceptsNegative) {
        this.metric = metric;
        this.acceptsNegative = acceptsNegative;
    }

    void ensureCapacity(int capacity) {
        flags = Arrays.copyOf(flags, capacity);
        int before = requestStatus.length;
        requestStatus = Arrays.copyOf(requestStatus, capacity);
        Arrays.fill(requestStatus, before, capacity, MISSING);
        valuesMilli = Arrays.copyOf(valuesMilli, capacity);
        sampleMillis = Arrays.copyOf(sampleMillis, capacity);
        windowMillis = Arrays.copyOf(windowMillis, capacity);
        requestsMilli = Arrays.copyOf(requestsMilli, capacity);
    }

    /** Forgets the first pods; all others are clear already. */
    void clear(int count) {
        Arrays.fill(flags, 0, count, (byte) 0);
        Arrays.fill(requestStatus, 0, count, MISSING);
        unlistedCount = 0;
        unlistedSum.clear();
    }

    void sample(int pod, long valueMilli, long sampleEpochMillis, long sampleWindowMillis) {
        if (valueMilli >= 0 || takesNegative()) {
            flags[pod] = HAS_SAMPLE;
            valuesMilli[pod] = amount(valueMilli);
            sampleMillis[pod] = sampleEpochMillis;
            windowMillis[pod] = sampleWindowMillis;
        } else {
            noSample(pod);
        }
    }

    void noSample(int pod) {
        flags[pod] = 0;
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

    void request(int pod, long milli) {
        request(pod, KNOWN, milli);
    }

    /** A negative request would make a loaded pod look idle, so it counts as missing. */
    private void request(int pod, byte status, long milli) {
        requestStatus[pod] = milli < 0 && !acceptsNegative ? MISSING : status;
        requestsMilli[pod] = milli;
    }

    void requests(int pod, PodRequests requests) {
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            String container = metric.container();
            byte status = (byte) requests.status(metric.name(), container).ordinal();
            request(pod, status, requests.milli(metric.name(), container));
        }
    }

    boolean hasSample(int pod) {
        return flags[pod] != 0;
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
        return requestStatus[pod] == KNOWN;
    }

    /** {@link MetricProposal.Status#PROPOSED} if the pod's request is known. */
    MetricProposal.Status requestStatus(int pod) {
        return STATUSES[requestStatus[pod]];
    }

    int unlistedCount() {
        return unlistedCount;
    }

    WideSum unlistedSum() {
        return unlistedSum;
    }
}
