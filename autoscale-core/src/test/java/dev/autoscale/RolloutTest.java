package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten replicas are wanted; during a rolling update up to fourteen exist. */
class RolloutTest {
    private static Life life(MetricSpec... metrics) {
        return new Life(Life.free(rules(), rules()).metrics(List.of(metrics)).rolloutHold());
    }

    private static int decide(Life of, int existing, double... values) {
        of.at(0, 10, values).replicas(10, existing);
        return of.decide();
    }

    private static Life without(MetricSpec... metrics) {
        return new Life(Life.free(rules(), rules()).metrics(List.of(metrics)));
    }

    @Test
    void a_value_scales_the_wanted_replicas() {
        MetricSpec load = external("load").value(1);
        assertThat(decide(without(load), 14, 2)).isEqualTo(28);
        assertThat(decide(life(load), 14, 2)).isEqualTo(20);
        assertThat(decide(life(load), 8, 2)).isEqualTo(16);
        Life counted = life(load);
        counted.at(0, 10, 2).replicas(10, 14).readyReplicas(6);
        assertThat(counted.decide()).isEqualTo(12);
    }

    @Test
    void so_does_an_average() {
        MetricSpec load = pods("load").averageValue(10);
        assertThat(decide(without(load), 14, 20)).isEqualTo(28);
        assertThat(decide(life(load), 14, 20)).isEqualTo(20);
    }

    @Test
    void and_one_of_listed_pods() {
        for (boolean missing : new boolean[] {false, true}) {
            Life life = life(pods("load").averageValue(10));
            PodSamples pods = life.at(0, 10).replicas(10, 14).ensureCapacity(14).pods();
            for (int i = 0; i < 14; i++) {
                int pod = pods.addReady(-600_000, -500_000);
                if (i > 0 || !missing) {
                    pods.sample(0, pod, 20);
                }
            }
            // With one missing: 13 * 20 over 14 is 18.571.
            assertThat(life.decide()).isEqualTo(missing ? 19 : 20);
        }
    }

    @Test
    void a_total_within_the_tolerance_of_the_wanted_replicas_keeps_them() {
        MetricSpec queue = external("queue").averageValue(10);
        assertThat(decide(without(queue), 14, 140)).isEqualTo(14);
        assertThat(decide(life(queue), 14, 140)).isEqualTo(14);
        assertThat(decide(life(queue), 14, 105)).isEqualTo(10);
        assertThat(decide(without(queue), 14, 130)).isEqualTo(14);
        assertThat(decide(life(queue), 14, 130)).isEqualTo(13);
    }

    @Test
    void nothing_shrinks_while_more_exist_than_are_wanted() {
        Life life = life(external("load").value(1));
        assertThat(decide(life, 11, 0.5)).isEqualTo(10);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.ROLLOUT_HELD);
        assertThat(life.out.recommended()).isEqualTo(10);
        assertThat(life.out.toString()).contains("held: a rolling update is under way");
        assertThat(decide(life, 10, 0.5)).isEqualTo(5);
        assertThat(decide(life, 9, 0.5)).isEqualTo(5);
    }

    @Test
    void nor_by_sources_fallbacks_and_functions() {
        Life asked = life(source("s", TestSource.of(in -> 3)));
        assertThat(decide(asked, 11)).isEqualTo(10);
        assertThat(asked.out.combined()).isEqualTo(10);
        assertThat(decide(asked, 10)).isEqualTo(3);
        Life failing = life(external("queue").averageValue(1).fallback(Fallback.afterFailures(1, 2)));
        assertThat(decide(failing, 11, Double.NaN)).isEqualTo(10);
        assertThat(decide(failing, 10, Double.NaN)).isEqualTo(2);
        Life function = new Life(Life.free(rules(), rules())
                .combination(Combination.of("four", out -> 4))
                .rolloutHold());
        assertThat(decide(function, 11, 20)).isEqualTo(10);
        assertThat(decide(function, 10, 20)).isEqualTo(4);
    }

    @Test
    void a_source_that_asks_for_none_is_not_taken_for_active_because_of_it() {
        Life life = new Life(Life.free(rules(), rules())
                .bounds(0, 100)
                .metrics(List.of(source("s", TestSource.of(in -> 0))))
                .activation(Activation.cooldown(ofSeconds(0)))
                .rolloutHold());
        assertThat(decide(life, 11)).isZero();
        assertThat(life.out.recommended()).isEqualTo(10);
    }

    @Test
    void singly_a_calculator_holds_too_and_growth_and_zero_are_free() {
        Life life = life(external("queue").averageValue(1));
        MetricProposal alone = new MetricProposal(life.spec.metric(0));
        life.spec.calculator(0).propose(life.at(0, 10, 3).replicas(10, 12), alone);
        assertThat(alone.replicas()).isEqualTo(10);
        assertThat(decide(life, 12, 30)).isEqualTo(30);
        life.spec.calculator(0).propose(life.at(0, 0, 3).replicas(0, 2), alone);
        assertThat(alone.replicas()).isEqualTo(3);
        life.spec.calculator(0).propose(life.at(0, 0, 9).replicas(0, 10), alone);
        assertThat(alone.replicas()).isEqualTo(10); // within the tolerance of those that exist
    }

    @Test
    void a_total_within_the_tolerance_asks_for_the_wanted_replicas() {
        MetricSpec queue = external("queue").averageValue(10);
        for (int existing : new int[] {9, 10, 11}) {
            double total = existing == 9 ? 97 : 100;
            assertThat(decide(without(queue), existing, total)).isEqualTo(existing);
            Life held = life(queue);
            assertThat(decide(held, existing, total)).isEqualTo(10);
            assertThat(held.out.toString())
                    .startsWith(
                            existing == 10
                                    ? "10 replicas, no change\n"
                                    : "10 replicas, no change (" + existing + " exist, 10 wanted)\n");
        }
        assertThat(decide(life(queue), 9, 50)).isEqualTo(5);
        assertThat(decide(life(queue), 9, 200)).isEqualTo(20);
    }
}
