package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.KpaAutoscaler;
import dev.autoscale.policies.KpaDecision;
import dev.autoscale.policies.KpaObservation;
import dev.autoscale.policies.KpaSpec;
import dev.autoscale.policies.KpaSpecBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for every decision of Knative's autoscaler, and for its memory. */
class KpaPropertiesTest {
    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void decisions_keep_what_is_promised(@ForAll long seed) {
        KpaWalk walk = new KpaWalk(seed);
        KpaSpec spec = walk.spec();
        KpaAutoscaler autoscaler = spec.newAutoscaler(walk.now, walk.random.nextInt(4) - 1);
        KpaObservation in = autoscaler.newObservation();
        KpaDecision out = autoscaler.newDecision();
        KpaDecision preview = autoscaler.newDecision();
        for (int step = 0; step < 60; step++) {
            walk.next(in);
            byte[] before = KpaWalk.bytes(autoscaler);
            autoscaler.preview(in, preview);
            assertThat(KpaWalk.bytes(autoscaler))
                    .as("a preview changes nothing")
                    .isEqualTo(before);
            boolean inPanic = out.inPanic();
            int panicPods = out.highestPanicPods();
            autoscaler.decide(in, out);
            assertThat(KpaWalk.describe(preview)).isEqualTo(KpaWalk.describe(out));
            KpaInvariants.check(spec, out);
            if (step > 0 && !out.isValid()) {
                assertThat(out.inPanic()).isEqualTo(inPanic);
                assertThat(out.highestPanicPods()).isEqualTo(panicPods);
            }
            if (out.inPanic() && inPanic) {
                assertThat(out.highestPanicPods()).as("no shrink in panic").isGreaterThanOrEqualTo(panicPods);
            }
        }
    }

    @Test
    void invariants_can_be_broken() {
        KpaSpec wide = KpaSpec.builder().build();
        KpaDecision out = wide.newDecision();
        KpaObservation in = wide.newObservation().at(0).replicas(2).averages(700, 700);
        wide.newAutoscaler(0, 0).decide(in, out);
        KpaInvariants.check(wide, out);
        assertBroken("the rates bound", wide.toBuilder().maxScaleUpRate(3), out);
        assertBroken("the rates bound", wide.toBuilder().maxScaleDownRate(0.1), out);
        assertBroken("excess burst", wide.toBuilder().targetBurstCapacity(0), out);
        wide.newAutoscaler(0, 0).decide(in.averages(70, 70), out);
        assertBroken("a load above the threshold", wide.toBuilder().panicThreshold(0.5), out);
    }

    private static void assertBroken(String invariant, KpaSpecBuilder spec, KpaDecision out) {
        assertThatThrownBy(() -> KpaInvariants.check(spec.buildUnchecked(), out))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void restored_at_any_step_it_goes_on_as_if_nothing_had_happened(@ForAll long seed) {
        KpaWalk walk = new KpaWalk(seed);
        KpaSpec spec = walk.spec();
        KpaAutoscaler original = spec.newAutoscaler(walk.now, 2);
        KpaAutoscaler reused = spec.newAutoscaler(walk.now, 0);
        KpaAutoscaler restored = spec.newAutoscaler(walk.now, 2);
        KpaObservation in = spec.newObservation();
        KpaDecision expected = spec.newDecision();
        KpaDecision out = spec.newDecision();
        for (int step = 0; step < 40; step++) {
            if (step % 11 == 10) {
                spec = walk.spec();
                original.respec(spec, walk.now);
                restored.respec(spec, walk.now);
                reused = spec.newAutoscaler(walk.now, 3);
                expected = spec.newDecision();
                out = spec.newDecision();
            }
            walk.next(in);
            original.decide(in, expected);
            restored.decide(in, out);
            assertThat(KpaWalk.describe(out)).isEqualTo(KpaWalk.describe(expected));
            byte[] bytes = KpaWalk.bytes(original);
            assertThat(KpaWalk.bytes(restored)).isEqualTo(bytes);
            // Every second time into an autoscaler that has another memory already.
            KpaAutoscaler next = step % 2 == 0 ? reused : spec.newAutoscaler(0, 0);
            next.restore(buffer(walk, bytes));
            reused = restored.spec().equals(spec) ? restored : reused;
            restored = next;
        }
    }

    /** Byte order and kind of buffer do not matter. */
    private static ByteBuffer buffer(KpaWalk walk, byte[] bytes) {
        ByteBuffer buffer = walk.random.nextBoolean() ? ByteBuffer.allocateDirect(bytes.length + 3) : padded(bytes);
        buffer.position(3).put(bytes).position(3);
        buffer.order(walk.random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return walk.random.nextBoolean() ? buffer.asReadOnlyBuffer() : buffer;
    }

    private static ByteBuffer padded(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + 3);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void damaged_or_incomplete_bytes_are_refused_and_change_nothing(
            @ForAll long seed, @ForAll @IntRange(max = 7) int bit) {
        KpaWalk walk = new KpaWalk(seed);
        KpaSpec spec = walk.builder()
                .stableWindow(Duration.ofSeconds(40))
                .panicWindow(Duration.ofSeconds(7))
                .build();
        byte[] bytes = KpaWalk.bytes(live(walk, spec));
        KpaAutoscaler other = live(walk, spec);
        byte[] before = KpaWalk.bytes(other);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << bit);
            assertRefused(other, damaged);
            assertRefused(other, Arrays.copyOf(bytes, i));
        }
        KpaSpec another = spec.toBuilder().target(spec.target() + 1).build();
        assertRefused(another.newAutoscaler(0, 0), bytes);
        assertThat(KpaWalk.bytes(other)).isEqualTo(before);
        ByteBuffer narrow = ByteBuffer.allocate(before.length - 1);
        assertThatThrownBy(() -> other.snapshot(narrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target must have room for the snapshot: remaining=" + (before.length - 1) + ", needed="
                        + before.length);
        assertThat(narrow.position()).isZero();
    }

    private static KpaAutoscaler live(KpaWalk walk, KpaSpec spec) {
        KpaAutoscaler autoscaler = spec.newAutoscaler(walk.now, 2);
        KpaObservation in = spec.newObservation();
        KpaDecision out = spec.newDecision();
        for (int step = 0; step < 20; step++) {
            autoscaler.decide(walk.next(in), out);
        }
        return autoscaler;
    }

    private static void assertRefused(KpaAutoscaler autoscaler, byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        assertThatThrownBy(() -> autoscaler.restore(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("snapshot .* must .*|snapshot must .*");
        assertThat(source.position()).isZero();
    }
}
