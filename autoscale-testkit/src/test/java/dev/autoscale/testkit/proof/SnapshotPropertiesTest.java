package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.testkit.drive.Snapshots;
import java.nio.ByteBuffer;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Memory survives as bytes, and only as whole and undamaged ones. */
class SnapshotPropertiesTest {
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void damaged_or_incomplete_bytes_are_refused_and_change_nothing(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int steps, @ForAll @IntRange(max = 7) int bit) {
        RandomLife walk = Walks.of(seed);
        Autoscaler autoscaler = live(walk, steps);
        byte[] bytes = Snapshots.bytes(autoscaler);
        Autoscaler other = live(walk, 3);
        byte[] before = Snapshots.bytes(other);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << bit);
            assertRefused(other, damaged, damaged.length);
            assertRefused(other, bytes, i);
        }
        assertThat(Snapshots.bytes(other)).isEqualTo(before);
    }

    private static void assertRefused(Autoscaler autoscaler, byte[] bytes, int length) {
        ByteBuffer source = ByteBuffer.wrap(bytes, 0, length);
        assertThatThrownBy(() -> autoscaler.restore(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("snapshot (.* )?must .*|snapshot is (corrupt|truncated).*");
        assertThat(source.position()).isZero();
    }

    @Property(tries = 200)
    void a_snapshot_of_another_spec_is_refused_and_changes_nothing(@ForAll long seed) {
        RandomLife walk = Walks.of(seed);
        AutoscalerSpec spec = walk.spec();
        AutoscalerSpec wider = spec.maxReplicas() == Integer.MAX_VALUE
                ? spec.toBuilder()
                        .bounds(spec.minReplicas(), spec.maxReplicas() - 1)
                        .build()
                : spec.toBuilder()
                        .bounds(spec.minReplicas(), spec.maxReplicas() + 1)
                        .build();
        byte[] bytes = Snapshots.bytes(live(walk, 10));
        Autoscaler other = wider.newAutoscaler();
        byte[] before = Snapshots.bytes(other);
        assertThatThrownBy(() -> other.restore(ByteBuffer.wrap(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("equal spec");
        assertThat(Snapshots.bytes(other)).isEqualTo(before);
    }

    @Property(tries = 100)
    void the_size_is_known_before_and_depends_on_the_memory_alone(@ForAll long seed) {
        RandomLife walk = Walks.of(seed);
        Autoscaler autoscaler = live(walk, 20);
        ByteBuffer target = ByteBuffer.allocate(10_000).position(3);
        int size = autoscaler.snapshotSize();
        autoscaler.snapshot(target);
        assertThat(target.position()).isEqualTo(3 + size);
        assertThat(Snapshots.copy(autoscaler).snapshotSize()).isEqualTo(size);
    }

    private static Autoscaler live(RandomLife walk, int steps) {
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        for (int i = 0; i < steps; i++) {
            autoscaler.decide(walk.nextSituation().observe(), out);
            walk.answered(out);
            walk.tell(autoscaler);
        }
        return autoscaler;
    }
}
