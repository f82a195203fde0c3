package dev.autoscale.policies.ray;

import dev.autoscale.Violation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** What a deployment's decisions depend on, with every default filled in. */
record RaySettings(
        RayServe.Kind policy,
        double targetOngoingRequests,
        int minReplicas,
        @Nullable Integer initialReplicas,
        int maxReplicas,
        double upFactor,
        double downFactor,
        double upscaleDelayS,
        double downscaleDelayS,
        double downscaleToZeroDelayS,
        int gangSize,
        double targetCapacity,
        RayServe.@Nullable Direction direction) {
    static final double WHOLE_CAPACITY = 100;

    /** All but what a builder may leave to another setting: the factors, and the delay to zero. */
    void check(Violation.Collector broken) {
        requirePositive("targetOngoingRequests", targetOngoingRequests, broken);
        broken.requireBound(minReplicas >= 0, ">= 0", "minReplicas", minReplicas);
        broken.requireBound(maxReplicas >= 1, ">= 1", "maxReplicas", maxReplicas);
        broken.requireBound(maxReplicas >= minReplicas, ">= minReplicas", "maxReplicas", maxReplicas);
        if (initialReplicas != null) {
            boolean isBetween = initialReplicas >= minReplicas && initialReplicas <= maxReplicas;
            broken.requireBound(isBetween, ">= minReplicas and <= maxReplicas", "initialReplicas", initialReplicas);
        }
        requireSeconds("upscaleDelayS", upscaleDelayS, broken);
        requireSeconds("downscaleDelayS", downscaleDelayS, broken);
        broken.requireBound(gangSize >= 1, ">= 1", "gangSize", gangSize);
        broken.require(
                gangSize <= 1 || minReplicas >= 1, "minReplicas must be >= 1 for gangs", "minReplicas", minReplicas);
        broken.requireBound(
                targetCapacity >= 0 && targetCapacity <= WHOLE_CAPACITY,
                ">= 0 and <= 100",
                "targetCapacity",
                targetCapacity);
    }

    static void requirePositive(String path, double value, Violation.Collector broken) {
        broken.requireBound(value > 0 && value < Double.POSITIVE_INFINITY, "> 0 and finite", path, value);
    }

    static void requireSeconds(String path, double value, Violation.Collector broken) {
        broken.requireBound(value >= 0 && value < Double.POSITIVE_INFINITY, ">= 0 and finite", path, value);
    }

    /** The lower bound: while the target capacity rises, the initial count. */
    int lower() {
        return underCapacity(
                initialReplicas != null && direction == RayServe.Direction.UP ? initialReplicas : minReplicas);
    }

    int upper() {
        return underCapacity(maxReplicas);
    }

    /** A share of a count, half a replica upwards; at least 1 unless either is 0. */
    private int underCapacity(int replicas) {
        if (targetCapacity == WHOLE_CAPACITY) {
            return replicas;
        }
        if (targetCapacity == 0 || replicas == 0) {
            return 0;
        }
        BigDecimal share = new BigDecimal(replicas * targetCapacity).movePointLeft(2);
        return Math.max(1, share.setScale(0, RoundingMode.HALF_UP).intValue());
    }
}
