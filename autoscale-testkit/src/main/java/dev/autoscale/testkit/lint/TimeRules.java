package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.COOLDOWN;
import static dev.autoscale.testkit.lint.Times.inSeconds;
import static dev.autoscale.testkit.lint.Times.millis;
import static dev.autoscale.testkit.lint.Times.secondsUp;

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
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;
import java.util.Locale;

/** Lengths of time that do not fit each other, or the workload. */
final class TimeRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            warning("idle-timeout-shorter-than-startup", TimeRules::idleTimeout, Fact.STARTUP),
            warning("shrinks-sooner-than-startup", TimeRules::shrinksSooner, Fact.STARTUP),
            warning("shrinks-at-once", TimeRules::atOnce),
            warning("shrinks-busy-workers", TimeRules::busyWorkers, Fact.WORK_TIME),
            warning("work-shorter-than-decisions", TimeRules::shortWork, Fact.WORK_TIME),
            warning("windows-push-against-each-other", TimeRules::windows),
            warning("cooldown-skips-window", TimeRules::cooldownSkipsWindow),
            error("max-age-shorter-than-samples", TimeRules::maxAge, Fact.SAMPLE_INTERVAL),
            warning("look-back-holds-one-sample", TimeRules::lookBack),
            warning("no-allowance-for-initialization", TimeRules::initialization, Fact.INITIALIZATION),
            warning("steps-faster-than-startup", TimeRules::stepsFaster, Fact.STARTUP));

    private static final long DEFAULT_WINDOW_MILLIS = 300_000;

    private TimeRules() {}

    private static void idleTimeout(SpecSubject s, Complaints found) {
        Activation activation = s.spec.activation();
        if (activation == null || !s.idles()) {
            return;
        }
        long cooldown = millis(activation.cooldown());
        if (cooldown < s.startupMillis()) {
            String why = "A replica takes %s to start, so already a pause of %s costs the next request a whole start."
                    .formatted(span(s.startupMillis()), span(cooldown));
            found.add(s.now(COOLDOWN, span(cooldown)), why, s.at(COOLDOWN, inSeconds(s.startupMillis())));
        }
    }

    private static void shrinksSooner(SpecSubject s, Complaints found) {
        Activation activation = s.spec.activation();
        long wait = s.shrinkWaitMillis();
        boolean isIdleTimeout = activation != null && millis(activation.cooldown()) == wait;
        if (s.isSwitch() || s.down.isDisabled() || s.isFixed() || isIdleTimeout || fallsAtOnce(s)) {
            return;
        }
        if (wait < s.startupMillis()) {
            String why = "In a dip of %s replicas are given up that take %s to come back."
                    .formatted(span(wait), span(s.startupMillis()));
            found.add(s.shrinkWait(), why, s.window(s.down, 1000 * secondsUp(s.startupMillis())));
        }
    }

    private static void atOnce(SpecSubject s, Complaints found) {
        if (fallsAtOnce(s)) {
            String why =
                    "A single low sample takes all replicas above the minimum away, and the next one asks for them again.";
            found.add(s.windowNow(s.down), why, s.window(s.down, DEFAULT_WINDOW_MILLIS));
        }
    }

    private static boolean fallsAtOnce(SpecSubject s) {
        ScalingRules rules = s.down.rules();
        FlapBudget budget = s.spec.flapBudget();
        boolean waits = s.shrinkWaitMillis() > 0
                || rules.sustainedBreaches() > 1
                || millis(rules.cooldown()) > 0
                || (budget != null
                        && (budget.replicas().isPresent() || budget.reversals().isPresent()));
        boolean mayFall = !s.isFixed()
                && !s.isSwitch()
                && !s.down.isDisabled()
                && (s.spec.isLegacy() || s.firstStep(false, s.spec.maxReplicas()) <= s.spec.minReplicas());
        return !waits && mayFall && s.metrics().stream().anyMatch(TimeRules::followsEveryValue);
    }

    /** Not what has a dead band, looks back, or follows a count that someone else holds. */
    private static boolean followsEveryValue(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return metric.lookBack() == null
                && (source == null || source instanceof Backlog || source instanceof QueueDelay)
                && metric.kind() != MetricSpec.Kind.UNKNOWN;
    }

    private static void busyWorkers(SpecSubject s, Complaints found) {
        long work = s.facts.millis(Fact.WORK_TIME);
        if (!seesWaitingOnly(s)) {
            return;
        }
        String why = "The queue does not count work in progress, which takes up to " + span(work)
                + ", so workers are stopped that are still busy.";
        if (!s.isFixed() && !s.down.isDisabled() && s.shrinkWaitMillis() < work) {
            String fix = s.window(s.down, 1000 * secondsUp(work));
            found.add(s.shrinkWait(), why, fix + ", or count work in progress too");
        }
        Activation activation = s.spec.activation();
        if (activation != null && s.idles() && millis(activation.cooldown()) < work) {
            String value = s.now(COOLDOWN, span(millis(activation.cooldown())));
            found.add(value, why, s.at(COOLDOWN, inSeconds(work)));
        }
    }

    private static void shortWork(SpecSubject s, Complaints found) {
        long work = s.facts.millis(Fact.WORK_TIME);
        long every = s.facts.everyMillis();
        if (seesWaitingOnly(s) && work < every && !s.isFixed()) {
            MetricSpec metric = s.metrics().stream()
                    .filter(MetricSpec::readsValue)
                    .findFirst()
                    .orElseThrow();
            found.add(
                    s.at("metrics." + metric.id(), "(waiting work only)"),
                    "Work of %s comes and goes between two decisions, which are %s apart, so a load that keeps workers busy may never be seen waiting."
                            .formatted(span(work), span(every)),
                    "count work in progress too, or what arrived within the last " + span(every));
        }
    }

    /** Whether every metric that is measured counts only what has not been begun. */
    private static boolean seesWaitingOnly(SpecSubject s) {
        List<MetricSpec> measured =
                s.metrics().stream().filter(MetricSpec::readsValue).toList();
        return !measured.isEmpty()
                && measured.stream()
                        .allMatch(metric ->
                                metric.replicaSource() instanceof Backlog || s.facts.countsOnlyWaiting(metric.id()));
    }

    private static void windows(SpecSubject s, Complaints found) {
        long grows = s.up.waitMillis();
        if (!s.spec.isLegacy()
                && !s.isFixed()
                && !s.up.isDisabled()
                && !s.down.isDisabled()
                && grows > s.shrinkWaitMillis()) {
            String why =
                    "A rise must last longer than a fall before it is followed, so a load that swings is met by its lows.";
            found.add(s.wait(s.up) + ", " + s.shrinkWait(), why, s.window(s.down, 1000 * secondsUp(grows)));
        }
    }

    private static void cooldownSkipsWindow(SpecSubject s, Complaints found) {
        Activation activation = s.spec.activation();
        if (activation == null || !s.restsAtZero() || activation.isTwoStage()) {
            return;
        }
        long cooldown = millis(activation.cooldown());
        long window = s.down.windowMillis();
        if (cooldown < window && !s.isSwitch() && !s.isDefaultWindow(s.down)) {
            found.add(
                    s.now(COOLDOWN, span(cooldown)) + ", " + s.windowNow(s.down),
                    "After %s without activity all replicas go to zero at once, which the window of %s was to prevent."
                            .formatted(span(cooldown), span(window)),
                    s.at(COOLDOWN, inSeconds(window)));
        }
    }

    private static void maxAge(SpecSubject s, Complaints found) {
        long interval = s.facts.millis(Fact.SAMPLE_INTERVAL);
        for (int i = 0; i < s.spec.metricCount(); i++) {
            MetricSpec metric = s.spec.metric(i);
            if (metric.maxAgeMillis() < interval) {
                String value = s.now(metric, "maxAge", span(metric.maxAgeMillis()));
                String why = "Samples come every %s, so between two of them the metric fails and nothing shrinks."
                        .formatted(span(interval));
                found.add(value, why, s.at(metric, "maxAge", span(2 * Math.min(interval, Long.MAX_VALUE / 2))));
            }
        }
    }

    private static void lookBack(SpecSubject s, Complaints found) {
        long every = s.facts.everyMillis();
        for (int i = 0; i < s.spec.metricCount(); i++) {
            MetricSpec metric = s.spec.metric(i);
            LookBack rule = metric.lookBack();
            long period = rule == null ? Long.MAX_VALUE : millis(rule.period());
            if (rule != null && period <= every) {
                String word = rule.aggregation().name().toLowerCase(Locale.ROOT) + ' ';
                String value = s.now(metric, "lookBack", word + span(period));
                String why = "Decisions come every %s, so only the latest value ever counts.".formatted(span(every));
                found.add(value, why, s.at(metric, "lookBack", word + span(2 * Math.min(every, Long.MAX_VALUE / 2))));
            }
        }
    }

    private static void initialization(SpecSubject s, Complaints found) {
        long time = s.facts.millis(Fact.INITIALIZATION);
        for (MetricSpec metric : s.metrics()) {
            boolean isCpu = SpecSubject.isResource(metric, "cpu");
            boolean showsStart = isCpu || metric.kind() == MetricSpec.Kind.PODS;
            long warmUp = millis(metric.warmUp());
            long period = isCpu ? millis(s.spec.cpuInitializationPeriod()) : 0;
            if (showsStart && Math.max(warmUp, period) < time) {
                String value = isCpu && period >= warmUp
                        ? s.now("controller.cpuInitializationPeriod", span(period))
                        : s.now(metric, "warmUp", span(warmUp));
                String why = "For %s a new replica's samples show its own start, so each start asks for more."
                        .formatted(span(time));
                found.add(value, why, s.at(metric, "warmUp", inSeconds(time)));
            }
        }
    }

    /** Metrics that ask for more than there is as long as what was added is not there yet. */
    private static void stepsFaster(SpecSubject s, Complaints found) {
        long startup = s.startupMillis();
        ScalingRules rules = s.up.rules();
        long allowance = Math.max(millis(rules.cooldown()), millis(rules.cooldownAfterAny()));
        if (!s.spec.isLegacy() && s.firstStep(true, s.lowest()) < s.spec.maxReplicas()) {
            allowance = Math.max(allowance, shortestPeriod(s.up.policies()));
        }
        if (s.isFixed() || s.up.isDisabled() || allowance >= startup) {
            return;
        }
        for (MetricSpec metric : s.metrics()) {
            ReplicaSource source = metric.replicaSource();
            boolean stepsOn = source instanceof StepScaling
                    || source instanceof QueueDelay
                    || metric.target() == MetricSpec.Target.VALUE;
            if (stepsOn) {
                String key = s.up.prefix() + "cooldown";
                String why =
                        "%s stays bad until new replicas work, which takes %s, and meanwhile asks for more in each decision."
                                .formatted(metric.id(), span(startup));
                found.add(s.now(key, span(millis(rules.cooldown()))), why, s.at(key, inSeconds(startup)));
                return;
            }
        }
    }

    private static long shortestPeriod(List<RatePolicy> policies) {
        return policies.stream()
                .mapToLong(policy -> millis(policy.period()))
                .min()
                .orElse(0);
    }
}
