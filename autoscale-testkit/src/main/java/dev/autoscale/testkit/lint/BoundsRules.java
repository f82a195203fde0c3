package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Rule.GOOD;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Rule.when;

import dev.autoscale.Activation;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.lint.Rule.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Counts that are too low, too high, or never reached. Thread-safe. */
final class BoundsRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            error("max-below-peak", BoundsRules::maxBelowPeak, Fact.PEAK_LOAD),
            warning("min-costly", BoundsRules::minCostly, Fact.MEAN_LOAD),
            info("min-equals-max", BoundsRules::minEqualsMax),
            info("min-without-redundancy", BoundsRules::minWithoutRedundancy),
            warning("idle-equals-min", BoundsRules::idleEqualsMin),
            warning("fallback-out-of-bounds", BoundsRules::fallbackOutOfBounds),
            warning("fallback-below-load", BoundsRules::fallbackBelowLoad, Fact.MEAN_LOAD),
            warning("flap-budget-holds-growth", BoundsRules::flapBudgetHoldsGrowth));

    /** Fewer than this nobody calls a waste: they stand for each other. */
    private static final int REDUNDANT = 2;

    private BoundsRules() {}

    private static List<Complaint> maxBelowPeak(SpecSubject s) {
        int max = s.spec.maxReplicas();
        double peak = s.facts.number(Fact.PEAK_LOAD);
        OptionalInt need = s.needed(peak);
        if (need.isEmpty() || need.getAsInt() <= max) {
            return GOOD;
        }
        return List.of(new Complaint(
                s.at(SpecSubject.MAX, max),
                "The peak load of " + Words.number(peak) + " asks for " + need.getAsInt()
                        + " replicas, so at the peak each has " + Words.number((double) need.getAsInt() / max)
                        + " times the load of the target.",
                s.at(SpecSubject.MAX, s.allowed(need.getAsInt()))));
    }

    private static List<Complaint> minCostly(SpecSubject s) {
        int min = s.spec.minReplicas();
        double mean = s.facts.number(Fact.MEAN_LOAD);
        OptionalInt need = s.needed(mean);
        if (need.isEmpty()) {
            return GOOD;
        }
        int enough = Math.max(REDUNDANT, need.getAsInt());
        return when(
                min > REDUNDANT && min > 2L * need.getAsInt(),
                () -> new Complaint(
                        s.at(SpecSubject.MIN, min),
                        "The mean load of " + Words.number(mean) + " asks for "
                                + Words.count(need.getAsInt(), "replica")
                                + ", so " + (min - need.getAsInt()) + " of the " + min
                                + " that always run are idle on average.",
                        s.at(SpecSubject.MIN, s.allowed(enough))));
    }

    private static List<Complaint> minEqualsMax(SpecSubject s) {
        int min = s.spec.minReplicas();
        return when(
                s.isFixed() && !s.metrics().isEmpty(),
                () -> new Complaint(
                        s.at(SpecSubject.MIN, min) + ", " + s.at(SpecSubject.MAX, s.spec.maxReplicas()),
                        "The count never changes, whatever the metrics say.",
                        s.at(SpecSubject.MAX, s.allowed(2 * Math.min(min, Integer.MAX_VALUE / 2)))
                                + ", or leave it if a fixed count is meant"));
    }

    private static List<Complaint> minWithoutRedundancy(SpecSubject s) {
        String howLong =
                s.facts.knows(Fact.STARTUP) ? "for " + Words.span(s.startupMillis()) : "until another one has started";
        return when(
                s.spec.minReplicas() == 1 && s.spec.maxReplicas() > 1,
                () -> new Complaint(
                        s.at(SpecSubject.MIN, 1),
                        "If the only replica of a quiet hour is lost, nothing works " + howLong + '.',
                        s.at(SpecSubject.MIN, s.allowed(REDUNDANT))));
    }

    private static List<Complaint> idleEqualsMin(SpecSubject s) {
        Activation activation = s.spec.activation();
        OptionalInt idle = activation == null ? OptionalInt.empty() : activation.idleReplicas();
        return when(
                idle.isPresent() && idle.getAsInt() >= s.lowest(),
                () -> new Complaint(
                        s.at("activation.idleReplicas", idle.orElse(0)) + ", "
                                + s.at(SpecSubject.MIN, s.spec.minReplicas()),
                        "A workload at rest has as many replicas as one at work, so resting saves nothing.",
                        s.at("activation.idleReplicas", s.lowest() - 1)));
    }

    private static List<Complaint> fallbackOutOfBounds(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        int min = s.spec.minReplicas();
        int max = s.spec.maxReplicas();
        for (MetricSpec metric : s.metrics()) {
            Fallback fallback = metric.fallback();
            if (fallback == null || fallback.behavior() == Fallback.Behavior.CURRENT_REPLICAS) {
                continue;
            }
            int count = fallback.replicas();
            if (count < min || count > max) {
                boolean isLow = count < min;
                found.add(new Complaint(
                        s.at(metric, "fallback.replicas", count) + ", "
                                + (isLow ? s.at(SpecSubject.MIN, min) : s.at(SpecSubject.MAX, max)),
                        "While the metric fails the workload gets " + (isLow ? min : max) + " replicas and not " + count
                                + '.',
                        s.at(metric, "fallback.replicas", isLow ? min : max)));
            }
        }
        return found.stream().distinct().toList();
    }

    /** Only where no other metric holds the count up. */
    private static List<Complaint> fallbackBelowLoad(SpecSubject s) {
        MetricSpec metric = s.loadMetric();
        OptionalInt need = s.needed(s.facts.number(Fact.MEAN_LOAD));
        Fallback fallback = metric == null || s.metrics().size() > 1 ? null : metric.fallback();
        if (fallback == null || metric == null || need.isEmpty()) {
            return GOOD;
        }
        boolean mayShrink = fallback.behavior() == Fallback.Behavior.STATIC
                || fallback.behavior() == Fallback.Behavior.CURRENT_REPLICAS_IF_LOWER;
        int wanted = Math.min(need.getAsInt(), s.spec.maxReplicas());
        return when(
                mayShrink && Math.max(fallback.replicas(), s.spec.minReplicas()) < wanted,
                () -> new Complaint(
                        s.at(metric, "fallback.replicas", fallback.replicas()),
                        "The mean load asks for " + wanted
                                + " replicas; once the metric fails the workload shrinks below that.",
                        s.at(metric, "fallback.replicas", wanted) + ", or "
                                + s.at(metric, "fallback.behavior", "currentReplicasIfHigher")));
    }

    private static List<Complaint> flapBudgetHoldsGrowth(SpecSubject s) {
        FlapBudget budget = s.spec.flapBudget();
        if (budget == null || budget.isShrinkOnly() || s.isFixed()) {
            return GOOD;
        }
        int way = s.spec.maxReplicas() - s.lowest();
        String period = Words.span(SpecSubject.millis(budget.period()));
        if (budget.replicas().isPresent() && budget.replicas().getAsInt() < way) {
            int replicas = budget.replicas().getAsInt();
            return List.of(new Complaint(
                    s.at("flapBudget.replicas", replicas),
                    "From " + s.lowest() + " to " + s.spec.maxReplicas() + " it is " + way
                            + " replicas, so a rise may wait up to " + period + " for the budget to come back.",
                    s.at("flapBudget.shrinkOnly", true) + ", or " + s.at("flapBudget.replicas", way)));
        }
        return when(
                budget.reversals().isPresent(),
                () -> new Complaint(
                        s.at("flapBudget.reversals", budget.reversals().orElse(0)),
                        "When the reversals are spent by a shrink, the next rise may wait up to " + period + '.',
                        s.at("flapBudget.shrinkOnly", true)));
    }
}
