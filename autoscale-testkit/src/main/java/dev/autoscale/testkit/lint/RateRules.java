package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Rule.GOOD;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Rule.when;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.RateLimits;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.SelectPolicy;
import dev.autoscale.testkit.lint.Rule.Complaint;
import dev.autoscale.testkit.lint.SpecSubject.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Rate policies that do nothing, or too little. Thread-safe. */
final class RateRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            warning("policy-without-effect", RateRules::policyWithoutEffect),
            warning("rate-period-shorter-than-decisions", RateRules::periodTooShort),
            warning("peak-out-of-reach-in-time", RateRules::outOfReach, Fact.RISE_TIME));

    /** Those of Kubernetes, whose second one does nothing with few replicas. */
    private static final List<RatePolicy> DEFAULT_UP =
            new Direction("", AutoscalerSpec.builder(1, 1).buildUnchecked().scaleUp(), false).policies();

    private RateRules() {}

    /** What may be reached in the first step from a count, when nothing has changed before. */
    static int limit(AutoscalerSpec spec, boolean isUp, int from) {
        RateLimits limits = RateLimits.of(spec);
        return isUp ? limits.scaleUpLimit(0, from) : limits.scaleDownLimit(0, from);
    }

    /** How far one policy alone may go from a count. */
    private static long change(RatePolicy policy, boolean isUp, int from) {
        ScalingRules rules = ScalingRules.rules().policy(policy).select(SelectPolicy.MAX);
        AutoscalerSpec spec = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .scaleUp(rules)
                .scaleDown(rules)
                .buildUnchecked();
        return Math.abs((long) limit(spec, isUp, from) - from);
    }

    private static List<Complaint> policyWithoutEffect(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        if (!s.spec.isLegacy() && !s.isFixed()) {
            add(found, s, s.up, true);
            add(found, s, s.down, false);
        }
        return found;
    }

    private static void add(List<Complaint> found, SpecSubject s, Direction direction, boolean isUp) {
        List<RatePolicy> policies = direction.policies();
        if (direction.isDisabled() || (isUp && policies.equals(DEFAULT_UP))) {
            return;
        }
        for (int i = 0; i < policies.size(); i++) {
            for (int j = 0; j < policies.size(); j++) {
                if (i != j && isOutdone(s, direction, isUp, i, j)) {
                    List<RatePolicy> rest = new ArrayList<>(policies);
                    rest.remove(i);
                    found.add(new Complaint(
                            s.at(direction.prefix() + "policies", text(policies)) + ", "
                                    + s.at(
                                            direction.prefix() + "selectPolicy",
                                            direction.selectsLeast() ? "Min" : "Max"),
                            '"' + text(List.of(policies.get(i))) + "\" never decides: between " + s.lowest() + " and "
                                    + s.spec.maxReplicas() + " replicas \"" + text(List.of(policies.get(j)))
                                    + "\" always allows "
                                    + (direction.selectsLeast() ? "less" : "more") + " or the same.",
                            s.at(direction.prefix() + "policies", text(rest))));
                    break;
                }
            }
        }
    }

    /**
     * Whether policy i never decides because of policy j. Percentages move more the more replicas there are and numbers of pods do
     * not, so the ends of the range speak for all of it. Periods must be equal: else the history counts.
     */
    private static boolean isOutdone(SpecSubject s, Direction direction, boolean isUp, int i, int j) {
        RatePolicy one = direction.policies().get(i);
        RatePolicy other = direction.policies().get(j);
        if (!one.period().equals(other.period())) {
            return false;
        }
        int low = isUp ? s.lowest() : s.lowest() + 1;
        int high = isUp ? s.spec.maxReplicas() - 1 : s.spec.maxReplicas();
        long atLow = change(other, isUp, low) - change(one, isUp, low);
        long atHigh = change(other, isUp, high) - change(one, isUp, high);
        long sign = direction.selectsLeast() ? -1 : 1;
        boolean isEqual = atLow == 0 && atHigh == 0;
        return low <= high && (isEqual ? j < i : atLow * sign >= 0 && atHigh * sign >= 0);
    }

    static String text(List<RatePolicy> policies) {
        List<String> texts = new ArrayList<>();
        for (RatePolicy policy : policies) {
            String unit = policy.unit() == RatePolicy.Unit.PODS ? "Pods " : "Percent ";
            texts.add(unit + policy.value() + ' ' + Words.seconds(SpecSubject.millis(policy.period())));
        }
        return String.join(", ", texts);
    }

    private static List<Complaint> periodTooShort(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        if (!s.spec.isLegacy() && !s.isFixed()) {
            boolean growthIsLimited = s.firstStep(true, s.lowest()) < s.spec.maxReplicas();
            boolean shrinkingIsLimited = s.firstStep(false, s.spec.maxReplicas()) > s.lowest();
            addShort(found, s, s.up, growthIsLimited);
            addShort(found, s, s.down, shrinkingIsLimited);
        }
        return found;
    }

    private static void addShort(List<Complaint> found, SpecSubject s, Direction direction, boolean isLimited) {
        long every = s.facts.everyMillis();
        List<RatePolicy> policies = direction.policies();
        boolean isShort = policies.stream().allMatch(policy -> SpecSubject.millis(policy.period()) < every);
        if (!isLimited || !isShort || direction.isDisabled()) {
            return;
        }
        List<RatePolicy> scaled = policies.stream()
                .map(policy -> new RatePolicy(
                        policy.unit(),
                        (int) Math.min(
                                Integer.MAX_VALUE,
                                Math.ceil((double) policy.value() * every / SpecSubject.millis(policy.period()))),
                        java.time.Duration.ofMillis(every)))
                .toList();
        found.add(new Complaint(
                s.at(direction.prefix() + "policies", text(policies)),
                "Decisions come every " + Words.span(every)
                        + ", and each may use the policy once: that is slower than the policy reads.",
                s.at(direction.prefix() + "policies", text(scaled))));
    }

    private static List<Complaint> outOfReach(SpecSubject s) {
        int max = s.spec.maxReplicas();
        int from = s.lowest();
        int goal = max;
        if (s.facts.knows(Fact.MEAN_LOAD)) {
            OptionalInt mean = s.needed(s.facts.number(Fact.MEAN_LOAD));
            from = Math.max(from, Math.min(max, mean.orElse(from)));
        }
        if (s.facts.knows(Fact.PEAK_LOAD)) {
            OptionalInt peak = s.needed(s.facts.number(Fact.PEAK_LOAD));
            goal = Math.min(max, peak.orElse(max));
        }
        goal = Math.min(max, s.allowed(goal));
        long rise = s.facts.millis(Fact.RISE_TIME);
        long takes = Climb.millis(s.spec, from, goal, s.facts.everyMillis());
        if (takes <= rise) {
            return GOOD;
        }
        String policies = s.spec.isLegacy()
                ? "the older rules of Kubernetes"
                : s.at(s.up.prefix() + "policies", text(s.up.policies()));
        String time = takes == Climb.NEVER ? "never comes" : "takes " + Words.span(takes);
        long period = Math.max(s.facts.everyMillis(), 1000);
        return when(
                true,
                policies,
                "Growth from " + from + " to " + goal + " " + time + ", and the load rises within " + Words.span(rise)
                        + '.',
                s.at(
                        s.up.prefix() + "policies",
                        text(List.of(RatePolicy.pods(goal - from).per(java.time.Duration.ofMillis(period))))));
    }
}
