package dev.autoscale.policies.wpa;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pods as a WatermarkPodAutoscaler counts them. Immutable and thread-safe. Source of the rules: WatermarkPodAutoscaler 70e84259.
 *
 * @param listed all pods that the target's selector finds
 * @param counted those whose readiness counts
 * @param ready those that are ready
 * @param sumMilli the sum of a resource that they use, in thousandths; 0 for an external metric
 * @param measured how many values are in the sum
 */
public record WpaPods(int listed, int counted, int ready, long sumMilli, int measured) {
    private static final long MILLIS_PER_SECOND = 1_000;

    /** {@code status.phase}. */
    public enum Phase {
        /** Not all containers run yet. */
        PENDING,
        /** At least one container runs. */
        RUNNING,
        /** All containers ended well. */
        SUCCEEDED,
        /** All containers ended, one of them badly. */
        FAILED,
        /** Nothing is known. */
        UNKNOWN
    }

    /** The status of the condition {@code Ready}. */
    public enum Ready {
        /** Ready. */
        TRUE,
        /** Not ready. */
        FALSE,
        /** Not known. */
        UNKNOWN,
        /** There is no such condition. */
        ABSENT
    }

    /**
     * A pod.
     *
     * @param phase {@code status.phase}; not null
     * @param condition the condition {@code Ready}; not null
     * @param startEpochMillis {@code status.startTime}; null if there is none
     * @param transitionEpochMillis when the condition last changed; any if there is none
     * @param owned whether an owner of it has the target's name
     * @param beingDeleted whether it has a deletion timestamp
     * @param usedMilli what it uses of a resource, in thousandths; null if it has no value
     */
    public record Pod(
            Phase phase,
            Ready condition,
            @Nullable Long startEpochMillis,
            long transitionEpochMillis,
            boolean owned,
            boolean beingDeleted,
            @Nullable Long usedMilli) {
        boolean isOver() {
            return phase == Phase.FAILED || phase == Phase.SUCCEEDED;
        }

        /** For an external metric. A pending pod counts for a while, whatever its condition says. */
        boolean isReady(long epochMillis, int readinessDelaySeconds) {
            boolean isStarted = condition != Ready.ABSENT && startEpochMillis != null;
            boolean isRunning = phase == Phase.RUNNING && condition == Ready.TRUE;
            boolean isYoung = phase == Phase.PENDING
                    && epochMillis - transitionEpochMillis < readinessDelaySeconds * MILLIS_PER_SECOND;
            return isStarted && !beingDeleted && (isRunning || isYoung);
        }

        /** For a resource, of those that have a value. */
        boolean isIgnored(boolean cpu, int readinessDelaySeconds) {
            if (!cpu) {
                return false;
            }
            return condition == Ready.ABSENT
                    || condition == Ready.FALSE
                    || startEpochMillis == null
                    || startEpochMillis + readinessDelaySeconds * MILLIS_PER_SECOND > transitionEpochMillis;
        }
    }

    /**
     * Counts pods for an external metric. Pods of other owners, and those that failed or succeeded, do not count.
     *
     * @param pods all that the selector finds; not null
     * @param epochMillis now
     * @param readinessDelaySeconds for how long a pending pod counts as ready, at least 0
     * @return the counts
     */
    public static WpaPods external(List<Pod> pods, long epochMillis, int readinessDelaySeconds) {
        int counted = 0;
        int ready = 0;
        for (Pod pod : pods) {
            if (pod.owned() && !pod.isOver()) {
                counted++;
                ready += pod.isReady(epochMillis, readinessDelaySeconds) ? 1 : 0;
            }
        }
        return new WpaPods(pods.size(), counted, ready, 0, 0);
    }

    /**
     * Counts pods for a resource, and sums up what they use. Pods that failed or are pending do not count, nor, for {@code cpu}, those that
     * are not ready or were not beyond the readiness delay; pods of other owners and without a value count, but never as ready.
     *
     * @param resource its name; not null
     * @param pods all that the selector finds; not null
     * @param othersMilli values of pods that the selector does not find, in thousandths: they are summed up too; not null
     * @param readinessDelaySeconds how long after its start a pod must have become ready, at least 0
     * @return the counts and the sum
     */
    public static WpaPods resource(String resource, List<Pod> pods, List<Long> othersMilli, int readinessDelaySeconds) {
        long sum = 0;
        int measured = othersMilli.size();
        for (long milli : othersMilli) {
            sum += milli;
        }
        int counted = pods.size();
        int ready = 0;
        for (Pod pod : pods) {
            boolean isIgnored = pod.owned()
                    && (pod.phase() == Phase.FAILED
                            || pod.phase() == Phase.PENDING
                            || (pod.usedMilli() != null
                                    && pod.isIgnored(resource.equals("cpu"), readinessDelaySeconds)));
            counted -= isIgnored ? 1 : 0;
            if (!isIgnored && pod.usedMilli() != null) {
                ready += pod.owned() ? 1 : 0;
                measured++;
                sum += pod.usedMilli();
            }
        }
        return new WpaPods(pods.size(), counted, ready, sum, measured);
    }
}
