package dev.autoscale.testkit.simulation;

import static dev.autoscale.testkit.simulation.environment.Environment.Serving.SHARED_CPU;
import static dev.autoscale.testkit.simulation.load.ServiceTimes.exponential;
import static dev.autoscale.testkit.simulation.load.ServiceTimes.fixed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waiting times against closed formulas. Every run also holds Little's law exactly, or it throws. */
class QueueingTheoryTest {
    private static final Duration SERVICE = Duration.ofSeconds(1);

    /** M/M/c: the mean wait is C / (c·mu - lambda), C the share of arrivals that wait (Erlang C). */
    @ParameterizedTest
    @CsvSource({"1, 1, 0.5, 6", "1, 1, 0.8, 6", "4, 1, 0.8, 6", "1, 4, 0.8, 6", "5, 2, 0.7, 15", "6, 2, 0.8, 15"})
    void waits_as_Erlang_says(int replicas, int places, double load, int hundredThousands) {
        int servers = replicas * places;
        Report report = run(
                replicas,
                places,
                load,
                hundredThousands * 100_000,
                exponential(SERVICE),
                Environment.Serving.SHARED_QUEUE);
        double expectedMillis = erlangC(servers, load) / (servers * (1 - load)) * 1_000;
        assertThat(report.waits().meanMillis()).isCloseTo(expectedMillis, withinPercentage(2));
        assertThat(report.latencies().meanMillis()).isCloseTo(expectedMillis + 1_000, withinPercentage(2));
    }

    /** M/D/1: half the wait of M/M/1 (Pollaczek and Khinchine). */
    @Test
    void waits_half_as_long_if_service_is_even() {
        Report report = run(1, 1, 0.8, 600_000, fixed(SERVICE), Environment.Serving.SHARED_QUEUE);
        assertThat(report.waits().meanMillis()).isCloseTo(2_000, withinPercentage(2));
    }

    /** M/G/1 with processor sharing: the mean latency is 1 / (mu - lambda) whatever the distribution of service times. */
    @Test
    void a_shared_core_is_insensitive_to_the_distribution() {
        for (ServiceTimes service : new ServiceTimes[] {
            exponential(SERVICE), fixed(SERVICE), ServiceTimes.uniform(Duration.ZERO, SERVICE.multipliedBy(2))
        }) {
            Report report = run(1, 1, 0.7, 600_000, service, SHARED_CPU);
            assertThat(report.latencies().meanMillis()).isCloseTo(1_000 / 0.3, withinPercentage(2));
        }
    }

    /** M/M/c with processor sharing of c cores has as many in the system as M/M/c. */
    @Test
    void shared_cores_hold_as_many_as_places_do() {
        Report report = run(1, 4, 0.8, 600_000, exponential(SERVICE), SHARED_CPU);
        double expectedMillis = erlangC(4, 0.8) / (4 * (1 - 0.8)) * 1_000 + 1_000;
        assertThat(report.latencies().meanMillis()).isCloseTo(expectedMillis, withinPercentage(2));
    }

    private static Report run(
            int replicas, int places, double load, int arrivals, ServiceTimes service, Environment.Serving serving) {
        double perSecond = replicas * places * load;
        Duration duration = Duration.ofSeconds((long) (arrivals / perSecond));
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(places)
                .serving(serving)
                .initialReplicas(replicas)
                .build();
        return Simulation.of(Loads.poisson(perSecond, duration, service), environment)
                .run(ScalingPolicy.fixed(replicas), 1);
    }

    private static double erlangC(int servers, double load) {
        double offered = servers * load;
        double blocking = 1;
        for (int i = 1; i <= servers; i++) {
            blocking = offered * blocking / (i + offered * blocking);
        }
        return blocking / (1 - load * (1 - blocking));
    }
}
