package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.proof.ZeroAllocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(external("load").averageValue(5))
            .build();

    private static OpenLoop<Observation, Decision> loop() {
        return new OpenLoop<>(SPEC.newAutoscaler(), 1_000, 15_000, 3);
    }

    /** 37 of 5 each are 8, but no more than 4 are added in 15 s; then 37 of 7 replicas are within the tolerance. */
    @Test
    void decisions_are_carried_out_at_once() {
        OpenLoop<Observation, Decision> loop = loop();
        List<String> seen = new ArrayList<>();
        loop.run(
                3,
                (epochMillis, replicas, in) -> in.value(0, 37),
                out -> seen.add(out.epochMillis() + ": " + out.currentReplicas() + " -> " + out.replicas()));
        assertThat(seen).containsExactly("1000: 3 -> 7", "16000: 7 -> 7", "31000: 7 -> 7");
        assertThat(loop.replicas()).isEqualTo(7);
        assertThat(loop.nextMillis()).isEqualTo(46_000);
        assertThat(loop.decisions()).isEqualTo(3);
        assertThat(loop.changes()).isEqualTo(1);
        assertThat(loop.replicaHours()).isEqualTo((7 + 7 + 7) * 15 / 3_600.0);
        loop.run(40, (epochMillis, replicas, in) -> in.value(0, 5));
        assertThat(loop.replicas()).isEqualTo(1);
    }

    @Test
    void it_drives_any_engine() {
        KpaSpec spec = KpaSpec.builder().target(10).build();
        var loop = new OpenLoop<>(spec.newAutoscaler(0, 1), 0, 2_000, 1);
        loop.run(
                60,
                (epochMillis, replicas, in) ->
                        in.record(epochMillis - 1_000, 70).record(epochMillis, 70));
        assertThat(loop.replicas()).isEqualTo(7);
    }

    @Test
    void another_engine_goes_on_at_another_time() {
        OpenLoop<Observation, Decision> loop = loop();
        loop.run(1, (epochMillis, replicas, in) -> in.value(0, 37));
        assertThat(loop.decision().replicas()).isEqualTo(7);
        loop.moveClock(-6_000);
        loop.goOnWith(SPEC.newAutoscaler());
        loop.run(1, (epochMillis, replicas, in) -> in.value(0, 50));
        assertThat(loop.decision().epochMillis()).isEqualTo(10_000);
        // The new one knows nothing of the 4 that were added 9 s before.
        assertThat(loop.replicas()).isEqualTo(10);
        loop.moveClock(Long.MAX_VALUE);
        assertThat(loop.nextMillis()).isEqualTo(Long.MAX_VALUE);
        loop.moveClock(Long.MIN_VALUE);
        loop.moveClock(Long.MIN_VALUE);
        assertThat(loop.nextMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void running_allocates_nothing() {
        OpenLoop<Observation, Decision> loop = loop();
        ZeroAllocation.check(
                2_000, i -> loop.run(1, (epochMillis, replicas, in) -> in.value(0, epochMillis / 15_000 % 60)));
    }

    @Test
    void bad_values_are_told() {
        assertThatThrownBy(() -> new OpenLoop<>(SPEC.newAutoscaler(), 0, 0, -1))
                .hasMessage("cycleMillis must be >= 1 and replicas >= 0: cycleMillis=0, replicas=-1");
    }
}
