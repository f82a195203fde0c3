package dev.autoscale;

/** The words for what stands between windows and rate policies, for {@link Explanation}. */
final class DampingText {
    private DampingText() {}

    static String aligned(AutoscalerSpec spec) {
        return String.valueOf(spec.settings().alignment);
    }

    static String sustained(Decision decision, AutoscalerSpec spec) {
        DampingRules rules = rules(decision, spec);
        String needed = rules.countsDecisions()
                ? "in " + rules.breaches() + " of " + rules.decisions() + " decisions"
                : "for " + LateSteps.seconds(rules.sustainedMillis());
        if (rules.countsDecisions() && rules.sustainedMillis() > 0) {
            needed += " and for " + LateSteps.seconds(rules.sustainedMillis());
        }
        return Reason.BREACH_NOT_SUSTAINED + ": must be asked for " + needed + changes(decision);
    }

    static String cooldown(Decision decision, AutoscalerSpec spec) {
        DampingRules rules = rules(decision, spec);
        long longest = Math.max(rules.cooldownMillis(), rules.cooldownAfterAnyMillis());
        return Reason.COOLDOWN + ": waits up to " + LateSteps.seconds(longest) + " after a change" + changes(decision);
    }

    static String budget(Decision decision, AutoscalerSpec spec) {
        DampingStep step = decision.damping();
        return Reason.FLAP_BUDGET_SPENT + ": " + spec.settings().flapBudget + ", had " + step.replicasChanged()
                + " replicas and " + step.reversals() + " reversals" + changes(decision);
    }

    static String capacity(Decision decision) {
        CapacityStep step = decision.capacity();
        return Reason.NO_CAPACITY + ": the platform could give " + step.ceiling() + "; tried again"
                + LateSteps.untilText(decision.epochMillis(), step.retryAtMillis());
    }

    private static DampingRules rules(Decision decision, AutoscalerSpec spec) {
        return (decision.damping().wanted() > decision.currentReplicas() ? spec.up() : spec.down()).damping;
    }

    private static String changes(Decision decision) {
        long changesAtMillis = decision.damping().changesAtMillis();
        if (changesAtMillis == decision.epochMillis()) {
            return "; the next decision may be enough";
        }
        return "; may change" + LateSteps.untilText(decision.epochMillis(), changesAtMillis);
    }
}
