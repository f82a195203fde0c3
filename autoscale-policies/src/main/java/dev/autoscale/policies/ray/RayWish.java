package dev.autoscale.policies.ray;

/** How many replicas Ray Serve wishes for, before it waits. Every sum is done in the order in which Ray Serve does it. */
final class RayWish {
    private RayWish() {}

    /**
     * The policy's own number, before any factor.
     *
     * @param total requests in flight, at least 0
     * @param other what the policy is asked for beside them: messages in a queue, or a custom policy's number
     */
    static double raw(RaySettings settings, int running, int target, double total, double other) {
        return switch (settings.policy()) {
            case CUSTOM -> other;
            case ASYNC_INFERENCE ->
                running == 0 ? total + other > 0 ? 1 : 0 : perReplica(settings, running, total + other);
            case DEFAULT -> running == 0 ? target : perReplica(settings, running, total);
        };
    }

    private static double perReplica(RaySettings settings, int running, double load) {
        return running * (load / (settings.targetOngoingRequests() * running));
    }

    /** With the factor of its direction, as a whole number; saturates. From zero there is no factor. */
    static long scaled(RaySettings settings, int running, double raw) {
        if (running == 0) {
            return (long) Math.ceil(raw);
        }
        double delta = raw - running;
        double factor = delta > 0 ? settings.upFactor() : settings.downFactor();
        long scaled = (long) Math.ceil(running + factor * delta);
        // A shrink that rounding up swallows goes one down all the same.
        return Math.ceil(raw) < running && scaled == running ? running - 1 : scaled;
    }

    /** Rounded up to whole gangs; saturates. */
    static long inGangs(long replicas, int gangSize) {
        long missing = (gangSize - replicas % gangSize) % gangSize;
        return replicas > Long.MAX_VALUE - missing ? Long.MAX_VALUE : replicas + missing;
    }
}
