package dev.autoscale.policies.ray;

import java.util.Arrays;

/**
 * How long Ray Serve waits before it moves: the same direction must have been wished for without a break. What is remembered are two
 * longs: how many wishes in a row there were (above 0 to grow, below 0 to shrink, 0 for none) and when the first of them was made.
 */
final class RayDelay {
    static final int MEMORY = 2;

    /** Hides what is lost where an epoch time in seconds is a double. */
    private static final double ROUNDING_SECONDS = 0.000001;

    private static final double MILLIS_PER_SECOND = 1000.0;

    private RayDelay() {}

    /** The count to take now: the target until the delay has passed, and then the wish of this moment. */
    static long hold(RaySettings settings, long epochMillis, long wish, int target, long[] memory) {
        if (wish > target) {
            return isOver(epochMillis, 1, settings.upscaleDelayS(), memory) ? wish : target;
        }
        if (wish < target) {
            // The last replica goes in a move of its own.
            boolean toZero = target == 1;
            double delay = toZero ? settings.downscaleToZeroDelayS() : settings.downscaleDelayS();
            return isOver(epochMillis, -1, delay, memory) ? toZero ? wish : Math.max(1, wish) : target;
        }
        forget(memory);
        return target;
    }

    static void forget(long[] memory) {
        Arrays.fill(memory, 0);
    }

    /** Counts a wish in a direction, 1 or -1. Once its delay has passed, the next wish begins anew. */
    private static boolean isOver(long epochMillis, int direction, double delaySeconds, long[] memory) {
        if (Long.signum(memory[0]) != direction) {
            memory[0] = 0;
            memory[1] = epochMillis;
        }
        memory[0] += direction;
        double waited = epochMillis / MILLIS_PER_SECOND - memory[1] / MILLIS_PER_SECOND;
        if (waited + ROUNDING_SECONDS < delaySeconds) {
            return false;
        }
        forget(memory);
        return true;
    }

    /** Whether no wish, and no time of one, or both. */
    static boolean isPossible(long[] memory) {
        return memory[0] != 0 || memory[1] == 0;
    }
}
