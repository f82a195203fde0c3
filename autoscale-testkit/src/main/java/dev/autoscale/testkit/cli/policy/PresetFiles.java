package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static dev.autoscale.testkit.cli.policy.Form.TIME;
import static java.util.Map.entry;

import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.SloTarget;
import dev.autoscale.policies.preset.TargetTracking;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** The settings of serverless endpoints, Flyte apps, AWS target tracking and promises, judged by the presets of the library. */
final class PresetFiles {
    private static final String COOLDOWN = "activation.cooldown";
    private static final String WINDOW = "behavior.scaleDown.stabilizationWindowSeconds";

    private static final Key<Integer> MIN_WORKERS =
            Key.of("minWorkers=1", INTEGER, "the fewest workers (default 0)").lint("minReplicas");
    private static final Key<Integer> MAX_WORKERS =
            Key.of("maxWorkers=9", INTEGER, "the most workers").lint("maxReplicas");
    private static final Form<IntFunction<ServerlessWorkers>> PROFILES = Form.choice(
            entry("balanced", ServerlessWorkers::balanced),
            entry("highPerformance", ServerlessWorkers::highPerformance),
            entry("lowCost", ServerlessWorkers::lowCost));
    private static final Key<IntFunction<ServerlessWorkers>> PROFILE =
            Key.of("profile=balanced", PROFILES, "instead of the other settings");
    private static final Key<Integer> REQUEST_COUNT =
            Key.of("requestCount=2", INTEGER, "requests that one worker is for, or");
    private static final Key<Duration> QUEUE_DELAY =
            Key.of("queueDelay=4s", TIME, "a longer wait of the oldest request adds workers");

    static final Keys<ServerlessWorkers> SERVERLESS = Keys.<ServerlessWorkers>under("serverless.")
            .parts(MIN_WORKERS, MAX_WORKERS, PROFILE)
            .key(REQUEST_COUNT, ServerlessWorkers::requestCount)
            .key(QUEUE_DELAY, ServerlessWorkers::queueDelay)
            .key("idleTimeout=10", TIME, ServerlessWorkers::idleTimeout)
            .help("how long a worker without requests stays (default 5s)")
            .lint(COOLDOWN, WINDOW)
            .key("initializationTime=40s", TIME, ServerlessWorkers::initializationTime)
            .help("until a new worker takes requests, none more is added")
            .lint("behavior.scaleUp.cooldown", "behavior.scaleDown.cooldownAfterAny")
            .key("prewarmedWorkers=2", INTEGER, ServerlessWorkers::prewarmedWorkers, "workers that stand by");

    private static final Key<List<Integer>> RANGE = Key.of(
                    "replicas=0, 5", Form.RANGE, "a count, or the fewest and the most")
            .paths("min", "max", "metrics")
            .lint("minReplicas (fewest)", "maxReplicas (most)");
    private static final Key<Double> CONCURRENCY = Key.of(
                    "concurrency=7", NUMBER, "concurrent requests for each replica, or")
            .lint("metrics.concurrency.averageValue");
    private static final Key<Double> RATE = Key.of("requestRate=50", NUMBER, "requests a second for each replica")
            .lint("metrics.request_rate.averageValue");

    static final Keys<FlyteApp> FLYTE = Keys.<FlyteApp>under("flyte.")
            .parts(RANGE, CONCURRENCY, RATE)
            .key("scaledownAfter=10m", TIME, FlyteApp::scaledownAfter, "how long a lower load must last (default 5m)")
            .lint(COOLDOWN, WINDOW);

    private static final Key<String> METRIC = Key.of("metric=cpu_percent", Form.TEXT, "its average per instance");
    private static final Key<Double> TARGET =
            Key.of("target=50", NUMBER, "the value of the metric to keep").lint("metrics.<id>.averageValue");
    private static final Key<Integer> MIN_CAPACITY =
            Key.of("minCapacity=2", INTEGER, "the fewest instances (default 1)").lint("minReplicas");
    private static final Key<Integer> MAX_CAPACITY =
            Key.of("maxCapacity=20", INTEGER, "the most instances").lint("maxReplicas");
    private static final Key<Duration> OUT_AFTER = Key.of(
                    "alarmsAfter.out=1m", TIME, "how long above the target adds instances (default 3m)")
            .paths("alarmsAfter out")
            .lint("behavior.scaleUp.sustainedFor");
    private static final Key<Duration> IN_AFTER = Key.of(
                    "alarmsAfter.in=5m", TIME, "how long below the target removes instances (default 15m)")
            .paths("alarmsAfter in")
            .lint("behavior.scaleDown.sustainedFor", WINDOW);

    static final Keys<TargetTracking> TRACKING = Keys.<TargetTracking>under("targetTracking.")
            .parts(METRIC, TARGET, MIN_CAPACITY, MAX_CAPACITY, OUT_AFTER, IN_AFTER)
            .key("scaleOutCooldown=60s", TIME, TargetTracking::scaleOutCooldown)
            .help("wait after adding instances (default 5m)")
            .lint("behavior.scaleUp.cooldown")
            .key("scaleInCooldown=2m", TIME, TargetTracking::scaleInCooldown)
            .help("wait after removing instances (default 5m)")
            .lint("behavior.scaleDown.cooldown")
            .flag("disableScaleIn=true", TargetTracking::disableScaleIn, "whether instances are only added")
            .key("instanceWarmup=90", TIME, TargetTracking::instanceWarmup)
            .help("how long a new instance does not count (default 0)")
            .lint("metrics.<id>.warmUp");

    private static final Key<Integer> MIN_REPLICAS =
            Key.of("minReplicas=2", INTEGER, "the fewest replicas (default 1)").lint("minReplicas");
    private static final Key<Integer> MAX_REPLICAS =
            Key.of("maxReplicas=40", INTEGER, "the most replicas").lint("maxReplicas");
    private static final Key<Duration> WAIT =
            Key.of("wait=2s", TIME, "the longest time that requests may wait until they are served, or");
    private static final Key<Duration> LATENCY =
            Key.of("latency=5s", TIME, "the longest time from arrival to the end of service");
    private static final Key<Duration> SERVICE_TIME =
            Key.of("serviceTime=800ms", TIME, "the mean service time (default learned)");

    static final Keys<SloTarget> SLO = Keys.<SloTarget>under("slo.")
            .parts(MIN_REPLICAS, MAX_REPLICAS, WAIT, LATENCY, SERVICE_TIME)
            .key("share=99.5", NUMBER, SloTarget::share, "the share that keeps it, in percent (default 99)")
            .key("concurrency=4", NUMBER, SloTarget::concurrency, "requests a replica serves at a time (default 1)")
            .key("startup=60s", TIME, SloTarget::startup)
            .help("until a new replica serves (default 0)")
            .lint(WINDOW, "metrics.arrivals.startup")
            .key("seasons=false", Form.FLAG, SloTarget::seasons, "whether days and weeks are learned (default true)");

    private PresetFiles() {}

    static PolicyShape slo(PolicyEntries entries) {
        Section<SloTarget> section = SLO.in(entries);
        int max = section.required(MAX_REPLICAS, Integer.MAX_VALUE);
        section.requireOne(WAIT, LATENCY);
        return PolicyShape.of(
                section, section.has(SERVICE_TIME) ? List.of("arrivals") : List.of("arrivals", "in_progress"), () -> {
                    SloTarget target = section.read(SloTarget.between(section.get(MIN_REPLICAS, 1), max));
                    if (section.has(SERVICE_TIME)) {
                        target = target.serviceTime(section.get(SERVICE_TIME, Duration.ofSeconds(1)));
                    }
                    return (section.has(WAIT)
                                    ? target.wait(section.get(WAIT, Duration.ZERO))
                                    : target.latency(section.get(LATENCY, Duration.ZERO)))
                            .toBuilder();
                });
    }

    static PolicyShape serverless(PolicyEntries entries) {
        Section<ServerlessWorkers> section = SERVERLESS.in(entries);
        int max = section.required(MAX_WORKERS, Integer.MAX_VALUE);
        IntFunction<ServerlessWorkers> profile = section.get(PROFILE);
        if (section.has(PROFILE)) {
            section.refuse("together with " + section.key(PROFILE), MIN_WORKERS, REQUEST_COUNT, QUEUE_DELAY);
        } else {
            section.requireOne(REQUEST_COUNT, QUEUE_DELAY);
        }
        return PolicyShape.of(
                section,
                List.of("oldest_wait", "requests"),
                () -> section
                        .read(
                                profile == null
                                        ? ServerlessWorkers.between(section.get(MIN_WORKERS, 0), max)
                                        : profile.apply(max))
                        .toBuilder());
    }

    static PolicyShape flyte(PolicyEntries entries) {
        Section<FlyteApp> section = FLYTE.in(entries);
        List<Integer> range = section.required(RANGE, List.of(1, Integer.MAX_VALUE));
        int min = range.get(0);
        int max = range.get(range.size() - 1);
        if (section.has(CONCURRENCY) || (section.has(RANGE) && min != max)) {
            section.requireOne(CONCURRENCY, RATE);
        }
        boolean hasRate = section.has(RATE) && !section.has(CONCURRENCY);
        boolean isFixed = min == max && !section.has(CONCURRENCY) && !hasRate;
        return PolicyShape.of(section, List.of(isFixed ? "replicas" : hasRate ? "request_rate" : "concurrency"), () -> {
            FlyteApp app = section.read(FlyteApp.replicas(min, max));
            if (isFixed) {
                return app.toBuilder();
            }
            return (hasRate ? app.requestRate(section.get(RATE, 1.0)) : app.concurrency(section.get(CONCURRENCY, 1.0)))
                    .toBuilder();
        });
    }

    static PolicyShape tracking(PolicyEntries entries) {
        Section<TargetTracking> section = TRACKING.in(entries);
        String metric = section.required(METRIC, "metric");
        double target = section.required(TARGET, 1.0);
        int max = section.required(MAX_CAPACITY, Integer.MAX_VALUE);
        Duration outAfter = section.get(OUT_AFTER, TargetTracking.DEFAULT_OUT_AFTER);
        Duration inAfter = section.get(IN_AFTER, TargetTracking.DEFAULT_IN_AFTER);
        TargetTracking tracking =
                TargetTracking.averagePerInstance(metric, target).capacity(section.get(MIN_CAPACITY, 1), max);
        return PolicyShape.of(
                section, List.of(metric), () -> section.read(tracking.alarmsAfter(outAfter, inAfter)).toBuilder());
    }
}
