package dev.autoscale;

/**
 * Finds the time at which a decision that is carried out now could be followed by another one with the same samples. Has no
 * memory.
 *
 * <p>With unchanged samples an answer changes only when a recommendation leaves its window, a change leaves a policy's
 * period, or a proposal changes by itself. Between those times everything is constant, so it is enough to decide again at
 * each of them in turn.
 */
final class Recheck {
    private static final int DEPENDS_ON_COUNT = -1;

    private Recheck() {}

    static long atMillis(Autoscaler autoscaler, Decision decision) {
        if (decision.areReplicasUnknown() || decision.isOverridden(Overrides.PAUSED)) {
            return Long.MAX_VALUE;
        }
        if (autoscaler.memory().countsUnreported && decision.isUnreported()) {
            return decision
                    .epochMillis(); // the change counts from the next decision on, and may let that one return from
            // zero
        }
        if (autoscaler.memory().parts != null || decision.overrideBits != 0) {
            boolean sure = decision.isRemembered() && !decision.differs();
            return sure ? firstOtherAnswer(autoscaler, decision) : decision.epochMillis();
        }
        if (decision.reason() == Reason.SCALING_DISABLED) {
            return Long.MAX_VALUE;
        }
        if (decision.recommended() == Decision.NOT_EVALUATED) {
            // Moved into range, the metrics decide next; else they fail and go on failing.
            return decision.differs() ? decision.epochMillis() : decision.validUntilMillis;
        }
        if (!decision.isRemembered() && (decision.differs() || !autoscaler.isStarted())) {
            return decision.epochMillis();
        }
        AutoscalerSpec spec = autoscaler.spec();
        int replicas = decision.replicas();
        if (replicas == 0 && !(spec.settings.scaleToZero && spec.worksFromZero())) {
            return Long.MAX_VALUE;
        }
        int recommended = decision.recommended();
        if (decision.differs()) {
            recommended = recommendedAt(replicas, spec, decision);
            if (recommended == DEPENDS_ON_COUNT) {
                return decision.epochMillis();
            }
            if (recommended < replicas && hasFailure(spec, decision)) {
                return decision.validUntilMillis;
            }
        }
        return firstOtherAnswer(autoscaler, decision, recommended);
    }

    /** What the same samples recommend at the new count; known only if no metric is an average over the old one. */
    private static int recommendedAt(int replicas, AutoscalerSpec spec, Decision decision) {
        int highest = 0;
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = decision.metric(i);
            if (proposal.status() == MetricProposal.Status.NO_READY_METRICS) {
                return DEPENDS_ON_COUNT; // with the new replicas there is something to average over
            }
            if (proposal.status().hasProposal()) {
                if (!spec.metric(i).isTotalPerReplica()) {
                    return DEPENDS_ON_COUNT;
                }
                MetricProposal again = new MetricProposal(spec.metric(i));
                spec.calculator(i).fromTotalPerReplica(proposal.totalMilli(), replicas, again);
                highest = Math.max(highest, again.replicas());
            }
        }
        return highest;
    }

    private static boolean hasFailure(AutoscalerSpec spec, Decision decision) {
        for (int i = 0; i < spec.metricCount(); i++) {
            if (decision.metric(i).status().isFailure()) {
                return true;
            }
        }
        return false;
    }

    private static long firstOtherAnswer(Autoscaler autoscaler, Decision decision, int recommended) {
        RateLimits rates = carriedOut(autoscaler, decision);
        Changes changes = rates.changes();
        Decision again = new Decision(autoscaler.spec());
        int replicas = decision.replicas();
        long now = decision.epochMillis();
        while (now < decision.validUntilMillis) {
            if (autoscaler.bound(changes, rates.memory(), now, replicas, recommended, again) != replicas) {
                return now;
            }
            long held = autoscaler.memory().stabilization.nextExpiryMillis(autoscaler, now);
            now = Math.min(held, changes.nextExpiryMillis(rates.memory(), now));
        }
        return decision.validUntilMillis;
    }

    /** With activation, schedule or overrides, for a decision that keeps the count: the steps again at each expiry. */
    private static long firstOtherAnswer(Autoscaler autoscaler, Decision decision) {
        Memory memory = autoscaler.memory();
        Changes changes = memory.changes;
        Memory.Parts parts = memory.parts;
        Decision again = new Decision(autoscaler.spec());
        again.activity = decision.activity;
        again.readyReplicas = decision.readyReplicas;
        boolean upFrozen = decision.isOverridden(Overrides.UP_FROZEN) || decision.forbidsScaleUp;
        boolean downFrozen = decision.isOverridden(Overrides.DOWN_FROZEN) || decision.forbidsScaleDown;
        int replicas = decision.replicas();
        long now = decision.epochMillis();
        while (now < decision.validUntilMillis) {
            int count = decision.followed;
            if (decision.recommended() != Decision.NOT_EVALUATED) {
                count = autoscaler.bound(changes, autoscaler, now, replicas, decision.recommended(), again);
                if (again.reason(Decision.Step.SUSTAINED) != null && now > decision.epochMillis()) {
                    return now; // a wish begins here, and someone must see it for it to last
                }
            }
            count = autoscaler.outrank(changes, autoscaler, now, replicas, count, again);
            count = Math.max(count, decision.isOverridden(Overrides.REMOVABLE) ? decision.fewest : 0);
            if (Overrides.freeze(replicas, count, upFrozen, downFrozen, again) != replicas) {
                return now;
            }
            long dampedMillis = parts == null ? Long.MAX_VALUE : parts.damping.nextExpiryMillis(autoscaler, now);
            long held = memory.stabilization.nextExpiryMillis(autoscaler, now);
            now = Math.min(Math.min(held, dampedMillis), changes.nextExpiryMillis(autoscaler, now));
        }
        return decision.validUntilMillis;
    }

    /** The changes once the decision is carried out; those that were reported already are not added again. */
    private static RateLimits carriedOut(Autoscaler autoscaler, Decision decision) {
        RateLimits rates = new RateLimits(autoscaler.spec());
        rates.copyFrom(autoscaler.memory().changes, autoscaler, decision.epochMillis());
        if (decision.differs()) {
            rates.scaled(decision.epochMillis(), decision.currentReplicas(), decision.replicas());
        }
        return rates;
    }
}
