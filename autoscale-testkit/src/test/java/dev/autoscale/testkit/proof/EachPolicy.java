package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.forecast.SeasonalFloor;
import dev.autoscale.policies.keda.Formula;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.SloTarget;
import dev.autoscale.policies.preset.TargetTracking;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepAdjustment;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;

/** One spec for each policy that the library has over its engine, for what must hold for all of them. */
enum EachPolicy {
    AVERAGE_VALUE(queue()),
    RATIO(AutoscalerSpec.builder(1, 20)
            .metric(RatioTarget.of("other").dividedBy(3).plus(1).asMetric())),
    STEPS(AutoscalerSpec.builder(1, 30)
            .metric(StepScaling.builder()
                    .below(5, StepAdjustment.changeInCapacity(-1))
                    .between(20, 50, StepAdjustment.percentChangeInCapacity(25).minAdjustmentMagnitude(2))
                    .from(50, StepAdjustment.exactCapacity(30))
                    .asMetric("latency"))),
    WATERMARK(AutoscalerSpec.builder(1, 30)
            .metric(WatermarkBand.ofAverage(20, 35)
                    .tolerance(0.1)
                    .convergeTowards(WatermarkBand.Watermark.HIGH, 1)
                    .asMetric("busy"))),
    WATERMARK_FROM_ZERO(AutoscalerSpec.builder(0, 30)
            .metric(WatermarkBand.ofTotal(5, 9).asMetric("sessions").activation(0))
            .activation(Activation.cooldown(ofSeconds(40)))),
    BACKLOG(AutoscalerSpec.builder(0, 30)
            .metric(Backlog.perReplica(4).maxAddedPerDecision(4).asMetric("jobs"))),
    DRAIN(AutoscalerSpec.builder(0, 40)
            .metric(Backlog.drainWithin(ofMinutes(1))
                    .ratesPer(ofSeconds(1))
                    .ratePerReplicaFrom("rate")
                    .arrivalRateFrom("arrivals")
                    .asMetric("jobs"))
            .metric(signal("rate"))
            .metric(signal("arrivals"))),
    QUEUE_DELAY(AutoscalerSpec.builder(0, 9)
            .metric(QueueDelay.longerThan(ofSeconds(4))
                    .requestsFrom("requests", 2)
                    .asMetric("oldest"))
            .metric(signal("requests").activation(0))
            .activation(Activation.cooldown(ofSeconds(30)))),
    QUEUE_DELAY_ALONE(AutoscalerSpec.builder(1, 9)
            .metric(QueueDelay.longerThan(ofSeconds(4))
                    .step(2)
                    .abstainWhileInTime()
                    .asMetric("oldest"))
            .metric(external("requests").averageValue(3))),
    FLYTE(FlyteApp.replicas(0, 12).concurrency(3).scaledownAfter(ofSeconds(60)).toBuilder()),
    FLYTE_FIXED(FlyteApp.replicas(3).toBuilder()),
    LOW_COST(ServerlessWorkers.lowCost(8).toBuilder()),
    BALANCED(ServerlessWorkers.balanced(8).initializationTime(ofSeconds(40)).toBuilder()),
    HIGH_PERFORMANCE(ServerlessWorkers.highPerformance(25).toBuilder()),
    TARGET_TRACKING(TargetTracking.averagePerInstance("cpu", 25)
            .capacity(1, 30)
            .alarmsAfter(ofSeconds(30), ofSeconds(45))
            .scaleOutCooldown(ofSeconds(30))
            .scaleInCooldown(ofSeconds(60))
            .toBuilder()),
    SLO(SloTarget.between(1, 40).wait(ofSeconds(2)).concurrency(4).startup(ofSeconds(60)).toBuilder()),
    SLO_LATENCY(
            SloTarget.between(1, 40)
                    .latency(ofSeconds(5))
                    .serviceTime(ofSeconds(2))
                    .concurrency(40)
                    .seasons(false)
                    .toBuilder()),
    SEASONAL_FLOOR(queue().metric(
                    SeasonalFloor.of(5).lead(ofMinutes(10)).valueFrom("queue").asMetric("usual"))),
    FORMULA_OF_PROPOSALS(queue().metric(external("rate").averageValue(9))
            .combination(Formula.compile("max(queue ?? 1, sum([queue ?? 0, rate ?? 2]) / 1.5)", "queue", "rate")
                    .combination())),
    SCALING_MODIFIERS(ScaledObject.builder()
            .maxReplicaCount(30)
            .cooldownPeriod(60)
            .trigger(KedaTrigger.queue("orders", 5, 0))
            .trigger(KedaTrigger.prometheus("rate", 2, 0))
            .trigger(KedaTrigger.cron("day", "Europe/Berlin", "0 8 * * *", "0 18 * * *", 3))
            .scalingModifiers("max(orders ?? 10, sum(filter([rate, day], # != nil)) * 2)", "5")
            .fallback(2, 6, "scalingModifiers")
            .build()
            .toBuilder()),
    SCALED_OBJECT(ScaledObject.builder()
            .maxReplicaCount(20)
            .trigger(KedaTrigger.queue("orders", 3, 2))
            .trigger(KedaTrigger.cron("day", "UTC", "0 * * * *", "30 * * * *", 3))
            .build()
            .toBuilder()),
    LOOK_BACK(AutoscalerSpec.builder(1, 30)
            .metric(external("mean").averageValue(5).lookBack(LookBack.mean(ofSeconds(30))))
            .metric(external("max").averageValue(9).lookBack(LookBack.max(ofSeconds(45))))
            .metric(RatioTarget.of("other").dividedBy(5).asMetric().lookBack(LookBack.min(ofSeconds(60))))),
    GAIN(queue().scaleUp(rules().gain(0.5)).scaleDown(rules().gain(0.3).stabilizationWindow(ofSeconds(20)))),
    SUSTAINED(queue().scaleUp(rules().sustainedIn(2, 3))
            .scaleDown(rules().sustainedFor(ofSeconds(45)).stabilizationWindow(ofSeconds(0)))),
    COOLDOWN(queue().scaleUp(rules().cooldown(ofSeconds(30)))
            .scaleDown(rules().cooldownAfterAny(ofSeconds(60)).stabilizationWindow(ofSeconds(0)))),
    FLAP_BUDGET(queue().scaleDown(rules().stabilizationWindow(ofSeconds(0)))
            .flapBudget(FlapBudget.per(ofMinutes(5)).replicas(20).reversals(3))),
    MULTIPLES(queue().bounds(0, 32).alignment(Alignment.multiplesOf(4))),
    DIVISORS(queue().bounds(1, 24).alignment(Alignment.divisorsOf(24))),
    SHARES(queue().bounds(1, 40).alignment(Alignment.sameLargestShareOf(199))),
    UNREPORTED(queue().countUnreported().scaleUp(rules().cooldown(ofSeconds(30)))),
    FALLBACK_AFTER(AutoscalerSpec.builder(0, 30)
            .metric(external("queue")
                    .averageValue(5)
                    .negative(MetricSpec.SampleRule.ZERO)
                    .notFinite(MetricSpec.SampleRule.ZERO)
                    .fallback(Fallback.after(ofSeconds(40), 7)))),
    CAPACITY(queue().capacityBackoff(ofSeconds(30), ofMinutes(5))),
    ROLLOUT(
            TargetTracking.averagePerInstance("cpu", 25)
                    .capacity(1, 30)
                    .alarmsAfter(ofSeconds(0), ofSeconds(0))
                    .toBuilder()
                    .rolloutHold());

    private final AutoscalerSpec.Builder builder;

    EachPolicy(AutoscalerSpec.Builder builder) {
        this.builder = builder;
    }

    AutoscalerSpec spec() {
        return builder.build();
    }

    private static AutoscalerSpec.Builder queue() {
        return AutoscalerSpec.builder(0, 30).metric(external("queue").averageValue(5));
    }
}
