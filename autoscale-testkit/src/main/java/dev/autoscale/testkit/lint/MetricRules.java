package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.count;
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
import dev.autoscale.policies.schedule.CronSource;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.testkit.lint.Rule.Complaints;
import dev.autoscale.testkit.lint.SpecSubject.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Targets and metrics that cannot say what they are meant to say. */
final class MetricRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            error("target-above-capacity", MetricRules::targetAboveCapacity, Fact.CAPACITY_PER_REPLICA),
            warning("no-headroom", MetricRules::noHeadroom, Fact.CAPACITY_PER_REPLICA),
            warning("utilization-out-of-reach", MetricRules::utilizationOutOfReach, Fact.LIMIT_TO_REQUEST),
            info("memory-may-not-be-freed", MetricRules::memory),
            info("tolerance-hides-replicas", MetricRules::tolerance),
            warning("average-divided-again", MetricRules::averageDividedAgain),
            warning("total-as-value", MetricRules::totalAsValue),
            warning("steps-push-against-each-other", MetricRules::stepsPush),
            error("queue-delay-never-shrinks", MetricRules::queueDelay),
            warning("ratio-without-floor", MetricRules::ratio));

    /** What the cookbook aims at of what a replica can bear. */
    static final double ROOM = 0.8;

    /** This many replicas too few are worth a word. */
    private static final int HIDDEN = 5;

    /** From so many counts on steps are looked at; with more of them a step is a smaller share. */
    private static final int MAX_COUNTS = 20;

    /** Words of names that do not grow with the number of replicas that share a load. */
    private static final Set<String> AVERAGES = words("""
            p50 p75 p90 p95 p99 p999 quantile percentile percent percentage pct utilization utilisation util ratio saturation latency
            duration""");

    /** The same, unless it is a total that was averaged over time. */
    private static final Set<String> MEANS = words("avg average mean median");

    /** Words of names of what all replicas have together. */
    private static final Set<String> TOTALS = words("""
            queue queued backlog lag messages msgs jobs pending depth total connections sessions streams items tasks events records
            requests waiting outstanding undelivered unacked inflight flight count rps qps""");

    /** Words of names of sums, whatever is summed up. */
    private static final Set<String> SUMS = words("sum total count");

    /** Words of names that are about one piece of work, or the highest of several values. */
    private static final Set<String> NO_TOTALS = words("""
            age time wait delay hours minutes mins min seconds secs sec s milliseconds millis ms micros us nanos ns oldest newest max
            maximum highest worst level fill full usage used score share errors failures""");

    /** Words of names that are about one of several. */
    private static final Set<String> ONE_OF_MANY =
            words("pod replica worker instance container node partition shard consumer each");

    /** What comes after {@code per} in names of totals. */
    private static final Set<String> UNITS_OF_TIME =
            words("s sec second seconds m min minute minutes h hour hours day interval period");

    private static final Pattern PER = Pattern.compile("(?:^|[^a-z0-9])per[^a-z0-9]+([a-z0-9]+)");

    private static final Pattern BELOW = Pattern.compile("below ([0-9.]+)");

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

    /** Counts that differ by the tolerance are one and the same to the engine, on the way up and on the way down. */
    private static void tolerance(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        boolean isCount = s.metrics().stream().anyMatch(MetricRules::isReplicaCount);
        boolean hasProportion = s.metrics().stream()
                .anyMatch(metric -> metric.replicaSource() == null
                        || (metric.replicaSource() instanceof CronSource cron && cron.isProposal()));
        if (!hasProportion || s.isFixed() || s.isDefault(MAX)) {
            return;
        }
        List<String> values = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        int hidden = 0;
        for (Direction direction : List.of(s.up, s.down)) {
            double tolerance = direction.tolerance();
            if (!direction.isDisabled() && tolerance * max >= (isCount ? 1 : HIDDEN)) {
                values.add(s.toleranceNow(direction));
                fixes.add(s.tolerance(direction, isCount ? 0 : finer(max)));
                hidden = Math.max(hidden, (int) (tolerance * max));
            }
        }
        if (values.isEmpty()) {
            return;
        }
        String missing =
                values.size() > 1 ? "missing or too many" : s.up.tolerance() * max >= hidden ? "missing" : "too many";
        String why = isCount
                ? "The metric says how many replicas are wanted, and near the maximum up to %s of them may be %s without a change."
                        .formatted(hidden, missing)
                : "One replica of %s is %s %% of the load, so near the maximum up to %s replicas may be %s."
                        .formatted(max, number(100.0 / max), hidden, missing);
        found.add(
                String.join(", ", values.stream().distinct().toList()) + ", " + s.now(MAX, max),
                why,
                String.join(", ", fixes));
    }

    /** A load of which a replica takes exactly one is the number of replicas that are wanted. */
    private static boolean isReplicaCount(MetricSpec metric) {
        return metric.replicaSource() == null
                && metric.target() == MetricSpec.Target.AVERAGE_VALUE
                && metric.targetAmount() == 1000;
    }

    /** The share of one replica, rounded down to thousandths, which a manifest can have. */
    private static double finer(int max) {
        return Math.floor(1000.0 / max) / 1000;
    }

    private static Set<String> words(String text) {
        return Set.of(Stream.of(text.split("[^a-z0-9]+", -1)).distinct().toArray(String[]::new));
    }

    /** A metric's name in lower case, with its words apart. */
    private static String name(MetricSpec metric) {
        String name = metric.name().isEmpty() ? metric.id() : metric.name();
        return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** Whether its name says that it is a share of a total, such as a replica's. */
    private static boolean isPerThing(MetricSpec metric) {
        return PER.matcher(name(metric)).results().anyMatch(per -> !UNITS_OF_TIME.contains(per.group(1)))
                || hasOneOf(words(name(metric)), ONE_OF_MANY);
    }

    private static boolean hasOneOf(Set<String> words, Set<String> known) {
        return words.stream().anyMatch(known::contains);
    }

    private static boolean isOfAllReplicas(MetricSpec metric) {
        return metric.replicaSource() == null
                && (metric.kind() == MetricSpec.Kind.EXTERNAL || metric.kind() == MetricSpec.Kind.OBJECT);
    }

    /** Whether a file says with another key than the target's own what kind of target it is, as KEDA's do. */
    private static boolean hasMetricType(SpecSubject s, MetricSpec metric) {
        return s.at(metric, "value", "").equals(s.at(metric, "averageValue", ""));
    }

    private static boolean isAverage(Set<String> words) {
        boolean isAverageOfTotals = hasOneOf(words, TOTALS) && !hasOneOf(words, NO_TOTALS);
        return !hasOneOf(words, SUMS) && (hasOneOf(words, AVERAGES) || (hasOneOf(words, MEANS) && !isAverageOfTotals));
    }

    private static boolean isTotal(MetricSpec metric) {
        Set<String> words = words(PER.matcher(name(metric)).replaceAll(" "));
        boolean isShare = hasOneOf(words, AVERAGES) || hasOneOf(words, NO_TOTALS) || isPerThing(metric);
        return hasOneOf(words, TOTALS) && !isShare && (!hasOneOf(words, MEANS) || hasOneOf(words, SUMS));
    }

    private static void averageDividedAgain(SpecSubject s, Complaints found) {
        for (MetricSpec metric : s.metrics()) {
            boolean isDivided = metric.target() == MetricSpec.Target.AVERAGE_VALUE;
            if (isOfAllReplicas(metric) && isDivided && isAverage(words(name(metric)))) {
                String amount = number(metric.targetAmount() / 1000.0);
                found.add(
                        s.now(metric, "averageValue", amount),
                        "By its name %s is an average, a quantile or a share, and this target divides it by the replicas once more: the more there are, the fewer it asks for."
                                .formatted(metric.id()),
                        hasMetricType(s, metric)
                                ? s.at(metric, "metricType", "Value")
                                : s.at(metric, "value", amount) + " instead of "
                                        + s.at(metric, "averageValue", "").replace("=", ""));
            }
        }
    }

    private static void totalAsValue(SpecSubject s, Complaints found) {
        for (MetricSpec metric : s.metrics()) {
            boolean isTotal = s.facts.countsOnlyWaiting(metric.id()) || isTotal(metric);
            if (isOfAllReplicas(metric) && metric.target() == MetricSpec.Target.VALUE && isTotal) {
                String amount = number(metric.targetAmount() / 1000.0);
                found.add(
                        s.now(metric, "value", amount),
                        "By its name %s is a total, which replicas do not lower at once: this target multiplies them by the same ratio in each decision."
                                .formatted(metric.id()),
                        hasMetricType(s, metric)
                                ? s.at(metric, "metricType", "AverageValue")
                                : s.at(metric, "averageValue", amount) + " instead of "
                                        + s.at(metric, "value", "").replace("=", ""));
            }
        }
    }

    /** Where the load that asked for more is below what takes it away again once it is shared by more. */
    private static void stepsPush(SpecSubject s, Complaints found) {
        for (MetricSpec metric : s.metrics()) {
            if (metric.replicaSource() instanceof StepScaling steps && !s.isFixed()) {
                for (int count = s.lowest(); count < Math.min(s.spec.maxReplicas(), s.lowest() + MAX_COUNTS); count++) {
                    if (addPush(s, metric, steps, count, found)) {
                        break;
                    }
                }
            }
        }
    }

    private static boolean addPush(SpecSubject s, MetricSpec metric, StepScaling steps, int count, Complaints found) {
        for (double bound : steps.bounds()) {
            int more = asked(s, metric, count, bound);
            double shared = bound * count / more;
            if (more > count && swings(s, metric, bound * count, more)) {
                String text = s.written("metrics." + metric.id() + ".steps").orElse("");
                Matcher below = BELOW.matcher(text);
                String lower = down(shared >= 10 ? Math.floor(shared) : shared);
                String fix = below.find() && Double.parseDouble(below.group(1)) > shared
                        ? s.at(metric, "steps", below.replaceFirst("below " + lower))
                        : "shrink only below " + lower;
                found.add(
                        s.now(metric, "steps", steps),
                        "If it is an average over the replicas, %s with %s is %s with %s, where the steps ask for fewer: the count swings."
                                .formatted(number(bound), count(count, "replica"), number(shared), more),
                        fix);
                return true;
            }
        }
        return false;
    }

    /** Whether a load that stays the same takes the count down and up again. */
    private static boolean swings(SpecSubject s, MetricSpec metric, double load, int from) {
        int count = from;
        boolean hasShrunk = false;
        for (int i = 0; i < MAX_COUNTS; i++) {
            int next = asked(s, metric, count, load / count);
            if (next == count) {
                return false;
            }
            if (next > count && hasShrunk) {
                return true;
            }
            hasShrunk |= next < count;
            count = next;
        }
        return false;
    }

    private static int asked(SpecSubject s, MetricSpec metric, int replicas, double value) {
        int asked = EngineAnswers.alone(metric, replicas, value).recommended();
        return Math.max(s.lowest(), Math.min(s.spec.maxReplicas(), asked));
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
