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

    void collect(PodSamples pods, PodColumn column, MetricCalculator rules, long nowMillis) {
        clear(rules.kubernetesArithmetic());
        boolean isCpu = rules.metric().isCpu();
        boolean needsRequest = rules.metric().target() == MetricSpec.Target.UTILIZATION;
        long maxAgeMillis = rules.metric().maxAgeMillis();
        // Ready pods are nearly all, so their sums are kept in registers.
        long valuesHigh = 0;
        long valuesLow = 0;
        long requestsHigh = 0;
        long requestsLow = 0;
        for (int pod = 0; pod < pods.count(); pod++) {
            if (needsRequest && !column.hasRequest(pod) && requestStatus == MetricProposal.Status.PROPOSED) {
                requestStatus = column.requestStatus(pod);
            }
            long requestMilli = needsRequest ? column.requestMilli(pod) : 0;
            int state = pods.state(pod);
            if (isIgnored(state)) {
                continue;
            }
            if ((state & PHASE_MASK) == PENDING) {
                addUnready(requestMilli);
            } else if (!column.hasSample(pod)
                    || isStale(sampledMillis(column, pod, nowMillis), maxAgeMillis, nowMillis)) {
                addMissing(requestMilli, needsRequest, rules.metric().targetAmount());
            } else if ((isCpu && isStarting(pods, column, pod, rules, nowMillis))
                    || isWarming(pods, pod, rules.warmUpMillis(), nowMillis)) {
                addUnready(requestMilli);
            } else {
                long valueMilli = column.valueMilli(pod);
                valuesHigh += WideSum.high(valueMilli);
                valuesLow += WideSum.low(valueMilli);
                requestsHigh += WideSum.high(requestMilli);
                requestsLow += WideSum.low(requestMilli);
                readyCount++;
            }
        }
        readySum.add(valuesHigh, valuesLow);
        readyRequests.add(requestsHigh, requestsLow);
        finish(column);
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

    private void clear(boolean kubernetesArithmetic) {
        wraps = kubernetesArithmetic;
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

    private static long sampledMillis(PodColumn column, int pod, long nowMillis) {
        long sampledMillis = column.sampleMillis(pod);
        return sampledMillis == Observation.AT_DECISION ? nowMillis : sampledMillis;
    }

    private boolean isStale(long sampleMillis, long maxAgeMillis, long nowMillis) {
        if (maxAgeMillis == Long.MAX_VALUE) {
            return false;
        }
        long freshUntilMillis = Times.plus(sampleMillis, maxAgeMillis);
        if (nowMillis > freshUntilMillis) {
            return true;
        }
        validUntilMillis = Math.min(validUntilMillis, Times.plus(freshUntilMillis, 1));
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
                    || sampledMillis(column, pod, nowMillis)
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

    private void addMissing(long requestMilli, boolean isUtilization, long target) {
        missingCount++;
        if (!isUtilization) {
            missingAtTarget.add(target);
            return;
        }
        missingRequests.add(requestMilli);
        long percent = Math.max(100, target);
        boolean overflows = !wraps && requestMilli > Long.MAX_VALUE / percent;
        missingAtTarget.add(overflows ? (long) (requestMilli * (percent / 100.0)) : requestMilli * percent / 100);
    }
}
