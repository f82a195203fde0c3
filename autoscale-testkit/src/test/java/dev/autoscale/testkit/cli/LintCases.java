package dev.autoscale.testkit.cli;

import java.util.ArrayList;
import java.util.List;

/** For every rule a policy just on the wrong side and one just on the right side of it. */
final class LintCases {
    /**
     * A rule at its boundary.
     *
     * @param rule the rule's id
     * @param options what is known of the workload
     * @param wrong a policy file that the rule is about, with lines joined by {@code ;}
     * @param right one that it is not about
     */
    record Case(String rule, String options, String wrong, String right) {
        List<String> arguments() {
            return options.isEmpty() ? List.of() : List.of(options.split(" "));
        }

        static String file(String lines) {
            return lines.replace("; ", "\n") + '\n';
        }
    }

    private static final String LOAD = "metrics.load.averageValue=5";
    private static final String KEDA = "triggers.jobs.type=queue; triggers.jobs.targetQueueSize=10";
    private static final String REST = LOAD + "; metrics.load.activation=0; metrics.load.fallback.failures=3"
            + "; metrics.load.fallback.replicas=1";
    private static final String UP = "behavior.scaleUp.";
    private static final String DOWN = "behavior.scaleDown.";

    static final List<Case> ALL = all();

    private LintCases() {}

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        addBounds(cases);
        addTimes(cases);
        addShrinking(cases);
        addMetrics(cases);
        addRates(cases);
        addSchedulesAndZero(cases);
        addCron(cases);
        addTolerance(cases);
        addNames(cases);
        addSteps(cases);
        addWithoutEffect(cases);
        addKnative(cases);
        addOtherKinds(cases);
        return List.copyOf(cases);
    }

    private static String hpa(int min, int max, String more) {
        return "minReplicas=" + min + "; maxReplicas=" + max + (more.isEmpty() ? "" : "; " + more);
    }

    private static void addBounds(List<Case> to) {
        to.add(new Case("max-below-peak", "--peak-load 51", hpa(2, 10, LOAD), hpa(2, 11, LOAD)));
        to.add(new Case(
                "max-below-peak",
                "--peak-load 50.001",
                hpa(2, 10, LOAD),
                hpa(2, 10, "metrics.load.averageValue=5.0001")));
        to.add(new Case(
                "max-below-peak",
                "--peak-load 21",
                hpa(2, 6, "metrics.up.type=ratio; metrics.up.dividedBy=3"),
                hpa(2, 7, "metrics.up.type=ratio; metrics.up.dividedBy=3")));
        to.add(new Case("min-costly", "--mean-load 10", hpa(5, 10, LOAD), hpa(4, 10, LOAD)));
        to.add(new Case("min-costly", "--mean-load 0", hpa(3, 10, LOAD), hpa(2, 10, LOAD)));
        to.add(new Case("min-equals-max", "", hpa(3, 3, LOAD), hpa(3, 4, LOAD)));
        to.add(new Case("min-without-redundancy", "", hpa(1, 3, LOAD), hpa(2, 3, LOAD)));
        to.add(new Case("min-without-redundancy", "--startup 60s", hpa(1, 3, LOAD), hpa(1, 1, LOAD)));
        to.add(new Case(
                "min-without-redundancy",
                "",
                hpa(1, 8, LOAD + "; " + UP + "policies=Pods 8 15; alignment.divisorsOf=8"),
                hpa(1, 7, LOAD + "; " + UP + "policies=Pods 8 15; alignment.divisorsOf=7")));
        String aligned = LOAD + "; " + UP + "policies=Pods 20 15; alignment.";
        to.add(new Case(
                "alignment-leaves-gaps",
                "",
                hpa(1, 14, aligned + "divisorsOf=14"),
                hpa(1, 12, aligned + "divisorsOf=12")));
        to.add(new Case(
                "alignment-leaves-gaps",
                "",
                hpa(1, 13, aligned + "divisorsOf=13"),
                hpa(1, 13, aligned + "sameLargestShareOf=13")));
        to.add(new Case(
                "alignment-leaves-gaps",
                "",
                hpa(2, 14, aligned + "divisorsOf=14"),
                hpa(7, 14, aligned + "divisorsOf=14")));
        String idle = LOAD + "; activation.cooldown=5m; activation.idleReplicas=";
        to.add(new Case("idle-equals-min", "", hpa(3, 9, idle + 3), hpa(3, 9, idle + 2)));
        String fallback = LOAD + "; metrics.load.fallback.failures=3; metrics.load.fallback.replicas=";
        to.add(new Case("fallback-out-of-bounds", "", hpa(3, 9, fallback + 2), hpa(3, 9, fallback + 3)));
        to.add(new Case("fallback-out-of-bounds", "", hpa(3, 9, fallback + 10), hpa(3, 9, fallback + 9)));
        to.add(new Case(
                "fallback-out-of-bounds",
                "",
                hpa(3, 9, fallback + "1; metrics.load.fallback.behavior=currentReplicasIfHigher"),
                hpa(3, 9, fallback + "1; metrics.load.fallback.behavior=currentReplicas")));
        to.add(new Case("fallback-below-load", "--mean-load 20", hpa(2, 9, fallback + 3), hpa(2, 9, fallback + 4)));
        to.add(new Case(
                "fallback-below-load",
                "--mean-load 20",
                hpa(2, 9, fallback + 3),
                hpa(2, 9, fallback + "3; metrics.load.fallback.behavior=currentReplicasIfHigher")));
        String budget = LOAD + "; flapBudget.per=10m; flapBudget.";
        to.add(new Case(
                "flap-budget-holds-growth", "", hpa(2, 9, budget + "replicas=6"), hpa(2, 9, budget + "replicas=7")));
        to.add(new Case(
                "flap-budget-holds-growth",
                "",
                hpa(2, 9, budget + "reversals=2"),
                hpa(2, 9, budget + "reversals=2; flapBudget.shrinkOnly=true")));
    }

    private static void addTimes(List<Case> to) {
        String rest = REST + "; activation.cooldown=";
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 60s",
                hpa(0, 9, rest + "59s"),
                hpa(0, 9, rest + "60s")));
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 61s",
                "keda.cooldownPeriod=60; " + KEDA,
                "keda.cooldownPeriod=61; " + KEDA));
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 61s",
                "keda.cooldownPeriod=60; " + KEDA,
                "keda.cooldownPeriod=60; keda.minReplicaCount=1; " + KEDA));
        String window = "; " + DOWN + "stabilizationWindowSeconds=300";
        String skips = "cooldown-skips-window";
        to.add(new Case(skips, "", hpa(0, 9, rest + "299s" + window), hpa(0, 9, rest + "300s" + window)));
        to.add(new Case(
                skips,
                "",
                hpa(0, 9, rest + "299s" + window),
                hpa(0, 9, rest + "299s; activation.zeroDelay=10s" + window)));
        to.add(new Case(skips, "", hpa(0, 9, rest + "299s" + window), hpa(0, 9, rest + "299s")));
        to.add(new Case(skips, "", hpa(0, 2, rest + "299s" + window), hpa(0, 1, rest + "299s" + window)));
        to.add(new Case(
                "cooldown-skips-window",
                "",
                "keda.cooldownPeriod=59; " + KEDA + "; " + DOWN + "stabilizationWindowSeconds=60",
                "keda.cooldownPeriod=60; " + KEDA + "; " + DOWN + "stabilizationWindowSeconds=60"));
        String age = LOAD + "; metrics.load.maxAge=";
        to.add(new Case(
                "max-age-shorter-than-samples",
                "--sample-interval 30s",
                hpa(2, 9, age + "29s"),
                hpa(2, 9, age + "30s")));
        String back = LOAD + "; metrics.load.lookBack=mean ";
        to.add(new Case("look-back-holds-one-sample", "", hpa(2, 9, back + "15s"), hpa(2, 9, back + "15001ms")));
        to.add(new Case("look-back-holds-one-sample", "--every 1m", hpa(2, 9, back + "60s"), hpa(2, 9, back + "61s")));
        String cpu = "metrics.cpu.averageUtilization=70";
        to.add(new Case(
                "no-allowance-for-initialization",
                "--initialization 301s",
                hpa(2, 9, cpu),
                hpa(2, 9, cpu + "; controller.cpuInitializationPeriod=301s")));
        to.add(new Case(
                "no-allowance-for-initialization",
                "--initialization 90s",
                hpa(2, 9, "metrics.busy.type=Pods; metrics.busy.averageValue=1; metrics.busy.warmUp=89s"),
                hpa(2, 9, "metrics.busy.type=Pods; metrics.busy.averageValue=1; metrics.busy.warmUp=90s")));
        String steps = "metrics.wait.type=steps; metrics.wait.steps=from 5: +1; " + UP;
        to.add(new Case(
                "steps-faster-than-startup",
                "--startup 40s",
                hpa(2, 9, steps + "cooldown=39s"),
                hpa(2, 9, steps + "cooldown=40s")));
        to.add(new Case(
                "steps-faster-than-startup",
                "--startup 40s",
                hpa(2, 9, steps + "policies=Pods 2 39"),
                hpa(2, 9, steps + "policies=Pods 2 40")));
        to.add(new Case(
                "steps-faster-than-startup",
                "--startup 40s",
                hpa(2, 9, "metrics.latency.value=800m"),
                hpa(2, 9, "metrics.latency.averageValue=800m")));
    }

    private static void addShrinking(List<Case> to) {
        String window = LOAD + "; " + DOWN + "stabilizationWindowSeconds=";
        to.add(new Case(
                "shrinks-sooner-than-startup", "--startup 60s", hpa(2, 9, window + 59), hpa(2, 9, window + 60)));
        to.add(new Case(
                "shrinks-sooner-than-startup",
                "--startup 60s",
                hpa(2, 9, window + "30; " + DOWN + "sustainedFor=59s"),
                hpa(2, 9, window + "30; " + DOWN + "sustainedFor=60s")));
        to.add(new Case(
                "shrinks-sooner-than-startup",
                "--startup 301s",
                hpa(2, 9, LOAD),
                hpa(2, 9, LOAD + "; controller.downscaleStabilization=301s")));
        to.add(new Case("shrinks-at-once", "", hpa(2, 9, window + 0), hpa(2, 9, window + 1)));
        String zero = REST + "; activation.cooldown=5m; " + DOWN + "stabilizationWindowSeconds=0";
        to.add(new Case("shrinks-at-once", "", hpa(0, 2, zero), hpa(0, 1, zero)));
        to.add(new Case(
                "shrinks-at-once",
                "",
                "keda.maxReplicaCount=2; " + KEDA + "; " + DOWN + "stabilizationWindowSeconds=0",
                "keda.maxReplicaCount=1; " + KEDA + "; " + DOWN + "stabilizationWindowSeconds=0"));
        to.add(new Case(
                "shrinks-at-once", "", hpa(2, 9, window + 0), hpa(2, 9, window + "0; " + DOWN + "sustainedIn=2 of 3")));
        to.add(new Case(
                "shrinks-at-once", "", hpa(2, 9, window + 0), hpa(2, 9, window + "0; " + DOWN + "policies=Pods 1 60")));
        to.add(new Case(
                "shrinks-at-once", "", hpa(2, 9, window + 0), hpa(2, 9, window + "0; metrics.load.lookBack=mean 60s")));
        String queue = "metrics.jobs.type=backlog; metrics.jobs.perReplica=60";
        to.add(new Case(
                "shrinks-busy-workers",
                "--work-time 10m",
                hpa(2, 9, queue + "; " + DOWN + "stabilizationWindowSeconds=599"),
                hpa(2, 9, queue + "; " + DOWN + "stabilizationWindowSeconds=600")));
        to.add(new Case("shrinks-busy-workers", "--work-time 10m", hpa(2, 9, queue), hpa(2, 9, queue + "; " + LOAD)));
        to.add(new Case("shrinks-busy-workers", "--work-time 10m --waiting load", hpa(2, 9, LOAD), hpa(9, 9, LOAD)));
        to.add(new Case(
                "shrinks-busy-workers",
                "--work-time 300s",
                "keda.cooldownPeriod=299; " + KEDA,
                "keda.cooldownPeriod=300; " + KEDA));
        String windows = LOAD + "; " + UP + "stabilizationWindowSeconds=61; " + DOWN + "stabilizationWindowSeconds=";
        to.add(new Case("windows-push-against-each-other", "", hpa(2, 9, windows + 60), hpa(2, 9, windows + 61)));
        to.add(new Case(
                "windows-push-against-each-other",
                "",
                hpa(2, 9, windows + 60),
                hpa(2, 9, windows + "60; " + DOWN + "cooldownAfterAny=61s")));
        to.add(new Case(
                "windows-push-against-each-other",
                "",
                hpa(2, 9, LOAD + "; " + UP + "sustainedFor=301s"),
                hpa(2, 9, LOAD + "; " + UP + "sustainedFor=300s")));
    }

    private static void addMetrics(List<Case> to) {
        to.add(new Case(
                "target-above-capacity",
                "--capacity-per-replica 4.999",
                hpa(2, 9, LOAD),
                hpa(2, 9, "metrics.load.averageValue=4.999")));
        to.add(new Case(
                "no-headroom", "--concurrency 5.5", hpa(2, 9, LOAD), hpa(2, 9, "metrics.load.averageValue=4.999")));
        to.add(new Case(
                "no-headroom", "--concurrency 5.1", hpa(2, 9, LOAD), hpa(2, 9, LOAD + "; " + UP + "tolerance=0.01")));
        to.add(new Case(
                "utilization-out-of-reach",
                "--limit-to-request 1",
                hpa(2, 9, "metrics.cpu.averageUtilization=91"),
                hpa(2, 9, "metrics.cpu.averageUtilization=90")));
        to.add(new Case(
                "utilization-out-of-reach",
                "--limit-to-request 2",
                hpa(2, 9, "metrics.cpu.averageUtilization=182"),
                hpa(2, 9, "metrics.cpu.averageUtilization=181")));
        to.add(new Case(
                "memory-may-not-be-freed",
                "",
                hpa(2, 9, "metrics.memory.averageUtilization=70"),
                hpa(2, 9, "metrics.cpu.averageUtilization=70")));
        to.add(new Case("tolerance-hides-replicas", "", hpa(2, 50, LOAD), hpa(2, 49, LOAD)));
        String delay = "metrics.wait.type=queueDelay; metrics.wait.longerThan=4s";
        to.add(new Case(
                "queue-delay-never-shrinks",
                "",
                hpa(2, 9, delay),
                hpa(2, 9, delay + "; metrics.wait.requestsFrom=requests; metrics.requests.type=signal")));
        to.add(new Case(
                "queue-delay-never-shrinks",
                "",
                hpa(2, 9, delay + "; " + LOAD),
                hpa(2, 9, delay + "; metrics.wait.abstainWhileInTime=true; " + LOAD)));
        String ratio = "metrics.asr.type=ratio; metrics.asr.dividedBy=2";
        to.add(new Case("ratio-without-floor", "", hpa(0, 9, ratio), hpa(0, 9, ratio + "; metrics.asr.atLeast=1")));
        to.add(new Case("ratio-without-floor", "", hpa(0, 9, ratio), hpa(1, 9, ratio)));
    }

    private static void addRates(List<Case> to) {
        String policies = LOAD + "; " + UP + "policies=";
        to.add(new Case(
                "policy-without-effect",
                "",
                hpa(2, 9, policies + "Percent 100 15, Pods 2 15"),
                hpa(1, 9, policies + "Percent 100 15, Pods 2 15")));
        to.add(new Case(
                "policy-without-effect",
                "",
                hpa(2, 41, policies + "Percent 10 15, Pods 4 15"),
                hpa(2, 42, policies + "Percent 10 15, Pods 4 15")));
        to.add(new Case(
                "policy-without-effect",
                "",
                hpa(2, 9, policies + "Pods 4 15, Pods 4 15"),
                hpa(2, 9, policies + "Pods 4 15, Pods 4 16")));
        to.add(new Case(
                "least-policy-decides",
                "",
                hpa(2, 9, policies + "Percent 100 15, Pods 2 15; " + UP + "selectPolicy=Min"),
                hpa(1, 9, policies + "Percent 100 15, Pods 2 15; " + UP + "selectPolicy=Min")));
        to.add(new Case(
                "rate-period-shorter-than-decisions",
                "",
                hpa(2, 9, policies + "Pods 1 14"),
                hpa(2, 9, policies + "Pods 1 15")));
        to.add(new Case(
                "rate-period-shorter-than-decisions",
                "",
                hpa(2, 9, policies + "Pods 6 1"),
                hpa(2, 9, policies + "Pods 7 1")));
        to.add(new Case(
                "rate-period-shorter-than-decisions",
                "--every 61s",
                hpa(2, 9, policies + "Pods 7 61; " + DOWN + "policies=Pods 1 60"),
                hpa(2, 9, policies + "Pods 7 61; " + DOWN + "policies=Pods 1 61")));
        // From 2 to 9 a replica a minute: the seventh comes after six minutes.
        to.add(new Case(
                "peak-out-of-reach-in-time",
                "--rise 359s",
                hpa(2, 9, policies + "Pods 1 60"),
                hpa(2, 8, policies + "Pods 1 60")));
        to.add(new Case(
                "peak-out-of-reach-in-time",
                "--rise 59s --mean-load 30 --peak-load 40",
                hpa(2, 9, policies + "Pods 1 60"),
                hpa(2, 9, policies + "Pods 2 60")));
        to.add(new Case(
                "peak-out-of-reach-in-time",
                "--rise 59s",
                hpa(2, 9, policies + "Pods 7 60; " + UP + "sustainedFor=60s"),
                hpa(2, 9, policies + "Pods 7 60; " + UP + "sustainedFor=45s")));
        to.add(new Case("peak-out-of-reach-in-time", "--rise 29s", hpa(1, 16, LOAD), hpa(1, 8, LOAD)));
    }

    private static void addSchedulesAndZero(List<Case> to) {
        String window = LOAD + "; schedule.day.start=0 8 * * *; schedule.day.duration=9h; schedule.day.";
        String rule = "schedule-window-without-effect";
        to.add(new Case(
                rule,
                "",
                hpa(2, 9, window + "type=floor; schedule.day.replicas=2"),
                hpa(2, 9, window + "type=floor; schedule.day.replicas=3")));
        to.add(new Case(
                rule,
                "",
                hpa(2, 9, window + "type=ceiling; schedule.day.replicas=9"),
                hpa(2, 9, window + "type=ceiling; schedule.day.replicas=8")));
        String other = "; schedule.late.start=0 9 * * *; schedule.late.duration=1h; schedule.late.type=floor"
                + "; schedule.late.replicas=5; schedule.day.rank=";
        to.add(new Case(
                rule,
                "",
                hpa(2, 9, window + "type=floor; schedule.day.replicas=2" + other + 0),
                hpa(2, 9, window + "type=floor; schedule.day.replicas=2" + other + 1)));
        String floor = window + "type=floor; schedule.day.replicas=5; schedule.day.lead=";
        to.add(new Case(
                "lead-shorter-than-startup", "--startup 60s", hpa(2, 9, floor + "59s"), hpa(2, 9, floor + "60s")));
        String rest = "; activation.cooldown=5m";
        to.add(new Case(
                "zero-without-activation-threshold",
                "",
                hpa(0, 9, LOAD + rest),
                hpa(0, 9, LOAD + "; metrics.load.activation=0" + rest)));
        to.add(new Case(
                "zero-without-fallback",
                "",
                hpa(0, 9, LOAD + rest),
                hpa(0, 9, LOAD + "; metrics.load.fallback.failures=3; metrics.load.fallback.replicas=1" + rest)));
    }

    private static String trigger(String start, String end) {
        return "keda.maxReplicaCount=9; triggers.c.type=cron; triggers.c.desiredReplicas=3; triggers.c.start=" + start
                + "; triggers.c.end=" + end;
    }

    private static String inFormula(String start, String end) {
        return trigger(start, end) + "; " + KEDA + "; keda.scalingModifiers.formula=max(jobs, c)"
                + "; keda.scalingModifiers.target=5";
    }

    private static String floor(String start, String end) {
        return hpa(
                2,
                9,
                LOAD + "; schedule.day.type=floor; schedule.day.replicas=3; schedule.day.timezone=Europe/Berlin"
                        + "; schedule.day.start=" + start + "; schedule.day.end=" + end);
    }

    private static void addCron(List<Case> to) {
        String notClosed = "cron-start-not-closed";
        // Friday's start has no end before Sunday.
        to.add(new Case(notClosed, "", trigger("0 3 * * 1-5", "0 15 * * 0-4"), trigger("0 3 * * 1-5", "0 15 * * 1-5")));
        to.add(new Case(notClosed, "", floor("0 22 * * 1-5", "0 6 * * 1-5"), floor("0 22 * * 1-5", "0 6 * * 2-6")));
        to.add(new Case(notClosed, "", floor("0 8 * * *", "0 18 * * 1-5"), floor("0 8 * * 1", "0 18 * * 5")));
        // KEDA looks at the next end only, so it opens for the last of several starts.
        to.add(new Case(notClosed, "", trigger("*/5 8-17 * * *", "0 18 * * *"), floor("*/5 8-17 * * *", "0 18 * * *")));
        to.add(new Case(notClosed, "", trigger("0 8 * * *", "0 18 * * 1-5"), trigger("0 8 * * *", "0 18 * * *")));
        // Once a year the clocks skip the end, which no expression can help.
        to.add(new Case(notClosed, "", floor("0 1 * * 1-6", "30 2 * * 1-5"), floor("0 1 * * *", "30 2 * * *")));
        to.add(new Case(notClosed, "", floor("0 8 * * 1-5", "0 18 * * 5"), floor("0 8 * * 1", "0 18 * * 5")));
        to.add(new Case(notClosed, "", floor("0 8 1-5 * *", "0 18 5 * *"), floor("0 0 19-27 * *", "0 0 28 * *")));
        to.add(new Case(notClosed, "", inFormula("0 8 * * 1-5", "0 18 * * 5"), inFormula("0 8 * * *", "0 18 * * *")));
        String without = "cron-open-without-start";
        to.add(new Case(without, "", trigger("0 8 * 1-3 *", "0 18 * * *"), trigger("0 8 * 1-3 *", "0 18 * 1-3 *")));
        to.add(new Case(without, "", trigger("30 6 * * 1-5", "10 22 * * *"), trigger("30 6 * * 1-5", "10 22 * * 1-5")));
        to.add(new Case(without, "", trigger("0 22 * * 1-5", "0 6 * * *"), trigger("0 22 * * 1-5", "0 6 * * 2-6")));
        String reopens = "cron-reopens-at-once";
        to.add(new Case(
                reopens, "", floor("0 0 19-27 * *", "55 23 19-27 * *"), floor("0 0 19-27 * *", "54 23 19-27 * *")));
        to.add(new Case(reopens, "", floor("0 0 19-27 * *", "59 23 19-27 * *"), floor("0 0 19 * *", "0 0 28 * *")));
        to.add(new Case(
                reopens,
                "",
                floor("0 * * * *", "x").replace("end=x", "duration=59m"),
                floor("0 * * * *", "x").replace("end=x", "duration=54m")));
        String night =
                "; schedule.night.type=floor; schedule.night.timezone=Europe/Berlin; schedule.night.start=0 0 * * *; schedule.night.end=0 6 * * *"
                        + "; schedule.night.replicas=5";
        to.add(new Case(
                reopens, "", floor("0 22 * * *", "59 23 * * *") + night, floor("0 22 * * *", "0 0 * * *") + night));
        to.add(new Case(
                reopens,
                "",
                floor("0 22 * * *", "59 23 * * *") + night,
                floor("0 22 * * *", "59 23 * * *") + night.replace("=5", "=2")));
        String end = "cron-end-without-start";
        to.add(new Case(end, "", floor("30 6 * * 1-5", "10 22 * * *"), floor("30 6 * * 1-5", "10 22 * * 1-5")));
        to.add(new Case(end, "", floor("30 6 * * 1-5", "10 22 * * *"), trigger("30 6 * * 1-5", "10 22 * * *")));
        to.add(new Case(end, "", floor("30 2 * * 1-6", "0 4 * * *"), floor("30 2 * * *", "0 4 * * *")));
        String cron = trigger("0 8 * * *", "0 18 * * *") + "; keda.minReplicaCount=";
        to.add(new Case("schedule-window-without-effect", "", cron + 3, cron + 2));
        String max = trigger("0 8 * * *", "0 18 * * *").replace("=9;", "=");
        to.add(new Case("schedule-above-max", "", max.replace("= ", "=2; "), max.replace("= ", "=3; ")));
    }

    private static void addTolerance(List<Case> to) {
        String rule = "tolerance-hides-replicas";
        to.add(new Case(
                rule,
                "",
                hpa(2, 50, LOAD + "; " + UP + "tolerance=0.01"),
                hpa(2, 50, LOAD + "; " + UP + "tolerance=0.01; " + DOWN + "tolerance=0.01")));
        to.add(new Case(rule, "", hpa(2, 10, "metrics.load.averageValue=1"), hpa(2, 9, "metrics.load.averageValue=1")));
        to.add(new Case(rule, "", hpa(2, 6000, LOAD), hpa(2, 10, LOAD)));
        String cron = trigger("0 8 * * *", "0 18 * * *");
        to.add(new Case(rule, "", cron.replace("=9;", "=50;"), cron.replace("=9;", "=49;")));
        to.add(new Case(rule, "", "keda.maxReplicaCount=100; " + KEDA, KEDA));
    }

    private static void addNames(List<Case> to) {
        String divided = "average-divided-again";
        to.add(new Case(
                divided,
                "",
                hpa(2, 9, "metrics.cpu_percent.averageValue=10"),
                hpa(2, 9, "metrics.cpu_percent.value=10")));
        to.add(new Case(
                divided,
                "",
                hpa(2, 9, "metrics.requestLatencyP95.averageValue=2"),
                hpa(2, 9, "metrics.requestRate.averageValue=2")));
        to.add(new Case(
                divided,
                "",
                hpa(2, 9, "metrics.busy_percent.averageValue=2"),
                hpa(2, 9, "metrics.busy_percent.type=Pods; metrics.busy_percent.averageValue=2")));
        String query = "triggers.p95.type=prometheus; triggers.p95.threshold=2; triggers.p95.metricType=";
        to.add(new Case(divided, "", query + "AverageValue", query + "Value"));
        String total = "total-as-value";
        to.add(new Case(
                total,
                "",
                hpa(2, 9, "metrics.queue_length.value=100"),
                hpa(2, 9, "metrics.queue_length.averageValue=100")));
        to.add(new Case(
                total, "", hpa(2, 9, "metrics.queue.value=100"), hpa(2, 9, "metrics.queue_age_seconds.value=100")));
        for (String other : List.of(
                "max_lag",
                "lagSec",
                "sessions_per_node",
                "lag_per_partition",
                "queue_fill_level",
                "requests_used_pct")) {
            String neighbour = "metrics.%s.value=100".formatted(other);
            to.add(new Case(total, "", hpa(2, 9, "metrics.jobs.value=100"), hpa(2, 9, neighbour)));
        }
        for (String sum : List.of(
                "http_requests_per_second",
                "requestsInFlight",
                "request_count",
                "num_undelivered_messages",
                "events")) {
            String metric = "metrics.%s.".formatted(sum);
            to.add(new Case(total, "", hpa(2, 9, metric + "value=100"), hpa(2, 9, metric + "averageValue=100")));
        }
        for (String sum : List.of(
                "avg_queue_length", "queue_depth_mean_5m", "gpu_utilization_sum", "requests_duration_seconds_count")) {
            String neighbour = "metrics.%s.averageValue=100".formatted(sum);
            to.add(new Case(divided, "", hpa(2, 9, "metrics.avg_wait.averageValue=100"), hpa(2, 9, neighbour)));
        }
        to.add(new Case(total, "", KEDA + "; triggers.jobs.metricType=Value", KEDA));
        to.add(new Case(
                "both-directions-disabled",
                "",
                hpa(2, 9, LOAD + "; " + UP + "selectPolicy=Disabled; " + DOWN + "selectPolicy=Disabled"),
                hpa(2, 9, LOAD + "; " + DOWN + "selectPolicy=Disabled")));
        to.add(new Case(
                "work-shorter-than-decisions",
                "--work-time 14999ms --waiting load",
                hpa(2, 9, LOAD),
                hpa(2, 9, LOAD + "; metrics.busy.averageValue=2")));
    }

    private static void addSteps(List<Case> to) {
        String steps = "metrics.cpu.type=steps; metrics.cpu.steps=";
        String push = "steps-push-against-each-other";
        to.add(new Case(
                push,
                "",
                hpa(2, 6, steps + "below 60: -1, from 80: +1"),
                hpa(2, 6, steps + "below 53: -1, from 80: +1")));
        // One too many comes and goes, and then it rests.
        to.add(new Case(
                push,
                "",
                hpa(1, 9, steps + "below 50: -2, from 80: +1"),
                hpa(1, 9, steps + "below 30: -1, from 80: +2")));
        String cooldown = "; " + UP + "cooldown=";
        String slow = "cooldown-between-small-steps";
        String add = steps + "from 80: +2" + cooldown;
        to.add(new Case(slow, "", hpa(1, 10, add + "450s"), hpa(1, 10, add + "435s")));
        to.add(new Case(
                slow,
                "",
                hpa(1, 10, steps + "60 to 80: +2; " + UP + "cooldownAfterAny=1h"),
                hpa(1, 10, steps + "60 to 80: +9; " + UP + "cooldownAfterAny=1h; " + UP + "policies=Pods 9 15")));
        String backlog = "metrics.jobs.type=backlog; metrics.jobs.perReplica=5; metrics.jobs.maxAddedPerDecision=1";
        to.add(new Case(slow, "", hpa(1, 10, backlog + cooldown + "5m"), hpa(1, 7, backlog + cooldown + "5m")));
        String delay = "metrics.wait.type=queueDelay; metrics.wait.longerThan=4s; metrics.wait.requestsFrom=requests"
                + "; metrics.requests.type=signal";
        to.add(new Case(slow, "", hpa(1, 10, delay + cooldown + "5m"), hpa(1, 10, delay + cooldown + "1m")));
        to.add(new Case(
                "peak-out-of-reach-in-time",
                "--rise 3h",
                hpa(1, 10, steps + "from 80: +2; " + UP + "policies=Pods 9 15" + cooldown + "60m"),
                hpa(1, 10, steps + "from 80: +9; " + UP + "policies=Pods 9 15" + cooldown + "60m")));
        String room = "growth-makes-room-to-shrink";
        String down = LOAD + "; " + DOWN + "policies=Pods 2 300; " + DOWN + "stabilizationWindowSeconds=";
        to.add(new Case(room, "", hpa(1, 20, down + 299), hpa(1, 20, down + 300)));
        to.add(new Case(
                room,
                "",
                hpa(1, 20, down + 0),
                hpa(1, 20, down + "0; flapBudget.per=5m; flapBudget.replicas=2; flapBudget.shrinkOnly=true")));
        to.add(new Case(
                "knative-no-delay-for-long-work",
                "--work-time 61s",
                knative(""),
                knative("knative.scale-down-delay=61s")));
        to.add(new Case(
                "knative-no-delay-for-long-work", "--work-time 61s", knative(""), knative("knative.window=61s")));
        String stated = "serverless.maxWorkers=8; serverless.requestCount=1; serverless.initializationTime=60s"
                + "; serverless.idleTimeout=";
        to.add(new Case("idle-timeout-shorter-than-startup", "", stated + "59s", stated + "60s"));
        String promise = "slo.minReplicas=2; slo.maxReplicas=9; slo.";
        String startup = promise + "wait=2s; slo.startup=";
        String beyond = "startup-beyond-what-is-told";
        to.add(new Case(beyond, "--startup 121s", startup + "60s", startup + "61s"));
        to.add(new Case(beyond, "--startup 61s", promise + "wait=2s", startup + "1s"));
        to.add(new Case(beyond, "--startup 2h", startup + "10m", startup + "15m"));
    }

    private static void addWithoutEffect(List<Case> to) {
        String rule = "setting-without-effect";
        for (String setting : List.of(
                "keda.cooldownPeriod=60",
                "keda.pollingInterval=5",
                "keda.initialCooldownPeriod=60",
                "triggers.jobs.activationTargetQueueSize=3")) {
            String file = KEDA + "; " + setting + "; keda.minReplicaCount=";
            to.add(new Case(rule, "", file + 1, file + 0));
            to.add(new Case(rule, "", file + 1, file + "1; keda.idleReplicaCount=0"));
        }
        String idle = KEDA + "; keda.minReplicaCount=3; keda.idleReplicaCount=";
        to.add(new Case(rule, "", idle + 1, idle + 0));
        String slow = KEDA + "; keda.maxReplicaCount=9; " + DOWN + "policies=";
        String skips = "zero-skips-rates";
        to.add(new Case(skips, "", slow + "Pods 7 60", slow + "Pods 8 60"));
        to.add(new Case(skips, "", slow + "Pods 1 60", slow + "Pods 1 60; activation.zeroDelay=10m"));
        to.add(new Case(skips, "", slow + "Pods 1 60", slow + "Pods 1 60; keda.minReplicaCount=1"));
    }

    private static String knative(String more) {
        return "knative.target=10; knative.max-scale=40" + (more.isEmpty() ? "" : "; " + more);
    }

    private static void addKnative(List<Case> to) {
        to.add(new Case(
                "max-below-peak",
                "--peak-load 281",
                knative(""),
                knative("knative.window=60s").replace("40", "41")));
        to.add(new Case(
                "min-costly", "--mean-load 14", knative("knative.min-scale=5"), knative("knative.min-scale=4")));
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 91s",
                knative("knative.scale-to-zero-pod-retention-period=30s"),
                knative("knative.scale-to-zero-pod-retention-period=31s")));
        to.add(new Case(
                "target-above-capacity", "--capacity-per-replica 7", knative("").replace("=10", "=10.1"), knative("")));
        to.add(new Case(
                "knative-target-above-concurrency",
                "",
                knative("knative.containerConcurrency=9"),
                knative("knative.containerConcurrency=10")));
        String full = "knative.containerConcurrency=10; knative.target-utilization-percentage=";
        to.add(new Case("knative-pods-run-full", "", knative(full + 100), knative(full + 99)));
        String panic = "knative.panic-window-percentage=5; knative.window=";
        to.add(new Case("knative-panic-window-too-short", "", knative(panic + "49s"), knative(panic + "50s")));
        to.add(new Case(
                "knative-delay-within-one-tick",
                "",
                knative("knative.scale-down-delay=2s"),
                knative("knative.scale-down-delay=3s")));
        to.add(new Case(
                "knative-initial-scale-above-max",
                "",
                knative("knative.initial-scale=41"),
                knative("knative.initial-scale=40")));
        to.add(new Case(
                "knative-deadline-shorter-than-startup",
                "--startup 61s",
                knative("knative.progress-deadline=60s"),
                knative("knative.progress-deadline=61s")));
        to.add(new Case(
                "knative-activator-never-leaves",
                "",
                knative("knative.target-burst-capacity=401"),
                knative("knative.target-burst-capacity=400")));
    }

    /** The same rules in the words of other systems. */
    private static void addOtherKinds(List<Case> to) {
        String serverless = "serverless.maxWorkers=8; serverless.queueDelay=4s; serverless.";
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 40s",
                serverless + "idleTimeout=39s",
                serverless + "idleTimeout=40s"));
        to.add(new Case(
                "steps-faster-than-startup",
                "--startup 40s",
                serverless + "initializationTime=39s",
                serverless + "initializationTime=40s"));
        to.add(new Case(
                "idle-timeout-shorter-than-startup",
                "--startup 301s",
                "flyte.replicas=0, 5; flyte.concurrency=7",
                "flyte.replicas=0, 5; flyte.concurrency=7; flyte.scaledownAfter=301s"));
        to.add(new Case(
                "target-above-capacity",
                "--concurrency 6",
                "flyte.replicas=2, 5; flyte.concurrency=7",
                "flyte.replicas=2, 5; flyte.concurrency=6"));
        String tracking = "targetTracking.metric=load; targetTracking.target=50; targetTracking.maxCapacity=9"
                + "; targetTracking.minCapacity=2";
        to.add(new Case(
                "no-allowance-for-initialization",
                "--initialization 60s",
                tracking,
                tracking + "; targetTracking.instanceWarmup=60s"));
        to.add(new Case(
                "peak-out-of-reach-in-time",
                "--rise 60s",
                tracking,
                tracking + "; targetTracking.alarmsAfter.out=60s"));
        String fallback = "; keda.fallback.failureThreshold=3; keda.fallback.replicas=";
        to.add(new Case(
                "fallback-out-of-bounds",
                "",
                "keda.minReplicaCount=3; " + KEDA + fallback + 2,
                "keda.minReplicaCount=3; " + KEDA + fallback + 3));
        to.add(new Case(
                "max-below-peak",
                "--peak-load 91",
                "keda.maxReplicaCount=9; " + KEDA,
                "keda.maxReplicaCount=10; " + KEDA));
    }
}
