package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Three warm pods and one that started at 0; samples do not count for 30 s after the start. */
class WarmUpTest {
    private static final MetricSpec LOAD = pods("load").averageValue(10).warmUp(ofSeconds(30));

    private final Life life = new Life(Life.nimble(1, 100, LOAD));

    private int decide(Life of, long millis, double warm, double young) {
        PodSamples pods = of.at(millis, 4).ensureCapacity(4).pods();
        for (int i = 0; i < 4; i++) {
            int pod = pods.addReady(i == 3 ? 0 : -600_000, i == 3 ? 0 : -500_000);
            pods.sample(0, pod, i == 3 ? young : warm);
        }
        return of.decide();
    }

    @Test
    void a_young_pod_is_capacity_that_uses_nothing_until_it_is_warm() {
        assertThat(decide(life, 29_999, 20, 100)).isEqualTo(6); // 60 over 4 pods: 15 of 10
        assertThat(life.out.metric(0).averageMilli()).isEqualTo(20_000);
        assertThat(life.out.metric(0).validUntilMillis()).isEqualTo(30_000);
        assertThat(decide(life, 30_000, 20, 100)).isEqualTo(8); // 160 over 4: 16, cut by +100 %
        assertThat(life.out.recommended()).isEqualTo(16);
    }

    @Test
    void while_the_others_ask_for_less_it_is_left_out() {
        assertThat(decide(life, 1, 5, 100)).isEqualTo(2); // a half of 3
    }

    @Test
    void if_all_are_young_nothing_changes() {
        PodSamples pods = life.at(10, 2).ensureCapacity(2).pods();
        for (int i = 0; i < 2; i++) {
            pods.sample(0, pods.addReady(5, 6), 100);
        }
        assertThat(life.decide()).isEqualTo(2);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.NO_READY_METRICS);
        assertThat(life.out.recheckAtMillis()).isEqualTo(30_005);
    }

    @Test
    void at_any_time_and_with_a_start_in_the_future() {
        for (long start : new long[] {Long.MIN_VALUE, -7, Long.MAX_VALUE - 40_000}) {
            Life any = new Life(Life.nimble(1, 100, LOAD));
            assertThat(average(any, start, start + 29_999)).isEqualTo(20_000);
            assertThat(average(any, start, start + 30_000)).isEqualTo(60_000);
        }
        assertThat(average(life, 500_000, 0)).isEqualTo(20_000);
        assertThat(average(new Life(Life.nimble(1, 100, LOAD)), Long.MAX_VALUE - 5, Long.MAX_VALUE - 1))
                .isEqualTo(20_000);
    }

    /** Of a warm pod with 20 and one of this start with 100. */
    private static long average(Life of, long startMillis, long nowMillis) {
        PodSamples pods = of.at(nowMillis, 2).ensureCapacity(2).pods();
        pods.sample(0, pods.add(), 20);
        pods.sample(0, pods.addReady(startMillis, startMillis), 100);
        of.decide();
        return of.out.metric(0).averageMilli();
    }

    @Test
    void kubernetes_own_care_for_starting_pods_stays() {
        MetricSpec cpu = resource("cpu").averageValue(10);
        Life short_ = new Life(Life.nimble(1, 100, cpu.warmUp(ofSeconds(1))));
        Life none = new Life(Life.nimble(1, 100, cpu));
        for (Life of : new Life[] {short_, none}) {
            PodSamples pods = of.at(400_000, 1).ensureCapacity(1).pods();
            int pod = pods.addReady(200_000, 399_990);
            pods.sampleMilli(0, pod, 20_000, 400_000, 60_000);
            of.decide();
            assertThat(of.out.metric(0).status()).isEqualTo(MetricProposal.Status.NO_READY_METRICS);
        }
    }

    @Test
    void values_without_pods_and_specs_without_a_warm_up_do_not_look_at_starts() {
        assertThat(life.decide(0, 4, 20)).isEqualTo(8);
        Life total =
                new Life(Life.nimble(1, 100, external("queue").averageValue(1).warmUp(ofSeconds(30))));
        assertThat(total.decide(0, 4, 8)).isEqualTo(8);
        assertThat(total.spec.isPlain()).isTrue();
        Life cold = new Life(Life.nimble(1, 100, pods("load").averageValue(10)));
        decide(cold, 0, 20, 100);
        assertThat(cold.out.metric(0).averageMilli()).isEqualTo(40_000);
    }
}
