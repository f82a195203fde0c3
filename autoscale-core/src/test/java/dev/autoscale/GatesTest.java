package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.MetricSpec.signal;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Signals, and metrics that count only while another one is active. */
class GatesTest {
    private static final double FAILS = Double.NaN;
    private static final MetricSpec LOAD = signal("load").activation(3);
    private static final MetricSpec GATED = external("queue").averageValue(1).onlyWhile("load");

    @Test
    void a_gate_is_open_above_the_threshold_of_the_other_metric() {
        Life life = new Life(Life.nimble(1, 20, GATED, LOAD));
        assertThat(life.decide(0, 4, 7, 3.001)).isEqualTo(7);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.PROPOSED);
        assertThat(life.out.metric(1).status()).isEqualTo(MetricProposal.Status.ABSTAINED);
        assertThat(life.out.metric(1).totalMilli()).isEqualTo(3_001);
        assertThat(life.decide(1, 4, 7, 3)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.GATED);
        assertThat(life.out.reason()).isEqualTo(Reason.NO_PROPOSAL);
    }

    @Test
    void a_gated_metric_does_not_count_whether_it_asks_for_more_or_fails() {
        Life life = new Life(Life.nimble(1, 20, GATED, LOAD, external("other").averageValue(1)));
        assertThat(life.decide(0, 4, 9, 0, 3)).isEqualTo(3);
        assertThat(life.decide(1, 4, FAILS, 0, 3)).isEqualTo(3);
        assertThat(life.decide(2, 4, 9, 4, 3)).isEqualTo(8);
        assertThat(life.decide(3, 4, FAILS, 4, 3)).isEqualTo(4);
    }

    @Test
    void while_the_gate_fails_its_metric_counts_and_nothing_shrinks() {
        Life life = new Life(Life.nimble(1, 20, GATED, LOAD));
        assertThat(life.decide(0, 4, 7, FAILS)).isEqualTo(7);
        assertThat(life.decide(1, 4, 2, FAILS)).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.FAILED_REPLICA_SOURCE);
        assertThat(life.decide(2, 4, 2)).isEqualTo(4);
    }

    @Test
    void with_a_closed_gate_max_min_and_votes_look_at_the_others_alone() {
        for (Combination combination :
                new Combination[] {Combination.MIN, Combination.AVERAGE, Combination.votes(Combination.ALL, 1)}) {
            Life life =
                    new Life(Life.nimble(1, 20, GATED, LOAD, external("other").averageValue(1))
                            .combination(combination));
            assertThat(life.decide(0, 4, 1, 0, 8)).as("%s", combination).isEqualTo(8);
        }
    }

    @Test
    void any_metric_can_be_a_gate_and_by_default_it_opens_above_zero() {
        Life life = new Life(
                Life.nimble(1, 20, GATED.onlyWhile("cpu"), resource("cpu").averageUtilization(50)));
        life.decide(0, 4, 9, 0);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.GATED);
        assertThat(life.decide(1, 4, 8, 50)).isEqualTo(8);
        Life percent = new Life(Life.nimble(
                1,
                20,
                GATED.onlyWhile("cpu"),
                resource("cpu").averageUtilization(50).activation(50)));
        percent.decide(0, 4, 9, 50);
        assertThat(percent.out.metric(0).status()).isEqualTo(MetricProposal.Status.GATED);
        percent.decide(0, 4, 9, 51);
        assertThat(percent.out.metric(0).status()).isEqualTo(MetricProposal.Status.PROPOSED);
    }

    @Test
    void two_metrics_can_gate_each_other() {
        Life life = new Life(Life.nimble(
                1,
                20,
                external("a").averageValue(1).onlyWhile("b"),
                external("b").averageValue(1).onlyWhile("a")));
        assertThat(life.decide(0, 4, 0, 0)).isEqualTo(4);
        assertThat(life.decide(1, 4, 3, 2)).isEqualTo(3);
        assertThat(life.decide(2, 4, 8, 0)).isEqualTo(1);
    }

    @Test
    void a_gated_metric_keeps_nothing_from_zero() {
        Life life = new Life(
                Life.nimble(0, 20, GATED, external("load").averageValue(1).activation(3))
                        .activation(Activation.cooldown(ofSeconds(60))));
        assertThat(life.decide(0, 0, 100, 3)).isZero();
        assertThat(life.decide(1, 0, 100, 4)).isEqualTo(1);
        life.decide(2, 8, 100, 3);
        assertThat(life.decide(60_001, 8, 100, 3)).isZero();
    }

    @Test
    void a_signal_counts_for_activation_only_with_a_threshold() {
        Activation atOnce = Activation.cooldown(ofSeconds(0));
        MetricSpec queue = external("queue").averageValue(1);
        Life without = new Life(Life.nimble(0, 20, queue, signal("load")).activation(atOnce));
        assertThat(without.decide(0, 0, 0, 100)).isZero();
        Life with = new Life(Life.nimble(0, 20, queue, LOAD).activation(atOnce));
        assertThat(with.decide(0, 0, 0, 3)).isZero();
        assertThat(with.decide(1, 0, 0, 4)).isEqualTo(1);
        assertThat(with.decide(2, 0, 0, FAILS)).isZero();
        assertThat(with.out.reason()).isEqualTo(Reason.SCALER_UNKNOWN);
    }

    @Test
    void a_stale_signal_fails_and_the_recheck_knows_when() {
        Life life = new Life(Life.nimble(1, 20, external("queue").averageValue(1), LOAD.maxAge(ofSeconds(10))));
        life.autoscaler.decide(life.at(5_000, 4, 4, 1).sampledAt(1, 0), life.out);
        assertThat(life.out.recheckAtMillis()).isEqualTo(10_001);
        life.autoscaler.decide(life.at(10_001, 4, 2, 1).sampledAt(1, 0), life.out);
        assertThat(life.out.metric(1).status()).isEqualTo(MetricProposal.Status.STALE);
        assertThat(life.out.replicas()).isEqualTo(4);
    }

    @Test
    void a_closed_gate_ends_a_row_of_failures() {
        Life life = new Life(Life.nimble(1, 20, GATED.fallback(Fallback.afterFailures(3, 9)), LOAD));
        assertThat(life.decide(0, 4, FAILS, 4)).isEqualTo(4);
        assertThat(life.decide(1, 4, FAILS, 4)).isEqualTo(4);
        assertThat(life.decide(2, 4, FAILS, 3)).isEqualTo(4);
        assertThat(life.decide(3, 4, FAILS, 4)).isEqualTo(4);
        assertThat(life.decide(4, 4, FAILS, 4)).isEqualTo(4);
        assertThat(life.decide(5, 4, FAILS, 4)).isEqualTo(8);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.FALLBACK);
    }
}
