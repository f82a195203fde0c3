package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Fallback.Behavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackTest {
    private static final double FAILS = Double.NaN;

    private static MetricSpec queue(Fallback fallback) {
        return external("queue").averageValue(5).fallback(fallback);
    }

    private static MetricSpec other() {
        return external("other").averageValue(1);
    }

    @Test
    void it_holds_from_the_nth_failure_in_a_row_on() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(3, 6))));
        assertThat(life.decide(0, 4, FAILS)).isEqualTo(4);
        assertThat(life.decide(1, 4, FAILS)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        assertThat(life.decide(2, 4, FAILS)).isEqualTo(6);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.FALLBACK);
        assertThat(life.out.metric(0).failedStatus()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        assertThat(life.out.decidingMetric()).isZero();
        assertThat(life.decide(3, 8, FAILS)).isEqualTo(6);
    }

    @Test
    void one_decision_without_a_failure_ends_it() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(2, 6))));
        life.decide(0, 4, FAILS);
        assertThat(life.decide(1, 4, FAILS)).isEqualTo(6);
        assertThat(life.decide(2, 4, 15)).isEqualTo(3);
        assertThat(life.decide(3, 4, FAILS)).isEqualTo(4);
        assertThat(life.decide(4, 4, FAILS)).isEqualTo(6);
    }

    @Test
    void the_first_failure_can_be_enough() {
        assertThat(new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(1, 2)))).decide(0, 4, FAILS))
                .isEqualTo(2);
    }

    @Test
    void previews_and_decisions_that_ask_no_metric_count_no_failure() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(2, 6))));
        life.decide(0, 4, FAILS);
        life.autoscaler.decide(life.in.at(1).replicasUnknown(), life.out);
        life.autoscaler.decide(life.at(2, 4).noUsableInput(Reason.INVALID_SELECTOR), life.out);
        assertThat(life.out.replicas()).isEqualTo(4);
        assertThat(life.decide(3, 4, FAILS)).isEqualTo(6);
        Life other = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(2, 6))));
        other.autoscaler.preview(other.at(0, 4, FAILS), other.out);
        assertThat(other.decide(1, 4, FAILS)).isEqualTo(4);
    }

    @Test
    void every_kind_of_failure_counts() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(5, 6))));
        assertThat(life.decide(0, 4)).isEqualTo(4);
        assertThat(life.decide(0, 4, -3)).isEqualTo(4);
        life.autoscaler.decide(life.at(0, 4).failed(0), life.out);
        assertThat(life.decide(0, 4, Double.NEGATIVE_INFINITY)).isEqualTo(4);
        assertThat(life.decide(0, 4)).isEqualTo(6);
        assertThat(life.out.metric(0).failedStatus()).isEqualTo(MetricProposal.Status.MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "STATIC, 4, 6", "STATIC, 8, 6",
        "CURRENT_REPLICAS, 4, 4", "CURRENT_REPLICAS, 8, 8",
        "CURRENT_REPLICAS_IF_HIGHER, 4, 6", "CURRENT_REPLICAS_IF_HIGHER, 8, 8",
        "CURRENT_REPLICAS_IF_LOWER, 4, 4", "CURRENT_REPLICAS_IF_LOWER, 8, 6"
    })
    void behaviors_compare_the_count_with_the_current_one(Behavior behavior, int current, int expected) {
        Fallback fallback = Fallback.afterFailures(1, 6).behavior(behavior);
        assertThat(fallback.replicas(current)).isEqualTo(expected);
        assertThat(new Life(Life.nimble(1, 20, queue(fallback))).decide(0, current, FAILS))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"STATIC, 1", "CURRENT_REPLICAS, 0", "CURRENT_REPLICAS_IF_HIGHER, 1", "CURRENT_REPLICAS_IF_LOWER, 0"})
    void from_zero_a_count_above_zero_wakes(Behavior behavior, int expected) {
        Fallback fallback = Fallback.afterFailures(2, 6).behavior(behavior);
        Life life = new Life(Life.nimble(0, 20, queue(fallback)).activation(Activation.cooldown(ofSeconds(60))));
        assertThat(life.decide(0, 0, FAILS)).isZero();
        assertThat(life.decide(1, 0, FAILS)).isEqualTo(expected);
    }

    @Test
    void from_zero_without_activation_the_count_is_reached_too() {
        Life life = new Life(Life.nimble(0, 20, queue(Fallback.afterFailures(2, 3))));
        life.autoscaler.scaled(0, 4, 0);
        assertThat(life.decide(1, 0, FAILS)).isZero();
        assertThat(life.decide(2, 0, FAILS)).isEqualTo(3);
    }

    @Test
    void zero_replicas_ask_for_little_but_with_activation_never_for_none() {
        Life life = new Life(
                Life.nimble(0, 20, queue(Fallback.afterFailures(1, 0))).activation(Activation.cooldown(ofSeconds(0))));
        assertThat(life.decide(0, 4, FAILS)).isEqualTo(1);
        assertThat(life.decide(1_000_000, 1, FAILS)).isEqualTo(1);
        assertThat(life.decide(1_000_001, 0, FAILS)).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_UNKNOWN);
    }

    @Test
    void it_never_lowers_what_the_healthy_metrics_ask_for_together() {
        Fallback low = Fallback.afterFailures(1, 2);
        for (Combination combination :
                new Combination[] {Combination.MAX, Combination.MIN, Combination.AVERAGE, Combination.votes(1, 1)}) {
            Life life = new Life(Life.nimble(1, 20, queue(low), other()).combination(combination));
            assertThat(life.decide(0, 8, FAILS, 8)).as("%s", combination).isEqualTo(8);
            assertThat(life.decide(1, 8, FAILS, 12)).as("%s", combination).isEqualTo(12);
            assertThat(life.decide(2, 8, FAILS, 5)).as("%s", combination).isEqualTo(5);
        }
    }

    @Test
    void it_joins_the_combination() {
        Fallback high = Fallback.afterFailures(1, 9);
        assertThat(new Life(Life.nimble(1, 20, queue(high), other()).combination(Combination.SUM))
                        .decide(0, 8, FAILS, 3))
                .isEqualTo(12);
        assertThat(new Life(Life.nimble(1, 20, queue(high), other()).combination(Combination.AVERAGE))
                        .decide(0, 8, FAILS, 4))
                .isEqualTo(7);
        assertThat(new Life(Life.nimble(1, 20, queue(high), other()).combination(Combination.MIN))
                        .decide(0, 8, FAILS, 4))
                .isEqualTo(4);
    }

    @Test
    void another_metric_that_still_fails_blocks_every_shrink() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(1, 2)), other()));
        assertThat(life.decide(0, 8, FAILS, FAILS)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
        assertThat(life.decide(1, 1, FAILS, FAILS)).isEqualTo(2);
    }

    @Test
    void it_stands_in_while_the_workload_works_and_keeps_it_from_zero() {
        Life life = new Life(
                Life.nimble(0, 20, queue(Fallback.afterFailures(1, 3))).activation(Activation.cooldown(ofSeconds(1))));
        assertThat(life.decide(0, 5, FAILS)).isEqualTo(3);
        assertThat(life.out.metric(0).isActive()).isTrue();
        assertThat(life.decide(1_000_000, 5, FAILS)).isEqualTo(3);
    }

    @Test
    void respec_keeps_failures_by_id_and_snapshots_keep_them_all() {
        MetricSpec queue = queue(Fallback.afterFailures(3, 6));
        Life life = new Life(Life.nimble(1, 20, queue, other()));
        life.decide(0, 4, FAILS, 4);
        life.decide(1, 4, FAILS, 4);
        AutoscalerSpec swapped = Life.nimble(1, 20, other(), queue).build();
        life.autoscaler.respec(swapped, 2);
        Decision out = swapped.newDecision();
        life.autoscaler.decide(
                swapped.newObservation().at(3).replicas(4).value(0, 4).value(1, FAILS), out);
        assertThat(out.metric(1).status()).isEqualTo(MetricProposal.Status.FALLBACK);
        assertThat(out.replicas()).isEqualTo(6);
    }

    @Test
    void a_metric_of_pods_has_fallbacks_too() {
        Life life = new Life(
                Life.nimble(1, 20, resource("cpu").averageUtilization(50).fallback(Fallback.afterFailures(2, 7))));
        life.decide(0, 4);
        assertThat(life.decide(1, 4)).isEqualTo(7);
    }

    @Test
    void names_every_number_out_of_range() {
        assertThatThrownBy(() -> Fallback.afterFailures(0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fallback failures must be >= 1: failures=0; fallback replicas must be >= 0: replicas=-1");
    }

    @Test
    void a_fallback_after_a_time_holds_once_the_metric_has_failed_for_it() {
        Life life = new Life(Life.nimble(1, 20, queue(Fallback.after(ofSeconds(180), 9))));
        assertThat(life.decide(0, 4, FAILS)).isEqualTo(4);
        assertThat(life.out.recheckAtMillis()).isEqualTo(180_000);
        assertThat(life.decide(10_000, 4, 20)).isEqualTo(4);
        assertThat(life.decide(20_000, 4, FAILS)).isEqualTo(4);
        assertThat(life.decide(199_999, 4, FAILS)).isEqualTo(4);
        assertThat(Life.ask(life.restored(), 200_000, 4, FAILS)).isEqualTo(8);
        life.autoscaler.respec(life.spec.toBuilder().bounds(1, 8).build(), 199_999);
        assertThat(Life.ask(life.autoscaler, 200_000, 4, FAILS)).isEqualTo(8);
    }

    @Test
    void a_time_and_a_number_of_failures_must_both_be_reached() {
        Life life =
                new Life(Life.nimble(1, 20, queue(Fallback.afterFailures(3, 8).after(ofSeconds(60)))));
        assertThat(life.decide(0, 4, FAILS)).isEqualTo(4);
        assertThat(life.decide(90_000, 4, FAILS)).isEqualTo(4);
        assertThat(life.decide(90_001, 4, FAILS)).isEqualTo(8);
        assertThatThrownBy(() -> Fallback.after(ofSeconds(-1), 3)).hasMessage("fallback time must be >= 0: time=PT-1S");
    }
}
