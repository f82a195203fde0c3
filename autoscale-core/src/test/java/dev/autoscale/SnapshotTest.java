package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 100)
            .metric(external("queue").averageValue(5))
            .scaleUp(rules().stabilizationWindow(ofMinutes(1)))
            .build();

    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();

    /** Twenty minutes of a load that falls, so that the window is as full as it gets. */
    private Autoscaler worked() {
        Autoscaler autoscaler = SPEC.newAutoscaler();
        int replicas = 90;
        for (int step = 0; step < 80; step++) {
            in.at(step * 15_000L).replicas(replicas).value(0, 450 - 5 * step);
            autoscaler.decide(in, out);
            autoscaler.scaled(out);
            replicas = out.replicas();
        }
        return autoscaler;
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    @Test
    void fits_into_512_bytes_with_default_windows() {
        assertThat(worked().snapshotSize()).isLessThanOrEqualTo(512);
    }

    @Test
    void leads_another_autoscaler_to_the_same_state() {
        byte[] snapshot = bytes(worked());
        Autoscaler other = SPEC.newAutoscaler();
        other.restore(ByteBuffer.wrap(snapshot));
        assertThat(bytes(other)).isEqualTo(snapshot);
        assertThat(other.reason(Condition.ABLE_TO_SCALE)).isEqualTo(worked().reason(Condition.ABLE_TO_SCALE));
    }

    @Test
    void lies_anywhere_in_a_buffer_of_either_byte_order() {
        Autoscaler worked = worked();
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(1000).order(ByteOrder.LITTLE_ENDIAN).position(3);
        worked.snapshot(buffer);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(buffer.position()).isEqualTo(3 + worked.snapshotSize());
        Autoscaler other = SPEC.newAutoscaler();
        other.restore(buffer.position(3).order(ByteOrder.BIG_ENDIAN));
        assertThat(buffer.position()).isEqualTo(3 + worked.snapshotSize());
        assertThat(bytes(other)).isEqualTo(bytes(worked));
    }

    @Test
    void refuses_every_damaged_byte_and_changes_nothing() {
        byte[] good = bytes(worked());
        Autoscaler target = SPEC.newAutoscaler();
        byte[] before = bytes(target);
        for (int i = 0; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> target.restore(ByteBuffer.wrap(damaged)))
                    .as("byte %s", i)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("snapshot ");
        }
        for (int length = 0; length < good.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(good, 0, length);
            assertThatThrownBy(() -> target.restore(part)).hasMessageStartingWith("snapshot is truncated");
        }
        assertThat(bytes(target)).isEqualTo(before);
    }

    @Test
    void refuses_a_snapshot_of_another_spec() {
        byte[] snapshot = bytes(worked());
        Autoscaler other = SPEC.toBuilder().bounds(1, 99).build().newAutoscaler();
        assertThatThrownBy(() -> other.restore(ByteBuffer.wrap(snapshot)))
                .hasMessageStartingWith("snapshot must be of an equal spec: fingerprint=");
    }

    @Test
    void refuses_a_target_without_room_and_writes_nothing() {
        Autoscaler worked = worked();
        ByteBuffer small = ByteBuffer.allocate(worked.snapshotSize() - 1);
        assertThatThrownBy(() -> worked.snapshot(small))
                .hasMessageStartingWith("target must have room for the snapshot: remaining=");
        assertThat(small.position()).isZero();
        assertThat(small.array()).containsOnly(0);
    }

    @Test
    void without_any_window_memory_survives_too() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 100)
                .metric(external("queue").averageValue(5))
                .scaleDown(rules().stabilizationWindow(Duration.ZERO))
                .build();
        Autoscaler autoscaler = spec.newAutoscaler();
        autoscaler.decide(spec.newObservation().at(0).replicas(3).value(0, 37), spec.newDecision());
        autoscaler.scaled(0, 3, 7);
        Autoscaler other = spec.newAutoscaler();
        other.restore(ByteBuffer.wrap(bytes(autoscaler)));
        assertThat(bytes(other)).isEqualTo(bytes(autoscaler));
        assertThat(other.scaleUpLimit(1, 7)).isEqualTo(autoscaler.scaleUpLimit(1, 7));
    }
}
