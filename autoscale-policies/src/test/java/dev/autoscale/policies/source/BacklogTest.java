package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.MetricSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {
    private static Backlog.Builder drain() {
        return Backlog.drainWithin(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "20000, 1", "20001, 2", "40000, 2", "40001, 3", "9223372036854775807, 2147483647"})
    void a_share_of_the_backlog_per_replica(long milli, int replicas) {
        assertThat(Backlog.perReplica(20).build().replicasOf(milli, 0, 1)).isEqualTo(replicas);
    }

    /** 300 s at 2.5 per second: one replica does 750. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "750000, 1", "750001, 2", "1500000, 2", "1500001, 3", "9223372036854775807, 2147483647"
    })
    void the_backlog_is_drained_in_time(long milli, int replicas) {
        assertThat(drain().ratePerReplica(2.5).build().replicasOf(milli, 0, 1)).isEqualTo(replicas);
    }

    /** 600 jobs in 5 minutes are 120 a minute, and 60 arrive: 180, of which a replica does 12. */
    @ParameterizedTest
    @CsvSource({
        "600000, 60000, 15",
        "600001, 60000, 16",
        "600000, 60001, 16",
        "599999, 60000, 15",
        "0, 12000, 1",
        "0, 12001, 2",
        "0, 0, 0",
        "9223372036854775807, 9223372036854775807, 2147483647",
        "0, 9223372036854775807, 2147483647"
    })
    void whatArrivesIsDoneToo(long backlog, long arrivals, int replicas) {
        Backlog jobs = drain().ratesPer(Duration.ofMinutes(1))
                .ratePerReplica(12)
                .arrivalRateFrom("arrivals")
                .build();
        assertThat(jobs.replicasOf(backlog, arrivals, 1)).isEqualTo(replicas);
    }

    @Test
    void the_ends_of_the_range_are_exact() {
        Backlog slow = Backlog.drainWithin(Duration.ofDays(365))
                .ratesPer(Duration.ofDays(1))
                .ratePerReplica(1e12)
                .build();
        // 2^63 thousandths in 365 days are 25.27 * 10^15 thousandths a day.
        assertThat(slow.replicasOf(Long.MAX_VALUE, 0, 0)).isEqualTo(26);
        assertThat(slow.replicasOf(365_000_000_000_000_000L, 0, 0)).isEqualTo(1);
        assertThat(slow.replicasOf(365_000_000_000_000_001L, 0, 0)).isEqualTo(2);
        Backlog fast = Backlog.drainWithin(Duration.ofMillis(1))
                .ratesPer(Duration.ofDays(1))
                .ratePerReplica(1e12)
                .build();
        assertThat(fast.replicasOf(Long.MAX_VALUE, 0, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(fast.replicasOf(11_574_074, 0, 0)).isEqualTo(1);
        assertThat(fast.replicasOf(11_574_075, 0, 0)).isEqualTo(2);
    }

    /** The part of the backlog that is no whole unit is what no longer fits; with the arrivals the sum would be small again. */
    @Test
    void sums_that_do_not_fit_ask_for_the_most() {
        long day = Duration.ofDays(1).toMillis();
        Backlog huge = Backlog.drainWithin(Duration.ofMillis(2))
                .ratesPer(Duration.ofDays(1))
                .ratePerReplica(1e12)
                .arrivalRateFrom("arrivals")
                .build();
        long fits = Long.MAX_VALUE / day * 2;
        // 2^63 / 10^15 are 9223.37
        assertThat(huge.replicasOf(fits, 0, 0)).isEqualTo(9_224);
        assertThat(huge.replicasOf(fits, Long.MAX_VALUE, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(huge.replicasOf(fits + 1, 0, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(huge.replicasOf(fits + 1, Long.MAX_VALUE, 0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(huge.replicasOf(fits + 2, 0, 0)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000000, 4",
        "0, 60000, 3",
        "0, 80000, 4",
        "0, 80001, 4",
        "3, 1000000, 7",
        "3, 20000, 1",
        "30, 20000, 1",
        "2147483645, 9223372036854775807, 2147483647"
    })
    void oneDecisionAddsAtMostSoMany(int current, long milli, int replicas) {
        Backlog steps = Backlog.perReplica(20).maxAddedPerDecision(4).build();
        assertThat(steps.replicasOf(milli, 0, current)).isEqualTo(replicas);
    }

    /** 0.0333 is not 0.034, and 19.9999 is not 20. */
    @Test
    void rates_and_targets_are_rounded_down() {
        assertThat(drain().ratePerReplica(0.0339).build())
                .hasToString("backlog(ceil((backlog / PT5M) / 0.033 per PT1S))");
        assertThat(Backlog.perReplica(19.9999).build()).hasToString("backlog(ceil(backlog / 19.999))");
        assertThat(Backlog.perReplica(16.1).build()).hasToString("backlog(ceil(backlog / 16.1))");
    }

    @Test
    void ids_say_everything() {
        Backlog.Builder builder = drain().ratesPer(Duration.ofMinutes(1))
                .arrivalRateFrom("arrivals")
                .ratePerReplicaFrom("jobs / replica")
                .maxAddedPerDecision(4);
        assertThat(builder.build())
                .isEqualTo(builder.build())
                .hasToString("backlog(ceil((backlog / PT5M + signal(arrivals)) / signal(\"jobs / replica\") per PT1M), "
                        + "at most +4)");
        assertThat(builder.build().signals()).containsExactly("arrivals", "jobs / replica");
        assertThat(drain().ratePerReplicaFrom("rate").build().signals()).containsExactly("rate");
        assertThat(Backlog.perReplica(20).build().signals()).isEmpty();
        assertThat(Backlog.perReplica(20).asMetric("jobs"))
                .isEqualTo(MetricSpec.source("jobs", Backlog.perReplica(20).build()));
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        Backlog.perReplica(0).ratesPer(Duration.ofMinutes(1)).maxAddedPerDecision(0)::build)
                .withMessage("perReplica must be >= 0.001 and <= 1e12: perReplica=0.0; rates need drainWithin: "
                        + "rates=[ratesPer(PT1M)]; maxAddedPerDecision must be >= 1: maxAddedPerDecision=0");
        assertThatIllegalArgumentException()
                .isThrownBy(Backlog.drainWithin(Duration.ofNanos(1_500_000))
                        .ratesPer(Duration.ofHours(25))
                        .ratePerReplica(2e12)
                        .ratePerReplicaFrom(" ")
                        .arrivalRateFrom(" ")::build)
                .withMessage("drainWithin must be whole milliseconds, >= 1 ms and <= 365 d: drainWithin=PT0.0015S; "
                        + "ratesPer must be whole milliseconds, >= 1 ms and <= 1 d: ratesPer=PT25H; "
                        + "rate per replica must be a number or a metric: ratePerReplica=2.0E12, ratePerReplicaFrom= ; "
                        + "ratePerReplica must be >= 0.001 and <= 1e12: ratePerReplica=2.0E12; "
                        + "metric id must not be blank: metricId=\" \"; metric id must not be blank: metricId=\" \"; "
                        + "arrival rate and rate per replica must come from different metrics: metricId= ");
        assertThatIllegalArgumentException()
                .isThrownBy(drain()::build)
                .withMessage("drainWithin needs a rate per replica: drainWithin=PT5M");
        assertThatIllegalArgumentException()
                .isThrownBy(drain().ratePerReplica(Double.NaN)::build)
                .withMessage("ratePerReplica must be >= 0.001 and <= 1e12: ratePerReplica=NaN");
        assertThatNullPointerException().isThrownBy(() -> Backlog.drainWithin(null));
        assertThatNullPointerException().isThrownBy(() -> drain().arrivalRateFrom(null));
        assertThatNullPointerException().isThrownBy(() -> drain().ratePerReplicaFrom(null));
        assertThatNullPointerException().isThrownBy(() -> drain().ratesPer(null));
    }
}
