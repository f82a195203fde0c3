package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.down;
import static dev.autoscale.testkit.lint.FileText.number;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.SpecSubject.MIN;

import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** Targets and metrics that cannot say what they are meant to say. */
final class MetricRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            error("target-above-capacity", MetricRules::targetAboveCapacity, Fact.CAPACITY_PER_REPLICA),
            warning("no-headroom", MetricRules::noHeadroom, Fact.CAPACITY_PER_REPLICA),
            warning("utilization-out-of-reach", MetricRules::utilizationOutOfReach, Fact.LIMIT_TO_REQUEST),
            info("memory-may-not-be-freed", MetricRules::memory),
            info("tolerance-hides-replicas", MetricRules::tolerance),
            error("queue-delay-never-shrinks", MetricRules::queueDelay),
            warning("ratio-without-floor", MetricRules::ratio));

    /** What the cookbook aims at of what a replica can bear. */
    static final double ROOM = 0.8;

    /** This many replicas too few are worth a word. */
    private static final int HIDDEN = 5;

    private MetricRules() {}

    /** The target per replica in the load's unit; NaN, which is neither above nor below anything, without such a metric. */
    private static double target(SpecSubject s) {
        MetricSpec metric = s.loadMetric();
        return metric == null || metric.replicaSource() != null ? Double.NaN : metric.targetAmount() / 1000.0;
    }

    private static String at(SpecSubject s, double target) {
        MetricSpec metric = s.loadMetric();
        return metric == null ? "" : s.at(metric, "averageValue", down(target));
    }

    private static String now(SpecSubject s, double target) {
        MetricSpec metric = s.loadMetric();
        return metric == null ? "" : s.now(metric, "averageValue", down(target));
    }

    /** So low that growth begins below the capacity. */
    private static double roomy(SpecSubject s, double capacity) {
        return capacity * Math.min(ROOM, 0.9 / (1 + s.up.tolerance()));
    }

    private static void targetAboveCapacity(SpecSubject s, Complaints found) {
        double capacity = s.facts.number(Fact.CAPACITY_PER_REPLICA);
        double target = target(s);
        if (target > capacity) {
            String why = "A replica can handle %s, so it is overloaded before another one is asked for."
                    .formatted(number(capacity));
            found.add(now(s, target), why, at(s, roomy(s, capacity)));
        }
    }

    private static void noHeadroom(SpecSubject s, Complaints found) {
        double capacity = s.facts.number(Fact.CAPACITY_PER_REPLICA);
        double target = target(s);
        double begins = target * (1 + s.up.tolerance());
        if (target <= capacity && capacity <= begins) {
            found.add(
                    now(s, target) + (s.up.tolerance() == 0 ? "" : ", " + s.toleranceNow(s.up)),
                    "Growth begins above %s per replica, which is all that one can handle (%s), so the load waits while new replicas start."
                            .formatted(number(begins), number(capacity)),
                    at(s, roomy(s, capacity)));
        }
    }

    private static void utilizationOutOfReach(SpecSubject s, Complaints found) {
        double most = 1.0 + s.up.tolerance();
        double highest = 100 * s.facts.number(Fact.LIMIT_TO_REQUEST);
        for (MetricSpec metric : s.metrics()) {
            long target = metric.targetAmount();
            if (metric.target() != MetricSpec.Target.UTILIZATION || highest / target > most) {
                continue;
            }
            long reachable = Math.max(1, Math.min(target, (long) Math.ceil(highest / most) - 1));
            found.add(
                    s.now(metric, "averageUtilization", target) + ", " + s.toleranceNow(s.up),
                    "Utilization is a share of the request, and the limit ends it at %s %%, which growth would begin above."
                            .formatted(number(highest)),
                    s.at(metric, "averageUtilization", reachable) + " at most");
        }
    }

    private static void memory(SpecSubject s, Complaints found) {
        for (MetricSpec metric : s.metrics()) {
            boolean isMemory = SpecSubject.isResource(metric, "memory");
            if (isMemory && s.highestWins() && !s.isFixed() && !s.down.isDisabled()) {
                boolean isShare = metric.target() == MetricSpec.Target.UTILIZATION;
                String field = isShare ? "averageUtilization" : "averageValue";
                double amount = isShare ? metric.targetAmount() : metric.targetAmount() / 1000.0;
                String below = number(amount * (1 - s.down.tolerance())) + (isShare ? " %" : "");
                found.add(
                        s.now(metric, field, number(amount)),
                        "The count shrinks only when memory falls below %s, which runtimes that give none back never do, however idle they are."
                                .formatted(below),
                        "measure what is in use after a collection, and see that an idle replica has less than "
                                + below);
            }
        }
    }

    private static void tolerance(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        double tolerance = s.up.tolerance();
        boolean hasProportion = s.metrics().stream().anyMatch(metric -> metric.replicaSource() == null);
        if (hasProportion && !s.isFixed() && !s.isDefault(MAX) && tolerance * max >= HIDDEN) {
            String value = s.toleranceNow(s.up) + ", " + s.now(MAX, max);
            String why = "One replica of %s is %s %% of the load, so near the maximum up to %s replicas may be missing."
                    .formatted(max, number(100.0 / max), (int) (tolerance * max));
            found.add(value, why, s.tolerance(s.up, Math.max(0.001, 1.0 / max)));
        }
    }

    private static void queueDelay(SpecSubject s, Complaints found) {
        if (!s.highestWins() || s.isFixed() || s.spec.activation() != null) {
            return;
        }
        for (MetricSpec metric : s.metrics()) {
            if (metric.replicaSource() instanceof QueueDelay delay
                    && delay.signals().isEmpty()) {
                Decision quiet = EngineAnswers.alone(metric, 2, 0);
                if (quiet.metric(0).status() != MetricProposal.Status.ABSTAINED
                        || s.metrics().size() == 1) {
                    found.add(
                            s.now(metric, "requestsFrom", "(none)"),
                            "While nothing waits too long it asks for the replicas there are, as it does not know how many are idle; the count never shrinks.",
                            s.at(metric, "requestsFrom", "requests") + " and "
                                    + s.at("metrics.requests.type", "signal") + ", with "
                                    + s.at(metric, "requestsPerWorker", 1));
                }
                return;
            }
        }
    }

    private static void ratio(SpecSubject s, Complaints found) {
        List<MetricSpec> metrics = s.metrics();
        boolean followsOnly = !metrics.isEmpty()
                && metrics.stream().allMatch(metric -> metric.replicaSource() instanceof RatioTarget);
        if (!followsOnly || s.spec.minReplicas() > 0 || s.spec.activation() != null) {
            return;
        }
        MetricSpec metric = metrics.get(0);
        if (metrics.stream().allMatch(each -> EngineAnswers.alone(each, 1, 0).recommended() == 0)) {
            found.add(
                    s.now(MIN, 0) + ", " + s.now(metric, "atLeast", "(none)"),
                    "When what it follows goes to zero this workload goes there too, and both have to start again.",
                    s.at(metric, "atLeast", 1) + ", or " + s.at(MIN, 1));
        }
    }
}
