package dev.autoscale.testkit.simulation;

import static dev.autoscale.testkit.simulation.load.ServiceTimes.fixed;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import org.junit.jupiter.api.Test;

/** From order to end, in cycles of 10 s; counts are waiting/starting/ready/draining. */
class ReplicaLifeTest {
    private static Environment.Builder cycles(long count) {
        return Environment.builder().inStep().syncInterval(ofSeconds(10)).duration(ofSeconds(10 * count));
    }

    @Test
    void a_replica_waits_then_starts_then_is_ready() {
        Counts counts = Counts.of(1).then(10, 3);
        Environment environment = cycles(6)
                .scheduling(fixed(ofSeconds(10)))
                .startup(ofSeconds(15))
                .build();
        Report report = counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/1/0 2/0/1/0 0/2/1/0 0/2/1/0 0/0/3/0 0/0/3/0");
        // Paid for are the placed ones: one for 60 s, two more for 40 s.
        assertThat(report.score(Score.REPLICA_HOURS) * 3_600).isEqualTo(140);
        assertThat(report.score(Score.MEAN_REPLICAS) * 60).isEqualTo(60 + 2 * 25);
    }

    @Test
    void what_is_not_ready_goes_first() {
        Counts counts = Counts.of(2).then(10, 5).then(20, 3).then(30, 2).then(40, 1);
        Environment environment = cycles(6).startup(ofSeconds(100)).build();
        counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/2/0 0/3/2/0 0/1/2/0 0/0/2/0 0/0/1/0 0/0/1/0");
    }

    @Test
    void a_replica_finishes_what_it_has() {
        Counts counts = Counts.of(2).then(10, 1);
        Environment environment = cycles(5).drainTimeout(ofMinutes(5)).build();
        Report report = counts.run(Simulation.of(Given.of(1, 40, 2, 25), environment));
        assertThat(counts.seen()).isEqualTo("0/0/2/0 0/0/1/1 0/0/1/1 0/0/1/0 0/0/1/0");
        assertThat(report.score(Score.INTERRUPTED)).isZero();
        assertThat(report.latencies().maxMillis()).isEqualTo(40_000);
    }

    /** The younger replica has the second arrival; its 25 s are broken off after 8 + 10 s. */
    @Test
    void after_the_drain_timeout_work_is_retried_resumed_or_lost() {
        Given load = Given.of(1, 20, 2, 25);
        Environment.Builder environment = cycles(10).drainTimeout(ofSeconds(10));
        Report retried = Counts.of(2).then(10, 1).run(Simulation.of(load, environment.build()));
        assertThat(retried.score(Score.INTERRUPTED)).isEqualTo(1);
        // The first is served until 21 s, then the second again until 46 s.
        assertThat(retried.latencies().maxMillis()).isEqualTo(44_000);

        environment.interrupted(Interrupted.RESUMED);
        Report resumed = Counts.of(2).then(10, 1).run(Simulation.of(load, environment.build()));
        // 18 of its 25 s are done: until 28 s.
        assertThat(resumed.latencies().maxMillis()).isEqualTo(26_000);
        // It waited from 20 s to 21 s only; the one that was served again waited from 2 s to 21 s.
        assertThat(resumed.waits().maxMillis()).isEqualTo(1_000);
        assertThat(retried.waits().maxMillis()).isEqualTo(19_000);

        environment.interrupted(Interrupted.FAILED);
        Report lost = Counts.of(2).then(10, 1).run(Simulation.of(load, environment.build()));
        assertThat(lost.score(Score.LOST)).isEqualTo(1);
        assertThat(lost.latencies().count()).isEqualTo(1);
    }

    @Test
    void a_crash_is_replaced() {
        Counts counts = Counts.of(2);
        Environment environment = cycles(4)
                .startup(ofSeconds(15))
                .faults(Fault.at(Kind.CRASH, ofSeconds(5), 1))
                .build();
        // The oldest replica breaks down, with the first arrival; the other one takes it when its own is done.
        Report report = counts.run(Simulation.of(Given.of(1, 10, 2, 10), environment));
        assertThat(counts.seen()).isEqualTo("0/0/2/0 0/1/1/0 0/0/2/0 0/0/2/0");
        assertThat(report.score(Score.INTERRUPTED)).isEqualTo(1);
        assertThat(report.latencies().maxMillis()).isEqualTo(21_000);
    }

    @Test
    void what_has_no_room_waits_for_it() {
        Counts counts = Counts.of(1).then(10, 4);
        Environment environment = cycles(5)
                .capacity(10)
                .faults(Fault.during(Kind.CAPACITY, ofSeconds(5), ofSeconds(20), 2))
                .build();
        counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/1/0 2/0/2/0 2/0/2/0 0/0/4/0 0/0/4/0");
    }

    /** Two new ones at a time beyond three; for each that is ready an old one goes. */
    @Test
    void a_rolling_update_surges() {
        Counts counts = Counts.of(3);
        Environment environment = cycles(8)
                .startup(ofSeconds(15))
                .faults(Fault.at(Kind.ROLLOUT, ofSeconds(5), 2))
                .build();
        counts.run(Simulation.of(Given.of(), environment));
        // 20 s: two are ready, two old ones go, and the last new one starts; 35 s: it is ready, the last old one goes.
        assertThat(counts.seen()).isEqualTo("0/0/3/0 0/2/3/0 0/1/3/0 0/1/3/0 0/0/3/0 0/0/3/0 0/0/3/0 0/0/3/0");
    }

    @Test
    void starts_can_become_slow() {
        Counts counts = Counts.of(1).then(10, 2);
        Environment environment = cycles(6)
                .startup(ofSeconds(10))
                .faults(Fault.during(Kind.STARTS_SLOWLY, ofSeconds(5), ofSeconds(10), 300))
                .build();
        counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/1/0 0/1/1/0 0/1/1/0 0/1/1/0 0/0/2/0 0/0/2/0");
    }
}
