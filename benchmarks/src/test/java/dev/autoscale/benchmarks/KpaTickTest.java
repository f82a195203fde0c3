package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KpaTickTest {
    private record Sample(long second, double value) {}

    /** Sums all samples of the window each time; they are whole numbers, so every order gives the same sum. */
    private static double average(Deque<Sample> samples, long nowSecond, long seconds, long firstSecond) {
        double sum = samples.stream()
                .filter(sample -> sample.second > nowSecond - seconds)
                .mapToDouble(Sample::value)
                .sum();
        return Math.rint(sum / Math.min(seconds, nowSecond - firstSecond + 1) * 1e6) / 1e6;
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 3600})
    void answers_are_those_of_plain_sums(int window) {
        KpaSpec spec = KpaTick.spec(window);
        KpaTick path = KpaTick.window(window);
        KpaAutoscaler plain = spec.newAutoscaler(Cycle.START_MILLIS, 1);
        KpaObservation in = spec.newObservation();
        KpaDecision out = spec.newDecision();
        Deque<Sample> samples = new ArrayDeque<>();
        int settling = window / 2;
        int ready = 0;
        int panics = 0;
        long firstSecond = KpaTick.sampleMillis(Cycle.START_MILLIS, 0) / 1000;
        for (int round = 0; round < settling + 200; round++) {
            long now = Cycle.START_MILLIS + round * KpaTick.TICK_MILLIS;
            for (int i = 0; i < KpaTick.SAMPLES; i++) {
                double value = KpaTick.sample((long) round * Cycle.WORKLOADS, i);
                samples.addLast(new Sample(KpaTick.sampleMillis(now, i) / 1000, value));
            }
            while (samples.getFirst().second <= now / 1000 - window) {
                samples.removeFirst();
            }
            double stable = average(samples, now / 1000, window, firstSecond);
            double panic = average(samples, now / 1000, window / 10, firstSecond);
            plain.decide(in.at(now).replicas(ready).averages(stable, panic), out);
            ready = out.replicas();
            panics += out.inPanic() ? 1 : 0;
            if (round >= settling) {
                assertThat(path.once()).as("round %d", round).isEqualTo(ready);
                assertThat(path.decision().stableAverage()).isEqualTo(stable);
                assertThat(path.decision().panicAverage()).isEqualTo(panic);
                path.run(Cycle.WORKLOADS - 1);
            }
        }
        assertThat(panics).isBetween(1, settling + 200);
        assertThat(ready).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 600})
    void weighted_averages_are_the_yardsticks(int window) {
        KpaWeighted path = new KpaWeighted(window);
        KpaWeighted.Bare bare = new KpaWeighted.Bare(window);
        for (int i = 0; i < 10_000; i++) {
            double average = path.average();
            assertThat(average).as("step %d", i).isFinite().isPositive().isEqualTo(bare.average());
        }
        assertThat(path.once()).isEqualTo(bare.once()).isNotZero();
    }

    @Test
    void samples_are_whole_numbers_of_different_sizes() {
        for (int step = 0; step < 1_000; step++) {
            double sample = KpaTick.sample(step, step % KpaTick.SAMPLES);
            assertThat(sample).isEqualTo(Math.rint(sample)).isBetween(1.0, 400.0);
        }
        assertThat(KpaTick.sample(0, 0)).isNotEqualTo(KpaTick.sample(20L * Cycle.WORKLOADS, 0));
    }
}
