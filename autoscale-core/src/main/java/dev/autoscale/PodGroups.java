package dev.autoscale;

import static dev.autoscale.PodSamples.DELETED;
import static dev.autoscale.PodSamples.PHASE_MASK;
import static dev.autoscale.PodSamples.READY_MASK;
import static dev.autoscale.PodSamples.READY_SHIFT;
import static dev.autoscale.PodSamples.STARTED;

import dev.autoscale.PodColumn.WideSum;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;

/**
 * The listed pods of one metric, sorted into the groups of the Kubernetes HPA and summed up in one pass.
 *
 * <p>Ignored pods (deleted, or ended; Kubernetes up to 1.36 counts those that ended well) never count. Unready pods (pending, or for cpu not yet initialised) and missing pods
 * (without a sample) are left out of the first ratio; the second ratio assumes the value for them that dampens the change.
 * All others are ready.
 */
final class PodGroups {
    private static final int FAILED = Phase.FAILED.ordinal();
    private static final int SUCCEEDED = Phase.SUCCEEDED.ordinal();
    private static final int PENDING = Phase.PENDING.ordinal();
    private static final int READY_NONE = Ready.NONE.ordinal() << READY_SHIFT;
    private static final int READY_FALSE = Ready.FALSE.ordinal() << READY_SHIFT;

    int readyCount;
    int missingCount;
    int unreadyCount;
    long readySumMilli;
    /** The samples of the ready pods and of those that are not listed. */
    long sampledSumMilli;

    long readyRequestMilli;
    long missingRequestMilli;
    /** What the missing pods would use if each used its whole request (or the target, if that is above it, or there is none). */
    long missingAtTargetMilli;

    long unreadyRequestMilli;
    /** The first listed pod's problem with its request, or {@link MetricProposal.Status#PROPOSED}. */
    MetricProposal.Status requestStatus = MetricProposal.Status.PROPOSED;
    /** The earliest time at which a pod may change its group with unchanged samples. */
    long validUntilMillis;

    /**
     * By how many bits all sums are cut, because one of them is too large for a long: what is a ratio of sums stays right, and
     * averages are to be moved back. 0 for nearly all; always 0 where sums wrap around.
     */
    int cutBits;

    private final WideSum readySum = new WideSum();
    private final WideSum sampledSum = new WideSum();
    private final WideSum readyRequests = new WideSum();
    private final WideSum missingRequests = new WideSum();
    private final WideSum missingAtTarget = new WideSum();
    private final WideSum unreadyRequests = new WideSum();
    private boolean wraps;
    private boolean isCpu;
    private long maxAgeMillis;
    /** What counts in the state of a plain pod: for cpu all, else only that it runs. */
    private int stateMask;

    private int plainState;
    /** A pod that started earlier is past all periods of starting. */
    private long startedBeforeMillis;
    /**
     * A later sample is fresh, and does not change {@link #validUntilMillis}: without a maximal age each, else those that are no
     * older than one that was found fresh.
     */
    private long sampledAfterMillis;

    /*
     * Nearly all pods are plain. Runs of them are found by one loop and added up by another; both read few arrays and store
     * nothing, so they are compiled to the same code whatever other pods the process has seen, and their variables stay in
     * registers. One loop for all has more of them than there are registers, and takes up to twice as long whenever the
     * compiler chooses to keep its index elsewhere.
     */
    void collect(PodSamples pods, PodColumn column, MetricCalculator rules, long nowMillis) {
        begin(rules, nowMillis);
        int count = pods.count();
        int pod = 0;
        while (pod < count) {
            int end = plainUntil(pod, pods, column);
            addReady(pod, end, column);
            for (pod = end; pod < count && !isPlain(pod, pods, column); pod++) {
                place(pod, pods, column, rules, nowMillis);
            }
        }
        finish(column);
    }

    /** The first pod from this one on that is not plain, or the number of pods. */
    private int plainUntil(int first, PodSamples pods, PodColumn column) {
        int pod = first;
        while (pod < pods.count() && isPlain(pod, pods, column)) {
            pod++;
        }
        return pod;
    }

    /** Whether a pod certainly is ready: it runs, is past all periods of starting, and has a fresh sample and a request. */
    private boolean isPlain(int pod, PodSamples pods, PodColumn column) {
        return (pods.state(pod) & stateMask) == plainState
                && column.isPlain(pod)
                && pods.startMillis(pod) < startedBeforeMillis
                && column.sampleMillis(pod) > sampledAfterMillis;
    }

    private void addReady(int first, int end, PodColumn column) {
        long valuesHigh = 0;
        long valuesLow = 0;
        long requestsHigh = 0;
        long requestsLow = 0;
        for (int pod = first; pod < end; pod++) {
            long valueMilli = column.valueMilli(pod);
            long requestMilli = column.requestMilli(pod);
            valuesHigh += WideSum.high(valueMilli);
            valuesLow += WideSum.low(valueMilli);
            requestsHigh += WideSum.high(requestMilli);
            requestsLow += WideSum.low(requestMilli);
        }
        readySum.add(valuesHigh, valuesLow);
        readyRequests.add(requestsHigh, requestsLow);
        readyCount += end - first;
    }

    private void place(int pod, PodSamples pods, PodColumn column, MetricCalculator rules, long nowMillis) {
        if (!column.hasRequest(pod) && requestStatus == MetricProposal.Status.PROPOSED) {
            requestStatus = column.requestStatus(pod);
        }
        long requestMilli = column.requestMilli(pod);
        int state = pods.state(pod);
        if (isIgnored(state)) {
            return;
        }
        if ((state & PHASE_MASK) == PENDING) {
            addUnready(requestMilli);
        } else if (!column.hasSample(pod) || isStale(sampledMillis(column.sampleMillis(pod), nowMillis), nowMillis)) {
            addMissing(requestMilli, rules.metric());
        } else if ((isCpu && isStarting(pods, column, pod, rules, nowMillis))
                || isWarming(pods, pod, rules.warmUpMillis(), nowMillis)) {
            addUnready(requestMilli);
        } else {
            readyCount++;
            readySum.add(column.valueMilli(pod));
            readyRequests.add(requestMilli);
        }
    }

    private boolean isIgnored(int state) {
        int phase = state & PHASE_MASK;
        return phase == FAILED || (phase == SUCCEEDED && !wraps) || (state & DELETED) != 0;
    }

    private void finish(PodColumn column) {
        sampledSum.add(readySum);
        sampledSum.add(column.unlistedSum());
        int used = Math.max(sampledSum.excessBits(), missingAtTarget.excessBits());
        int ready = Math.max(readySum.excessBits(), readyRequests.excessBits());
        int others = Math.max(missingRequests.excessBits(), unreadyRequests.excessBits());
        cutBits = wraps ? 0 : Math.max(used, Math.max(ready, others));
        readySumMilli = readySum.cut(cutBits);
        sampledSumMilli = sampledSum.cut(cutBits);
        readyRequestMilli = readyRequests.cut(cutBits);
        missingRequestMilli = missingRequests.cut(cutBits);
        missingAtTargetMilli = missingAtTarget.cut(cutBits);
        unreadyRequestMilli = unreadyRequests.cut(cutBits);
    }

    private void begin(MetricCalculator rules, long nowMillis) {
        wraps = rules.kubernetesArithmetic();
        isCpu = rules.metric().isCpu();
        stateMask = isCpu ? ~0 : PHASE_MASK | DELETED;
        plainState = PodSamples.NEW_READY_POD & stateMask;
        long startingMillis = Math.max(isCpu ? rules.cpuInitializationMillis() : 0, rules.warmUpMillis());
        startedBeforeMillis = isCpu || startingMillis > 0 ? Times.between(startingMillis, nowMillis) : Long.MAX_VALUE;
        maxAgeMillis = rules.metric().maxAgeMillis();
        sampledAfterMillis = maxAgeMillis == Long.MAX_VALUE ? Long.MIN_VALUE : Long.MAX_VALUE;
        readyCount = 0;
        missingCount = 0;
        unreadyCount = 0;
        readySum.clear();
        sampledSum.clear();
        readyRequests.clear();
        missingRequests.clear();
        missingAtTarget.clear();
        unreadyRequests.clear();
        requestStatus = MetricProposal.Status.PROPOSED;
        validUntilMillis = Long.MAX_VALUE;
    }

    private static long sampledMillis(long sampleMillis, long nowMillis) {
        return sampleMillis == Observation.AT_DECISION ? nowMillis : sampleMillis;
    }

    private boolean isStale(long sampleMillis, long nowMillis) {
        if (maxAgeMillis == Long.MAX_VALUE) {
            return false;
        }
        long freshUntilMillis = Times.plus(sampleMillis, maxAgeMillis);
        if (nowMillis > freshUntilMillis) {
            return true;
        }
        validUntilMillis = Math.min(validUntilMillis, Times.plus(freshUntilMillis, 1));
        if (sampleMillis <= nowMillis) { // later ones say nothing of samples without a time, which are taken now
            sampledAfterMillis = Math.min(sampledAfterMillis, Times.plus(sampleMillis, -1));
        }
        return false;
    }

    /*
     * The cpu of a pod that still starts says little about its load. During the initialisation period a sample counts only
     * if the pod is ready and the whole sampled span lies after it became so. Later only a pod that never became ready is
     * left out: its Ready condition has not changed since shortly after the start.
     */
    private boolean isStarting(PodSamples pods, PodColumn column, int pod, MetricCalculator rules, long nowMillis) {
        int state = pods.state(pod);
        int ready = state & READY_MASK;
        if (ready == READY_NONE || (state & STARTED) == 0) {
            return true;
        }
        long startMillis = pods.startMillis(pod);
        long initializedMillis = Times.plus(startMillis, rules.cpuInitializationMillis());
        if (initializedMillis > nowMillis) {
            validUntilMillis = Math.min(validUntilMillis, initializedMillis);
            return ready == READY_FALSE
                    || sampledMillis(column.sampleMillis(pod), nowMillis)
                            < Times.plus(pods.readyTransitionMillis(pod), column.windowMillis(pod));
        }
        return ready == READY_FALSE
                && Times.plus(startMillis, rules.readinessDelayMillis()) > pods.readyTransitionMillis(pod);
    }

    /** A pod whose start is not known counts as warm. */
    private boolean isWarming(PodSamples pods, int pod, long warmUpMillis, long nowMillis) {
        if (warmUpMillis == 0 || (pods.state(pod) & STARTED) == 0) {
            return false;
        }
        long warmMillis = Times.plus(pods.startMillis(pod), warmUpMillis);
        if (warmMillis <= nowMillis) {
            return false;
        }
        validUntilMillis = Math.min(validUntilMillis, warmMillis);
        return true;
    }

    private void addUnready(long requestMilli) {
        unreadyCount++;
        unreadyRequests.add(requestMilli);
    }

    private void addMissing(long requestMilli, MetricSpec metric) {
        missingCount++;
        long target = metric.targetAmount();
        if (metric.target() != MetricSpec.Target.UTILIZATION) {
            missingAtTarget.add(target);
            return;
        }
        missingRequests.add(requestMilli);
        long percent = Math.max(100, target);
        boolean overflows = !wraps && requestMilli > Long.MAX_VALUE / percent;
        missingAtTarget.add(overflows ? (long) (requestMilli * (percent / 100.0)) : requestMilli * percent / 100);
    }
}
