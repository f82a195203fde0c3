package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.KnativeSubject.at;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Rule.when;

import dev.autoscale.testkit.lint.Rule.Complaint;
import java.util.List;

/** What goes wrong with revisions of Knative. Thread-safe. */
final class KnativeRules {
    static final List<Rule<KnativeSubject>> ALL = List.of(
            error("max-below-peak", KnativeRules::maxBelowPeak, Fact.PEAK_LOAD),
            warning("min-costly", KnativeRules::minCostly, Fact.MEAN_LOAD),
            warning("idle-timeout-shorter-than-startup", KnativeRules::idleTimeout, Fact.STARTUP),
            error("target-above-capacity", KnativeRules::targetAboveCapacity, Fact.CAPACITY_PER_REPLICA),
            warning("knative-target-above-concurrency", KnativeRules::targetAboveConcurrency),
            warning("knative-pods-run-full", KnativeRules::podsRunFull),
            warning("knative-panic-window-too-short", KnativeRules::panicWindow),
            error("knative-delay-within-one-tick", KnativeRules::delay),
            warning("knative-initial-scale-above-max", KnativeRules::initialScale),
            error("knative-deadline-shorter-than-startup", KnativeRules::deadline, Fact.STARTUP),
            info("knative-activator-never-leaves", KnativeRules::activator));

    private static final long TICK_MILLIS = 2_000;
    /** One sample a second. */
    private static final long LEAST_SAMPLES = 3;

    private KnativeRules() {}

    private static List<Complaint> maxBelowPeak(KnativeSubject s) {
        double peak = s.facts.number(Fact.PEAK_LOAD);
        int max = s.targets.maxScale();
        return when(
                max > 0 && s.needed(peak) > max,
                () -> new Complaint(
                        at("max-scale", max),
                        "The peak load of " + Words.number(peak) + " asks for " + s.needed(peak) + " pods at "
                                + Words.number(s.targets.target()) + " each.",
                        at("max-scale", s.needed(peak))));
    }

    private static List<Complaint> minCostly(KnativeSubject s) {
        double mean = s.facts.number(Fact.MEAN_LOAD);
        int min = s.targets.minScale();
        int need = s.needed(mean);
        return when(
                min > 2 && min > 2L * need,
                () -> new Complaint(
                        at("min-scale", min),
                        "The mean load of " + Words.number(mean) + " asks for " + Words.count(need, "pod") + ", so "
                                + (min - need) + " of the " + min + " that always run are idle on average.",
                        at("min-scale", Math.max(2, need))));
    }

    private static List<Complaint> idleTimeout(KnativeSubject s) {
        long startup = s.facts.millis(Fact.STARTUP);
        long window = s.targets.stableWindowMillis() + s.targets.scaleDownDelayMillis();
        long timeout = window + s.retentionMillis();
        return when(
                s.reachesZero() && timeout < startup,
                () -> new Complaint(
                        at("window", Words.span(s.targets.stableWindowMillis())) + ", "
                                + at("scale-to-zero-pod-retention-period", Words.span(s.retentionMillis())),
                        "A pod takes " + Words.span(startup) + " to start, and already " + Words.span(timeout)
                                + " without a request may cost the next one a whole start.",
                        at("scale-to-zero-pod-retention-period", Times.secondsUp(startup - window) + "s")));
    }

    private static List<Complaint> targetAboveCapacity(KnativeSubject s) {
        double capacity = s.facts.number(Fact.CAPACITY_PER_REPLICA);
        double share = s.targets.target() / s.targets.total();
        return when(
                s.targets.target() > capacity,
                () -> new Complaint(
                        at("target", Words.number(s.targets.total())),
                        "A pod bears " + Words.number(capacity) + " and " + Words.number(s.targets.target())
                                + " are aimed at, so it is overloaded before another one is asked for.",
                        at("target", Words.down(MetricRules.ROOM * capacity / share))));
    }

    private static List<Complaint> targetAboveConcurrency(KnativeSubject s) {
        double target = s.annotations.target().orElse(0);
        return when(
                s.followsConcurrency() && s.concurrency > 0 && target > s.concurrency,
                () -> new Complaint(
                        at("target", Words.number(target)) + ", " + at("containerConcurrency", s.concurrency),
                        "A container accepts " + s.concurrency + " at a time, so Knative takes that for the target.",
                        at("target", s.concurrency)));
    }

    private static List<Complaint> podsRunFull(KnativeSubject s) {
        return when(
                s.followsConcurrency() && s.concurrency > 0 && s.targets.target() >= s.concurrency,
                () -> new Complaint(
                        at("containerConcurrency", s.concurrency) + ", "
                                + at(
                                        "target-utilization-percentage",
                                        Words.number(100 * s.targets.target() / s.targets.total())),
                        "The pods are aimed to be as full as a container can be, so requests queue before another pod is asked for.",
                        at("target-utilization-percentage", 70)));
    }

    private static List<Complaint> panicWindow(KnativeSubject s) {
        long window = s.targets.panicWindowMillis();
        double stable = s.targets.stableWindowMillis() / 1000.0;
        return when(
                window < 1000 * LEAST_SAMPLES,
                () -> new Complaint(
                        at("panic-window-percentage", percentage(s)) + ", "
                                + at("window", Words.span(s.targets.stableWindowMillis())),
                        "There is a sample a second, so " + Words.count(window / 1000, "sample")
                                + " may begin a panic, in which nothing shrinks for a stable window.",
                        at("panic-window-percentage", (int) Math.min(100, Math.ceil(100 * LEAST_SAMPLES / stable)))));
    }

    private static String percentage(KnativeSubject s) {
        return Words.number(s.annotations.panicWindowPercentage().orElse(s.config.panicWindowPercentage()));
    }

    private static List<Complaint> delay(KnativeSubject s) {
        long delay = s.targets.scaleDownDelayMillis();
        return when(
                delay > 0 && delay <= TICK_MILLIS,
                () -> new Complaint(
                        at("scale-down-delay", Words.span(delay)),
                        "Decisions come every 2 s, and a delay of one of them delays nothing.",
                        at("scale-down-delay", "4s") + " or more"));
    }

    private static List<Complaint> initialScale(KnativeSubject s) {
        int initial = s.targets.initialScale();
        int max = s.targets.maxScale();
        return when(
                max > 0 && initial > max,
                () -> new Complaint(
                        at("initial-scale", initial) + ", " + at("max-scale", max),
                        "The initial scale outranks the maximum, so a new revision begins with " + initial + " pods.",
                        at("initial-scale", max)));
    }

    private static List<Complaint> deadline(KnativeSubject s) {
        long startup = s.facts.millis(Fact.STARTUP);
        return when(
                s.deadlineMillis() < startup,
                () -> new Complaint(
                        at("progress-deadline", Words.span(s.deadlineMillis())),
                        "A pod takes " + Words.span(startup)
                                + " to start, so a new revision is given up before it is ready.",
                        at("progress-deadline", Words.span(2000 * Times.secondsUp(startup)))));
    }

    private static List<Complaint> activator(KnativeSubject s) {
        double burst = s.targets.targetBurstCapacity();
        int max = s.targets.maxScale();
        double most = max * s.targets.total();
        return when(
                max > 0 && burst > 0 && most < burst,
                () -> new Complaint(
                        at("max-scale", max) + ", " + at("target-burst-capacity", Words.number(burst)),
                        "All pods together bear " + Words.number(most) + " and can never spare a burst of "
                                + Words.number(burst) + ", so every request goes through the activators.",
                        at("target-burst-capacity", Words.down(most / 2)) + ", or -1 if that is meant"));
    }
}
