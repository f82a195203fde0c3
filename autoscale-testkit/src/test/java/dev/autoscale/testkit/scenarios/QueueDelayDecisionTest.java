package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.QueueDelay;
import org.junit.jupiter.api.Test;

/** Queue delays of 4 s through whole autoscalers. */
class QueueDelayDecisionTest {
    private static QueueDelay.Builder delay() {
        return QueueDelay.longerThan(ofSeconds(4));
    }

    private static AutoscalerSpec.Builder counted() {
        return spec(delay().requestsFrom("requests", 1).asMetric("wait")).metric(signal("requests"));
    }

    private static AutoscalerSpec.Builder spec(MetricSpec metric) {
        return AutoscalerSpec.builder(0, 10).metric(metric).scaleDown(rules().stabilizationWindow(ZERO));
    }

    private static int decide(Workload workload, long second, int ready, double wait, int requests) {
        return workload.decide(
                second, in -> in.readyReplicas(ready).value(0, wait).value(1, requests));
    }

    @Test
    void workers_come_one_by_one_as_they_get_ready_and_go_with_the_requests() {
        Workload workers = Workload.of(counted().build(), 2);
        assertThat(decide(workers, 0, 2, 4, 5)).isEqualTo(2);
        assertThat(decide(workers, 5, 2, 4.001, 5)).isEqualTo(3);
        assertThat(decide(workers, 10, 2, 9, 8)).isEqualTo(3);
        assertThat(decide(workers, 15, 3, 14, 8)).isEqualTo(4);
        // Four run, the last one is in time.
        assertThat(decide(workers, 20, 4, 0, 4)).isEqualTo(4);
        assertThat(decide(workers, 25, 4, 0, 1)).isEqualTo(1);
        assertThat(decide(workers, 30, 1, 0, 0)).isZero();
        assertThat(decide(workers, 35, 0, 4, 1)).isZero();
        assertThat(decide(workers, 40, 0, 4.001, 3)).isEqualTo(1);
        assertThat(decide(workers, 45, 0, 9, 3)).isEqualTo(1);
        assertThat(workers.decide(50, in -> in.value(0, 0))).isEqualTo(1);
        assertThat(workers.decision().metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
    }

    /** Two workers until second 10, then nothing to do: the idle timeout of 30 s counts from there. */
    @Test
    void the_cooldown_is_the_idle_timeout() {
        Workload workers = Workload.of(
                counted().activation(Activation.cooldown(ofSeconds(30))).build(), 2);
        assertThat(workers.decideEvery(5, 0, 100, (in, second) -> in.value(0, 0).value(1, second <= 10 ? 2 : 0)))
                .containsExactly(entry(15L, 1), entry(40L, 0));
        assertThat(decide(workers, 105, 0, 3, 1)).isZero();
        assertThat(decide(workers, 110, 0, 5, 1)).isEqualTo(1);
    }

    @Test
    void an_activation_threshold_wakes_at_the_first_wait() {
        MetricSpec eager = delay().requestsFrom("requests", 1).asMetric("wait").activation(0);
        Workload workers = Workload.of(
                spec(eager)
                        .metric(signal("requests").activation(0))
                        .activation(Activation.cooldown(ofSeconds(30)))
                        .build(),
                0);
        assertThat(decide(workers, 0, 0, 0, 0)).isZero();
        assertThat(decide(workers, 5, 0, 0.001, 1)).isEqualTo(1);
    }

    @Test
    void without_requests_it_holds_or_leaves_the_shrink_to_others() {
        Workload holding = Workload.of(spec(delay().asMetric("wait")).build(), 3);
        assertThat(holding.decide(0, 4)).isEqualTo(3);
        assertThat(holding.decide(5, 4.001)).isEqualTo(4);
        assertThat(holding.decide(10, 0)).isEqualTo(4);

        Workload both = Workload.of(
                spec(delay().abstainWhileInTime().asMetric("wait"))
                        .metric(external("requests").averageValue(2))
                        .build(),
                3);
        assertThat(both.decide(0, 4, 4)).isEqualTo(2);
        assertThat(both.decide(5, 4.001, 4)).isEqualTo(3);
        assertThat(both.decide(10, 0, 4)).isEqualTo(2);
    }
}
