package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.queueing.ErlangC;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClairvoyantTest {
    private static Environment.Builder environment() {
        return Environment.builder().inStep().slo(ofSeconds(2), 0.99).sloOnWait();
    }

    /** What is ordered, by the second. */
    private static TreeMap<Long, Integer> orders(Load load, Environment environment) {
        TreeMap<Long, Integer> orders = new TreeMap<>();
        Simulation.of(load, environment)
                .run(
                        ScalingPolicy.clairvoyant(),
                        1,
                        (atMillis, from, to, counts, scaler) -> orders.put(atMillis / 1000, to));
        return orders;
    }

    /** 20 arrivals per service: of M/M/c, 26 servers keep P(W > S) at 0.03 % and 25 at 0.1 %; see ErlangCTest. */
    @Test
    void as_many_as_the_formula_says() {
        Load load = Loads.poisson(10, ofHours(1), ServiceTimes.exponential(ofSeconds(2)));
        int places = ErlangC.servers(20, 1, 0.01);
        assertThat(orders(load, environment().build()).values()).containsOnly(places);
        assertThat(orders(load, environment().concurrency(4).build()).values()).containsOnly((places + 3) / 4);
        Environment latency =
                Environment.builder().inStep().slo(ofSeconds(8), 0.99).build();
        assertThat(orders(load, latency).values()).containsOnly(ErlangC.serversForLatency(20, 4, 0.01));
    }

    @Test
    void the_promise_is_kept_and_no_more_than_that() {
        Load load = Loads.poisson(10, ofHours(20), ServiceTimes.exponential(ofSeconds(2)));
        Simulation simulation = Simulation.of(load, environment().build());
        Report report = simulation.run(ScalingPolicy.clairvoyant(), 1);
        int places = ErlangC.servers(20, 1, 0.01);
        assertThat(report.score(Score.SLO_SHARE)).isFinite().isGreaterThan(99);
        assertThat(simulation.run(ScalingPolicy.fixed(places - 1), 1).score(Score.SLO_SHARE))
                .isLessThan(99);
    }

    /** Minute 10 has ten times the rate: what it takes has to be ordered a start-up and a cycle earlier, and not before that. */
    @Test
    void orders_a_start_up_and_a_cycle_ahead() {
        Load load = Loads.rates(
                new double[] {1, 10, 1},
                new Duration[] {ofMinutes(10), ofMinutes(5), ofMinutes(10)},
                ServiceTimes.exponential(ofSeconds(2)));
        Map<Long, Integer> orders =
                orders(load, environment().startup(ofSeconds(90)).build());
        int few = ErlangC.servers(2, 1, 0.01);
        int many = ErlangC.servers(20, 1, 0.01);
        assertThat(orders.get(600L - 90 - 30)).isEqualTo(few);
        assertThat(orders.get(600L - 90 - 15)).isEqualTo(many);
        assertThat(orders.get(885L)).isEqualTo(many);
        assertThat(orders.get(900L)).isEqualTo(few);
    }

    /** Arrivals that come by chance are not known: equal rates take equal counts, whatever the seed. */
    @Test
    void knows_no_arrivals() {
        Load load = Loads.diurnal(1, 10, ofMinutes(30), ofHours(1), ServiceTimes.exponential(ofSeconds(2)));
        Simulation simulation =
                Simulation.of(load, environment().startup(ofSeconds(60)).build());
        Report one = simulation.run(ScalingPolicy.clairvoyant(), 1);
        Report two = simulation.run(ScalingPolicy.clairvoyant(), 2);
        assertThat(two.changes()).isEqualTo(one.changes()).hasSizeGreaterThan(10);
        assertThat(two.arrivals()).isNotEqualTo(one.arrivals());
        assertThat(one.score(Score.SLO_SHARE)).isFinite().isGreaterThan(99);
    }

    @Test
    void nothing_is_ordered_for_nothing_and_one_for_work_that_takes_no_time() {
        Load load = Loads.parse("poisson 1/s for 5m service 0s; then silence 5m");
        Map<Long, Integer> orders = orders(load, environment().build());
        assertThat(orders.get(0L)).isEqualTo(1);
        assertThat(orders.get(300L)).isZero();
    }

    @Test
    void no_share_may_miss() {
        Load load = Loads.poisson(1, ofMinutes(5), ServiceTimes.exponential(ofSeconds(2)));
        Environment all =
                Environment.builder().inStep().sloOnWait().slo(ofSeconds(2), 1).build();
        assertThat(orders(load, all).values()).containsOnly(ErlangC.servers(2, 1, 1e-9));
    }
}
