package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Compares with integers of any size, over the whole range of every number. */
class BacklogPropertiesTest {
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    /** All in milliseconds and thousandths. */
    record Work(long backlog, long arrivals, long rate, long drain, long unit) {
        Backlog source() {
            return Backlog.drainWithin(Duration.ofMillis(drain))
                    .ratesPer(Duration.ofMillis(unit))
                    .ratePerReplicaFrom("rate")
                    .arrivalRateFrom("arrivals")
                    .build();
        }

        int replicas() {
            return source().replicasOf(backlog, arrivals, rate, 0);
        }

        /** (backlog * unit / drain + arrivals) / rate, rounded up once, at the end. */
        BigInteger exact() {
            BigInteger perUnit =
                    big(backlog).multiply(big(unit)).add(big(arrivals).multiply(big(drain)));
            return ceil(perUnit, big(rate).multiply(big(drain)));
        }

        /** What has to be done per unit of time does not fit into a long. */
        boolean isHuge() {
            return ceil(big(backlog).multiply(big(unit)), big(drain))
                            .add(big(arrivals))
                            .compareTo(LONGEST)
                    > 0;
        }
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    private static BigInteger ceil(BigInteger numerator, BigInteger denominator) {
        return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
    }

    @Provide
    Arbitrary<Work> works() {
        Arbitrary<Long> amounts = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 100_000),
                Arbitraries.longs().between(0, 1_000_000).map(whole -> whole * 1000),
                Arbitraries.longs().between(0, Long.MAX_VALUE));
        Arbitrary<Long> drains = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 600).map(seconds -> seconds * 1000),
                Arbitraries.longs().between(1, Duration.ofDays(365).toMillis()));
        Arbitrary<Long> units = Arbitraries.oneOf(
                Arbitraries.of(1_000L, 60_000L, 3_600_000L),
                Arbitraries.longs().between(1, Duration.ofDays(1).toMillis()));
        return Combinators.combine(amounts, amounts, amounts.map(rate -> Math.max(1, rate)), drains, units)
                .as(Work::new);
    }

    @Property(tries = 5_000)
    void drain_times_are_exact(@ForAll("works") Work work) {
        BigInteger expected = work.isHuge() ? MOST : work.exact().min(MOST);
        assertThat(work.replicas()).isEqualTo(expected.intValueExact());
    }

    /** Never too few, huge or not. */
    @Property(tries = 5_000)
    void there_are_always_enough(@ForAll("works") Work work) {
        assertThat(work.replicas())
                .isGreaterThanOrEqualTo(work.exact().min(MOST).intValueExact());
    }

    @Property
    void more_load_never_means_fewer_and_faster_replicas_never_more(
            @ForAll("works") Work work, @ForAll("works") Work other) {
        int replicas = work.replicas();
        long backlog = Math.max(work.backlog, other.backlog);
        long arrivals = Math.max(work.arrivals, other.arrivals);
        long rate = Math.max(work.rate, other.rate);
        assertThat(new Work(backlog, work.arrivals, work.rate, work.drain, work.unit).replicas())
                .isGreaterThanOrEqualTo(replicas);
        assertThat(new Work(work.backlog, arrivals, work.rate, work.drain, work.unit).replicas())
                .isGreaterThanOrEqualTo(replicas);
        Work faster = new Work(work.backlog, work.arrivals, rate, work.drain, work.unit);
        if (!work.isHuge()) {
            assertThat(faster.replicas()).isNotNegative().isLessThanOrEqualTo(replicas);
        }
    }

    @Property
    void shares_are_exact_and_steps_bounded(
            @ForAll @LongRange(min = 0) long backlog,
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long targetMilli,
            @ForAll @IntRange(min = 1) int step,
            @ForAll @IntRange(min = 0) int current) {
        Backlog.Builder builder = Backlog.perReplica(targetMilli / 1000.0);
        BigInteger need = ceil(big(backlog), big(targetMilli)).min(MOST);
        assertThat(builder.build().replicasOf(backlog, 0, current)).isEqualTo(need.intValueExact());
        assertThat(builder.maxAddedPerDecision(step).build().replicasOf(backlog, 0, current))
                .isEqualTo(need.min(big(current).add(big(step))).intValueExact());
    }
}
