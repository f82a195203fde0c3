package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Rule.GOOD;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Rule.when;

import dev.autoscale.Activation;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ReplicaSource;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.testkit.lint.Rule.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lengths of time that do not fit each other, or the workload. Thread-safe. */
final class TimeRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            warning("idle-timeout-shorter-than-startup", TimeRules::idleTimeout, Fact.STARTUP),
            warning("shrinks-sooner-than-startup", TimeRules::shrinksSooner, Fact.STARTUP),
            warning("shrinks-at-once", TimeRules::atOnce),
            warning("shrinks-busy-workers", TimeRules::busyWorkers, Fact.WORK_TIME),
            warning("windows-push-against-each-other", TimeRules::windows),
            warning("cooldown-skips-window", TimeRules::cooldownSkipsWindow),
            error("max-age-shorter-than-samples", TimeRules::maxAge, Fact.SAMPLE_INTERVAL),
            warning("look-back-holds-one-sample", TimeRules::lookBack),
            warning("no-allowance-for-initialization", TimeRules::initialization, Fact.INITIALIZATION),
            warning("steps-faster-than-startup", TimeRules::stepsFaster, Fact.STARTUP));

    private static final long DEFAULT_WINDOW_MILLIS = 300_000;

    private TimeRules() {}

    private static List<Complaint> idleTimeout(SpecSubject s) {
        Activation activation = s.spec.activation();
        if (activation == null) {
            return GOOD;
        }
        long cooldown = SpecSubject.millis(activation.cooldown());
        return when(
                cooldown < s.startupMillis(),
                () -> new Complaint(
                        s.at(SpecSubject.COOLDOWN, Words.span(cooldown)),
                        "A replica takes " + Words.span(s.startupMillis()) + " to start, so already a pause of "
                                + Words.span(cooldown) + " costs the next request a whole start.",
                        s.at(SpecSubject.COOLDOWN, seconds(s.startupMillis()))));
    }

    private static String seconds(long millis) {
        return Words.span(1000 * Times.secondsUp(millis));
    }

    private static List<Complaint> shrinksSooner(SpecSubject s) {
        Activation activation = s.spec.activation();
        long wait = s.shrinkWaitMillis();
        boolean isIdleTimeout = activation != null && SpecSubject.millis(activation.cooldown()) == wait;
        if (s.down.isDisabled() || s.isFixed() || isIdleTimeout || !atOnce(s).isEmpty()) {
            return GOOD;
        }
        return when(
                wait < s.startupMillis(),
                () -> new Complaint(
                        s.shrinkWait(),
                        "In a dip of " + Words.span(wait) + " replicas are given up that take "
                                + Words.span(s.startupMillis()) + " to come back.",
                        s.window(s.down, 1000 * Times.secondsUp(s.startupMillis()))));
    }

    private static List<Complaint> atOnce(SpecSubject s) {
        ScalingRules rules = s.down.rules();
        FlapBudget budget = s.spec.flapBudget();
        boolean waits = s.shrinkWaitMillis() > 0
                || rules.sustainedBreaches() > 1
                || SpecSubject.millis(rules.cooldown()) > 0
                || (budget != null
                        && (budget.replicas().isPresent() || budget.reversals().isPresent()));
        boolean mayFall = !s.isFixed()
                && !s.down.isDisabled()
                && (s.spec.isLegacy() || s.firstStep(false, s.spec.maxReplicas()) <= s.spec.minReplicas());
        return when(
                !waits && mayFall && s.metrics().stream().anyMatch(TimeRules::followsEveryValue),
                () -> new Complaint(
                        s.window(s.down, 0),
                        "A single low sample takes all replicas above the minimum away, and the next one asks for them again.",
                        s.window(s.down, DEFAULT_WINDOW_MILLIS)));
    }

    /** Not what has a dead band, looks back, or follows a count that somebody else holds. */
    private static boolean followsEveryValue(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return metric.lookBack() == null
                && (source == null || source instanceof Backlog || source instanceof QueueDelay)
                && metric.kind() != MetricSpec.Kind.UNKNOWN;
    }

    private static List<Complaint> busyWorkers(SpecSubject s) {
        long work = s.facts.millis(Fact.WORK_TIME);
        List<Complaint> found = new ArrayList<>();
        if (!seesWaitingOnly(s)) {
            return found;
        }
        String why = "The queue does not count work in progress, which takes up to " + Words.span(work)
                + ", so workers are stopped that are still busy.";
        if (!s.isFixed() && !s.down.isDisabled() && s.shrinkWaitMillis() < work) {
            String fix = s.window(s.down, 1000 * Times.secondsUp(work));
            found.add(new Complaint(s.shrinkWait(), why, fix + ", or count work in progress too"));
        }
        Activation activation = s.spec.activation();
        if (activation != null && SpecSubject.millis(activation.cooldown()) < work) {
            String value = s.at(SpecSubject.COOLDOWN, Words.span(SpecSubject.millis(activation.cooldown())));
            found.add(new Complaint(value, why, s.at(SpecSubject.COOLDOWN, seconds(work))));
        }
        return found;
    }

    /** Whether every metric that is measured counts only what nobody has begun. */
    private static boolean seesWaitingOnly(SpecSubject s) {
        List<MetricSpec> measured =
                s.metrics().stream().filter(MetricSpec::readsValue).toList();
        return !measured.isEmpty()
                && measured.stream()
                        .allMatch(metric ->
                                metric.replicaSource() instanceof Backlog || s.facts.countsOnlyWaiting(metric.id()));
    }

    private static List<Complaint> windows(SpecSubject s) {
        long grows = s.up.waitMillis();
        return when(
                !s.spec.isLegacy()
                        && !s.isFixed()
                        && !s.up.isDisabled()
                        && !s.down.isDisabled()
                        && grows > s.shrinkWaitMillis(),
                () -> new Complaint(
                        s.wait(s.up) + ", " + s.shrinkWait(),
                        "A rise must last longer than a fall before it is followed, so a load that swings is met by its lows.",
                        s.window(s.down, 1000 * Times.secondsUp(grows))));
    }

    private static List<Complaint> cooldownSkipsWindow(SpecSubject s) {
        Activation activation = s.spec.activation();
        if (activation == null || !s.restsAtZero() || activation.isTwoStage()) {
            return GOOD;
        }
        long cooldown = SpecSubject.millis(activation.cooldown());
        long window = s.down.windowMillis();
        return when(
                cooldown < window && s.spec.maxReplicas() > 1,
                () -> new Complaint(
                        s.at(SpecSubject.COOLDOWN, Words.span(cooldown)) + ", " + s.window(s.down, window),
                        "After " + Words.span(cooldown)
                                + " without activity all replicas go to zero at once, which the window of "
                                + Words.span(window)
                                + " was to prevent.",
                        s.at(SpecSubject.COOLDOWN, seconds(window))));
    }

    private static List<Complaint> maxAge(SpecSubject s) {
        long interval = s.facts.millis(Fact.SAMPLE_INTERVAL);
        List<Complaint> found = new ArrayList<>();
        for (int i = 0; i < s.spec.metricCount(); i++) {
            MetricSpec metric = s.spec.metric(i);
            if (metric.maxAgeMillis() < interval) {
                found.add(new Complaint(
                        s.at(metric, "maxAge", Words.span(metric.maxAgeMillis())),
                        "Samples come every " + Words.span(interval)
                                + ", so between two of them the metric fails and nothing shrinks.",
                        s.at(metric, "maxAge", Words.span(2 * Math.min(interval, Long.MAX_VALUE / 2)))));
            }
        }
        return found;
    }

    private static List<Complaint> lookBack(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        long every = s.facts.everyMillis();
        for (int i = 0; i < s.spec.metricCount(); i++) {
            MetricSpec metric = s.spec.metric(i);
            LookBack rule = metric.lookBack();
            long period = rule == null ? Long.MAX_VALUE : SpecSubject.millis(rule.period());
            if (rule != null && period <= every) {
                String word = rule.aggregation().name().toLowerCase(Locale.ROOT) + ' ';
                found.add(new Complaint(
                        s.at(metric, "lookBack", word + Words.span(period)),
                        "Decisions come every " + Words.span(every) + ", so only the latest value ever counts.",
                        s.at(metric, "lookBack", word + Words.span(2 * Math.min(every, Long.MAX_VALUE / 2)))));
            }
        }
        return found;
    }

    private static List<Complaint> initialization(SpecSubject s) {
        long time = s.facts.millis(Fact.INITIALIZATION);
        List<Complaint> found = new ArrayList<>();
        for (MetricSpec metric : s.metrics()) {
            boolean isCpu = SpecSubject.isResource(metric, "cpu");
            boolean showsStart = isCpu || metric.kind() == MetricSpec.Kind.PODS;
            long warmUp = SpecSubject.millis(metric.warmUp());
            long period = isCpu ? SpecSubject.millis(s.spec.cpuInitializationPeriod()) : 0;
            if (showsStart && Math.max(warmUp, period) < time) {
                found.add(new Complaint(
                        isCpu && period >= warmUp
                                ? s.at("controller.cpuInitializationPeriod", Words.span(period))
                                : s.at(metric, "warmUp", Words.span(warmUp)),
                        "For " + Words.span(time)
                                + " a new replica's samples show its own start, so each start asks for more.",
                        s.at(metric, "warmUp", seconds(time))));
            }
        }
        return found;
    }

    /** Metrics that ask for more than there is as long as what was added is not there yet. */
    private static List<Complaint> stepsFaster(SpecSubject s) {
        long startup = s.startupMillis();
        ScalingRules rules = s.up.rules();
        long allowance = Math.max(SpecSubject.millis(rules.cooldown()), SpecSubject.millis(rules.cooldownAfterAny()));
        if (!s.spec.isLegacy() && s.firstStep(true, s.lowest()) < s.spec.maxReplicas()) {
            allowance = Math.max(allowance, shortestPeriod(s.up.policies()));
        }
        if (s.isFixed() || s.up.isDisabled() || allowance >= startup) {
            return GOOD;
        }
        for (MetricSpec metric : s.metrics()) {
            ReplicaSource source = metric.replicaSource();
            boolean stepsOn = source instanceof StepScaling
                    || source instanceof QueueDelay
                    || metric.target() == MetricSpec.Target.VALUE;
            if (stepsOn) {
                String key = s.up.prefix() + "cooldown";
                return List.of(new Complaint(
                        s.at(key, Words.span(SpecSubject.millis(rules.cooldown()))),
                        metric.id() + " stays bad until new replicas work, which takes " + Words.span(startup)
                                + ", and meanwhile asks for more in each decision.",
                        s.at(key, seconds(startup))));
            }
        }
        return GOOD;
    }

    private static long shortestPeriod(List<RatePolicy> policies) {
        return policies.stream()
                .mapToLong(policy -> SpecSubject.millis(policy.period()))
                .min()
                .orElse(0);
    }
}
