package dev.autoscale.examples.flink;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.TargetTracking;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.WatermarkBand;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A policy of every kind. A text is a kind, a target and a highest count: {@code "hpa 10 20"}. */
final class SamplePolicies {
    static final List<String> KINDS = List.of(
            "hpa",
            "hpa-legacy",
            "hpa-utilization",
            "hpa-manifest",
            "scaled-object",
            "knative",
            "knative-to-zero",
            "flyte-app",
            "serverless-count",
            "serverless-delay",
            "target-tracking",
            "damped",
            "scheduled",
            "look-back",
            "backlog",
            "watermarks");

    private static final ZoneId UTC = ZoneOffset.UTC;

    private SamplePolicies() {}

    static PolicyEngine read(String text) {
        return spec(text) instanceof KpaSpec knative
                ? PolicyEngine.of(knative)
                : PolicyEngine.of((AutoscalerSpec) spec(text));
    }

    /** An {@link AutoscalerSpec} or a {@link KpaSpec}. */
    static Object spec(String text) {
        String[] words = text.split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException("a policy must be a kind, a target and a highest count: " + text);
        }
        int target = Integer.parseInt(words[1]);
        int max = Integer.parseInt(words[2]);
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(1, max).metric(external("requests").averageValue(target));
        return switch (words[0]) {
            case "hpa" -> builder.build();
            case "hpa-legacy" -> builder.legacy().build();
            case "hpa-utilization" ->
                builder.metric(resource("cpu").averageUtilization(60)).build();
            case "hpa-manifest" -> manifest(target, max).toSpec();
            case "scaled-object" -> scaledObject(target, max).toSpec();
            case "knative" -> knative(Map.of("target", words[1], "max-scale", words[2], "min-scale", "1"));
            case "knative-to-zero" ->
                knative(Map.of("target", words[1], "max-scale", words[2], "scale-down-delay", "30s"));
            case "flyte-app" ->
                FlyteApp.replicas(0, max)
                        .concurrency(target)
                        .scaledownAfter(ofMinutes(2))
                        .toSpec();
            case "serverless-count" ->
                ServerlessWorkers.between(0, max)
                        .requestCount(target)
                        .idleTimeout(ofSeconds(30))
                        .toSpec();
            case "serverless-delay" ->
                ServerlessWorkers.between(0, max)
                        .queueDelay(ofSeconds(target))
                        .initializationTime(ofSeconds(40))
                        .toSpec();
            case "target-tracking" ->
                TargetTracking.averagePerInstance("requests", 10 * target)
                        .capacity(1, max)
                        .scaleOutCooldown(ofSeconds(60))
                        .scaleInCooldown(ofSeconds(60))
                        .alarmsAfter(ofSeconds(60), ofSeconds(120))
                        .toSpec();
            case "damped" -> damped(builder.bounds(2, max));
            case "scheduled" -> scheduled(builder);
            case "look-back" -> lookBack(target, max);
            case "backlog" ->
                AutoscalerSpec.builder(0, max)
                        .metric(Backlog.perReplica(target).asMetric("queue"))
                        .activation(Activation.cooldown(ofSeconds(90)).idleReplicas(0))
                        .build();
            case "watermarks" ->
                AutoscalerSpec.builder(1, max)
                        .metric(WatermarkBand.ofAverage(5 * target, 10 * target).asMetric("requests"))
                        .build();
            default -> throw new IllegalArgumentException("unknown kind of policy: " + text);
        };
    }

    private static HorizontalPodAutoscaler manifest(int target, int max) {
        return new HorizontalPodAutoscaler(ObjectReference.deployment("web"), max)
                .withMetrics(HpaMetric.external(
                        "requests", HpaMetric.Target.averageValue(Quantity.ofMilli(1_000L * target))));
    }

    private static ScaledObject scaledObject(int target, int max) {
        return ScaledObject.builder()
                .maxReplicaCount(max)
                .cooldownPeriod(120)
                .trigger(KedaTrigger.queue("orders", target, 5))
                .trigger(KedaTrigger.cron("morning", "UTC", "0 8 * * *", "20 8 * * *", 3))
                .fallback(3, 4)
                .build();
    }

    private static KpaSpec knative(Map<String, String> settings) {
        return KpaSpec.of(
                KpaConfig.of(Map.of()),
                new KpaAnnotations(settings.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> "autoscaling.knative.dev/" + entry.getKey(), Map.Entry::getValue))),
                0);
    }

    private static AutoscalerSpec damped(AutoscalerSpec.Builder builder) {
        return builder.scaleUp(rules().policy(pods(4).per(ofSeconds(30)))
                        .policy(percent(50).per(ofSeconds(60)))
                        .sustainedFor(ofSeconds(20))
                        .gain(0.5))
                .scaleDown(rules().cooldown(ofSeconds(90)).stabilizationWindow(ofSeconds(60)))
                .flapBudget(FlapBudget.per(ofMinutes(10)).reversals(4))
                .alignment(Alignment.multiplesOf(2))
                .build();
    }

    private static AutoscalerSpec scheduled(AutoscalerSpec.Builder builder) {
        return builder.schedule(Schedule.of(
                        ScheduleWindow.floor("morning", window("0 8 * * *", "10 8 * * *"), 6),
                        ScheduleWindow.ceiling("batch", window("15 8 * * *", "20 8 * * *"), 2),
                        ScheduleWindow.forbidScaleDown("sale", window("25 8 * * *", "35 8 * * *"))))
                .build();
    }

    private static CronWindow window(String start, String end) {
        return CronWindow.between(CronExpression.parse(start, UTC), CronExpression.parse(end, UTC));
    }

    private static AutoscalerSpec lookBack(int target, int max) {
        return AutoscalerSpec.builder(1, max)
                .metric(external("requests").averageValue(target).lookBack(LookBack.mean(ofSeconds(90))))
                .build();
    }
}
