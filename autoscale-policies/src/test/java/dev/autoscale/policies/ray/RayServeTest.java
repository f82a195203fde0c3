package dev.autoscale.policies.ray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import org.junit.jupiter.api.Test;

class RayServeTest {
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300};

    /** Decides for a policy, moment after moment. */
    private static final class Run {
        final RayServe policy;
        final UpstreamAutoscaler autoscaler;
        final UpstreamObservation in;
        final UpstreamDecision out;

        Run(RayServe.Builder builder) {
            policy = builder.build();
            autoscaler = policy.newAutoscaler(0, 1);
            in = policy.newObservation();
            out = policy.newDecision();
        }

        int at(long millis, int target, int running, double... values) {
            in.at(millis).replicas(target, target, running);
            for (int i = 0; i < values.length; i++) {
                in.value(i, values[i]);
            }
            autoscaler.decide(in, out);
            return out.replicas();
        }

        RayServe.Reason reason() {
            return (RayServe.Reason) out.reason();
        }
    }

    private static RayServe.Builder prompt() {
        return RayServe.builder()
                .minReplicas(0)
                .maxReplicas(100)
                .upscaleDelayS(0)
                .downscaleDelayS(0);
    }

    @Test
    void a_delay_is_over_in_the_very_decision_that_reaches_it() {
        Run run = new Run(RayServe.builder().maxReplicas(10));
        assertThat(run.at(0, 2, 2, 9)).isEqualTo(2);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.WAITS_TO_GROW);
        assertThat(run.at(29_999, 2, 2, 9)).isEqualTo(2);
        assertThat(run.at(30_000, 2, 2, 13)).isEqualTo(7); // the wish of this moment
        assertThat(run.reason()).isEqualTo(RayServe.Reason.GROWS);
        assertThat(run.at(30_001, 7, 2, 15)).isEqualTo(7); // from now on anew
        assertThat(run.at(60_000, 7, 2, 15)).isEqualTo(7);
        assertThat(run.at(60_001, 7, 2, 15)).isEqualTo(8);
    }

    @Test
    void a_decision_that_does_not_wish_so_begins_the_delay_anew() {
        Run run = new Run(RayServe.builder().maxReplicas(10));
        assertThat(run.at(0, 2, 2, 9)).isEqualTo(2);
        assertThat(run.at(10_000, 2, 2, 4)).isEqualTo(2);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.STAYS);
        assertThat(run.at(30_000, 2, 2, 9)).isEqualTo(2);
        assertThat(run.at(59_999, 2, 2, 9)).isEqualTo(2);
        assertThat(run.at(60_000, 2, 2, 9)).isEqualTo(5);
    }

    @Test
    void to_zero_takes_two_moves() {
        Run run = new Run(prompt().downscaleDelayS(60).downscaleToZeroDelayS(100));
        assertThat(run.at(0, 4, 4, 0)).isEqualTo(4);
        assertThat(run.at(59_999, 4, 4, 0)).isEqualTo(4);
        assertThat(run.at(60_000, 4, 4, 0)).isEqualTo(1);
        assertThat(run.at(70_000, 1, 1, 0)).isEqualTo(1);
        assertThat(run.at(169_999, 1, 1, 0)).isEqualTo(1);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.WAITS_TO_SHRINK);
        assertThat(run.at(170_000, 1, 1, 0)).isZero();
        assertThat(run.reason()).isEqualTo(RayServe.Reason.SHRINKS);
    }

    @Test
    void a_factor_above_one_takes_the_last_replica_while_there_are_requests() {
        Run run = new Run(prompt().downscalingFactor(1.5));
        assertThat(run.at(0, 1, 1, 0.525)).isZero();
        assertThat(run.at(1, 1, 1, 0.7)).isEqualTo(1); // 1 - 1.5 * 0.65 is above 0
    }

    @Test
    void a_factor_acts_on_the_wish_before_it_is_rounded() {
        Run run = new Run(prompt().upscalingFactor(0.4).downscalingFactor(0.4));
        assertThat(run.at(0, 10, 10, 24.4)).isEqualTo(11); // 10 + 0.4 * 2.2
        assertThat(run.at(1, 10, 10, 18.2)).isEqualTo(10); // a wish of 9.1 is 10 where it is rounded up
        assertThat(run.at(2, 10, 10, 18)).isEqualTo(9); // 10 - 0.4 would be 10 again
        assertThat(run.at(3, 10, 10, 10)).isEqualTo(8);
    }

    @Test
    void the_wish_is_rounded_by_floating_point_first() {
        assertThat(new Run(prompt()).at(0, 7, 7, 58)).isEqualTo(30);
        assertThat(new Run(prompt().targetOngoingRequests(5)).at(0, 26, 26, 135))
                .isEqualTo(28);
        assertThat(new Run(prompt().targetOngoingRequests(0.3)).at(0, 1, 1, 2.1))
                .isEqualTo(8);
    }

    @Test
    void from_zero_the_factor_counts_and_not_the_load() {
        assertThat(new Run(RayServe.builder().minReplicas(0).maxReplicas(9)).at(0, 0, 0, 50))
                .isEqualTo(1);
        Run run = new Run(RayServe.builder().minReplicas(0).maxReplicas(9).upscalingFactor(2.5));
        assertThat(run.at(0, 0, 0, 50)).isEqualTo(3);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.STARTS_FROM_ZERO);
        assertThat(run.at(1, 5, 0, 50)).isEqualTo(5);
        assertThat(run.at(2, 5, 0, 0)).isEqualTo(5); // no request and nothing runs: as it is
    }

    @Test
    void bounds_come_last_and_at_once() {
        Run run = new Run(RayServe.builder().minReplicas(3).maxReplicas(5));
        assertThat(run.at(0, 8, 8, 16)).isEqualTo(5);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.BOUNDED);
        assertThat(run.out.note(RayServe.PROPOSED)).isEqualTo(8);
        assertThat(run.at(1, 1, 1, 2)).isEqualTo(3);
        Run half = new Run(RayServe.builder()
                .minReplicas(1)
                .maxReplicas(9)
                .initialReplicas(3)
                .targetCapacity(50)
                .targetCapacityDirection(RayServe.Direction.UP));
        assertThat(half.policy.minReplicas()).isEqualTo(2); // 1.5, half upwards
        assertThat(half.policy.maxReplicas()).isEqualTo(5);
    }

    @Test
    void gangs_are_whole() {
        Run run = new Run(prompt().minReplicas(1).gangSize(4));
        assertThat(run.at(0, 4, 4, 10)).isEqualTo(8);
        assertThat(run.at(1, 8, 8, 2)).isEqualTo(4);
    }

    @Test
    void registering_forgets_wishes() {
        RayServe policy = RayServe.builder().maxReplicas(10).initialReplicas(4).build();
        long[] memory = {7, 1_000};
        assertThat(policy.register(memory, 2, false)).isEqualTo(2);
        assertThat(memory).containsExactly(0, 0);
        assertThat(policy.register(memory, 2, true)).isEqualTo(4);
        assertThat(policy.register(memory, 20, false)).isEqualTo(10);
    }

    @Test
    void other_policies_have_another_value() {
        Run queue = new Run(prompt().policy(RayServe.Kind.ASYNC_INFERENCE));
        assertThat(queue.at(0, 2, 2, 1, 9)).isEqualTo(5);
        assertThat(queue.at(1, 4, 0, 0, 9)).isEqualTo(1); // only a queue: one, at once
        Run custom = new Run(prompt().policy(RayServe.Kind.CUSTOM).upscalingFactor(0.5));
        assertThat(custom.at(0, 4, 4, 0, 7)).isEqualTo(6);
        assertThat(custom.at(1, 4, 4, 0, -3)).isEqualTo(1);
        assertThat(custom.at(2, 4, 4, 0, Double.NaN)).isEqualTo(4);
    }

    @Test
    void bad_numbers_keep_target_and_memory() {
        Run run = new Run(prompt().downscaleDelayS(60).policy(RayServe.Kind.ASYNC_INFERENCE));
        assertThat(run.at(0, 4, 4, 0, 0)).isEqualTo(4);
        for (double bad : BAD) {
            assertThat(run.at(60_000, 4, 4, bad, 0)).isEqualTo(4);
            assertThat(run.reason()).isEqualTo(RayServe.Reason.NO_VALUE);
            assertThat(run.at(60_000, 4, 4, 0, bad)).isEqualTo(4);
            assertThat(run.at(60_000, 4, 0, bad, bad)).isEqualTo(4);
        }
        assertThat(run.at(60_000, 4, 4, 0, 0)).isEqualTo(1); // as if they had not been
    }

    @Test
    void a_wish_that_is_no_number_keeps_the_target() {
        Run run = new Run(prompt().policy(RayServe.Kind.ASYNC_INFERENCE).targetOngoingRequests(Double.MAX_VALUE));
        assertThat(run.at(0, 4, 4, Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(4);
        assertThat(run.reason()).isEqualTo(RayServe.Reason.NO_VALUE);
    }

    @Test
    void numbers_beyond_all_counts_saturate() {
        Run run = new Run(prompt().targetOngoingRequests(1e-300).maxReplicas(Integer.MAX_VALUE));
        assertThat(run.at(0, 4, 4, Double.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(run.at(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1e30)).isEqualTo(Integer.MAX_VALUE);
        Run gangs = new Run(prompt().minReplicas(1).gangSize(7).upscalingFactor(1e300));
        assertThat(gangs.at(0, 4, 4, 1e30)).isEqualTo(100);
    }

    @Test
    void broken_settings_are_named_in_one_exception() {
        assertThatThrownBy(() -> RayServe.builder()
                        .minReplicas(-1)
                        .maxReplicas(0)
                        .initialReplicas(5)
                        .targetOngoingRequests(0)
                        .upscalingFactor(Double.NaN)
                        .upscaleDelayS(-1)
                        .downscaleDelayS(Double.POSITIVE_INFINITY)
                        .gangSize(0)
                        .targetCapacity(101)
                        .build())
                .hasMessageContainingAll(
                        "targetOngoingRequests must be > 0 and finite: targetOngoingRequests=0.0",
                        "minReplicas must be >= 0: minReplicas=-1",
                        "maxReplicas must be >= 1: maxReplicas=0",
                        "initialReplicas must be >= minReplicas and <= maxReplicas: initialReplicas=5",
                        "upscalingFactor must be > 0 and finite: upscalingFactor=NaN",
                        "upscaleDelayS must be >= 0 and finite: upscaleDelayS=-1.0",
                        "downscaleDelayS must be >= 0 and finite: downscaleDelayS=Infinity",
                        "gangSize must be >= 1: gangSize=0",
                        "targetCapacity must be >= 0 and <= 100: targetCapacity=101.0");
        assertThatThrownBy(() -> prompt().gangSize(2).build()).hasMessageContaining("for gangs");
    }

    @Test
    void settings_are_values() {
        assertThat(prompt().build()).isEqualTo(prompt().build()).hasSameHashCodeAs(prompt().build());
        assertThat(prompt().build())
                .isNotEqualTo(prompt().gangSize(1).minReplicas(1).build());
        assertThat(RayServe.builder().build().toString())
                .startsWith("RayServe[policy=DEFAULT, targetOngoingRequests=2.0, minReplicas=1");
        assertThat(new Run(prompt()).out.explainTo(new StringBuilder())).isNotEmpty();
    }
}
