package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the controller sees, at decisions every 10 s unless said otherwise. */
class MetricPathTest {
    /** Two at once at 1 s for 6 s and 12 s, one at 2 s for 20 s: one place, so they are served one by one until 39 s. */
    private static final Given LOAD = Given.of(1, 6, 1, 12, 2, 20);

    /** Writes down a signal whenever it decides; a dash before the first sample, and its age in seconds if it has one. */
    private static final class Probe implements ScalingPolicy, Scaler {
        private final WorkloadMetric signal;
        private final StringBuilder seen = new StringBuilder();
        private double value = Double.NEGATIVE_INFINITY;
        private long sampledMillis;

        Probe(WorkloadMetric signal) {
            this.signal = signal;
        }

        static String of(WorkloadMetric signal, Load load, Environment.Builder environment) {
            Probe probe = new Probe(signal);
            Simulation.of(
                            load,
                            environment
                                    .syncInterval(ofSeconds(10))
                                    .duration(ofSeconds(50))
                                    .build())
                    .run(probe, 1);
            return probe.seen.toString().strip();
        }

        @Override
        public String name() {
            return "probe";
        }

        @Override
        public Scaler newScaler(SimulationStart start) {
            return this;
        }

        @Override
        public long cycleMillis() {
            return 10_000;
        }

        @Override
        public void measured(Measurement sample) {
            value = sample.value(signal);
            sampledMillis = sample.sampledMillis();
        }

        @Override
        public int decide(long epochMillis, ReplicaCounts counts) {
            long age = (epochMillis - sampledMillis) / 1_000;
            seen.append(value == Double.NEGATIVE_INFINITY ? "-" : String.format(Locale.ROOT, "%.4g", value))
                    .append(age == 0 ? " " : "(" + age + ") ");
            return counts.wanted();
        }

        @Override
        public void restart(long epochMillis, boolean withMemory, int replicas) {
            seen.append(withMemory ? "restored " : "restarted ");
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public String explanation() {
            return "";
        }
    }

    private static Environment.Builder plain() {
        return Environment.builder().inStep().initialReplicas(1);
    }

    @Test
    void counts_are_those_of_the_moment() {
        assertThat(Probe.of(WorkloadMetric.IN_SYSTEM, LOAD, plain())).isEqualTo("0.000 2.000 1.000 1.000 0.000");
        assertThat(Probe.of(WorkloadMetric.QUEUED, LOAD, plain())).isEqualTo("0.000 1.000 0.000 0.000 0.000");
        assertThat(Probe.of(WorkloadMetric.IN_SERVICE, LOAD, plain())).isEqualTo("0.000 1.000 1.000 1.000 0.000");
        assertThat(Probe.of(WorkloadMetric.OLDEST_WAIT, LOAD, plain())).isEqualTo("0.000 8.000 0.000 0.000 0.000");
    }

    /** In the system: two from 1 s, three from 2 s to 7 s, two until 19 s, one until 39 s. */
    @Test
    void rates_and_means_are_those_since_the_scrape_before() {
        assertThat(Probe.of(WorkloadMetric.CONCURRENCY, LOAD, plain())).isEqualTo("0.000 2.300 1.900 1.000 0.9000");
        assertThat(Probe.of(WorkloadMetric.ARRIVAL_RATE, LOAD, plain())).isEqualTo("0.000 0.3000 0.000 0.000 0.000");
        assertThat(Probe.of(WorkloadMetric.CPU, LOAD, plain())).isEqualTo("0.000 90.00 100.0 100.0 90.00");
    }

    /** Two cores: from 2 s three share them at 2/3 of the speed, until 9.5 s; then two until 15.5 s, then one until 24.5 s. */
    @Test
    void cpu_is_what_is_used_of_all_cores() {
        assertThat(Probe.of(WorkloadMetric.CPU, LOAD, plain().concurrency(2).serving(Serving.SHARED_CPU)))
                .isEqualTo("0.000 90.00 77.50 22.50 0.000");
        assertThat(Probe.of(WorkloadMetric.MEMORY, LOAD, plain().memory(20, 5).initialReplicas(2)))
                .isEqualTo("40.00 50.00 45.00 40.00 40.00");
    }

    @Test
    void scrapes_take_their_time() {
        assertThat(Probe.of(WorkloadMetric.QUEUED, LOAD, plain().metricDelay(ServiceTimes.fixed(ofSeconds(4)))))
                .isEqualTo("- 0.000(10) 1.000(10) 0.000(10) 0.000(10)");
        assertThat(Probe.of(
                        WorkloadMetric.QUEUED,
                        LOAD,
                        plain().scrapeInterval(ofSeconds(5)).metricDelay(ServiceTimes.fixed(ofSeconds(4)))))
                .isEqualTo("- 2.000(5) 1.000(5) 0.000(5) 0.000(5)");
    }

    private static String with(WorkloadMetric signal, Kind kind, long amount) {
        return Probe.of(signal, LOAD, plain().faults(Fault.during(kind, ofSeconds(15), ofSeconds(10), amount)));
    }

    /** At 15 s for 10 s: what is scraped at 20 s. */
    @Test
    void scrapes_go_wrong() {
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.METRICS_MISSING, 0))
                .isEqualTo("0.000 2.000 2.000(10) 1.000 0.000");
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.METRICS_FAILING, 0)).isEqualTo("0.000 2.000 NaN 1.000 0.000");
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.METRICS_FROZEN, 0)).isEqualTo("0.000 2.000 2.000 1.000 0.000");
        // The late one arrives at 25 s and is looked at no more, for at 30 s there is a newer one.
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.METRICS_LATE, 5_000))
                .isEqualTo("0.000 2.000 2.000(10) 1.000 0.000");
        // Overtaken by the one of 30 s.
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.METRICS_LATE, 15_000))
                .isEqualTo("0.000 2.000 2.000(10) 1.000 0.000");
    }

    @Test
    void controllers_go_wrong() {
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.CONTROLLER_DOWN, 0)).isEqualTo("0.000 2.000 1.000 0.000");
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.CONTROLLER_RESTART, 0))
                .isEqualTo("0.000 2.000 restarted 1.000 1.000 0.000");
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.CONTROLLER_RESTART, 1))
                .isEqualTo("0.000 2.000 restored 1.000 1.000 0.000");
        assertThat(with(WorkloadMetric.IN_SYSTEM, Kind.CLOCK_BEHIND, 3_000))
                .isEqualTo("0.000 2.000 1.000(-3) 1.000 0.000");
    }
}
