package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Cooldowns, failures and thresholds at their exact ends. */
class ActivationPropertiesTest {
    private static AutoscalerSpec spec(Activation activation) {
        return AutoscalerSpec.builder(0, 10)
                .metric(MetricSpec.external("queue").averageValue(5).activationMilli(1_000))
                .activation(activation)
                .build();
    }

    @Property(tries = 500)
    void a_workload_rests_from_the_very_end_of_its_cooldown_on_wherever_time_begins(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 100_000) int cooldown,
            @ForAll @IntRange(min = 1, max = 40) int steps) {
        long room = 1L << 40;
        long[] starts = {Long.MIN_VALUE + 1, -room, 0, 1_700_000_000_000L, Long.MAX_VALUE - room};
        for (long start : starts) {
            SplittableRandom random = new SplittableRandom(seed);
            AutoscalerSpec spec = spec(Activation.cooldown(Duration.ofMillis(cooldown)));
            Autoscaler autoscaler = spec.newAutoscaler();
            Observation in = spec.newObservation();
            Decision out = spec.newDecision();
            long now = start;
            long lastActive = start;
            for (int i = 0; i < steps; i++) {
                boolean active = random.nextInt(3) == 0;
                boolean fails = random.nextInt(6) == 0;
                in.at(now).replicas(3).value(0, fails ? Double.NaN : active ? 1.001 : random.nextInt(2));
                autoscaler.decide(in, out);
                lastActive = active || fails ? now : lastActive;
                boolean idles = !active && !fails && now - lastActive >= cooldown;
                assertThat(out.replicas() == 0).as("%s", out).isEqualTo(idles);
                if (out.activationState() == Activation.State.COOLING) {
                    assertThat(out.untilMillis(Decision.Step.ACTIVATED)).isEqualTo(lastActive + cooldown);
                }
                long end = lastActive + cooldown - now;
                now += random.nextInt(3) == 0 && end > 0 ? end - random.nextInt(2) : random.nextInt(cooldown + 2);
            }
        }
    }

    @Property(tries = 500)
    void a_threshold_in_thousandths_is_exact(@ForAll long threshold, @ForAll @IntRange(min = -2, max = 2) int beside) {
        long value = threshold + beside;
        AutoscalerSpec spec = AutoscalerSpec.builder(0, 10)
                .metric(MetricSpec.external("queue").averageValue(5).activationMilli(threshold))
                .activation(Activation.cooldown(Duration.ZERO))
                .build();
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(0).valueMilli(0, value), out);
        // The lowest long stands for no threshold.
        boolean isActive = value >= 0 && value > (threshold == Long.MIN_VALUE ? 0 : threshold);
        assertThat(out.replicas()).isEqualTo(isActive ? 1 : 0);
    }

    @Property(tries = 500)
    void the_nth_failure_in_a_row_brings_the_fallback_and_one_success_ends_it(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int failures) {
        SplittableRandom random = new SplittableRandom(seed);
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 100)
                .metric(MetricSpec.external("queue").averageValue(1).fallback(Fallback.afterFailures(failures, 9)))
                .metric(MetricSpec.external("steady").averageValue(1))
                .combination(random.nextBoolean() ? Combination.MAX : Combination.SUM)
                .build();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        int inARow = 0;
        for (int i = 0; i < 60; i++) {
            boolean fails = random.nextInt(4) != 0;
            in.at(i).replicas(5).value(1, 5);
            in.value(0, fails ? Double.POSITIVE_INFINITY : 3);
            if (random.nextInt(8) == 0) {
                in.replicasUnknown();
                autoscaler.decide(in, out);
                continue;
            }
            autoscaler.preview(in, out);
            autoscaler.decide(in, out);
            inARow = fails ? inARow + 1 : 0;
            assertThat(out.metric(0).status() == MetricProposal.Status.FALLBACK).isEqualTo(inARow >= failures);
            assertThat(out.metric(0).replicas()).isEqualTo(inARow >= failures ? 9 : fails ? 0 : 3);
        }
    }

    @Property(tries = 300)
    void two_or_more_votes_are_the_order_statistics_of_the_proposals(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        int toGrow = 1 + random.nextInt(count);
        int toShrink = 1 + random.nextInt(count);
        var builder = AutoscalerSpec.builder(1, 1_000).combination(Combination.votes(toGrow, toShrink));
        for (int i = 0; i < count; i++) {
            builder.metric(MetricSpec.external("m" + i).averageValue(1));
        }
        AutoscalerSpec spec = builder.tolerance(0).build();
        Observation in = spec.newObservation().at(0).replicas(10);
        int[] asked = random.ints(count, 0, 20).toArray();
        for (int i = 0; i < count; i++) {
            in.value(i, asked[i]);
        }
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        int[] sorted = java.util.Arrays.stream(asked).sorted().toArray();
        int grown = sorted[count - toGrow];
        int shrunk = sorted[toShrink - 1];
        assertThat(out.recommended()).isEqualTo(grown > 10 ? grown : Math.min(10, shrunk));
    }
}
