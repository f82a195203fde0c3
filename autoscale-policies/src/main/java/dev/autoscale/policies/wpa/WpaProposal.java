package dev.autoscale.policies.wpa;

/**
 * What one metric of a {@link WatermarkPodAutoscaler} proposes. Immutable and thread-safe.
 *
 * @param outcome whether there is a proposal, or why not; if not, the rest is 0; not null
 * @param replicas the replicas that are proposed, before any limit
 * @param utilizationMilli what is compared with the watermarks, cut to whole thousandths
 * @param ready how many ready pods the proposal was worked out from
 * @param above whether the value is above the band
 * @param below whether the value is below the band
 */
public record WpaProposal(
        Outcome outcome, int replicas, long utilizationMilli, int ready, boolean above, boolean below) {
    /** Whether there is a proposal, or why not. */
    public enum Outcome {
        /** There is one. */
        OK,
        /** The target has no pod. */
        NO_PODS,
        /** No pod is ready. */
        NONE_READY,
        /** Too small a share of the pods is ready. */
        TOO_MANY_UNREADY,
        /** No pod that counts has a value. */
        NO_POD_METRICS
    }

    static WpaProposal none(Outcome why) {
        return new WpaProposal(why, 0, 0, 0, false, false);
    }

    static WpaProposal of(WpaSettings settings, WpaSettings.Metric metric, int current, int ready, double usage) {
        return new WpaProposal(
                Outcome.OK,
                WpaBand.replicas(settings, metric, current, ready, usage),
                (long) usage,
                ready,
                WpaBand.isAbove(settings, metric, usage),
                WpaBand.isBelow(settings, metric, usage));
    }
}
