package dev.autoscale.testkit.scenarios;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.policies.source.WatermarkBand.Watermark;
import org.junit.jupiter.api.Test;

/** Bands of 60 to 80 per replica, so 54 to 88 with the tolerance, through whole autoscalers. */
class WatermarkBandDecisionTest {
    private static WatermarkBand.Builder band() {
        return WatermarkBand.ofTotal(60, 80);
    }

    @Test
    void the_count_changes_outside_of_the_band_only() {
        Workload workload = Workload.of(
                AutoscalerSpec.builder(1, 40)
                        .metric(band().asMetric("load"))
                        .scaleDown(rules().stabilizationWindow(ZERO))
                        .build(),
                10);
        assertThat(workload.decide(0, 880)).isEqualTo(10);
        // 880.001 / 80 = 11.00001; with 12 replicas the band is 648 to 1056
        assertThat(workload.decide(15, 880.001)).isEqualTo(12);
        assertThat(workload.decide(30, 1_056)).isEqualTo(12);
        assertThat(workload.decide(45, 648)).isEqualTo(12);
        // 647.999 / 60 = 10.8
        assertThat(workload.decide(60, 647.999)).isEqualTo(10);
        // 1000 / 80 = 12.5, with and without the three that start
        assertThat(workload.decide(75, in -> in.readyReplicas(10).value(0, 1_000)))
                .isEqualTo(13);
        assertThat(workload.decide(90, in -> in.readyReplicas(10).value(0, 1_000)))
                .isEqualTo(13);
        assertThat(workload.decide(105, in -> in.readyReplicas(10).failed(0))).isEqualTo(13);
        assertThat(workload.decision().metric(0).status()).isEqualTo(MetricProposal.Status.FETCH_FAILED);
    }

    /** 640 are 64 per replica, then 71.1, then 80; with 7 they would be 91.4. */
    @Test
    void it_converges_by_one_replica_per_window() {
        Workload workload = Workload.of(
                AutoscalerSpec.builder(1, 40)
                        .metric(band().convergeTowards(Watermark.HIGH, 1).asMetric("load"))
                        .build(),
                10);
        assertThat(workload.decideEvery(15, 0, 1_500, (in, second) -> in.value(0, 640)))
                .containsExactly(entry(300L, 9), entry(600L, 8));
    }

    @Test
    void activation_takes_it_to_zero_and_back() {
        Workload workload = Workload.of(
                AutoscalerSpec.builder(0, 40)
                        .metric(band().asMetric("load").activation(0))
                        .scaleDown(rules().stabilizationWindow(ZERO))
                        .activation(Activation.cooldown(ofSeconds(60)))
                        .build(),
                3);
        // 150 / 60 = 2.5
        assertThat(workload.decide(0, 150)).isEqualTo(2);
        assertThat(workload.decide(15, 0)).isEqualTo(1);
        assertThat(workload.decide(45, 0)).isEqualTo(1);
        assertThat(workload.decide(60, 0)).isZero();
        assertThat(workload.decide(75, 0)).isZero();
        assertThat(workload.decide(90, 0.001)).isEqualTo(1);
    }
}
