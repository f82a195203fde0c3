package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.count;
import static dev.autoscale.testkit.lint.FileText.down;
import static dev.autoscale.testkit.lint.FileText.number;
import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Times.millis;
import static dev.autoscale.testkit.lint.Times.secondsUp;

import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaSetting;
import dev.autoscale.policies.knative.KpaTargets;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** What goes wrong with revisions of Knative. */
final class KnativeRules {
    static final List<Rule<Subject>> ALL = List.of(
            error("max-below-peak", KnativeRules::maxBelowPeak, Fact.PEAK_LOAD),
            warning("min-costly", KnativeRules::minCostly, Fact.MEAN_LOAD),
            warning("idle-timeout-shorter-than-startup", KnativeRules::idleTimeout, Fact.STARTUP),
            error("target-above-capacity", KnativeRules::targetAboveCapacity, Fact.CAPACITY_PER_REPLICA),
            warning("knative-target-above-concurrency", KnativeRules::targetAboveConcurrency),
            warning("knative-pods-run-full", KnativeRules::podsRunFull),
            warning("knative-panic-window-too-short", KnativeRules::panicWindow),
            error("knative-delay-within-one-tick", KnativeRules::delay),
            warning("knative-no-delay-for-long-work", KnativeRules::longWork, Fact.WORK_TIME),
            warning("knative-initial-scale-above-max", KnativeRules::initialScale),
            error("knative-deadline-shorter-than-startup", KnativeRules::deadline, Fact.STARTUP),
            info("knative-activator-never-leaves", KnativeRules::activator));

    private static final long TICK_MILLIS = 2_000;
    private static final long MAX_DELAY_MILLIS = 3_600_000;
    /** One sample a second. */
    private static final long MIN_SAMPLES = 3;

    private KnativeRules() {}

    /** A revision of Knative and what is known of its workload. Immutable. */
    record Subject(
            KpaConfig config, KpaAnnotations annotations, int concurrency, WorkloadFacts facts, KpaTargets targets) {
        static Subject of(KpaConfig config, KpaAnnotations annotations, int concurrency, WorkloadFacts facts) {
            KpaTargets targets = KpaTargets.of(config, annotations, concurrency, true);
            return new Subject(config, annotations, concurrency, facts, targets);
        }

        /** Exactly this word: with another one that counts as concurrency Knative does not look at what containers accept. */
        boolean followsConcurrency() {
            return annotations.metric().equals("concurrency");
        }

        /** The pods that a load asks for. */
        int needed(double load) {
            return (int) Math.ceil(load / targets.target());
        }

        long retentionMillis() {
            return millis(annotations.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD, config));
        }

        long deadlineMillis() {
            return millis(annotations.progressDeadline().orElse(config.progressDeadline()));
        }

        boolean reachesZero() {
            return config.get(KpaSetting.ENABLE_SCALE_TO_ZERO) && targets.minScale() == 0;
        }
    }

    /** An annotation, as a policy file calls it, and a value. */
    private static String at(String annotation, Object value) {
        return "knative." + annotation + '=' + value;
    }

    private static void maxBelowPeak(Subject s, Complaints found) {
        double peak = s.facts.number(Fact.PEAK_LOAD);
        int max = s.targets.maxScale();
        if (max > 0 && s.needed(peak) > max) {
            String why = "The peak load of %s asks for %s pods at %s each."
                    .formatted(number(peak), s.needed(peak), number(s.targets.target()));
            found.add(at("max-scale", max), why, at("max-scale", s.needed(peak)));
        }
    }

    private static void minCostly(Subject s, Complaints found) {
        double mean = s.facts.number(Fact.MEAN_LOAD);
        int min = s.targets.minScale();
        int need = s.needed(mean);
        if (min > 2 && min > 2L * need) {
            String why = "The mean load of %s asks for %s, so %s of the %s that always run are idle on average."
                    .formatted(number(mean), count(need, "pod"), min - need, min);
            found.add(at("min-scale", min), why, at("min-scale", Math.max(2, need)));
        }
    }

    private static void idleTimeout(Subject s, Complaints found) {
        long startup = s.facts.millis(Fact.STARTUP);
        long window = s.targets.stableWindowMillis() + s.targets.scaleDownDelayMillis();
        long timeout = window + s.retentionMillis();
        if (s.reachesZero() && timeout < startup) {
            found.add(
                    at("window", span(s.targets.stableWindowMillis())) + ", "
                            + at("scale-to-zero-pod-retention-period", span(s.retentionMillis())),
                    "A pod takes %s to start, and already %s without a request may cost the next one a whole start."
                            .formatted(span(startup), span(timeout)),
                    at("scale-to-zero-pod-retention-period", secondsUp(startup - window) + "s"));
        }
    }

    private static void targetAboveCapacity(Subject s, Complaints found) {
        double capacity = s.facts.number(Fact.CAPACITY_PER_REPLICA);
        double share = s.targets.target() / s.targets.total();
        if (s.targets.target() > capacity) {
            String value = at("target", number(s.targets.total()));
            String why = "A pod can handle %s and %s are aimed at, so it is overloaded before another one is asked for."
                    .formatted(number(capacity), number(s.targets.target()));
            found.add(value, why, at("target", down(MetricRules.ROOM * capacity / share)));
        }
    }

    private static void targetAboveConcurrency(Subject s, Complaints found) {
        double target = s.annotations.get(KpaSetting.TARGET).orElse(0.0);
        if (s.followsConcurrency() && s.concurrency > 0 && target > s.concurrency) {
            found.add(
                    at("target", number(target)) + ", " + at("containerConcurrency", s.concurrency),
                    "A container accepts %s at a time, so Knative takes that for the target.".formatted(s.concurrency),
                    at("target", s.concurrency));
        }
    }

    private static void podsRunFull(Subject s, Complaints found) {
        if (s.followsConcurrency() && s.concurrency > 0 && s.targets.target() >= s.concurrency) {
            found.add(
                    at("containerConcurrency", s.concurrency) + ", "
                            + at("target-utilization-percentage", number(100 * s.targets.target() / s.targets.total())),
                    "The pods are aimed to be as full as a container can be, so requests queue before another pod is asked for.",
                    at("target-utilization-percentage", 70));
        }
    }

    private static void panicWindow(Subject s, Complaints found) {
        long window = s.targets.panicWindowMillis();
        double stable = s.targets.stableWindowMillis() / 1000.0;
        if (window < 1000 * MIN_SAMPLES) {
            found.add(
                    at("panic-window-percentage", percentage(s)) + ", "
                            + at("window", span(s.targets.stableWindowMillis())),
                    "There is a sample a second, so %s may begin a panic, in which nothing shrinks for a stable window."
                            .formatted(count(window / 1000, "sample")),
                    at("panic-window-percentage", (int) Math.min(100, Math.ceil(100 * MIN_SAMPLES / stable))));
        }
    }

    private static String percentage(Subject s) {
        return number(s.annotations.get(KpaSetting.PANIC_WINDOW_PERCENTAGE, s.config));
    }

    private static void delay(Subject s, Complaints found) {
        long delay = s.targets.scaleDownDelayMillis();
        if (delay > 0 && delay <= TICK_MILLIS) {
            String why = "Decisions come every 2 s, and a delay of one of them delays nothing.";
            found.add(at("scale-down-delay", span(delay)), why, at("scale-down-delay", "4s") + " or more");
        }
    }

    private static void longWork(Subject s, Complaints found) {
        long work = s.facts.millis(Fact.WORK_TIME);
        long window = s.targets.stableWindowMillis();
        if (s.targets.scaleDownDelayMillis() <= TICK_MILLIS && work > window && s.targets.maxScale() != 1) {
            found.add(
                    at("window", span(window)) + ", " + at("scale-down-delay", span(s.targets.scaleDownDelayMillis())),
                    "Work takes up to %s, and pods go once the mean of %s falls, whichever of them are still busy."
                            .formatted(span(work), span(window)),
                    at("scale-down-delay", span(1000 * secondsUp(Math.min(work, MAX_DELAY_MILLIS)))));
        }
    }

    private static void initialScale(Subject s, Complaints found) {
        int initial = s.targets.initialScale();
        int max = s.targets.maxScale();
        if (max > 0 && initial > max) {
            String why =
                    "The initial scale outranks the maximum, so a new revision begins with %s pods.".formatted(initial);
            found.add(at("initial-scale", initial) + ", " + at("max-scale", max), why, at("initial-scale", max));
        }
    }

    private static void deadline(Subject s, Complaints found) {
        long startup = s.facts.millis(Fact.STARTUP);
        if (s.deadlineMillis() < startup) {
            String value = at("progress-deadline", span(s.deadlineMillis()));
            String why = "A pod takes %s to start, so a new revision is given up before it is ready."
                    .formatted(span(startup));
            found.add(value, why, at("progress-deadline", span(2000 * secondsUp(startup))));
        }
    }

    private static void activator(Subject s, Complaints found) {
        double burst = s.targets.targetBurstCapacity();
        int max = s.targets.maxScale();
        double most = max * s.targets.total();
        if (max > 0 && burst > 0 && most < burst) {
            found.add(
                    at("max-scale", max) + ", " + at("target-burst-capacity", number(burst)),
                    "All pods together bear %s and can never spare a burst of %s, so every request goes through the activators."
                            .formatted(number(most), number(burst)),
                    at("target-burst-capacity", down(most / 2)) + ", or -1 if that is meant");
        }
    }
}
