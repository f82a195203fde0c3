package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.drive.Snapshots;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for decisions of Knative's autoscaler alone, and for its memory. */
class KpaPropertiesTest {
    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void no_data_changes_no_panic_and_a_panic_never_shrinks(@ForAll long seed) {
        RandomKnativeLife life = RandomKnativeLife.of(seed);
        KpaSpec spec = life.spec();
        KpaAutoscaler autoscaler = spec.newAutoscaler(life.epochMillis(), Math.floorMod(seed, 4) - 1);
        KpaObservation in = autoscaler.newObservation();
        KpaDecision out = autoscaler.newDecision();
        for (int step = 0; step < 60; step++) {
            life.next();
            life.measure(in);
            boolean inPanic = out.inPanic();
            int panicPods = out.highestPanicPods();
            autoscaler.decide(in, out);
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

    private static void assertBroken(String invariant, KpaSpec.Builder spec, KpaDecision out) {
        assertThatThrownBy(() -> KpaInvariants.check(spec.buildUnchecked(), out))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }

    /** A delay is memory: after it changed a restored autoscaler has another one than its spec says. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void restored_under_changing_specs_it_goes_on_as_if_nothing_had_happened(@ForAll long seed) {
        RandomKnativeLife life = RandomKnativeLife.of(seed);
        KpaSpec spec = life.spec();
        KpaAutoscaler original = spec.newAutoscaler(life.epochMillis(), 2);
        KpaAutoscaler reused = spec.newAutoscaler(life.epochMillis(), 0);
        KpaAutoscaler restored = spec.newAutoscaler(life.epochMillis(), 2);
        KpaObservation in = spec.newObservation();
        KpaDecision expected = spec.newDecision();
        KpaDecision out = spec.newDecision();
        for (int step = 0; step < 40; step++) {
            if (step % 11 == 10) {
                spec = life.spec();
                original.respec(spec, life.epochMillis());
                restored.respec(spec, life.epochMillis());
                reused = spec.newAutoscaler(life.epochMillis(), 3);
                expected = spec.newDecision();
                out = spec.newDecision();
            }
            life.next();
            life.measure(in);
            original.decide(in, expected);
            restored.decide(in, out);
            assertThat(DecisionText.of(out)).isEqualTo(DecisionText.of(expected));
            byte[] bytes = Snapshots.bytes(original);
            assertThat(Snapshots.bytes(restored)).isEqualTo(bytes);
            // Every second time into an autoscaler that has another memory already.
            KpaAutoscaler next = step % 2 == 0 ? reused : spec.newAutoscaler(0, 0);
            next.restore(ByteBuffer.wrap(bytes));
            reused = restored.spec().equals(spec) ? restored : reused;
            restored = next;
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void damaged_or_incomplete_bytes_are_refused_and_change_nothing(
            @ForAll long seed, @ForAll @IntRange(max = 7) int bit) {
        RandomKnativeLife walk = RandomKnativeLife.of(seed);
        KpaSpec spec = walk.builder()
                .stableWindow(Duration.ofSeconds(40))
                .panicWindow(Duration.ofSeconds(7))
                .build();
        byte[] bytes = Snapshots.bytes(live(walk, spec));
        KpaAutoscaler other = live(walk, spec);
        byte[] before = Snapshots.bytes(other);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << bit);
            assertRefused(other, damaged);
            assertRefused(other, Arrays.copyOf(bytes, i));
        }
        KpaSpec another = spec.toBuilder().target(spec.target() + 1).build();
        assertRefused(another.newAutoscaler(0, 0), bytes);
        assertThat(Snapshots.bytes(other)).isEqualTo(before);
        ByteBuffer narrow = ByteBuffer.allocate(before.length - 1);
        assertThatThrownBy(() -> other.snapshot(narrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target must have room for the snapshot: remaining=" + (before.length - 1) + ", needed="
                        + before.length);
        assertThat(narrow.position()).isZero();
    }

    private static KpaAutoscaler live(RandomKnativeLife walk, KpaSpec spec) {
        KpaAutoscaler autoscaler = spec.newAutoscaler(walk.epochMillis(), 2);
        KpaObservation in = spec.newObservation();
        KpaDecision out = spec.newDecision();
        for (int step = 0; step < 20; step++) {
            walk.next();
            walk.measure(in);
            autoscaler.decide(in, out);
        }
        return autoscaler;
    }

    private static void assertRefused(KpaAutoscaler autoscaler, byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        assertThatThrownBy(() -> autoscaler.restore(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("snapshot (.* )?must .*|snapshot is (corrupt|truncated).*");
        assertThat(source.position()).isZero();
    }
}
