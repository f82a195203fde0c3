package dev.autoscale.testkit.proof;

import dev.autoscale.policies.cloudfoundry.CfPolicy;
import dev.autoscale.policies.cloudfoundry.CfRule;
import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.policies.flink.FlinkVertexPolicy;
import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import dev.autoscale.policies.nomad.NomadSchedule;
import dev.autoscale.policies.nomad.NomadStrategy;
import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Watermark;
import java.time.Duration;

/** A policy of each further system, for what must hold for all of them. */
enum EachUpstream {
    CLOUD_FOUNDRY(CfPolicy.builder(1, 40)
            .rule(CfRule.of("load", ">", 60, "+30%")
                    .breachDurationSecs(60)
                    .coolDownSecs(60)
                    .build())
            .rule(CfRule.of("load", "<=", 40, "-2").breachDurationSecs(90).build())
            .build()),
    FLINK(FlinkVertexPolicy.of(
                    FlinkSettings.builder()
                            .observedScalabilityEnabled(true)
                            .vertexMaxParallelism(40)
                            .scaleDownInterval(Duration.ofSeconds(90))
                            .build(),
                    128,
                    0,
                    true)
            .withRatePerSubtask(100)),
    NOMAD(nomad()),
    RAY(ray().minReplicas(0).build()),
    RAY_ASYNC(ray().policy(RayServe.Kind.ASYNC_INFERENCE)
            .minReplicas(0)
            .downscaleToZeroDelayS(10)
            .build()),
    RAY_CUSTOM(ray().policy(RayServe.Kind.CUSTOM).build()),
    RAY_GANGS(ray().gangSize(4).upscalingFactor(0.7).downscalingFactor(0.4).build()),
    WPA(watermarks().build()),
    WPA_CONVERGING(watermarks()
            .metric("more", 15.0, 60.0)
            .convergeTowardsWatermark(Watermark.HIGH)
            .replicaScalingAbsoluteModulo(2)
            .minAvailableReplicaPercentage(40)
            .upscaleDelayAboveWatermarkSeconds(20)
            .downscaleDelayBelowWatermarkSeconds(30)
            .build());

    private final UpstreamPolicy policy;

    EachUpstream(UpstreamPolicy policy) {
        this.policy = policy;
    }

    UpstreamPolicy policy() {
        return policy;
    }

    private static RayServe.Builder ray() {
        return RayServe.builder()
                .maxReplicas(40)
                .targetOngoingRequests(5)
                .upscaleDelayS(20)
                .downscaleDelayS(40);
    }

    private static WatermarkPodAutoscaler.Builder watermarks() {
        return WatermarkPodAutoscaler.builder(40)
                .algorithm("average")
                .metric("load", 20.0, 50.0)
                .upscaleForbiddenWindowSeconds(20)
                .downscaleForbiddenWindowSeconds(60);
    }

    private static NomadPolicy nomad() {
        NomadStrategy busy = NomadStrategy.of(NomadStrategy.Type.THRESHOLD)
                .lowerBound(90)
                .withinBoundsTrigger(3)
                .percentage(20)
                .build();
        return NomadPolicy.builder(1, 40)
                .cooldown(Duration.ofSeconds(40))
                .schedule(NomadSchedule.builder()
                        .start("0 * * * *")
                        .duration("59m")
                        .build())
                .check(NomadCheck.of("load", NomadStrategy.targetValue(50))
                        .group("load")
                        .build())
                .check(NomadCheck.of("load", busy).group("load").build())
                .build();
    }
}
