package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Ends, coincidences and extremes, in cycles of 10 s; counts are waiting/starting/ready/draining. */
class SimulationEdgesTest {
    private static final ServiceTimes FOREVER = random -> Long.MAX_VALUE;

    private static Environment.Builder cycles(long count) {
        return Environment.builder().inStep().syncInterval(ofSeconds(10)).duration(ofSeconds(10 * count));
    }

    /** Of three slots two are compared with the next one, whether or not someone is still here at the end. */
    @Test
    void slots_are_compared_within_the_simulated_time() {
        Environment environment = cycles(3).slot(ofSeconds(10)).build();
        for (double service : new double[] {2, 200}) {
            Counts counts = Counts.of(1).then(10, 2);
            Report report = counts.run(Simulation.of(Given.of(29.5, service), environment));
            // Demand 0, 0, 1, 0; supply at the beginning of each slot 1, 1, 2.
            assertThat(report.score(Score.INSTABILITY)).isZero();
            assertThat(report.score(Score.JITTER) / 120).isZero();
        }
    }

    @Test
    void a_replacement_does_not_crash_with_what_it_replaces() {
        for (long amount : new long[] {2, 3, Long.MAX_VALUE}) {
            Environment environment = cycles(3)
                    .concurrency(9)
                    .faults(Fault.at(Kind.CRASH, ofSeconds(5), amount))
                    .build();
            Report report = Counts.of(2).run(Simulation.of(Given.of(1, 10, 2, 10), environment));
            assertThat(report.score(Score.INTERRUPTED)).isEqualTo(2);
            assertThat(report.latencies().maxMillis()).isEqualTo(14_000);
        }
    }

    @Test
    void thousands_are_replaced_at_once() {
        Environment environment =
                cycles(3).faults(Fault.at(Kind.ROLLOUT, ofSeconds(5), 1)).build();
        Counts counts = Counts.of(20_000);
        counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/20000/0 0/0/20000/0 0/0/20000/0");
    }

    @Test
    void of_several_faults_of_a_kind_the_last_one_listed_counts() {
        Environment environment = cycles(7)
                .faults(
                        Fault.during(Kind.CAPACITY, ofSeconds(15), ofSeconds(10), 5),
                        Fault.during(Kind.CAPACITY, ofSeconds(5), ofSeconds(40), 2),
                        Fault.during(Kind.CAPACITY, ofSeconds(45), ofSeconds(10), 1L << 32),
                        Fault.at(Kind.CAPACITY, ofSeconds(35), 7))
                .build();
        Counts counts = Counts.of(1).then(10, 4).then(50, 6);
        counts.run(Simulation.of(Given.of(), environment));
        assertThat(counts.seen()).isEqualTo("0/0/1/0 2/0/2/0 2/0/2/0 2/0/2/0 2/0/2/0 0/0/6/0 0/0/6/0");
    }

    @Test
    void faults_that_end_together_end_in_no_order() {
        Fault full = Fault.during(Kind.CAPACITY, ofSeconds(0), ofSeconds(25), 1);
        Fault instant = Fault.during(Kind.STARTS_SLOWLY, ofSeconds(0), ofSeconds(25), 0);
        for (Fault[] faults : new Fault[][] {{full, instant}, {instant, full}}) {
            Counts counts = Counts.of(1).then(10, 2);
            counts.run(Simulation.of(
                    Given.of(), cycles(5).startup(ofSeconds(8)).faults(faults).build()));
            // Room at 25 s, and from then on a start takes 8 s again.
            assertThat(counts.seen()).isEqualTo("0/0/1/0 1/0/1/0 1/0/1/0 0/1/1/0 0/0/2/0");
        }
    }

    /** A yardstick that looked at the slots of the controller's clock would find them forgotten, and order none. */
    @Test
    void the_oracle_foresees_whatever_the_clock_says() {
        Load load = Loads.even(2, ofSeconds(100), ServiceTimes.fixed(ofSeconds(1)));
        Environment plain = cycles(10).slot(ofSeconds(10)).build();
        String expected =
                Simulation.of(load, plain).run(ScalingPolicy.oracle(), 1).toText();
        Environment late = plain.toBuilder()
                .faults(Fault.during(Kind.CLOCK_BEHIND, ofSeconds(35), ofSeconds(30), 3_600_000))
                .build();
        assertThat(Simulation.of(load, late).run(ScalingPolicy.oracle(), 1).toText())
                .isEqualTo(expected);
        for (long start : new long[] {Long.MIN_VALUE, Long.MAX_VALUE - 50_000}) {
            Environment elsewhere = late.toBuilder().startsAt(start).build();
            assertThat(Simulation.of(load, elsewhere)
                            .run(ScalingPolicy.oracle(), 1)
                            .toText())
                    .isEqualTo(expected);
        }
    }

    @Test
    void time_does_not_pass_its_end() {
        Environment environment = cycles(10)
                .startsAt(Long.MAX_VALUE - 50_000)
                .scrapeInterval(ofSeconds(20))
                .build();
        assertThat(Samples.of(Given.of(), environment, WorkloadMetric.QUEUED))
                .containsExactly(
                        Long.MAX_VALUE - 50_000 + ": 0.0",
                        Long.MAX_VALUE - 30_000 + ": 0.0",
                        Long.MAX_VALUE - 10_000 + ": 0.0",
                        Long.MAX_VALUE + ": 0.0",
                        Long.MAX_VALUE + ": 0.0");
    }

    @Test
    void what_takes_forever_is_never_over() {
        for (Serving serving : Serving.values()) {
            Environment environment = cycles(3)
                    .serving(serving)
                    .slot(ofSeconds(10))
                    .drainTimeout(ofSeconds(9_000_000_000_000L))
                    .build();
            Counts counts = Counts.of(1).then(10, 0);
            Report report = counts.run(Simulation.of(Given.of(5, 9.3e12), environment));
            assertThat(counts.seen()).isEqualTo("0/0/1/0 0/0/0/1 0/0/0/1");
            assertThat(report.unfinished()).isEqualTo(1);
            assertThat(report.timeline().demand(2)).isEqualTo(1);
        }
    }

    @Test
    void what_takes_forever_is_foreseen_in_time() {
        Environment environment =
                Environment.builder().inStep().startup(FOREVER).build();
        Simulation simulation = Simulation.of(Given.of(5, 9.3e12, 6, 9.3e12), environment);
        assertThat(simulation.peakDemand(1)).isEqualTo(2);
        assertThat(simulation.run(ScalingPolicy.oracle(), 1).score(Score.MEAN_REPLICAS))
                .isEqualTo(2);
    }

    @Test
    void what_never_starts_is_never_ready() {
        Counts starting = Counts.of(1).then(10, 2);
        starting.run(Simulation.of(Given.of(), cycles(3).startup(FOREVER).build()));
        assertThat(starting.seen()).isEqualTo("0/0/1/0 0/1/1/0 0/1/1/0");
        Counts waiting = Counts.of(1).then(10, 2);
        waiting.run(Simulation.of(Given.of(), cycles(3).scheduling(FOREVER).build()));
        assertThat(waiting.seen()).isEqualTo("0/0/1/0 1/0/1/0 1/0/1/0");
        Counts slow = Counts.of(1).then(10, 2);
        Fault fault = Fault.during(Kind.STARTS_SLOWLY, ofSeconds(5), ofSeconds(10), Long.MAX_VALUE);
        slow.run(Simulation.of(
                Given.of(), cycles(3).startup(ofSeconds(5)).faults(fault).build()));
        assertThat(slow.seen()).isEqualTo("0/0/1/0 0/1/1/0 0/1/1/0");
    }

    @Test
    void what_is_late_forever_never_arrives() {
        Fault fault = Fault.during(Kind.METRICS_LATE, ofSeconds(5), ofSeconds(10), Long.MAX_VALUE);
        Environment environment =
                cycles(3).scrapeInterval(ofSeconds(10)).faults(fault).build();
        assertThat(Samples.of(Given.of(), environment, WorkloadMetric.QUEUED)).containsExactly("0: 0.0", "20000: 0.0");
        environment = environment.toBuilder().metricDelay(FOREVER).build();
        assertThat(Samples.of(Given.of(), environment, WorkloadMetric.QUEUED)).isEmpty();
    }

    @Test
    void one_slot_may_last_forever() {
        Duration forever = ofSeconds(9_000_000_000_000L);
        Environment environment = Environment.builder()
                .inStep()
                .slot(forever)
                .syncInterval(forever)
                .scrapeInterval(forever)
                .duration(ofSeconds(30))
                .build();
        Report report = Counts.of(1).run(Simulation.of(Given.of(1, 1, 1, 1), environment));
        assertThat(report.decisions()).isEqualTo(1);
        assertThat(report.score(Score.UNDER_TIME)).isZero();
        assertThatThrownBy(() -> Environment.builder().inStep().slot(ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slot must be <= 290,000 years: slot=" + ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void places_beyond_an_int_are_free() {
        for (Serving serving : Serving.values()) {
            Environment environment = cycles(3)
                    .concurrency(Integer.MAX_VALUE)
                    .serving(serving)
                    .startup(ofSeconds(100))
                    .faults(Fault.at(Kind.CRASH, ofSeconds(5), 1))
                    .build();
            Report report = Counts.of(3).run(Simulation.of(Given.of(1, 10), environment));
            assertThat(report.latencies().maxMillis()).isEqualTo(14_000);
        }
    }

    @Test
    void nothing_is_frozen_before_the_first_scrape() {
        Environment environment = cycles(5)
                .scrapeInterval(ofSeconds(10))
                .faults(Fault.during(Kind.METRICS_FROZEN, ofSeconds(0), ofSeconds(25), 0))
                .build();
        assertThat(Samples.of(Given.of(1, 100), environment, WorkloadMetric.IN_SERVICE))
                .startsWith("30000: 1.0", "40000: 1.0");
    }

    /** The first arrival is broken off at 20 s, behind the second one, which came at 15 s. */
    @Test
    void what_shared_a_cpu_goes_back_to_the_head_of_the_queue() {
        Environment environment = cycles(4)
                .serving(Serving.SHARED_CPU)
                .drainTimeout(ofSeconds(10))
                .scrapeInterval(ofSeconds(10))
                .build();
        Samples samples = new Samples(Counts.of(1).then(10, 0), WorkloadMetric.OLDEST_WAIT);
        Simulation.of(Given.of(1, 100, 15, 100), environment).run(samples, 1);
        assertThat(samples.seen()).startsWith("0: 0.0", "10000: 0.0", "20000: 19.0", "30000: 29.0");
    }

    /** 0.55 * 100 is a little more than 55 to a computer. */
    @Test
    void a_share_of_whole_numbers_is_exact() {
        Environment environment =
                cycles(1).slot(ofSeconds(10)).slo(Duration.ofMillis(550), 0.55).build();
        try (Demand demand = new Demand(atOnce(100, 0, 0.01), SeededRandom.of(1), environment)) {
            assertThat(demand.at(0)).isEqualTo(1);
        }
    }

    private static Load atOnce(int arrivals, double second, double service) {
        return Given.of(DoubleStream.generate(() -> 0)
                .limit(arrivals)
                .flatMap(zero -> DoubleStream.of(second, service))
                .toArray());
    }

    @Test
    void what_has_no_scores_is_refused() {
        assertThatThrownBy(() -> Environment.builder()
                        .inStep()
                        .duration(Duration.ZERO)
                        .memory(0, Double.POSITIVE_INFINITY)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("durationMicros must be >= 1: durationMicros=0; "
                        + "memory must be >= 0 and finite: base=0.0, perArrival=Infinity");
    }

    /** A load of one's own may draw from the generator that it is given, without a copy. */
    @Test
    void the_demand_is_of_the_load_that_arrives() {
        Load copies = drawing(random -> SeededRandom.of(random.seed()));
        Load draws = drawing(random -> random);
        Environment environment = cycles(20).build();
        assertThat(Simulation.of(draws, environment)
                        .run(ScalingPolicy.oracle(), 1)
                        .toText())
                .isEqualTo(Simulation.of(copies, environment)
                        .run(ScalingPolicy.oracle(), 1)
                        .toText());
    }

    private record Drawn(Function<SeededRandom, Arrivals> opening) implements Load {
        @Override
        public String name() {
            return "drawn";
        }

        @Override
        public Arrivals open(SeededRandom random) {
            return opening.apply(random);
        }
    }

    private static Load drawing(UnaryOperator<SeededRandom> from) {
        return new Drawn(given -> {
            SeededRandom random = from.apply(given);
            return new Arrivals() {
                private long atMicros;

                @Override
                public boolean next() {
                    atMicros += random.nextLong(2_000_000);
                    return true;
                }

                @Override
                public long arrivalMicros() {
                    return atMicros;
                }

                @Override
                public long serviceMicros() {
                    return 3_000_000;
                }

                @Override
                public void close() {}
            };
        });
    }

    @Test
    void an_open_loop_does_not_pass_the_end_of_time() {
        KpaSpec spec = KpaSpec.builder().target(10).build();
        long start = Long.MAX_VALUE - 20;
        var loop = new OpenLoop<>(spec.newAutoscaler(start, 1), start, 15, 1);
        loop.run(3, (epochMillis, replicas, in) -> {});
        assertThat(loop.nextMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(loop.decisions()).isEqualTo(3);
    }
}
