package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.simulation.score.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final AutoscalerSpec REQUESTS = AutoscalerSpec.builder(1, 30)
            .metric(external("requests").averageValue(4))
            .build();

    /** Little's law and the sums are checked by the simulation itself, which throws. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void whatever_goes_wrong_nobody_is_lost_count_of(
            @ForAll long seed, @ForAll Serving serving, @ForAll Interrupted interrupted) {
        Environment environment = Environment.builder()
                .serving(serving)
                .interrupted(interrupted)
                .concurrency(1 + (int) (seed & 3))
                .queueLimit((seed & 4) == 0 ? 20 : 1_000_000)
                .scheduling(ServiceTimes.uniform(ofSeconds(0), ofSeconds(5)))
                .startup(ServiceTimes.exponential(ofSeconds(20)))
                .drainTimeout(ofSeconds(seed & 15))
                .metricDelay(ServiceTimes.uniform(ofSeconds(0), ofSeconds(20)))
                .faults(Fault.random(seed, 12, ofMinutes(30)))
                .build();
        Load load = Loads.poisson(2, ofMinutes(30), ServiceTimes.logNormal(ofSeconds(3), 1));
        Report report = Simulation.of(load, environment)
                .run(ScalingPolicy.of("hpa", REQUESTS, Map.of("requests", WorkloadMetric.IN_SYSTEM)), seed);
        double left = report.score(Score.LOST) + report.unfinished();
        assertThat(report.arrivals()).isEqualTo((long) (report.latencies().count() + left));
        assertThat(report.waits().count()).isEqualTo(report.latencies().count());
        assertThat(report.score(Score.SLO_SHARE)).isBetween(0.0, 100.0);
        assertThat(report.score(Score.UNDER_TIME) + report.score(Score.OVER_TIME))
                .isBetween(0.0, 100.0);
        Timeline timeline = report.timeline();
        long arrived = 0;
        for (int i = 0; i < timeline.size(); i++) {
            arrived += timeline.arrived(i);
            assertThat(timeline.ready(i)).isLessThanOrEqualTo(timeline.billed(i));
        }
        assertThat(arrived).isEqualTo(report.arrivals());
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void a_restart_with_memory_is_never_noticed(@ForAll long seed) {
        Load load = Loads.poisson(3, ofMinutes(20), ServiceTimes.exponential(ofSeconds(4)));
        List<Fault> restarts = new ArrayList<>();
        for (int minute = 1; minute < 20; minute++) {
            restarts.add(Fault.at(Kind.CONTROLLER_RESTART, ofMinutes(minute), 1));
        }
        Environment.Builder environment = Environment.builder().inStep().startup(ofSeconds(20));
        ScalingPolicy policy = ScalingPolicy.of("hpa", REQUESTS, Map.of("requests", WorkloadMetric.IN_SYSTEM));
        Report steady = Simulation.of(load, environment.build()).run(policy, seed);
        Report restarted =
                Simulation.of(load, environment.faults(restarts).build()).run(policy, seed);
        assertThat(restarted.toText()).isEqualTo(steady.toText());
    }

    @Test
    void without_memory_a_restart_forgets_the_window() {
        // Load until 5 min, then silence: the default window of 5 min holds until 10 min, or 5 min from the restart.
        Load load = Loads.even(10, ofMinutes(5), ServiceTimes.fixed(ofSeconds(2)));
        Environment.Builder environment =
                Environment.builder().inStep().concurrency(8).initialReplicas(5).duration(ofMinutes(20));
        ScalingPolicy policy = ScalingPolicy.of("hpa", REQUESTS, Map.of("requests", WorkloadMetric.IN_SYSTEM));
        assertThat(firstShrink(Simulation.of(load, environment.build()).run(policy, 3)))
                .isBetween(
                        ofMinutes(10).toMillis(), ofMinutes(10).plusSeconds(15).toMillis());
        environment.faults(Fault.at(Kind.CONTROLLER_RESTART, ofMinutes(7), 0));
        assertThat(firstShrink(Simulation.of(load, environment.build()).run(policy, 3)))
                .isBetween(
                        ofMinutes(12).toMillis(), ofMinutes(12).plusSeconds(15).toMillis());
    }

    private static long firstShrink(Report report) {
        return report.changes().stream()
                .filter(change -> change.to() < change.from()
                        && change.atMillis() > ofMinutes(6).toMillis())
                .findFirst()
                .orElseThrow()
                .atMillis();
    }

    @Test
    void it_lasts_as_long_as_its_load() {
        Simulation silent = Simulation.of(
                Loads.silence(ofMinutes(3)), Environment.builder().inStep().build());
        assertThat(silent.run(ScalingPolicy.fixed(2), 1).durationMillis()).isEqualTo(180_000);
        Simulation one =
                Simulation.of(Given.of(15, 1), Environment.builder().inStep().build());
        assertThat(one.run(ScalingPolicy.fixed(2), 1).durationMillis()).isEqualTo(30_000);
        Simulation none =
                Simulation.of(Given.of(), Environment.builder().inStep().build());
        assertThat(none.run(ScalingPolicy.fixed(2), 1).durationMillis()).isEqualTo(15_000);
    }

    @Test
    void refused_orders_change_nothing() {
        Load load = Loads.poisson(5, ofMinutes(5), ServiceTimes.fixed(ofSeconds(2)));
        Environment environment = Environment.builder()
                .inStep()
                .initialReplicas(1)
                .faults(Fault.during(Kind.SCALE_FAILS, ofSeconds(0), ofMinutes(5), 0))
                .build();
        Report report = Simulation.of(load, environment)
                .run(ScalingPolicy.of("hpa", REQUESTS, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1);
        assertThat(report.changeCount()).isLessThanOrEqualTo(1);
        assertThat(report.timeline().ready(10)).isEqualTo(1);
    }

    @Test
    void feeds_follow_names_and_can_be_given() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(resource("cpu").averageUtilization(50))
                .metric(external("other").averageValue(10))
                .build();
        Load load = Loads.poisson(2, ofMinutes(10), ServiceTimes.exponential(ofSeconds(1)));
        Simulation simulation =
                Simulation.of(load, Environment.builder().inStep().build());
        Report byCpu = simulation.run(ScalingPolicy.of("cpu", spec, Map.of("other", sample -> 0)), 1);
        assertThat(byCpu.score(Score.MEAN_REPLICAS)).isBetween(3.0, 8.0);
        Report byOther = simulation.run(ScalingPolicy.of("other", spec, Map.of("other", sample -> 70)), 1);
        assertThat(byOther.score(Score.MEAN_REPLICAS)).isBetween(6.9, 8.0);
        assertThatThrownBy(() -> ScalingPolicy.of("typo", spec, Map.of("cup", WorkloadMetric.CPU)))
                .hasMessageContaining("metric must be one of the spec's: metric=cup")
                .hasMessageContaining("feed must be given, as the metric's type tells none: metric=other");
    }

    @Test
    void a_bad_environment_is_told_at_once() {
        assertThatThrownBy(() -> Environment.builder()
                        .inStep()
                        .concurrency(0)
                        .queueLimit(-1)
                        .slo(ofSeconds(1), 1.5)
                        .memory(-1, 0)
                        .build())
                .hasMessage(
                        "concurrency must be >= 1: concurrency=0; queueLimit must be >= 0: queueLimit=-1; "
                                + "memory must be >= 0 and finite: base=-1.0, perArrival=0.0; share must be > 0 and <= 1: share=1.5");
        assertThatThrownBy(() -> Environment.builder().inStep().startup(ofSeconds(-1)))
                .hasMessage("time must be >= 0: time=PT-1S");
        assertThatThrownBy(() -> Environment.builder().inStep().syncInterval(ofSeconds(0)))
                .hasMessage("syncInterval must be >= PT0.001S: syncInterval=PT0S");
        assertThatThrownBy(() -> new Fault(Kind.CRASH, 5, 4, -1))
                .hasMessage("toMicros must be >= fromMicros: toMicros=4, fromMicros=5; amount must be >= 0: amount=-1");
    }
}
