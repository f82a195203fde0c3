package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.METRIC;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static dev.autoscale.testkit.cli.policy.Form.TEXT;
import static dev.autoscale.testkit.cli.policy.Form.TIME;
import static java.util.Map.entry;

import dev.autoscale.Fallback;
import dev.autoscale.MetricSpec;
import dev.autoscale.MetricSpec.SampleRule;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.forecast.SeasonalFloor;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.policies.source.WatermarkBand.Watermark;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What metrics of a policy file have beyond those of Kubernetes: options of any metric, signals, and sources of replicas. */
final class MetricKeys {
    static final String PREFIX = "metrics.";
    /** The types that the library has besides those of Kubernetes. */
    static final List<String> INPUTS =
            List.of("ratio", "signal", "steps", "watermark", "backlog", "queueDelay", "seasonalFloor");

    private static final Key<Integer> FAILURES = Key.of(
                    "fallback.failures=3", INTEGER, "failed samples in a row until it holds")
            .paths("failures", "fallback");
    private static final Key<Duration> AFTER =
            Key.of("fallback.after=180s", TIME, "how long it must have failed").paths("time");
    private static final Key<Integer> REPLICAS = Key.of("fallback.replicas=6", INTEGER, "the replicas of the fallback")
            .paths("replicas");
    private static final Key<Fallback.Behavior> BEHAVIOR = Key.of(
            "fallback.behavior=currentReplicasIfHigher",
            Form.oneOf(Fallback.Behavior.values()),
            "what it asks for (default static)");
    private static final String ACTIVATION = "activation";

    static final Keys<MetricSpec> OPTIONS = MetricKeys.<MetricSpec>metrics()
            .key("maxAge=90s", TIME, MetricSpec::maxAge, "an older value is stale and counts as failed")
            .key("activation=2", Form.QUANTITY, (metric, threshold) -> metric.activation(threshold.toDouble()))
            .help("above it the workload is active")
            .key("onlyWhile=beat", METRIC, MetricSpec::onlyWhile, "counts only while that metric is active")
            .key("lookBack=mean 30s", Form.LOOK_BACK, MetricSpec::lookBack, "mean, max or min of its last values")
            .key("warmUp=90s", TIME, MetricSpec::warmUp, "how long a new pod does not count")
            .key("negative=zero", Form.oneOf(SampleRule.values()), MetricSpec::negative)
            .help("what a sample below 0 does: fail (default), zero, kubernetes")
            .key("notFinite=zero", Form.oneOf(SampleRule.FAIL, SampleRule.ZERO), MetricSpec::notFinite)
            .help("what NaN and infinite samples do: fail (default), zero")
            .parts(FAILURES, AFTER, REPLICAS, BEHAVIOR);

    private static final Key<String> WORKLOAD = Key.of("workload=parse-workers", TEXT, "follows its replicas");
    private static final Keys<RatioTarget.Builder> RATIO = MetricKeys.<RatioTarget.Builder>metrics("ratio")
            .parts(WORKLOAD)
            .key("times=2", INTEGER, RatioTarget.Builder::times, "replicas for each of the workload's")
            .key("dividedBy=3", INTEGER, RatioTarget.Builder::dividedBy, "the workload's replicas for each")
            .key("plus=1", INTEGER, RatioTarget.Builder::plus, "replicas on top")
            .key("rounding=floor", Form.oneOf(RatioTarget.Rounding.values()), RatioTarget.Builder::rounding)
            .help("of the quotient")
            .key("atLeast=1", INTEGER, RatioTarget.Builder::atLeast, "the fewest replicas")
            .key("atMost=4", INTEGER, RatioTarget.Builder::atMost, "the most replicas");

    private static final Key<StepScaling> STEPS = Key.of(
            "steps=below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2",
            new Form<>("steps", Steps::parse), "what to add at which values, or exactly 20");
    private static final Keys<Object> STEPS_ALONE = metrics("steps").parts(STEPS);

    private static final Key<Double> LOW = Key.of("low=60", NUMBER, "below it shrinks");
    private static final Key<Double> HIGH = Key.of("high=80", NUMBER, "above it grows");
    private static final Key<Boolean> OF = Key.of(
            "of=total",
            Form.choice(entry("average", false), entry("total", true)),
            "averages per replica (the default) or totals");
    private static final Key<Watermark> TOWARDS =
            Key.of("towards=high", Form.oneOf(Watermark.HIGH, Watermark.LOW), "goes on towards that end");
    private static final Key<Integer> BY = Key.of("by=2", INTEGER, "by this many replicas at a time (default 1)")
            .paths("replicas");
    private static final Keys<WatermarkBand.Builder> WATERMARK = MetricKeys.<WatermarkBand.Builder>metrics("watermark")
            .parts(LOW, HIGH, OF, TOWARDS, BY)
            .key("tolerance=0.05", NUMBER, WatermarkBand.Builder::tolerance, "tolerated share beyond the band");

    private static final Key<Double> PER_REPLICA =
            Key.of("perReplica=20", NUMBER, "backlog that one replica is for, or");
    private static final Key<Duration> DRAIN = Key.of("drainWithin=5m", TIME, "time in which the backlog is to be gone")
            .paths("drainWithin", "rates");
    private static final Keys<Backlog.Builder> BACKLOG = MetricKeys.<Backlog.Builder>metrics("backlog")
            .parts(PER_REPLICA, DRAIN)
            .key("ratePerReplica=12", NUMBER, Backlog.Builder::ratePerReplica, "what one replica works off, or")
            .key("ratePerReplicaFrom=rate", METRIC, Backlog.Builder::ratePerReplicaFrom, "the metric that tells")
            .key("arrivalRateFrom=arrivals", METRIC, Backlog.Builder::arrivalRateFrom)
            .help("the metric that tells what arrives")
            .paths("arrivalRateFrom", "metricId")
            .key("ratesPer=1m", TIME, Backlog.Builder::ratesPer, "the time that rates are per (default 1s)")
            .key("maxAddedPerDecision=4", INTEGER, Backlog.Builder::maxAddedPerDecision, "replicas per decision");

    private static final Key<Duration> LONGER_THAN = Key.of(
                    "longerThan=4s", TIME, "a longer wait of the oldest adds workers")
            .paths("limit");
    private static final Key<String> REQUESTS_FROM = Key.of(
                    "requestsFrom=requests", METRIC, "the metric that counts requests")
            .paths("requestsFrom", "metricId");
    private static final Key<Integer> PER_WORKER =
            Key.of("requestsPerWorker=3", INTEGER, "requests that one worker is for (default 1)");
    private static final Keys<QueueDelay.Builder> QUEUE_DELAY = MetricKeys.<QueueDelay.Builder>metrics("queueDelay")
            .parts(LONGER_THAN, REQUESTS_FROM, PER_WORKER)
            .key("step=2", INTEGER, QueueDelay.Builder::step, "workers to add at a time (default 1)")
            .key("headroom=1", INTEGER, QueueDelay.Builder::headroom, "workers beyond those of the requests")
            .flag("abstainWhileInTime=true", QueueDelay.Builder::abstainWhileInTime, "a short wait proposes nothing");

    private static final Key<Double> USUAL = Key.of(
                    "usualPerReplica=10", NUMBER, "what of the total one replica is for")
            .paths("perReplica");
    private static final Keys<SeasonalFloor.Builder> SEASONAL_FLOOR = MetricKeys.<SeasonalFloor.Builder>metrics(
                    "seasonalFloor")
            .parts(USUAL)
            .key(
                    "quantile=0.9",
                    NUMBER,
                    SeasonalFloor.Builder::quantile,
                    "of the same time on earlier days (default 0.9)")
            .key("lead=3m", TIME, SeasonalFloor.Builder::lead, "how far it looks ahead (default 5m)")
            .key("days=3", INTEGER, SeasonalFloor.Builder::days, "the fewest days that are known (default 1)")
            .key("valueFrom=requests", METRIC, SeasonalFloor.Builder::valueFrom, "the metric that gives the total")
            .paths("valueFrom", "metricId");

    static final List<Keys<?>> ALL =
            List.of(OPTIONS, RATIO, STEPS_ALONE, WATERMARK, BACKLOG, QUEUE_DELAY, SEASONAL_FLOOR);

    private MetricKeys() {}

    private static <B> Keys<B> metrics(String... types) {
        return Keys.named(PREFIX, "<id>", types);
    }

    static String type(PolicyEntries entries, String id) {
        return entries.text(PREFIX + id + ".type", "");
    }

    static boolean isInput(PolicyEntries entries, String id) {
        return INPUTS.contains(type(entries, id));
    }

    /**
     * Complains about the metrics of a file whose own ones are not {@code metrics.} keys: those with what they have no key for,
     * or inputs beside them.
     *
     * @param own the ids of the file's own metrics
     */
    static void checkBeside(PolicyEntries entries, PolicyKind kind, Set<String> own) {
        String what = kind == PolicyKind.KEDA ? "trigger" : "metric";
        String any = kind == PolicyKind.KEDA ? "a trigger" : String.join(" or ", own);
        for (String id : PolicyKeys.names(entries, PREFIX)) {
            if (isInput(entries, id) && own.contains(id)) {
                entries.bad(PREFIX + id + ".type", "must have another id than the " + what + ' ' + id);
            } else if (own.contains(id)) {
                PolicyKeys.under(PREFIX).stream()
                        .flatMap(keys -> keys.keys().stream())
                        .filter(key ->
                                !OPTIONS.keys().contains(key) || key.name().equals(ACTIVATION))
                        .forEach(key -> OPTIONS.in(entries, id).refuse("for the " + what + ' ' + id, key));
            } else if (!isInput(entries, id) && kind != PolicyKind.TARGET_TRACKING) {
                String types = "or of one of the types " + String.join(", ", INPUTS);
                entries.bad(OPTIONS.in(entries, id).first(), "must be " + any + ", " + types + ", in " + kind.title);
            }
        }
    }

    /** All metrics of a file, its own ones and the inputs, with their options. */
    static List<MetricSpec> read(PolicyEntries entries, Map<String, MetricSpec> own, boolean ownFirst) {
        Set<String> ids = new LinkedHashSet<>(ownFirst ? own.keySet() : Set.of());
        ids.addAll(PolicyKeys.names(entries, PREFIX));
        entries.metricIds(ids);
        return ids.stream()
                .map(id -> {
                    MetricSpec metric = own.get(id);
                    return withOptions(OPTIONS.in(entries, id), metric == null ? input(entries, id) : metric);
                })
                .toList();
    }

    private static MetricSpec withOptions(Section<MetricSpec> section, MetricSpec metric) {
        MetricSpec with = section.read(metric);
        if (!section.entries().hasAny(section.keys().full(section.name(), "fallback."))) {
            return with;
        }
        String fallbackKeys = section.keys().full(section.name(), "fallback.");
        section.requireBeside(fallbackKeys, REPLICAS);
        if (!section.has(AFTER)) {
            section.requireBeside(fallbackKeys, FAILURES);
        }
        Duration after = section.get(AFTER, Duration.ZERO);
        int failures = section.get(FAILURES, 1);
        int replicas = section.get(REPLICAS, 0);
        Fallback.Behavior behavior = section.get(BEHAVIOR, Fallback.Behavior.STATIC);
        Fallback fallback = section.build(() -> new Fallback(failures, after, replicas, behavior));
        return fallback == null ? with : with.fallback(fallback);
    }

    /** A signal or a source; after a complaint some metric that no rule is broken by. */
    private static MetricSpec input(PolicyEntries entries, String id) {
        String type = type(entries, id);
        String name = entries.text(PREFIX + id + ".name", id);
        if (!isInput(entries, id)) {
            return MetricSpec.external(id).averageValue(1);
        }
        PolicyKeys.refuseOthers(entries, PREFIX, id, type);
        if (type.equals("ratio") && entries.has(PREFIX + id + ".name")) {
            entries.bad(PREFIX + id + ".name", "must be " + RATIO.full(id, WORKLOAD.name()) + " for the type ratio");
        }
        if (type.equals("signal")) {
            return MetricSpec.signal(name).id(id);
        }
        ReplicaSource source = switch (type) {
            case "ratio" -> ratio(RATIO.in(entries, id));
            case "steps" -> steps(STEPS_ALONE.in(entries, id));
            case "watermark" -> watermark(WATERMARK.in(entries, id));
            case "backlog" -> backlog(BACKLOG.in(entries, id));
            case "queueDelay" -> queueDelay(QUEUE_DELAY.in(entries, id));
            default -> seasonalFloor(SEASONAL_FLOOR.in(entries, id));
        };
        if (source == null) {
            return MetricSpec.external(id).averageValue(1);
        }
        return MetricSpec.source(source instanceof RatioTarget ratio ? ratio.workload() : name, source)
                .id(id);
    }

    /** Keys have no order, so the formula has a fixed one: times, divided by, plus, then rounding, then the bounds. */
    private static @Nullable ReplicaSource ratio(Section<RatioTarget.Builder> section) {
        RatioTarget.Builder ratio = section.read(RatioTarget.of(section.get(WORKLOAD, section.name())));
        return section.build(ratio::build);
    }

    private static @Nullable ReplicaSource steps(Section<Object> section) {
        section.require(STEPS);
        return section.get(STEPS);
    }

    private static @Nullable ReplicaSource watermark(Section<WatermarkBand.Builder> section) {
        double low = section.required(LOW, 0.001);
        double high = section.required(HIGH, 1e12);
        WatermarkBand.Builder band = section.read(
                section.get(OF, false) ? WatermarkBand.ofTotal(low, high) : WatermarkBand.ofAverage(low, high));
        section.requireWith(BY, TOWARDS);
        Watermark towards = section.get(TOWARDS);
        if (towards != null) {
            band.convergeTowards(towards, section.get(BY, 1));
        }
        return section.build(band::build);
    }

    private static @Nullable ReplicaSource backlog(Section<Backlog.Builder> section) {
        section.requireOne(DRAIN, PER_REPLICA);
        Backlog.Builder backlog = section.read(
                section.has(DRAIN)
                        ? Backlog.drainWithin(section.get(DRAIN, Duration.ofSeconds(1)))
                        : Backlog.perReplica(section.get(PER_REPLICA, 1.0)));
        return section.build(backlog::build);
    }

    private static @Nullable ReplicaSource queueDelay(Section<QueueDelay.Builder> section) {
        QueueDelay.Builder delay = section.read(QueueDelay.longerThan(section.required(LONGER_THAN, Duration.ZERO)));
        section.requireWith(PER_WORKER, REQUESTS_FROM);
        String requests = section.get(REQUESTS_FROM);
        if (requests != null) {
            delay.requestsFrom(requests, section.get(PER_WORKER, 1));
        }
        return section.build(delay::build);
    }

    private static @Nullable ReplicaSource seasonalFloor(Section<SeasonalFloor.Builder> section) {
        SeasonalFloor.Builder floor = section.read(SeasonalFloor.of(section.required(USUAL, 1.0)));
        return section.build(floor::build);
    }
}
