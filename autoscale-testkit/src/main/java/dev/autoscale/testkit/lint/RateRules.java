package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.Times.millis;
import static dev.autoscale.testkit.lint.Times.secondsUp;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.FlapBudget;
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
            warning("peak-out-of-reach-in-time", RateRules::outOfReach, Fact.RISE_TIME),
            warning("cooldown-between-small-steps", RateRules::cooldownBetweenSteps),
            info("growth-makes-room-to-shrink", RateRules::growthMakesRoom));

    /** Those of Kubernetes, whose second one does nothing with few replicas. */
    private static final List<RatePolicy> DEFAULT_UP =
            new Direction("", AutoscalerSpec.builder(1, 1).buildUnchecked().scaleUp(), false).policies();

    /** A climb that takes as long is worth a word. */
    private static final long LONG_MILLIS = Duration.ofMinutes(30).toMillis();

    /** And one that takes so long is not. */
    private static final long SHORT_MILLIS = Duration.ofMinutes(20).toMillis();

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

    /** From the replicas of the mean load to those of the peak, as far as they are known. */
    private record Climb(int from, int goal, long everyMillis) {
        static Climb of(SpecSubject s) {
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
            return new Climb(from, Math.min(max, s.allowed(goal).orElse(goal)), s.facts.everyMillis());
        }

        long millis(AutoscalerSpec spec) {
            return EngineAnswers.growthMillis(spec, from, goal, everyMillis);
        }
    }

    private static void outOfReach(SpecSubject s, Complaints found) {
        Climb climb = Climb.of(s);
        long rise = s.facts.millis(Fact.RISE_TIME);
        boolean isGoalKnown = !s.isDefault(MAX) || s.facts.knows(Fact.PEAK_LOAD);
        long takes = isGoalKnown ? climb.millis(s.spec) : 0;
        if (takes <= rise) {
            return;
        }
        String time = takes == EngineAnswers.NEVER ? "never comes" : "takes " + span(takes);
        String why = "Growth from " + climb.from() + " to " + climb.goal() + ' ' + time
                + " once the load asks for it, and the load rises within " + span(rise) + '.';
        long period = 1000 * Math.max(1, secondsUp(s.facts.everyMillis()));
        RatePolicy enough = RatePolicy.pods(climb.goal() - climb.from()).per(Duration.ofMillis(period));
        ScalingRules quick = s.up.rules().policies(List.of(enough)).select(ScalingRules.SelectPolicy.MAX);
        AutoscalerSpec other = s.spec.toBuilder().scaleUp(quick).buildUnchecked();
        String key = s.up.prefix() + "policies";
        String fix = s.at(key, text(List.of(enough)));
        if (s.spec.isLegacy()) {
            found.add(s.now(MAX, s.spec.maxReplicas()) + ", no behavior", why, fix);
        } else if (climb.millis(other) <= rise) {
            found.add(s.now(key, text(s.up.policies())), why, fix);
        } else {
            boolean isEnough =
                    climb.millis(withoutCooldown(s.spec)) <= rise || s.firstStep(true, climb.from()) >= climb.goal();
            slowedByWaiting(s, rise, why, isEnough ? "" : ", and " + fix, found);
        }
    }

    private static AutoscalerSpec withoutCooldown(AutoscalerSpec spec) {
        ScalingRules rules = spec.scaleUp().cooldown(Duration.ZERO).cooldownAfterAny(Duration.ZERO);
        return spec.toBuilder().scaleUp(rules).buildUnchecked();
    }

    /** What is paid for with each step, if a metric adds a few replicas at a time. */
    private static void cooldownBetweenSteps(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        int from = s.lowest();
        if (s.isFixed() || s.up.isDisabled() || s.isDefault(MAX) || !EngineAnswers.addsInSteps(s.spec)) {
            return;
        }
        int goal = allowedBelow(s, max);
        long every = s.facts.everyMillis();
        long takes = EngineAnswers.growthMillis(s.spec, from, goal, every);
        long without = EngineAnswers.growthMillis(withoutCooldown(s.spec), from, goal, every);
        if (takes >= LONG_MILLIS && without < takes / 2) {
            String time = takes == EngineAnswers.NEVER ? "never ends" : "takes " + span(takes);
            String why = "Each step waits for the cooldown, so growth from %s to %s %s, however high the load is."
                    .formatted(from, goal, time);
            long shorter = takes == EngineAnswers.NEVER ? 0 : (long) ((double) cooldown(s) * SHORT_MILLIS / takes);
            String fix =
                    s.at(cooldownKey(s), span(shorter / 1000 * 1000)) + ", or larger steps, or a target per replica";
            found.add(s.now(cooldownKey(s), span(cooldown(s))), why, fix);
        }
    }

    private static int allowedBelow(SpecSubject s, int replicas) {
        int count = replicas;
        while (s.spec.alignment() != null
                && count > s.lowest()
                && !s.spec.alignment().allows(count)) {
            count--;
        }
        return count;
    }

    private static long cooldown(SpecSubject s) {
        ScalingRules rules = s.up.rules();
        return Math.max(millis(rules.cooldown()), millis(rules.cooldownAfterAny()));
    }

    private static String cooldownKey(SpecSubject s) {
        ScalingRules rules = s.up.rules();
        boolean isAfterAny = millis(rules.cooldownAfterAny()) > millis(rules.cooldown());
        return s.up.prefix() + (isAfterAny ? "cooldownAfterAny" : "cooldown");
    }

    /** Kubernetes counts what was added within a period as room for taking away again. */
    private static void growthMakesRoom(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        FlapBudget budget = s.spec.flapBudget();
        boolean isBudgeted = budget != null
                && (budget.replicas().isPresent() || budget.reversals().isPresent());
        boolean isSlow = !s.spec.isLegacy() && !s.down.isDisabled() && s.firstStep(false, max) > s.lowest();
        long period = s.down.policies().stream()
                .mapToLong(policy -> millis(policy.period()))
                .max()
                .orElse(0);
        if (s.isFixed() || isBudgeted || !isSlow || s.shrinkWaitMillis() >= period) {
            return;
        }
        int step = Math.max(1, max - s.firstStep(false, max));
        String why =
                "What was added within %s may go again at once: growth makes room in the rate policies for shrinking."
                        .formatted(span(period));
        String fix = s.at("flapBudget.per", span(period)) + ", " + s.at("flapBudget.replicas", step) + ", "
                + s.at("flapBudget.shrinkOnly", true) + ", or " + s.window(s.down, period);
        found.add(s.now(s.down.prefix() + "policies", text(s.down.policies())) + ", " + s.shrinkWait(), why, fix);
    }

    /** Where no policy would help: what must change is a wait before growing, or between two steps. */
    private static void slowedByWaiting(SpecSubject s, long riseMillis, String why, String more, Complaints found) {
        if (s.up.waitMillis() > riseMillis) {
            found.add(s.wait(s.up), why, s.noWait(s.up) + more);
            return;
        }
        found.add(s.now(cooldownKey(s), span(cooldown(s))), why, s.at(cooldownKey(s), "0s") + more);
    }
}
