package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.count;
import static dev.autoscale.testkit.lint.FileText.number;
import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.SpecSubject.MIN;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;
import java.util.OptionalInt;

/** Counts that are too low, too high, or never reached. */
final class BoundsRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            error("max-below-peak", BoundsRules::maxBelowPeak, Fact.PEAK_LOAD),
            warning("min-costly", BoundsRules::minCostly, Fact.MEAN_LOAD),
            info("min-equals-max", BoundsRules::minEqualsMax),
            warning("both-directions-disabled", BoundsRules::disabled),
            info("min-without-redundancy", BoundsRules::minWithoutRedundancy),
            info("alignment-leaves-gaps", BoundsRules::alignmentLeavesGaps),
            warning("idle-equals-min", BoundsRules::idleEqualsMin),
            warning("fallback-out-of-bounds", BoundsRules::fallbackOutOfBounds),
            warning("fallback-below-load", BoundsRules::fallbackBelowLoad, Fact.MEAN_LOAD),
            warning("flap-budget-holds-growth", BoundsRules::flapBudgetHoldsGrowth));

    /** Fewer than this is no waste: they stand for each other. */
    private static final int REDUNDANT = 2;

    /** The highest number that counts can be aligned to. */
    private static final int MAX_DIVIDEND = 1_000_000;

    private BoundsRules() {}

    private static void maxBelowPeak(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        double peak = s.facts.number(Fact.PEAK_LOAD);
        OptionalInt need = s.needed(peak);
        if (need.isEmpty() || need.getAsInt() <= max) {
            return;
        }
        String why =
                "The peak load of %s asks for %s replicas, so at the peak each has %s times the load of the target."
                        .formatted(number(peak), need.getAsInt(), number((double) need.getAsInt() / max));
        OptionalInt allowed = s.allowed(need.getAsInt());
        String fix = s.at(MAX, allowed.orElse(need.getAsInt()))
                + (allowed.isPresent() ? "" : " with an alignment that allows it");
        found.add(s.now(MAX, max), why, fix);
    }

    private static void minCostly(SpecSubject s, Complaints found) {
        int min = s.spec.minReplicas();
        double mean = s.facts.number(Fact.MEAN_LOAD);
        OptionalInt need = s.needed(mean);
        if (need.isEmpty()) {
            return;
        }
        OptionalInt enough = s.allowed(Math.max(REDUNDANT, need.getAsInt()));
        if (min > REDUNDANT && min > 2L * need.getAsInt() && enough.isPresent()) {
            String why = "The mean load of %s asks for %s, so %s of the %s that always run are idle on average."
                    .formatted(number(mean), count(need.getAsInt(), "replica"), min - need.getAsInt(), min);
            found.add(s.now(MIN, min), why, s.at(MIN, enough.getAsInt()));
        }
    }

    private static void minEqualsMax(SpecSubject s, Complaints found) {
        int min = s.spec.minReplicas();
        if (s.isFixed() && !s.metrics().isEmpty()) {
            String why = "The count never changes, whatever the metrics say.";
            OptionalInt more = s.allowed(2 * Math.min(min, Integer.MAX_VALUE / 2));
            String fix = (more.isPresent() ? s.at(MAX, more.getAsInt()) + ", or " : "")
                    + "leave it if a fixed count is meant";
            found.add(s.now(MIN, min) + ", " + s.now(MAX, s.spec.maxReplicas()), why, fix);
        }
    }

    private static void disabled(SpecSubject s, Complaints found) {
        if (s.up.isDisabled()
                && s.down.isDisabled()
                && !s.isFixed()
                && !s.metrics().isEmpty()) {
            String up = s.up.prefix() + "selectPolicy";
            String down = s.down.prefix() + "selectPolicy";
            found.add(
                    s.now(up, "Disabled") + ", " + s.now(down, "Disabled"),
                    "Neither direction is allowed, so between the bounds the count never changes, whatever the metrics say.",
                    s.at(up, "Max"));
        }
    }

    private static void minWithoutRedundancy(SpecSubject s, Complaints found) {
        String howLong =
                s.facts.knows(Fact.STARTUP) ? "for " + span(s.startupMillis()) : "until another one has started";
        OptionalInt two = s.allowed(REDUNDANT);
        boolean mayBeOne = s.spec.alignment() == null || s.spec.alignment().allows(1);
        if (s.spec.minReplicas() == 1 && s.spec.maxReplicas() > 1 && mayBeOne && two.isPresent()) {
            String why = "If the only replica of a quiet hour is lost, nothing works %s.".formatted(howLong);
            found.add(s.now(MIN, 1), why, s.at(MIN, two.getAsInt()));
        }
    }

    /** A number with few divisors turns a small wish into a large one. */
    private static void alignmentLeavesGaps(SpecSubject s, Complaints found) {
        Alignment alignment = s.spec.alignment();
        if (alignment == null) {
            return;
        }
        int number = alignment.asked(Integer.MAX_VALUE);
        if (number > MAX_DIVIDEND || !Alignment.divisorsOf(number).equals(alignment)) {
            return;
        }
        int low = s.lowest();
        for (int high = low + 1; high <= s.spec.maxReplicas(); high++) {
            if (alignment.allows(high)) {
                if (high > 2 * low && high > low + 2) {
                    found.add(
                            s.now("alignment.divisorsOf", number),
                            "Between %s and %s replicas no count is allowed, so that %s become %s."
                                    .formatted(low, high, low + 1, high),
                            s.at("alignment.sameLargestShareOf", number) + " instead of "
                                    + s.at("alignment.divisorsOf", "").replace("=", ""));
                    return;
                }
                low = high;
            }
        }
    }

    private static void idleEqualsMin(SpecSubject s, Complaints found) {
        Activation activation = s.spec.activation();
        OptionalInt idle = activation == null ? OptionalInt.empty() : activation.idleReplicas();
        if (idle.isPresent() && idle.getAsInt() >= s.lowest()) {
            String value = s.now("activation.idleReplicas", idle.orElse(0)) + ", " + s.now(MIN, s.spec.minReplicas());
            String why = "An idle workload has as many replicas as an active one, so idling saves nothing.";
            found.add(value, why, s.at("activation.idleReplicas", s.lowest() - 1));
        }
    }

    private static void fallbackOutOfBounds(SpecSubject s, Complaints found) {
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
                found.add(
                        s.now(metric, "fallback.replicas", count) + ", " + (isLow ? s.now(MIN, min) : s.now(MAX, max)),
                        "While the metric fails the workload gets %s replicas and not %s."
                                .formatted(isLow ? min : max, count),
                        s.at(metric, "fallback.replicas", isLow ? min : max));
            }
        }
    }

    /** Only where no other metric holds the count up. */
    private static void fallbackBelowLoad(SpecSubject s, Complaints found) {
        MetricSpec metric = s.loadMetric();
        OptionalInt need = s.needed(s.facts.number(Fact.MEAN_LOAD));
        Fallback fallback = metric == null || s.metrics().size() > 1 ? null : metric.fallback();
        if (fallback == null || metric == null || need.isEmpty()) {
            return;
        }
        boolean mayShrink = fallback.behavior() == Fallback.Behavior.STATIC
                || fallback.behavior() == Fallback.Behavior.CURRENT_REPLICAS_IF_LOWER;
        int wanted = Math.min(need.getAsInt(), s.spec.maxReplicas());
        if (mayShrink && Math.max(fallback.replicas(), s.spec.minReplicas()) < wanted) {
            String why = "The mean load asks for %s replicas; once the metric fails the workload shrinks below that."
                    .formatted(wanted);
            String fix = s.at(metric, "fallback.replicas", wanted) + ", or "
                    + s.at(metric, "fallback.behavior", "currentReplicasIfHigher");
            found.add(s.now(metric, "fallback.replicas", fallback.replicas()), why, fix);
        }
    }

    private static void flapBudgetHoldsGrowth(SpecSubject s, Complaints found) {
        FlapBudget budget = s.spec.flapBudget();
        if (budget == null || budget.isShrinkOnly() || s.isFixed()) {
            return;
        }
        int way = s.spec.maxReplicas() - s.lowest();
        String period = span(millis(budget.period()));
        if (budget.replicas().isPresent() && budget.replicas().getAsInt() < way) {
            int replicas = budget.replicas().getAsInt();
            String value = s.now("flapBudget.replicas", replicas);
            String why = "From %s to %s it is %s replicas, so a rise may wait up to %s for the budget to come back."
                    .formatted(s.lowest(), s.spec.maxReplicas(), way, period);
            found.add(value, why, s.at("flapBudget.shrinkOnly", true) + ", or " + s.at("flapBudget.replicas", way));
            return;
        }
        if (budget.reversals().isPresent()) {
            String value = s.now("flapBudget.reversals", budget.reversals().orElse(0));
            String why = "When the reversals are spent by a shrink, the next rise may wait up to %s.".formatted(period);
            found.add(value, why, s.at("flapBudget.shrinkOnly", true));
        }
    }
}
