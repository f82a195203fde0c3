package dev.autoscale.testkit;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.Decision.Step;
import dev.autoscale.MetricProposal;
import dev.autoscale.Reason;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What holds for every decision of every spec, whatever was measured. Thread-safe; has no memory.
 *
 * <p>For tests of a policy: {@link #check} after each {@code decide} or {@code preview}, before the autoscaler goes on.
 */
public final class DecisionInvariants {
    private record Invariant(String name, BiPredicate<AutoscalerSpec, Decision> holds) {}

    private static final List<Invariant> ALL = List.of(
            new Invariant(
                    "an unknown count does not change",
                    (spec, out) -> out.currentReplicas() >= 0 || (!out.hasChange() && !isEvaluated(out))),
            onMetricsAlone(
                    "a count within the bounds stays within them",
                    (spec, out) -> out.currentReplicas() == 0
                            || !isWithin(spec, out.currentReplicas())
                            || isWithin(spec, out.replicas())),
            onMetricsAlone("a count outside the bounds moves to the nearer one", DecisionInvariants::returnsIntoBounds),
            onMetricsAlone(
                    "a count at zero stays there or comes back into the bounds",
                    (spec, out) -> out.currentReplicas() != 0 || out.replicas() == 0 || isWithin(spec, out.replicas())),
            new Invariant(
                    "a failing metric lets nothing shrink, but for max, a ceiling or a pause",
                    (spec, out) -> failures(out) == 0
                            || out.replicas() >= out.currentReplicas()
                            || out.currentReplicas() > spec.maxReplicas()
                            || out.ceiling() < out.currentReplicas()
                            || out.reason() == Reason.PAUSED),
            onMetricsAlone(
                    "without a working metric nothing changes",
                    (spec, out) -> failures(out) < out.metricCount()
                            || out.metricCount() == 0
                            || isRange(out.reason())
                            || ((!out.hasChange() || isBackFromZero(spec, out)) && !isEvaluated(out))),
            new Invariant(
                    "the metrics are looked at together",
                    (spec, out) -> notEvaluated(out) == 0 || notEvaluated(out) == out.metricCount()),
            new Invariant("the columns are reached together", DecisionInvariants::hasAllColumnsOrNone),
            new Invariant("the recommendation is the highest proposal", DecisionInvariants::recommendsHighest),
            new Invariant("a gain keeps the direction", DecisionInvariants::gains),
            new Invariant("stabilization only holds back", DecisionInvariants::stabilizes),
            new Invariant("damping aligns, then only holds back", DampingInvariants::damps),
            new Invariant("from zero damping holds nothing", DampingInvariants::freesFromZero),
            new Invariant("limits only hold back", DecisionInvariants::limits),
            onMetricsAlone(
                    "the last column is the answer",
                    (spec, out) -> !isEvaluated(out)
                            || out.replicas()
                                    == (out.currentReplicas() == 0
                                            ? Math.max(out.limited(), spec.minReplicas())
                                            : out.limited())),
            onMetricsAlone(
                    "the answer without columns is a bound or the current count",
                    (spec, out) ->
                            isEvaluated(out) || !out.hasChange() || isRange(out.reason()) || isBackFromZero(spec, out)),
            new Invariant("activation idles, wakes or follows the metrics", DecisionInvariants::activates),
            new Invariant("a schedule moves towards its bounds only", DecisionInvariants::schedules),
            new Invariant("a lack of capacity only holds growth", DampingInvariants::grants),
            new Invariant("another count is an aligned one, but for a pause", DampingInvariants::aligns),
            new Invariant("overrides come last", DecisionInvariants::obeys),
            new Invariant("the conditions tell of the columns", DecisionInvariants::hasFittingConditions),
            new Invariant("each condition has a reason of its own", DecisionInvariants::hasOwnReasons),
            new Invariant("each step has a reason of its own", DecisionInvariants::hasReasonsOfSteps),
            onMetricsAlone("the reason is the last step that changed something", DecisionInvariants::hasFittingReason),
            new Invariant(
                    "the status follows the answer",
                    (spec, out) -> !(isEvaluated(out) || out.replicas() != out.currentReplicas())
                            || out.statusDesiredReplicas() == out.replicas()),
            new Invariant(
                    "the next look lies not in the past", (spec, out) -> out.recheckAtMillis() >= out.epochMillis()));

    /** What holds where neither activation nor a schedule nor a lack of capacity nor an override has a say. */
    private static Invariant onMetricsAlone(String name, BiPredicate<AutoscalerSpec, Decision> holds) {
        return new Invariant(
                name,
                (spec, out) -> last(out, Step.ACTIVATED, Step.OVERRIDDEN) != Decision.NOT_EVALUATED
                        || Step.OVERRIDDEN.reasons().contains(out.reason())
                        || holds.test(spec, out));
    }

    private static boolean isRange(Reason reason) {
        return reason == Reason.ABOVE_MAX_REPLICAS || reason == Reason.BELOW_MIN_REPLICAS;
    }

    /** A pause or a window at zero is over while the metrics say nothing: min brings the workload back. */
    private static boolean isBackFromZero(AutoscalerSpec spec, Decision out) {
        return out.currentReplicas() == 0 && out.replicas() == Math.max(1, spec.minReplicas());
    }

    private DecisionInvariants() {}

    /**
     * Checks all invariants.
     *
     * @param spec the spec that was decided for
     * @param decision the latest decision of its autoscaler, taken or previewed
     * @throws AssertionError that names the broken invariant and shows the decision
     * @throws IllegalStateException if the autoscaler has gone on since
     */
    public static void check(AutoscalerSpec spec, Decision decision) {
        for (Invariant invariant : ALL) {
            if (!invariant.holds.test(spec, decision)) {
                throw new AssertionError(invariant.name + ":\n" + decision);
            }
        }
    }

    /** The steps from one on (inclusive) to another (exclusive), in the order of the engine. */
    static List<Step> steps(Step from, Step to) {
        return List.of(Step.values()).subList(from.ordinal(), to.ordinal());
    }

    /** The count after the last of these steps that was reached; {@link Decision#NOT_EVALUATED} if none was. */
    static int last(Decision out, Step from, Step to) {
        int count = Decision.NOT_EVALUATED;
        for (Step step : steps(from, to)) {
            count = out.after(step) == Decision.NOT_EVALUATED ? count : out.after(step);
        }
        return count;
    }

    private static boolean hasReasonsOfSteps(AutoscalerSpec spec, Decision out) {
        for (Step step : Step.values()) {
            Reason reason = out.reason(step);
            if (reason != null && !step.reasons().contains(reason)) {
                return false;
            }
        }
        return true;
    }

    static boolean isEvaluated(Decision out) {
        return out.recommended() != Decision.NOT_EVALUATED;
    }

    private static boolean isWithin(AutoscalerSpec spec, int count) {
        return count >= spec.minReplicas() && count <= spec.maxReplicas();
    }

    static boolean isBetween(int count, int oneEnd, int otherEnd) {
        return count >= Math.min(oneEnd, otherEnd) && count <= Math.max(oneEnd, otherEnd);
    }

    private static int failures(Decision out) {
        return count(out, MetricProposal.Status::isFailure);
    }

    private static int notEvaluated(Decision out) {
        return count(out, status -> status == MetricProposal.Status.NOT_EVALUATED);
    }

    private static int count(Decision out, Predicate<MetricProposal.Status> of) {
        int count = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            count += of.test(out.metric(i).status()) ? 1 : 0;
        }
        return count;
    }

    private static boolean returnsIntoBounds(AutoscalerSpec spec, Decision out) {
        int current = out.currentReplicas();
        Reason why = out.reason();
        if (why == Reason.INVALID_REPLICAS || current <= 0 || isWithin(spec, current)) {
            return why != Reason.ABOVE_MAX_REPLICAS && (current == 0 || why != Reason.BELOW_MIN_REPLICAS);
        }
        return current > spec.maxReplicas()
                ? out.replicas() == spec.maxReplicas() && why == Reason.ABOVE_MAX_REPLICAS
                : out.replicas() == spec.minReplicas() && why == Reason.BELOW_MIN_REPLICAS;
    }

    private static boolean hasAllColumnsOrNone(AutoscalerSpec spec, Decision out) {
        boolean evaluated = isEvaluated(out);
        return evaluated == (out.stabilized() != Decision.NOT_EVALUATED)
                && evaluated == (out.limited() != Decision.NOT_EVALUATED)
                && (evaluated || out.decidingMetric() == Decision.NO_METRIC)
                && !(evaluated && notEvaluated(out) > 0);
    }

    private static boolean recommendsHighest(AutoscalerSpec spec, Decision out) {
        if (!isEvaluated(out) || !spec.combination().equals(Combination.MAX)) {
            return true;
        }
        int highest = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            highest = Math.max(highest, out.metric(i).replicas());
        }
        if (spec.hasRolloutHold() && out.combined() == out.currentReplicas() && highest < out.combined()) {
            return true;
        }
        if (highest == 0 && out.currentReplicas() > 0 && out.combined() == 1) {
            // It stands in for a failing metric, which never leads to zero.
            return count(out, status -> status == MetricProposal.Status.FALLBACK) > 0;
        }
        return out.combined() == highest
                && Math.max(0, out.metric(out.decidingMetric()).replicas()) == highest
                && out.metric(out.decidingMetric()).status().hasProposal();
    }

    private static boolean gains(AutoscalerSpec spec, Decision out) {
        int current = out.currentReplicas();
        return !isEvaluated(out)
                || Integer.compare(out.recommended(), current) == Integer.compare(out.combined(), current);
    }

    /** With behavior towards the current count; the legacy window may also raise the count above it. */
    private static boolean stabilizes(AutoscalerSpec spec, Decision out) {
        return !isEvaluated(out)
                || (spec.isLegacy()
                        ? out.stabilized() >= out.recommended()
                        : isBetween(out.stabilized(), out.currentReplicas(), out.recommended()));
    }

    private static boolean limits(AutoscalerSpec spec, Decision out) {
        return !isEvaluated(out)
                || (spec.isLegacy()
                        ? isWithin(spec, out.limited())
                                || (out.currentReplicas() == 0 && out.limited() <= spec.maxReplicas())
                        : isBetween(out.limited(), out.currentReplicas(), DampingInvariants.damped(out)));
    }

    private static boolean activates(AutoscalerSpec spec, Decision out) {
        int replicas = out.after(Step.ACTIVATED);
        if (replicas == Decision.NOT_EVALUATED) {
            return spec.activation() == null || out.reason().condition() == Condition.ABLE_TO_SCALE;
        }
        int current = out.currentReplicas();
        return switch (out.activationState()) {
            case ZERO -> replicas == 0;
            case IDLE -> replicas > 0 && replicas <= current;
            case ACTIVATING -> replicas >= Math.max(1, spec.minReplicas()) && replicas <= spec.maxReplicas();
            case ACTIVE, COOLING ->
                isEvaluated(out)
                        ? current == 0 || replicas == out.limited()
                        : replicas == current || isWithin(spec, replicas);
        };
    }

    private static boolean schedules(AutoscalerSpec spec, Decision out) {
        int count = out.after(Step.SCHEDULED);
        if (count == Decision.NOT_EVALUATED) {
            return true;
        }
        boolean moved = out.reason() == Reason.SCHEDULED_FLOOR || out.reason() == Reason.SCHEDULED_CEILING;
        boolean aboveFloor = count >= Math.min(out.floor(), out.ceiling());
        // On the way to a bound the count never goes the other way.
        return (aboveFloor || count >= out.currentReplicas())
                && (count <= out.ceiling() || count <= out.currentReplicas())
                && (!moved || out.floorWindow() != null || out.ceilingWindow() != null);
    }

    private static boolean obeys(AutoscalerSpec spec, Decision out) {
        int current = out.currentReplicas();
        int before = last(out, Step.ACTIVATED, Step.OVERRIDDEN);
        return switch (out.reason()) {
            case PAUSED -> true;
            case NOT_REMOVABLE -> isBetween(out.replicas(), current, before == Decision.NOT_EVALUATED ? 0 : before);
            case SCALE_UP_FROZEN -> out.replicas() == current && (before == Decision.NOT_EVALUATED || before > current);
            case SCALE_DOWN_FROZEN ->
                out.replicas() == current && (before == Decision.NOT_EVALUATED || before < current);
            default -> before == Decision.NOT_EVALUATED || current < 0 || out.replicas() == before;
        };
    }

    private static boolean hasFittingConditions(AutoscalerSpec spec, Decision out) {
        if (!isEvaluated(out)) {
            return failures(out) == 0
                    || out.reason().condition() != Condition.SCALING_ACTIVE
                    || out.reason(Condition.SCALING_ACTIVE) == out.reason();
        }
        Reason able = out.reason(Condition.ABLE_TO_SCALE);
        boolean ready = out.stabilized() == out.recommended();
        return (ready
                        ? able == Reason.READY_FOR_NEW_SCALE
                        : able == Reason.SCALE_UP_STABILIZED || able == Reason.SCALE_DOWN_STABILIZED)
                && out.reason(Condition.SCALING_ACTIVE) == Reason.VALID_METRIC_FOUND
                && out.reason(Condition.SCALING_LIMITED) != null
                && out.isTrue(Condition.SCALING_LIMITED) == (out.limited() != DampingInvariants.damped(out));
    }

    private static boolean hasOwnReasons(AutoscalerSpec spec, Decision out) {
        for (Condition condition : Condition.values()) {
            Reason reason = out.reason(condition);
            if (reason != null && reason.condition() != condition) {
                return false;
            }
        }
        Condition of = out.reason().condition();
        return of == null || out.reason(of) == out.reason();
    }

    private static boolean hasFittingReason(AutoscalerSpec spec, Decision out) {
        if (!isEvaluated(out)) {
            return true;
        }
        if (out.replicas() != out.limited()) {
            return out.reason() == Reason.BELOW_MIN_REPLICAS;
        }
        int change = Integer.compare(out.recommended(), out.currentReplicas());
        Reason expected = change > 0
                ? Reason.METRIC_ABOVE_TARGET
                : change < 0 ? Reason.ALL_METRICS_BELOW_TARGET : Reason.AT_TARGET;
        int given = out.recommended();
        for (Step step : steps(Step.STABILIZED, Step.ACTIVATED)) {
            int count = out.after(step);
            if (count != Decision.NOT_EVALUATED && count != given) {
                expected = Objects.requireNonNull(out.reason(step));
                given = count;
            }
        }
        return out.reason() == expected;
    }
}
