package dev.autoscale.testkit.drive;

import static dev.autoscale.MetricSpec.external;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.policies.knative.KpaSpec;
import org.junit.jupiter.api.Test;

class DriveTest {
    private static final SpecDrive MAIN = new SpecDrive(AutoscalerSpec.builder(2, 10)
            .metric(external("load").averageValue(5).maxAge(ofSeconds(60)))
            .capacityBackoff(ofSeconds(60), ofSeconds(600))
            .build());
    private static final KpaDrive KNATIVE =
            new KpaDrive(KpaSpec.builder().target(5).build());

    /** Decides at a time of a workload that has 4 replicas. */
    private static <I extends ScalingObservation<I>, O extends ScalingDecision> int decide(
            Drive<I, O> drive, ScalingEngine<I, O> engine, long epochMillis, long sampledMillis, double load) {
        I in = engine.newObservation().at(epochMillis);
        O out = engine.newDecision();
        drive.counts(in, 4, 4, 4);
        drive.value(in, drive.metricIndex("load"), sampledMillis, load);
        engine.decide(in, out);
        drive.check(out);
        return out.replicas();
    }

    private static <I extends ScalingObservation<I>, O extends ScalingDecision> void remembersOverARestart(
            Drive<I, O> drive) {
        ScalingEngine<I, O> engine = drive.newEngine(0, 4);
        decide(drive, engine, 0, 0, 20);
        ScalingEngine<I, O> restored = drive.restarted(engine, true, 10_000, 4);
        assertThat(Snapshots.bytes(restored)).isEqualTo(Snapshots.bytes(engine));
        ScalingEngine<I, O> forgetful = drive.restarted(engine, false, 10_000, 4);
        assertThat(Snapshots.bytes(forgetful)).isEqualTo(Snapshots.bytes(drive.newEngine(10_000, 4)));
    }

    @Test
    void a_restart_keeps_the_memory_or_forgets_it() {
        remembersOverARestart(MAIN);
        remembersOverARestart(KNATIVE);
    }

    @Test
    void a_value_is_as_old_as_its_sample_or_as_the_decision() {
        assertThat(decide(MAIN, MAIN.newEngine(0, 4), 90_000, 30_000, 30)).isEqualTo(6);
        assertThat(decide(MAIN, MAIN.newEngine(0, 4), 90_000, 29_999, 30)).isEqualTo(4);
        assertThat(decide(MAIN, MAIN.newEngine(0, 4), 90_000, Drive.AT_DECISION, 30))
                .isEqualTo(6);
    }

    @Test
    void a_lack_of_capacity_is_reported_where_the_spec_looks_at_it() {
        var engine = MAIN.newEngine(0, 4);
        MAIN.capacityExhausted(engine, 0, 5);
        assertThat(decide(MAIN, engine, 1_000, 1_000, 30)).isEqualTo(5);
        SpecDrive other = new SpecDrive(AutoscalerSpec.builder(1, 10)
                .metric(external("load").averageValue(5))
                .build());
        var without = other.newEngine(0, 4);
        other.capacityExhausted(without, 0, 5);
        assertThat(Snapshots.bytes(without)).isEqualTo(Snapshots.bytes(other.newEngine(0, 4)));
    }

    @Test
    void metrics_are_found_by_their_ids() {
        assertThat(MAIN.metrics()).containsExactly("load");
        assertThat(KNATIVE.metrics()).containsExactly("load");
        assertThat(MAIN.metricIndex("other")).isNegative();
        assertThat(KNATIVE.metricIndex("other")).isNegative();
    }

    @Test
    void an_engine_goes_on_under_another_spec_of_its_kind_alone() {
        var engine = KNATIVE.newEngine(0, 4);
        KpaDrive next = new KpaDrive(KpaSpec.builder().target(10).build());
        assertThat(KNATIVE.respec(engine, next, 1_000)).isSameAs(next);
        assertThatThrownBy(() -> KNATIVE.respec(engine, MAIN, 1_000)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> MAIN.respec(MAIN.newEngine(0, 4), KNATIVE, 1_000))
                .hasMessage("a spec of another kind");
    }
}
