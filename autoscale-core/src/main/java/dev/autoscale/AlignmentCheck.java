package dev.autoscale;

/** Checks that all counts of a spec are allowed ones, and that each of them can be left for the next. Not thread-safe. */
final class AlignmentCheck {
    private final Alignment alignment;
    private final AutoscalerSpec spec;
    private final Violation.Collector broken;
    /** Without a change, so with all of their room. */
    private final RateLimits rates;

    AlignmentCheck(Alignment alignment, AutoscalerSpec spec, Violation.Collector broken) {
        this.alignment = alignment;
        this.spec = spec;
        this.broken = broken;
        rates = new RateLimits(spec);
    }

    void check() {
        checkCount("minReplicas", spec.minReplicas());
        checkCount("maxReplicas", spec.maxReplicas());
        Activation activation = spec.activation();
        if (activation != null) {
            checkCount("landingReplicas", activation.activationReplicas);
            checkCount("idleReplicas", activation.hasIdleReplicas() ? activation.idle.replicas() : 0);
        }
        for (int i = 0; i < spec.schedule().size(); i++) {
            ScheduleWindow window = spec.schedule().window(i);
            checkCount(window.name() + ".replicas", window.movesBounds() ? window.replicas() : 0);
        }
        if (spec.minReplicas() >= 0 && alignment.allows(spec.minReplicas())) {
            checkSteps();
        }
    }

    private void checkCount(String name, int replicas) {
        broken.require(alignment.allows(replicas), "counts must be aligned (" + alignment + ')', name, replicas);
    }

    /** Percent policies allow more the higher a count is, so of equal steps the lowest one is enough. */
    private void checkSteps() {
        int low = spec.lowestReplicas() == 0 ? 0 : alignment.up(spec.lowestReplicas());
        boolean goesOn = true;
        while (goesOn) {
            int high = alignment.up(low + 1);
            goesOn = high > low && high <= spec.maxReplicas() && leavesStep(low, high);
            goesOn &= low == 0 || !alignment.hasEqualSteps();
            low = high;
        }
    }

    /** From zero growth always gets there. One finding is enough. */
    private boolean leavesStep(int low, int high) {
        int highest = spec.isLegacy() ? Limits.legacyScaleUpLimit(spec, low) : rates.scaleUpLimit(0, low);
        boolean grows = low == 0 || highest >= high || isDisabled(spec.up());
        require(grows, "scaleUp must allow", low, high, highest);
        int lowest = spec.isLegacy() ? low : rates.scaleDownLimit(0, high);
        boolean shrinks = lowest <= low || isDisabled(spec.down());
        require(shrinks, "scaleDown must allow", high, low, lowest);
        FlapBudget budget = spec.settings().flapBudget;
        int affordable = budget == null ? Integer.MAX_VALUE : budget.replicas;
        boolean affords = affordable >= high - low;
        require(affords, "flapBudget must allow", low, high, affordable);
        return grows && shrinks && affords;
    }

    private boolean isDisabled(DirectionRules rules) {
        return !spec.isLegacy() && rules.select == ScalingRules.SelectPolicy.DISABLED;
    }

    private void require(boolean holds, String who, int from, int next, int limit) {
        broken.require(holds, who + " steps between aligned counts (" + alignment + ')', from + " to " + next, limit);
    }
}
