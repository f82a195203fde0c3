package dev.autoscale.policies.wpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Reason;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Watermark;
import org.junit.jupiter.api.Test;

class WatermarkPodAutoscalerTest {
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300};

    /** Reconciles an object, moment after moment; whatever is answered is carried out. */
    private static final class Run {
        final WatermarkPodAutoscaler policy;
        final long[] memory;
        final UpstreamObservation in;
        final UpstreamDecision out;

        Run(WatermarkPodAutoscaler.Builder builder) {
            policy = builder.build();
            memory = new long[policy.memorySize()];
            in = policy.newObservation();
            out = policy.newDecision();
        }

        int at(long millis, int current, int existing, int ready, double... values) {
            in.at(millis).replicas(current, existing, ready);
            for (int i = 0; i < values.length; i++) {
                in.value(i, values[i]);
            }
            policy.decide(millis, in, memory, out);
            return switch ((Reason) out.reason()) {
                case SCALES, ABOVE_MAX, BELOW_MIN, NO_REPLICAS -> out.replicas();
                default -> current;
            };
        }

        WpaStatus status() {
            return WpaStatus.of(memory);
        }
    }

    private static WatermarkPodAutoscaler.Builder average(double low, double high) {
        return WatermarkPodAutoscaler.builder(100).algorithm("average").metric("load", low, high);
    }

    private static WpaProposal proposal(WatermarkPodAutoscaler.Builder builder, int current, int ready, long milli) {
        return builder.build().propose(0, current, ready, new WpaPods(ready, ready, ready, 0, 0), milli);
    }

    @Test
    void the_edges_of_the_band_are_cut_to_thousandths_and_belong_to_it() {
        WatermarkPodAutoscaler.Builder builder =
                WatermarkPodAutoscaler.builder(100).metric("load", 0.019, 0.019).tolerance(0.1);
        assertThat(proposal(builder, 4, 4, 20).above()).isFalse(); // 19 and 1.9, cut
        assertThat(proposal(builder, 4, 4, 21).above()).isTrue();
        assertThat(proposal(builder, 4, 4, 18).below()).isFalse();
        assertThat(proposal(builder, 4, 4, 17).below()).isTrue();
    }

    @Test
    void growth_goes_to_the_high_watermark_and_shrinking_to_the_low_one() {
        assertThat(proposal(average(50, 75), 4, 4, 400_000).replicas()).isEqualTo(6);
        assertThat(proposal(average(50, 75), 4, 4, 90_000).replicas()).isEqualTo(1);
        assertThat(proposal(average(50, 75), 4, 4, 179_000).replicas()).isEqualTo(3);
        assertThat(proposal(average(50, 75), 4, 3, 225_000).replicas()).isEqualTo(4); // in the band
        assertThat(proposal(average(50, 75), 5, 3, 260_000).replicas()).isEqualTo(5); // never below current
        assertThat(proposal(average(50, 75).replicaScalingAbsoluteModulo(4), 4, 4, 400_000)
                        .replicas())
                .isEqualTo(8);
        assertThat(proposal(average(50, 75).replicaScalingAbsoluteModulo(4), 4, 4, 90_000)
                        .replicas())
                .isEqualTo(4);
        WatermarkPodAutoscaler.Builder absolute =
                WatermarkPodAutoscaler.builder(100).metric("load", 50.0, 75.0);
        assertThat(proposal(absolute, 4, 4, 150_000).replicas()).isEqualTo(8); // the load of one
    }

    @Test
    void a_total_of_a_whole_number_of_watermarks_may_give_one_more() {
        // Seven ready pods whose share, times seven, is an ulp above the sum.
        int more = 0;
        for (int high = 1; high < 200; high++) {
            WpaProposal proposal = proposal(average(0.001, high / 1e3), 1, 7, 50L * high);
            more += proposal.replicas() == 51 ? 1 : 0;
            assertThat(proposal.replicas()).isBetween(50, 51);
        }
        assertThat(more).isPositive();
    }

    @Test
    void a_zero_that_is_not_tolerated_proposes_the_ready_pods() {
        assertThat(proposal(average(50, 75), 10, 9, 0))
                .isEqualTo(new WpaProposal(WpaProposal.Outcome.OK, 9, 0, 9, false, false));
        assertThat(proposal(average(50, 75).tolerateZero(true), 10, 9, 0).replicas())
                .isEqualTo(1);
    }

    @Test
    void convergence_clamps_its_bound_before_it_looks() {
        WatermarkPodAutoscaler.Builder high = average(20, 100).convergeTowardsWatermark(Watermark.HIGH);
        assertThat(proposal(high, 10, 10, 300_000).replicas()).isEqualTo(9);
        assertThat(proposal(high.minReplicas(10), 10, 10, 300_000).replicas()).isEqualTo(10);
        WatermarkPodAutoscaler.Builder low = WatermarkPodAutoscaler.builder(10)
                .algorithm("average")
                .metric("load", 20.0, 100.0)
                .convergeTowardsWatermark(Watermark.LOW);
        assertThat(proposal(low, 9, 9, 600_000).replicas()).isEqualTo(10);
        assertThat(proposal(low, 10, 10, 600_000).replicas()).isEqualTo(10); // 30 would do, but 10 are the most
    }

    @Test
    void the_first_decision_always_sets_the_count_and_begins_both_windows() {
        Run run = new Run(average(50, 75));
        assertThat(run.at(1_999, 4, 4, 4, 240)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Reason.SCALES);
        assertThat(run.status().lastScaleMillis()).isEqualTo(1_000);
        assertThat(run.at(60_999, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Reason.FORBIDDEN_WINDOW);
        assertThat(run.status().able()).isEqualTo(WpaStatus.Able.BACKOFF_BOTH);
        assertThat(run.at(61_000, 4, 4, 4, 400)).isEqualTo(6); // at its very end the window is over
        assertThat(run.at(121_000, 6, 6, 6, 90)).isEqualTo(6);
        assertThat(run.status().able()).isEqualTo(WpaStatus.Able.BACKOFF_DOWNSCALE);
        assertThat(run.at(361_000, 6, 6, 6, 90)).isEqualTo(5); // 20 % of 6
    }

    @Test
    void a_delay_counts_from_when_the_value_left_the_band() {
        Run run = new Run(average(50, 75).upscaleDelayAboveWatermarkSeconds(30));
        run.at(0, 4, 4, 4, 240);
        assertThat(run.at(100_500, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(run.at(110_000, 4, 4, 4, Double.NaN)).isEqualTo(4); // does not reset it
        assertThat(run.out.reason()).isEqualTo(Reason.METRIC_FAILED);
        assertThat(run.at(129_999, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Reason.DELAY);
        assertThat(run.at(120_000, 4, 4, 4, 240)).isEqualTo(4); // back in the band
        assertThat(run.at(131_000, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(run.at(160_999, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(run.at(161_000, 4, 4, 4, 400)).isEqualTo(6);
    }

    @Test
    void counts_beyond_the_bounds_are_mended_at_once() {
        Run run = new Run(average(50, 75).minReplicas(3));
        run.at(0, 4, 4, 4, 240);
        assertThat(run.at(1, 120, 120, 120, 7_000)).isEqualTo(100);
        assertThat(run.at(2, 2, 2, 2, 120)).isEqualTo(3);
        assertThat(run.at(3, 5, 0, 1, 120)).isEqualTo(1);
        assertThat(run.out.reason()).isEqualTo(Reason.NO_REPLICAS);
        assertThat(run.at(4, 0, 1, 1, 120)).isZero();
        assertThat(run.out.reason()).isEqualTo(Reason.DISABLED);
    }

    @Test
    void a_failed_write_and_a_dry_run_remember_what_they_should() {
        Run run = new Run(average(50, 75));
        run.at(0, 4, 4, 4, 240);
        assertThat(run.at(60_000, 4, 4, 4, 400)).isEqualTo(6);
        run.policy.scaleFailed(run.memory, 60_000);
        assertThat(run.status().lastScaleMillis()).isZero();
        assertThat(run.status().able()).isEqualTo(WpaStatus.Able.FAILED_SCALE);
        assertThat(run.status().desiredReplicas()).isEqualTo(4);
        assertThat(run.at(61_000, 4, 4, 4, 400)).isEqualTo(6);
        Run dry = new Run(average(50, 75).dryRun(true));
        assertThat(dry.at(0, 4, 4, 4, 400)).isEqualTo(4);
        assertThat(dry.out.reason()).isEqualTo(Reason.DRY_RUN);
        assertThat(dry.status().desiredReplicas()).isEqualTo(6);
        assertThat(dry.status().scaled()).isTrue();
    }

    @Test
    void limits_are_of_the_current_count() {
        WpaLimits limits = new WpaLimits(1, 100, 50_000, 20_000);
        assertThat(limits.upLimit(1)).isEqualTo(2);
        assertThat(limits.upLimit(5)).isEqualTo(7);
        assertThat(limits.downLimit(4)).isEqualTo(3);
        assertThat(limits.downLimit(11)).isEqualTo(9);
        assertThat(limits.limited(10, 2, 10)).isEqualTo(8);
        assertThat(limits.limited(10, 2, 7)).isEqualTo(10); // fewer ready than would be left
        assertThat(new WpaLimits(1, 100, 0, 0).limited(10, 20, 10)).isEqualTo(10);
        assertThat(new WpaLimits(0, 9, 1, 1).limited(10, 0, 10)).isEqualTo(9);
        assertThat(new WpaLimits(0, Integer.MAX_VALUE, 200_000, 0).upLimit(Integer.MAX_VALUE))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void too_few_ready_pods_stop_all() {
        Run run = new Run(average(50, 75).minAvailableReplicaPercentage(50));
        assertThat(run.at(0, 4, 0, 0, 400)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Reason.NO_PODS);
        assertThat(run.at(0, 4, 4, 0, 400)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Reason.NONE_READY);
        assertThat(run.at(0, 200, 4, 1, 400)).isEqualTo(200);
        assertThat(run.out.reason()).isEqualTo(Reason.TOO_MANY_UNREADY);
        assertThat(run.at(0, 4, 4, 2, 400)).isEqualTo(6); // equal is enough
    }

    @Test
    void bad_numbers_change_nothing() {
        Run run = new Run(average(50, 75));
        for (double bad : BAD) {
            assertThat(run.at(0, 4, 4, 4, bad)).isEqualTo(4);
            assertThat(run.out.reason()).isEqualTo(Reason.METRIC_FAILED);
        }
        assertThat(run.status().scaled()).isFalse();
        Run high = new Run(WatermarkPodAutoscaler.builder(Integer.MAX_VALUE)
                .metric("load", 0.0, 0.0)
                .scaleUpLimitFactor(1e9)
                .replicaScalingAbsoluteModulo(7)
                .convergeTowardsWatermark(Watermark.LOW));
        assertThat(high.at(0, 4, 4, 4, 1e300)).isEqualTo(40_000_004);
        assertThat(high.at(60_000, Integer.MAX_VALUE, 4, 4, 1e300)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void times_at_their_ends_do_not_wrap() {
        Run first = new Run(average(50, 75).downscaleDelayBelowWatermarkSeconds(5));
        first.at(Long.MIN_VALUE, 4, 4, 4, 240);
        assertThat(first.at(Long.MIN_VALUE + 299_000, 4, 4, 4, 90)).isEqualTo(4);
        assertThat(first.at(Long.MAX_VALUE, 4, 4, 4, 90)).isEqualTo(3);
    }

    @Test
    void broken_settings_are_named_in_one_exception() {
        assertThatThrownBy(() -> WatermarkPodAutoscaler.builder(0)
                        .metric("load", 5.0, 4.0)
                        .metric("load", null, null)
                        .minReplicas(-1)
                        .tolerance(1.001)
                        .scaleUpLimitFactor(-1)
                        .scaleDownLimitFactor(100)
                        .upscaleForbiddenWindowSeconds(-1)
                        .replicaScalingAbsoluteModulo(0)
                        .minAvailableReplicaPercentage(101)
                        .readinessDelaySeconds(-1)
                        .build())
                .hasMessageContainingAll(
                        "highWatermark must be >= lowWatermark: load.highWatermark=4.0, lowWatermark=5.0",
                        "lowWatermark must be >= 0 and <= 1e12: load.lowWatermark=-0.001",
                        "metrics must have different ids: metric=load",
                        "minReplicas must be >= 0: minReplicas=-1",
                        "maxReplicas must be >= 1: maxReplicas=0",
                        "tolerance must be >= 0 and <= 1: tolerance=1.001",
                        "scaleUpLimitFactor must be >= 0 and <= 1e9: scaleUpLimitFactor=-1.0",
                        "scaleDownLimitFactor must be >= 0 and < 100: scaleDownLimitFactor=100.0",
                        "upscaleForbiddenWindowSeconds must be >= 0: upscaleForbiddenWindowSeconds=-1",
                        "replicaScalingAbsoluteModulo must be >= 1: replicaScalingAbsoluteModulo=0",
                        "minAvailableReplicaPercentage must be >= 0 and <= 100: minAvailableReplicaPercentage=101",
                        "readinessDelaySeconds must be >= 0: readinessDelaySeconds=-1");
        assertThatThrownBy(() -> WatermarkPodAutoscaler.builder(5).build())
                .hasMessage("metrics must be at least one: metrics=0");
    }

    @Test
    void zeros_mean_that_a_setting_is_unset() {
        assertThat(average(50, 75)
                        .tolerance(0)
                        .upscaleForbiddenWindowSeconds(0)
                        .downscaleForbiddenWindowSeconds(0)
                        .build())
                .isEqualTo(average(50, 75).build())
                .hasSameHashCodeAs(average(50, 75).build());
        assertThat(WatermarkPodAutoscaler.builder(5).metric("load", null, 4.0).build())
                .isEqualTo(WatermarkPodAutoscaler.builder(5)
                        .metric("load", 4.0, 4.0)
                        .build())
                .hasToString("WatermarkPodAutoscaler[metrics=[Metric[id=load, lowMilli=4000, highMilli=4000]], "
                        + "average=false, toleranceMilli=100, modulo=1, converge=NONE, minReplicas=1, maxReplicas=5, "
                        + "limits=WpaLimits[minReplicas=1, maxReplicas=5, upFactorMilli=50000, downFactorMilli=20000], "
                        + "upWindowSeconds=60, downWindowSeconds=300, upDelaySeconds=0, downDelaySeconds=0, "
                        + "minAvailablePercent=0, readinessDelaySeconds=0, tolerateZero=false, dryRun=false]");
    }
}
