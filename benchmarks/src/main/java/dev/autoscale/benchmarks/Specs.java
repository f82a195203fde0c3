package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import java.time.Duration;

/** The specs that are measured. */
final class Specs {
    /** What one replica carries of the External metric. */
    static final double TARGET = 5;

    static final int MIXED = 64;
    static final int CPU_PERCENT = 70;
    static final double OBJECT_TARGET = 100;

    private Specs() {}

    static AutoscalerSpec external() {
        return one(1, 10).build();
    }

    static AutoscalerSpec legacy() {
        return one(1, 10).legacy().build();
    }

    static AutoscalerSpec downscaleWindow(int seconds) {
        ScalingRules rules = ScalingRules.rules().stabilizationWindow(Duration.ofSeconds(seconds));
        return one(1, 1000).scaleDown(rules).build();
    }

    static AutoscalerSpec pods() {
        return AutoscalerSpec.builder(1, 200)
                .metric(MetricSpec.resource("cpu").averageUtilization(CPU_PERCENT))
                .build();
    }

    static AutoscalerSpec three() {
        return AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.resource("cpu").averageUtilization(CPU_PERCENT))
                .metric(MetricSpec.external("requests").averageValue(TARGET))
                .metric(MetricSpec.object("queue").value(OBJECT_TARGET))
                .build();
    }

    /** Different bounds, targets and tolerances; an eighth each with rate policies of its own and legacy. */
    static AutoscalerSpec[] mixed() {
        AutoscalerSpec[] specs = new AutoscalerSpec[MIXED];
        for (int i = 0; i < MIXED; i++) {
            AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1 + i % 3, 10 + i % 7)
                    .metric(MetricSpec.external("requests").averageValue(TARGET - 1 + i % 5 * 0.5))
                    .tolerance(mixedTolerance(i));
            specs[i] = switch (i % 8) {
                case 3 -> builder.scaleUp(slowly(2)).scaleDown(slowly(1)).build();
                case 7 -> builder.legacy().build();
                default -> builder.build();
            };
        }
        return specs;
    }

    static double mixedTolerance(int spec) {
        return spec % 2 == 0 ? 0.1 : 0.05;
    }

    private static ScalingRules slowly(int pods) {
        return ScalingRules.rules()
                .policy(RatePolicy.pods(pods).per(Duration.ofSeconds(30)))
                .policy(RatePolicy.percent(50).per(Duration.ofSeconds(60)))
                .select(ScalingRules.SelectPolicy.MAX);
    }

    private static AutoscalerSpec.Builder one(int minReplicas, int maxReplicas) {
        return AutoscalerSpec.builder(minReplicas, maxReplicas)
                .metric(MetricSpec.external("requests").averageValue(TARGET));
    }
}
