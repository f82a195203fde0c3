package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Slowdown;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowdownTest {
    private static final Slowdown BATCHING = Slowdown.parse("1:1, 8:1.4, 32:3");

    @TempDir
    private Path directory;

    private static Environment.Builder environment(int places, String slowdown) {
        return Environment.builder().inStep().concurrency(places).slowdown(Slowdown.parse(slowdown));
    }

    @Test
    void straight_lines_between_the_points_and_level_beyond() {
        assertThat(BATCHING.factor(0)).isEqualTo(1);
        assertThat(BATCHING.factor(1)).isEqualTo(1);
        assertThat(BATCHING.factor(8)).isEqualTo(1.4);
        assertThat(BATCHING.factor(20)).isCloseTo(2.2, within(1e-12));
        assertThat(BATCHING.factor(32)).isEqualTo(3);
        assertThat(BATCHING.factor(1_000)).isEqualTo(3);
        assertThat(BATCHING.speed(32)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(Slowdown.parse("4:2").factor(1)).isEqualTo(2);
        assertThat(BATCHING).hasToString("1:1, 8:1.4, 32:3");
        assertThat(Slowdown.parse(" 1 : 1.0,8:1.40 ")).hasToString("1:1, 8:1.4");
    }

    @Test
    void a_replica_is_worth_its_best_batch() {
        assertThat(BATCHING.worth(1)).isEqualTo(1);
        assertThat(BATCHING.worth(8)).isEqualTo(5);
        assertThat(BATCHING.worth(32)).isEqualTo(10);
        assertThat(BATCHING.worth(64)).isEqualTo(21);
        assertThat(Slowdown.parse("1:1, 4:1, 5:50").worth(5)).isEqualTo(4);
        assertThat(Slowdown.parse("1:9").worth(3)).isEqualTo(1);
        assertThat(environment(32, "1:1, 8:1.4, 32:3").build().placesAtFullSpeed())
                .isEqualTo(10);
        assertThat(Environment.builder().concurrency(7).build().placesAtFullSpeed())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1:",
                ":1",
                "1:1:1",
                "1:1,",
                "0:1",
                "1:0",
                "1:-1",
                "1:NaN",
                "1:Infinity",
                "2:1, 2:3",
                "3:1, 2:3",
                "1.5:1",
                "10001:2",
                "a:b"
            })
    void what_is_no_slowdown_is_said(String text) {
        assertThatThrownBy(() -> Slowdown.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("slowdown must be points such as 1:1, 8:1.4, 32:3")
                .hasMessageEndingWith(": slowdown=" + text);
    }

    @Test
    void other_ways_of_serving_have_none() {
        for (Serving serving : new Serving[] {Serving.QUEUE_PER_REPLICA, Serving.SHARED_CPU}) {
            assertThatThrownBy(() -> environment(2, "1:1").serving(serving).build())
                    .hasMessage("slowdown must be with SHARED_QUEUE: serving=" + serving);
        }
    }

    /** Two places, two at a time take twice as long: 10 s alone. */
    @Test
    void as_worked_out_by_hand() throws IOException {
        Path file =
                Files.writeString(directory.resolve("a.csv"), "arrival_ms,service_ms\n0,10000\n0,10000\n1000,10000\n");
        Report report = Simulation.of(
                        Loads.trace(file),
                        environment(2, "1:1, 2:2")
                                .initialReplicas(1)
                                .duration(ofMinutes(2))
                                .build())
                .run(ScalingPolicy.fixed(1), 1);
        // Both end at 20 s; the third waits until then and is alone for its 10 s.
        assertThat(report.latencies().meanMillis()).isCloseTo((20_000 + 20_000 + 29_000) / 3.0, within(30.0));
        assertThat(report.waits().meanMillis()).isCloseTo(19_000 / 3.0, within(10.0));
    }

    /** The straight line of a shared CPU, with more places than ever are taken: the same run. */
    @Test
    void a_shared_core_is_a_slowdown_too() {
        Load load = Loads.poisson(0.8, ofHours(2), ServiceTimes.exponential(ofSeconds(1)));
        Report core = Simulation.of(
                        load, Environment.builder().serving(Serving.SHARED_CPU).build())
                .run(ScalingPolicy.fixed(1), 7);
        Report line = Simulation.of(
                        load, environment(10_000, "1:1, 10000:10000").build())
                .run(ScalingPolicy.fixed(1), 7);
        assertThat(line.latencies().meanMillis()).isEqualTo(core.latencies().meanMillis());
        assertThat(line.score(Score.LATENCY_P99)).isEqualTo(core.score(Score.LATENCY_P99));
    }

    /** Without a slowdown it is M/M/c, whose mean wait is known; arrivals choose the replica, which changes nothing of it. */
    @Test
    void a_level_slowdown_is_none() {
        Load load = Loads.poisson(6.4, ofHours(20), ServiceTimes.exponential(ofSeconds(1)));
        Report level = Simulation.of(load, environment(4, "1:1").build()).run(ScalingPolicy.fixed(2), 3);
        Report plain = Simulation.of(
                        load, Environment.builder().inStep().concurrency(4).build())
                .run(ScalingPolicy.fixed(2), 3);
        assertThat(level.waits().meanMillis()).isCloseTo(plain.waits().meanMillis(), withinPercentage(0.1));
    }

    /** One replica is a birth and death process: arrivals at λ, departures at n / factor(n), as many as there are places. */
    @Test
    void as_many_wait_as_the_balance_of_arrivals_and_departures_says() {
        double perSecond = 8;
        double weight = 1;
        double sum = 1;
        double waiting = 0;
        for (int n = 1; n < 3_000; n++) {
            int served = Math.min(n, 32);
            weight *= perSecond / (served / BATCHING.factor(served));
            sum += weight;
            waiting += Math.max(0, n - 32) * weight;
        }
        double expectedMillis = waiting / sum / perSecond * 1_000;
        Load load = Loads.poisson(perSecond, ofHours(40), ServiceTimes.exponential(ofSeconds(1)));
        Report report =
                Simulation.of(load, environment(32, "1:1, 8:1.4, 32:3").build()).run(ScalingPolicy.fixed(1), 5);
        assertThat(report.waits().meanMillis()).isCloseTo(expectedMillis, withinPercentage(4));
    }

    /** Little's law holds exactly at the end of every run, or it throws: crashes, drains and rollouts with all kinds of rest. */
    @Test
    void nothing_is_lost_while_replicas_come_and_go() {
        Load load = Loads.diurnal(1, 12, ofMinutes(20), ofHours(2), ServiceTimes.logNormal(ofSeconds(2), 0.7));
        for (Interrupted interrupted : Interrupted.values()) {
            Environment environment = environment(16, "1:1, 4:1.2, 16:3")
                    .interrupted(interrupted)
                    .drainTimeout(ofSeconds(2))
                    .startup(ServiceTimes.exponential(ofSeconds(20)))
                    .faults(Fault.random(5, 10, ofHours(2)))
                    .build();
            Report report = Simulation.of(load, environment).run(ScalingPolicy.oracle(), 2);
            assertThat(report.score(Score.INTERRUPTED)).isFinite().isPositive();
            assertThat(report.score(Score.LOST) > 0).isEqualTo(interrupted == Interrupted.FAILED);
        }
    }
}
