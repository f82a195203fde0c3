package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.jfr.DecisionEvent;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions can be found again in a recording, and cost nothing where there is none. */
class DecisionEventTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(MetricSpec.external("queue").averageValue(5))
            .build();

    @TempDir
    private Path work;

    private static Decision decision(double queue, boolean shadow) {
        Observation in = SPEC.newObservation().at(60_000).replicas(3).value(0, queue);
        if (shadow) {
            in.overrides().shadow();
        }
        Decision out = SPEC.newDecision();
        SPEC.newAutoscaler().decide(in, out);
        return out;
    }

    private List<RecordedEvent> recorded(Runnable calls) throws IOException {
        Path file = work.resolve("decisions.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(DecisionEvent.class);
            recording.start();
            calls.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    @Test
    void a_recording_holds_what_was_decided() throws IOException {
        Decision out = decision(30, false);
        RecordedEvent event =
                recorded(() -> DecisionEvent.record("default/workers", out)).get(0);
        assertThat(event.getEventType().getName()).isEqualTo(DecisionEvent.NAME);
        assertThat(event.getString("workload")).isEqualTo("default/workers");
        assertThat(event.getInt("currentReplicas")).isEqualTo(3);
        assertThat(event.getInt("replicas")).isEqualTo(6);
        assertThat(event.getBoolean("change")).isTrue();
        assertThat(event.getString("reason")).isEqualTo(out.reason().toString());
        assertThat(event.getString("decidingMetric")).isEqualTo("queue");
        assertThat(event.getInstant("decidedAt")).isEqualTo(Instant.ofEpochMilli(60_000));
        assertThat(event.getStackTrace()).isNull();
    }

    @Test
    void no_metric_decides_where_none_could_be_read() throws IOException {
        Decision out = decision(Double.NaN, false);
        RecordedEvent event =
                recorded(() -> DecisionEvent.record("workers", out)).get(0);
        assertThat(event.getInt("replicas")).isEqualTo(3);
        assertThat(event.getBoolean("change")).isFalse();
        assertThat(event.getString("decidingMetric")).isNull();
    }

    @Test
    void a_shadow_has_another_count_and_nothing_to_carry_out() throws IOException {
        Decision out = decision(30, true);
        RecordedEvent event =
                recorded(() -> DecisionEvent.record("workers", out)).get(0);
        assertThat(event.getInt("replicas")).isEqualTo(6);
        assertThat(event.getBoolean("change")).isFalse();
    }

    @Test
    void every_engine_can_be_recorded() throws IOException {
        KpaSpec spec = KpaSpec.builder().target(10).build();
        KpaDecision out = spec.newDecision();
        spec.newAutoscaler(0, 1)
                .decide(spec.newObservation().at(1_000).replicas(1).record(1_000, 45), out);
        RecordedEvent event =
                recorded(() -> DecisionEvent.record("revision", out)).get(0);
        assertThat(event.getInt("replicas")).isEqualTo(out.replicas()).isGreaterThan(1);
        assertThat(event.getString("reason")).isEqualTo(out.reason().toString());
        assertThat(event.getString("decidingMetric")).isNull();
    }

    @Test
    void a_recording_without_the_event_costs_nothing() throws IOException {
        Decision out = decision(30, false);
        Path file = work.resolve("without.jfr");
        try (Recording recording = new Recording()) {
            recording.disable(DecisionEvent.class);
            recording.start();
            ZeroAllocation.check(20_000, i -> DecisionEvent.record("workers", out));
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file)).isEmpty();
    }

    @Test
    void a_workload_has_a_name_and_a_decision() {
        Decision out = decision(30, false);
        assertThatNullPointerException()
                .isThrownBy(() -> DecisionEvent.record(null, out))
                .withMessage("workload");
        assertThatNullPointerException()
                .isThrownBy(() -> DecisionEvent.record("workers", null))
                .withMessage("decision");
    }
}
