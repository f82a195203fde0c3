package dev.autoscale.policies.queueing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErlangCTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** The definition, summed up: (a^c / c! · c / (c - a)) / (the sum of a^k / k! for k < c, and the same). */
    private static double summed(int servers, double load) {
        BigDecimal a = new BigDecimal(load);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < servers; k++) {
            sum = sum.add(term, DIGITS);
            term = term.multiply(a, DIGITS).divide(BigDecimal.valueOf(k + 1), DIGITS);
        }
        BigDecimal all = term.multiply(BigDecimal.valueOf(servers), DIGITS)
                .divide(BigDecimal.valueOf(servers).subtract(a), DIGITS);
        return all.divide(sum.add(all, DIGITS), DIGITS).doubleValue();
    }

    private static double longerThan(int servers, double load, double wait) {
        return servers <= load ? 1 : summed(servers, load) * Math.exp(-(servers - load) * wait);
    }

    /** P(W > max(0, latency - X)), by adding up over small steps of the service time. */
    private static double missed(int servers, double load, double latency) {
        int steps = 20_000;
        double sum = Math.exp(-latency);
        for (int i = 0; i < steps; i++) {
            double x = (i + 0.5) * latency / steps;
            sum += Math.exp(-x - (servers - load) * (latency - x)) * latency / steps;
        }
        return servers <= load ? 1 : summed(servers, load) * sum;
    }

    @ParameterizedTest
    @CsvSource({
        "1,0.5",
        "2,1",
        "3,2.999",
        "14,10",
        "20,0.001",
        "110,100",
        "101,100.5",
        "450,400",
        "1050,1000",
        "2000,1500"
    })
    void as_the_definition(int servers, double load) {
        double expected = summed(servers, load);
        assertThat(ErlangC.waitProbability(servers, load)).isCloseTo(expected, within(1e-12 * expected));
    }

    /** One server: the share of the time that it is busy. Two with a load of 1: 1/3. */
    @Test
    void as_known() {
        assertThat(ErlangC.waitProbability(1, 0.25)).isCloseTo(0.25, within(1e-15));
        assertThat(ErlangC.waitProbability(2, 1)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(ErlangC.waitProbability(14, 10)).isCloseTo(0.17413, within(1e-5));
        assertThat(ErlangC.waitProbability(5, 5)).isEqualTo(1);
        assertThat(ErlangC.waitProbability(5, 0)).isZero();
        assertThat(ErlangC.waitProbability(100_400, 100_000)).isBetween(0.10, 0.14);
    }

    @Property
    void the_fewest_that_keep_long_waits_rare(
            @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 300) double load,
            @ForAll @Scale(9) @DoubleRange(max = 5) double wait,
            @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 90) double missPercent) {
        double missShare = missPercent / 100;
        int servers = ErlangC.servers(load, wait, missShare);
        assertThat(longerThan(servers, load, wait)).isLessThanOrEqualTo(missShare * (1 + 1e-9));
        assertThat(longerThan(servers - 1, load, wait)).isFinite().isGreaterThan(missShare * (1 - 1e-9));
    }

    @Property(tries = 50)
    void the_fewest_that_keep_a_latency(
            @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 60) double load,
            @ForAll @Scale(9) @DoubleRange(max = 12) double latency,
            @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 90) double missPercent) {
        double missShare = missPercent / 100;
        int servers = ErlangC.serversForLatency(load, latency, missShare);
        assertThat(missed(servers, load, latency)).isLessThanOrEqualTo(missShare * (1 + 1e-4));
        assertThat(missed(servers - 1, load, latency)).isFinite().isGreaterThan(missShare * (1 - 1e-4));
    }

    /** Where the wait fades as fast as the service, a quotient of two that are nearly 0. */
    @Test
    void a_latency_with_one_spare_server() {
        for (double off : new double[] {-1e-3, -1e-6, -1e-12, 0, 1e-15, 1e-9, 1e-4}) {
            double load = 4 + off;
            double limit = missed(5, load, 3);
            assertThat(ErlangC.serversForLatency(load, 3, limit * 1.0001)).isEqualTo(5);
            assertThat(ErlangC.serversForLatency(load, 3, limit * 0.9999)).isEqualTo(6);
        }
    }

    /** A square-root margin b with 1 / (1 + b · Phi(b) / phi(b)) = 1 %, b = 2.38 (Halfin, Whitt): 750 of 10^5 servers are spare. */
    @Test
    void large_loads() {
        assertThat(ErlangC.servers(99_000, 0, 0.01)).isBetween(99_745, 99_755);
        assertThat(ErlangC.servers(99_000, 1, 0.01)).isEqualTo(99_005);
        assertThat(ErlangC.servers(3e9, 0, 0.01)).isEqualTo(Integer.MAX_VALUE);
        assertThat(ErlangC.servers(2147483640.0, 0, 1e-9)).isEqualTo(Integer.MAX_VALUE);
    }

    /** What makes no sense costs no exception: nothing comes, nothing may wait, all may wait. */
    @Test
    void bad_numbers() {
        assertThat(ErlangC.servers(0, 1, 0.01)).isZero();
        assertThat(ErlangC.servers(-1, 1, 0.01)).isZero();
        assertThat(ErlangC.servers(Double.NaN, 1, 0.01)).isZero();
        assertThat(ErlangC.servers(Double.POSITIVE_INFINITY, 1, 0.01)).isEqualTo(Integer.MAX_VALUE);
        assertThat(ErlangC.servers(4.5, Double.NaN, 0.5)).isEqualTo(ErlangC.servers(4.5, 0, 0.5));
        assertThat(ErlangC.servers(4.5, -3, 0.5)).isEqualTo(ErlangC.servers(4.5, 0, 0.5));
        assertThat(ErlangC.servers(4.5, Double.POSITIVE_INFINITY, 0.01)).isEqualTo(5);
        assertThat(ErlangC.serversForLatency(4.5, Double.POSITIVE_INFINITY, 0.01))
                .isEqualTo(5);
        assertThat(ErlangC.servers(4, 0, 0)).isEqualTo(ErlangC.servers(4, 0, 1e-9));
        assertThat(ErlangC.servers(4, 0, Double.NaN)).isEqualTo(ErlangC.servers(4, 0, 1e-9));
        assertThat(ErlangC.servers(4, 0, 1)).isEqualTo(5);
        assertThat(ErlangC.servers(4, 0, 7)).isEqualTo(5);
        assertThat(ErlangC.servers(Double.MIN_VALUE, 0, 1e-9)).isEqualTo(1);
        assertThat(ErlangC.servers(1e-12, 0, 0.01)).isEqualTo(1);
    }
}
