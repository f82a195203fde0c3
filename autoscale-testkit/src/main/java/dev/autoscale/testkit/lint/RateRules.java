package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.Times.millis;
import static dev.autoscale.testkit.lint.Times.secondsUp;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.RateLimits;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.lint.Rule.Complaints;
import dev.autoscale.testkit.lint.SpecSubject.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Rate policies that do nothing, or too little. */
final class RateRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            info("policy-without-effect", (s, found) -> outdone(s, false, found)),
            warning("least-policy-decides", (s, found) -> outdone(s, true, found)),
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
        ScalingRules rules = ScalingRules.rules().policy(policy).select(ScalingRules.SelectPolicy.MAX);
        AutoscalerSpec spec = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .scaleUp(rules)
                .scaleDown(rules)
                .buildUnchecked();
        return Math.abs((long) limit(spec, isUp, from) - from);
    }

    /** Policies that never decide because of another one, where the one that allows most or least is selected. */
    private static void outdone(SpecSubject s, boolean selectsLeast, Complaints found) {
        if (!s.spec.isLegacy() && !s.isFixed()) {
            for (Direction direction : List.of(s.up, s.down)) {
                boolean isUp = direction.equals(s.up);
                boolean isDefault = isUp && direction.policies().equals(DEFAULT_UP);
                if (!direction.isDisabled() && direction.selectsLeast() == selectsLeast && !isDefault) {
                    addOutdone(found, s, direction, isUp);
                }
            }
        }
    }

    private static void addOutdone(Complaints found, SpecSubject s, Direction direction, boolean isUp) {
        List<RatePolicy> policies = direction.policies();
        String key = direction.prefix() + "policies";
        for (int i = 0; i < policies.size(); i++) {
            int by = outdoneBy(s, direction, isUp, i);
            if (by >= 0) {
                List<RatePolicy> rest = new ArrayList<>(policies);
                rest.remove(i);
                boolean isLeast = direction.selectsLeast();
                String select = direction.prefix() + "selectPolicy";
                String outdone = text(List.of(policies.get(i)));
                String other = text(List.of(policies.get(by)));
                String value = s.now(key, text(policies)) + (isLeast ? ", " + s.now(select, "Min") : "");
                String why = "\"%s\" never decides: between %s and %s replicas \"%s\" always allows %s or the same."
                        .formatted(outdone, s.lowest(), s.spec.maxReplicas(), other, isLeast ? "less" : "more");
                String fix = s.at(key, text(rest)) + (isLeast ? ", or " + s.at(select, "Max") : "");
                found.add(value, why, fix);
            }
        }
    }

    /** The policy that leaves another one nothing to decide; -1 if there is none. */
    private static int outdoneBy(SpecSubject s, Direction direction, boolean isUp, int policy) {
        for (int other = 0; other < direction.policies().size(); other++) {
            if (other != policy && isOutdone(s, direction, isUp, policy, other)) {
                return other;
            }
        }
        return -1;
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
            texts.add(unit + policy.value() + ' ' + FileText.seconds(millis(policy.period())));
        }
        return String.join(", ", texts);
    }

    private static void periodTooShort(SpecSubject s, Complaints found) {
        if (!s.spec.isLegacy() && !s.isFixed()) {
            boolean growthIsLimited = s.firstStep(true, s.lowest()) < s.spec.maxReplicas();
            boolean shrinkingIsLimited = s.firstStep(false, s.spec.maxReplicas()) > s.lowest();
            addShort(found, s, s.up, growthIsLimited);
            addShort(found, s, s.down, shrinkingIsLimited);
        }
    }

    private static void addShort(Complaints found, SpecSubject s, Direction direction, boolean isLimited) {
        long every = s.facts.everyMillis();
        List<RatePolicy> policies = direction.policies();
        boolean isShort = policies.stream().allMatch(policy -> millis(policy.period()) < every);
        if (!isLimited || !isShort || direction.isDisabled()) {
            return;
        }
        List<RatePolicy> scaled = policies.stream()
                .map(policy -> new RatePolicy(
                        policy.unit(),
                        (int) Math.min(
                                Integer.MAX_VALUE,
                                Math.ceil((double) policy.value() * every / millis(policy.period()))),
                        Duration.ofMillis(every)))
                .toList();
        String value = s.now(direction.prefix() + "policies", text(policies));
        String why = "Decisions come every %s, and each may use the policy once: that is slower than the policy reads."
                .formatted(span(every));
        found.add(value, why, s.at(direction.prefix() + "policies", text(scaled)));
    }

    private static void outOfReach(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        int from = s.lowest();
        int goal = max;
        if (s.isDefault(MAX) && !s.facts.knows(Fact.PEAK_LOAD)) {
            return;
        }
        if (s.facts.knows(Fact.MEAN_LOAD)) {
            OptionalInt mean = s.needed(s.facts.number(Fact.MEAN_LOAD));
            from = Math.max(from, Math.min(max, mean.orElse(from)));
        }
        if (s.facts.knows(Fact.PEAK_LOAD)) {
            OptionalInt peak = s.needed(s.facts.number(Fact.PEAK_LOAD));
            goal = Math.min(max, peak.orElse(max));
        }
        goal = Math.min(max, s.allowed(goal).orElse(goal));
        long rise = s.facts.millis(Fact.RISE_TIME);
        long takes = EngineAnswers.growthMillis(s.spec, from, goal, s.facts.everyMillis());
        if (takes <= rise) {
            return;
        }
        String time = takes == EngineAnswers.NEVER ? "never comes" : "takes " + span(takes);
        String why = "Growth from " + from + " to " + goal + ' ' + time
                + " once the load asks for it, and the load rises within " + span(rise) + '.';
        long period = 1000 * Math.max(1, secondsUp(s.facts.everyMillis()));
        RatePolicy enough = RatePolicy.pods(goal - from).per(Duration.ofMillis(period));
        ScalingRules quick = s.up.rules().policies(List.of(enough)).select(ScalingRules.SelectPolicy.MAX);
        AutoscalerSpec other = s.spec.toBuilder().scaleUp(quick).buildUnchecked();
        boolean isRate =
                !s.spec.isLegacy() && EngineAnswers.growthMillis(other, from, goal, s.facts.everyMillis()) <= rise;
        String key = s.up.prefix() + "policies";
        String fix = s.at(key, text(List.of(enough)));
        if (isRate || s.spec.isLegacy()) {
            found.add(
                    s.spec.isLegacy() ? s.now(MAX, max) + ", no behavior" : s.now(key, text(s.up.policies())),
                    why,
                    fix);
            return;
        }
        slowedByWaiting(s, rise, why, s.firstStep(true, from) >= goal ? "" : ", and " + fix, found);
    }

    /** Where no policy would help: what must change is a wait before growing, or between two steps. */
    private static void slowedByWaiting(SpecSubject s, long riseMillis, String why, String more, Complaints found) {
        if (s.up.waitMillis() > riseMillis) {
            found.add(s.wait(s.up), why, s.noWait(s.up) + more);
            return;
        }
        String key = s.up.prefix() + "cooldown";
        long cooldown = millis(s.up.rules().cooldown());
        found.add(s.now(key, span(cooldown)), why, s.at(key, "0s") + more);
    }
}
