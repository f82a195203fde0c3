package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Slots of 10 s, an SLO of 2 s. */
class DemandTest {
    private static Environment.Builder environment() {
        return Environment.builder().inStep().slot(ofSeconds(10)).slo(ofSeconds(2), 1);
    }

    private static List<Integer> of(Load load, Environment environment, int slots) {
        List<Integer> demand = new ArrayList<>();
        try (Demand slotwise = new Demand(load, SeededRandom.of(1), environment)) {
            for (int slot = 0; slot < slots; slot++) {
                demand.add(slotwise.at(slot));
            }
        }
        return demand;
    }

    @Test
    void it_is_what_meets_the_slo() {
        // Three at once for 1 s: with one replica the third would take 3 s, with two 2 s.
        assertThat(of(Given.of(1, 1, 1, 1, 1, 1), environment().build(), 2)).containsExactly(2, 0);
        assertThat(of(
                        Given.of(1, 1, 1, 1, 1, 1),
                        environment().slo(ofSeconds(3), 1).build(),
                        2))
                .containsExactly(1, 0);
        assertThat(of(
                        Given.of(1, 1, 1, 1, 1, 1),
                        environment().slo(ofSeconds(2), 0.6).build(),
                        2))
                .containsExactly(1, 0);
        assertThat(of(Given.of(1, 1, 1, 1, 1, 1), environment().concurrency(2).build(), 2))
                .containsExactly(1, 0);
    }

    @Test
    void what_can_not_meet_the_slo_has_to_start_at_once() {
        assertThat(of(Given.of(1, 5, 1, 5), environment().build(), 2)).containsExactly(2, 0);
        assertThat(of(Given.of(1, 5, 1, 5), environment().slo(ofSeconds(2), 0.5).build(), 2))
                .containsExactly(1, 0);
    }

    @Test
    void it_holds_what_lasts() {
        // Four connections of 25 s: all of the second slot they are four, in the third they end at 26 s.
        Given load = Given.of(1, 25, 1, 25, 1, 25, 1, 25);
        assertThat(of(load, environment().sloOnWait().build(), 4)).containsExactly(4, 4, 3, 0);
        assertThat(of(load, environment().concurrency(2).build(), 4)).containsExactly(2, 2, 2, 0);
    }

    /** 30 s of work in a slot of 10 s need three, however patient the SLO is. */
    @Test
    void no_backlog_is_handed_on() {
        double[] arrivals = new double[60];
        for (int i = 0; i < 30; i++) {
            arrivals[2 * i] = i * 0.3;
            arrivals[2 * i + 1] = 1;
        }
        assertThat(of(Given.of(arrivals), environment().slo(ofMinutes(5), 1).build(), 1))
                .containsExactly(3);
    }

    @Test
    void looking_ahead_does_not_change_what_comes() {
        Load load = Loads.poisson(3, ofMinutes(10), ServiceTimes.exponential(ofSeconds(2)));
        Environment environment = environment().build();
        List<Integer> plain = of(load, environment, 60);
        try (Demand demand = new Demand(load, SeededRandom.of(1), environment)) {
            for (int slot = 0; slot < 54; slot++) {
                int highest = plain.subList(slot, slot + 6).stream()
                        .mapToInt(d -> d)
                        .max()
                        .orElseThrow();
                assertThat(demand.highest(slot * 10_000_000L, slot * 10_000_000L + 50_000_000L))
                        .isEqualTo(highest);
                assertThat(demand.at(slot)).isEqualTo(plain.get(slot));
            }
        }
        assertThat(Demand.peak(load, SeededRandom.of(1), environment))
                .isEqualTo(plain.stream().mapToInt(d -> d).max().orElseThrow());
    }

    /** The oracle is never short of what the demand says, and as good as the peak at all times. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void the_oracle_is_always_in_time(@ForAll long seed) {
        Load load = Loads.poisson(2, ofMinutes(15), ServiceTimes.exponential(ofSeconds(2)));
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(1 + (int) (seed & 1))
                .startup(ofSeconds(seed & 127))
                .build();
        Simulation simulation = Simulation.of(load, environment);
        Report oracle = simulation.run(ScalingPolicy.oracle(), seed);
        Report peak = simulation.run(ScalingPolicy.fixed(simulation.peakDemand(seed)), seed);
        assertThat(oracle.score(Score.UNDER_TIME)).isZero();
        assertThat(peak.score(Score.UNDER_TIME)).isZero();
        assertThat(oracle.score(Score.MEAN_REPLICAS)).isLessThanOrEqualTo(peak.score(Score.MEAN_REPLICAS));
        assertThat(oracle.score(Score.SLO_SHARE)).isFinite().isGreaterThan(peak.score(Score.SLO_SHARE) - 4);
    }
}
