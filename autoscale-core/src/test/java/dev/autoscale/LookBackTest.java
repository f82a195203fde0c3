package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Target 1; what becomes of the values of the last 10 s. */
class LookBackTest {
    private static final double FAILS = Double.NaN;

    private static Life life(MetricSpec... metrics) {
        return new Life(Life.free(rules(), rules()).tolerance(0).metrics(List.of(metrics)));
    }

    private static MetricSpec queue(LookBack rule) {
        return external("queue").averageValue(1).lookBack(rule);
    }

    @Test
    void the_highest_value_counts_until_it_is_as_old_as_the_period() {
        Life life = life(queue(LookBack.max(ofSeconds(10))));
        assertThat(life.decide(0, 5, 9)).isEqualTo(9);
        assertThat(life.decide(5_000, 9, 4)).isEqualTo(9);
        assertThat(life.out.metric(0).totalMilli()).isEqualTo(9_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(10_000);
        assertThat(life.decide(9_999, 9, 3)).isEqualTo(9);
        assertThat(life.decide(10_000, 9, 3)).isEqualTo(4);
    }

    @Test
    void the_lowest_value_counts() {
        Life life = life(queue(LookBack.min(ofSeconds(10))));
        assertThat(life.decide(0, 5, 3)).isEqualTo(3);
        assertThat(life.decide(9_999, 3, 7)).isEqualTo(3);
        assertThat(life.decide(10_000, 3, 8)).isEqualTo(7);
    }

    @Test
    void the_mean_counts_and_is_looked_at_again_at_once_while_it_moves() {
        Life life = life(queue(LookBack.mean(ofSeconds(10))));
        assertThat(life.decide(0, 9, 9)).isEqualTo(9);
        assertThat(life.out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(life.decide(5_000, 6, 3)).isEqualTo(6);
        assertThat(life.out.recheckAtMillis()).isEqualTo(5_000);
        assertThat(life.decide(5_000, 6, 3)).isEqualTo(5);
    }

    @Test
    void what_failed_or_was_too_old_is_no_value() {
        Life life = life(queue(LookBack.max(ofSeconds(10))).maxAge(ofSeconds(1)));
        life.decide(0, 5, 3);
        assertThat(life.decide(1_000, 5, FAILS)).isEqualTo(5);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        life.at(2_000, 5, 90).sampledAt(0, 999);
        assertThat(life.decide()).isEqualTo(5);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.STALE);
        life.at(3_000, 5, 90).replicasUnknown();
        life.decide();
        life.at(4_000, 5, 90).noUsableInput(Reason.INVALID_SELECTOR);
        life.decide();
        life.at(5_000, 5);
        life.decide();
        assertThat(life.decide(6_000, 5, 2)).isEqualTo(3);
        life.at(7_000, 5, 8).sampledAt(0, 6_000);
        assertThat(life.decide()).isEqualTo(8);
        assertThat(life.out.recheckAtMillis()).isEqualTo(7_000);
    }

    @Test
    void a_value_that_is_negative_is_none_but_where_kubernetes_counts_it() {
        Life life = life(queue(LookBack.min(ofSeconds(10))));
        life.decide(0, 5, -7);
        assertThat(life.decide(1, 5, 5)).isEqualTo(5);
        Life kubernetes = new Life(Life.free(rules(), rules())
                .metrics(List.of(external("queue").value(1).lookBack(LookBack.min(ofSeconds(10)))))
                .kubernetesArithmetic());
        kubernetes.decide(0, 5, -7);
        assertThat(kubernetes.decide(1, 5, 5)).isEqualTo(1);
        assertThat(kubernetes.out.metric(0).totalMilli()).isEqualTo(-7_000);
    }

    @Test
    void a_preview_is_no_value() {
        Life life = life(queue(LookBack.max(ofSeconds(10))));
        life.autoscaler.preview(life.at(0, 5, 50), life.out);
        assertThat(life.out.replicas()).isEqualTo(50);
        assertThat(life.decide(1, 5, 5)).isEqualTo(5);
    }

    @Test
    void averages_over_replicas_look_back_and_listed_pods_do_not() {
        Life life = life(pods("load").averageValue(10).lookBack(LookBack.max(ofSeconds(10))));
        assertThat(life.decide(0, 4, 20)).isEqualTo(8);
        assertThat(life.decide(1, 4, 10)).isEqualTo(8);
        PodSamples pods = life.at(2, 4).ensureCapacity(1).pods();
        pods.sample(0, pods.addReady(-600_000, -500_000), 10);
        assertThat(life.decide()).isEqualTo(4);
    }

    @Test
    void sources_signals_and_thresholds_see_what_became_of_the_values() {
        LookBack highest = LookBack.max(ofSeconds(10));
        TestSource reads = TestSource.of(in -> (int) (in.valueMilli() / 1_000 * 10 + in.signalMilli(0) / 1_000))
                .reading("signal");
        Life life = new Life(Life.free(rules(), rules())
                .bounds(0, 100)
                .metrics(List.of(
                        source("s", reads).lookBack(highest),
                        signal("signal").activation(3).lookBack(highest)))
                .activation(Activation.cooldown(ofSeconds(0))));
        assertThat(life.decide(0, 50, 1, 4)).isEqualTo(14);
        assertThat(life.decide(1_000, 14, 0, 2)).isEqualTo(14);
        assertThat(life.out.metric(0).totalMilli()).isEqualTo(1_000);
        assertThat(life.out.metric(1).isActive()).isTrue();
        assertThat(life.out.recheckAtMillis()).isEqualTo(10_000);
        assertThat(life.decide(10_000, 14, 0, 0)).isEqualTo(2);
        assertThat(life.out.metric(1).isActive()).isFalse();
    }

    @Test
    void a_mean_of_a_signal_keeps_the_next_look_early() {
        LookBack mean = LookBack.mean(ofSeconds(10));
        TestSource reads =
                TestSource.of(in -> (int) (in.signalMilli(0) / 1_000)).signals("signal");
        Life life = life(source("s", reads), signal("signal").lookBack(mean));
        life.in.at(0).replicas(9).value(1, 9);
        assertThat(life.decide()).isEqualTo(9);
        life.in.at(1).replicas(6).value(1, 3);
        assertThat(life.decide()).isEqualTo(6);
        assertThat(life.out.recheckAtMillis()).isEqualTo(1);
    }

    @Test
    void snapshots_and_respec_keep_the_values_by_id() {
        Life life = life(queue(LookBack.max(ofSeconds(10))));
        life.decide(0, 5, 9);
        life.decide(5_000, 5, 7);
        assertThat(Life.ask(life.restored(), 9_999, 5, 1)).isEqualTo(9);
        Autoscaler small = life.restored();
        AutoscalerSpec other = Life.free(rules(), rules())
                .historyCapacity(2)
                .metrics(List.of(queue(LookBack.max(ofSeconds(6)))))
                .build();
        small.respec(other, 5_000);
        assertThat(Life.ask(small, 5_999, 5, 1)).isEqualTo(9);
        assertThat(Life.ask(small, 10_999, 5, 1)).isEqualTo(7);
        Autoscaler renamed = life.restored();
        renamed.respec(
                Life.free(rules(), rules())
                        .metrics(List.of(queue(LookBack.max(ofSeconds(10))).id("new")))
                        .build(),
                5_000);
        assertThat(Life.ask(renamed, 5_001, 5, 1)).isEqualTo(1);
    }

    @Test
    void a_rule_must_have_a_period_and_an_aggregation() {
        assertThatThrownBy(() -> life(queue(LookBack.max(ofMillis(0)))))
                .hasMessage("lookBack must be > 0 and <= 7 days: queue.lookBack=0 ms");
        assertThatThrownBy(() -> life(queue(LookBack.mean(LookBack.LONGEST.plusMillis(1)))))
                .hasMessage("lookBack must be > 0 and <= 7 days: queue.lookBack=604800001 ms");
        assertThat(life(queue(LookBack.mean(LookBack.LONGEST)))).isNotNull();
        assertThatThrownBy(() -> new LookBack(ofMillis(1), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("aggregation");
    }

    @Test
    void an_old_average_belongs_to_the_count_of_its_time() {
        for (LookBack rule :
                List.of(LookBack.max(ofSeconds(300)), LookBack.mean(ofSeconds(300)), LookBack.min(ofSeconds(300)))) {
            for (MetricSpec metric : List.of(
                    pods("load").averageValue(4),
                    external("load").value(4),
                    external("load").averageValue(4))) {
                Life life = life(metric.lookBack(rule));
                int replicas = 12;
                for (int second = 0; second < 3_600; second += 15) {
                    double total = second < 300 ? 48 : 59; // 15 replicas with 4 each, at most
                    double value = metric.isTotalPerReplica() ? total : total / replicas;
                    replicas = life.follow(second * 1_000L, replicas, value);
                    assertThat(replicas)
                            .as("%s of %s at %s", rule, metric, second)
                            .isBetween(12, 15);
                }
                assertThat(replicas).isEqualTo(15);
            }
        }
    }

    @Test
    void a_value_of_replicas_of_which_none_is_ready_is_neither_remembered_nor_looked_back_from() {
        for (LookBack rule :
                List.of(LookBack.max(ofSeconds(300)), LookBack.mean(ofSeconds(300)), LookBack.min(ofSeconds(300)))) {
            for (MetricSpec metric : List.of(
                    pods("load").averageValue(4),
                    external("load").value(4),
                    MetricSpec.object("load").value(4))) {
                Life life = life(metric.lookBack(rule));
                int[] ready = {12, 12, 0, 0, 12, 6, 12};
                for (int i = 0; i < ready.length; i++) {
                    double value = ready[i] == 0 ? 4 : 48.0 / ready[i];
                    life.at(i * 15_000L, 12, value).readyReplicas(ready[i]);
                    assertThat(life.decide())
                            .as("%s of %s at %s", rule, metric, i)
                            .isEqualTo(12);
                }
            }
        }
    }

    @Test
    void an_explanation_says_how_old_the_value_is() {
        Life life = life(pods("load").averageValue(10).lookBack(LookBack.max(ofSeconds(10))));
        life.decide(0, 4, 20);
        assertThat(life.out.metric(0).valueAgeMillis()).isZero();
        assertThat(life.out.toString()).contains("highest of the last 10 s\n");
        life.decide(7_000, 8, 9); // what 4 had then is half of that on 8
        assertThat(life.out.metric(0).averageMilli()).isEqualTo(10_000);
        assertThat(life.out.metric(0).valueAgeMillis()).isEqualTo(7_000);
        assertThat(life.out.toString()).contains("highest of the last 10 s, 7 s old\n");
    }
}
