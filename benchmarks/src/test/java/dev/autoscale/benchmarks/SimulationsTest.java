package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import org.junit.jupiter.api.Test;

class SimulationsTest {
    @Test
    void an_hour_of_requests_is_about_as_many_as_were_recorded() {
        Simulations simulations = new Simulations(Simulations.drawn());
        Report report = simulations.run();
        assertThat(report.arrivals()).isBetween(8_000L, 10_000L);
        assertThat(report.decisions()).isGreaterThanOrEqualTo(228);
        assertThat(report.score(Score.SLO_SHARE)).isBetween(20.0, 100.0);
        assertThat(simulations.run().toText()).isEqualTo(report.toText());
    }

    @Test
    void an_open_loop_grows_and_shrinks() {
        OpenLoopDecision loop = new OpenLoopDecision();
        loop.run(20_000);
        assertThat(loop.changes()).isGreaterThan(100);
        assertThat(loop.once()).isBetween(1, 100);
    }
}
