package dev.autoscale;

import java.util.Arrays;

/** The samples and requests of all listed pods for one per-pod metric. */
final class PodColumn {
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
