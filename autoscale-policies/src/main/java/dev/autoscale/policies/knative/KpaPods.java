package dev.autoscale.policies.knative;

/**
 * The arithmetic of a decision, without memory. Thread-safe; nothing allocates.
 *
 * <p>Doubles become counts by saturating, NaN becoming 0. Knative on amd64 turns what is out of range into the lowest int.
 */
final class KpaPods {
    private KpaPods() {}

    /** Writes what both averages ask for, alone and within the rates. */
    static void propose(KpaSpec spec, KpaDecision out) {
        double ready = Math.max(1, out.readyPods);
        out.most = Math.ceil(spec.maxScaleUpRate() * ready);
        out.fewest = spec.isReachable() ? Math.floor(ready / spec.maxScaleDownRate()) : 0;
        out.stableWanted = Math.ceil(out.stableAverage / spec.target());
        out.panicWanted = Math.ceil(out.panicAverage / spec.target());
        out.stablePods = activated(spec, out.stableWanted, limited(out.stableWanted, out));
        out.panicPods = activated(spec, out.panicWanted, limited(out.panicWanted, out));
    }

    private static int limited(double wanted, KpaDecision out) {
        return (int) Math.min(Math.max(wanted, out.fewest), out.most);
    }

    private static int activated(KpaSpec spec, double wanted, int pods) {
        return spec.activationScale() > 1 && wanted > 0 ? Math.max(spec.activationScale(), pods) : pods;
    }

    /** What a proposal comes from: the average itself, or what limited it. */
    static KpaReason reason(double wanted, int pods, KpaReason average, KpaDecision out) {
        int limited = limited(wanted, out);
        if (pods != limited) {
            return KpaReason.ACTIVATION_SCALE;
        }
        if (wanted > out.most) {
            return KpaReason.MAX_SCALE_UP_RATE;
        }
        return wanted < out.fewest ? KpaReason.MAX_SCALE_DOWN_RATE : average;
    }

    /** Whether the panic average asks for this many times the ready pods; neither rates nor bounds matter. */
    static boolean isOverThreshold(KpaSpec spec, KpaDecision out) {
        return out.panicWanted / Math.max(1, out.readyPods) >= spec.panicThreshold();
    }

    /** What the ready pods could take beyond the load and the burst to be ready for; negative if they could not. */
    static int excessBurstCapacity(KpaSpec spec, KpaDecision out) {
        double burst = spec.targetBurstCapacity();
        if (burst > 0) {
            return (int) Math.floor(out.readyPods * spec.total() - burst - out.panicAverage);
        }
        return burst == 0 ? 0 : -1;
    }
}
