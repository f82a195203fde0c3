package dev.autoscale.policies.wpa;

/**
 * What an autoscaled object remembers, as its status says it: a view of the memory of a {@link WatermarkPodAutoscaler}. Immutable and
 * thread-safe. Times are cut to whole seconds, as the original stores them.
 *
 * @param above whether the last value was above the high watermark; unknown before the first
 * @param aboveSinceMillis since when, if it is known
 * @param below whether the last value was below the low watermark; unknown before the first
 * @param belowSinceMillis since when, if it is known
 * @param scaled whether the count was ever set
 * @param lastScaleMillis when it was last set, if it was
 * @param able the condition {@code AbleToScale}; not null
 * @param limited the condition {@code ScalingLimited}; not null
 * @param desiredReplicas what was last asked for, 0 at first
 */
public record WpaStatus(
        Known above,
        long aboveSinceMillis,
        Known below,
        long belowSinceMillis,
        boolean scaled,
        long lastScaleMillis,
        Able able,
        Limited limited,
        int desiredReplicas) {
    /** The status of a condition. */
    public enum Known {
        /** There is no such condition yet. */
        UNKNOWN,
        /** It is not so. */
        FALSE,
        /** It is so. */
        TRUE
    }

    /** The condition {@code AbleToScale}, by its reason. */
    public enum Able {
        /** Nothing stands in the way. */
        SUCCEEDED_GET_SCALE,
        /** The window after the last change forbids shrinking. */
        BACKOFF_DOWNSCALE,
        /** The window after the last change forbids growth. */
        BACKOFF_UPSCALE,
        /** Both windows go on. */
        BACKOFF_BOTH,
        /** The count would be set, were it no dry run. */
        READY_FOR_SCALE,
        /** The count was set. */
        SUCCESSFUL_SCALE,
        /** The count could not be set. */
        FAILED_SCALE
    }

    /** The condition {@code ScalingLimited}, by its reason. */
    public enum Limited {
        /** There is no such condition yet. */
        UNKNOWN,
        /** No limit was met. */
        DESIRED_WITHIN_RANGE,
        /** The limit of one shrink. */
        SCALE_DOWN_LIMIT,
        /** The lower bound. */
        TOO_FEW_REPLICAS,
        /** The limit of one growth. */
        SCALE_UP_LIMIT,
        /** The upper bound. */
        TOO_MANY_REPLICAS
    }

    /**
     * {@return the status} Allocates.
     *
     * @param memory what is remembered, as long as {@link WatermarkPodAutoscaler#memorySize} says; not null
     */
    public static WpaStatus of(long[] memory) {
        return WpaMemory.status(memory);
    }
}
