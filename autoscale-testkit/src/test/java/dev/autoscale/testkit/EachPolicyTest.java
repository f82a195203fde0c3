package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every policy: no allocation, a memory that can be saved, previews that change nothing, the invariants. */
class EachPolicyTest {
    private static final int STEPS = 120;
    private static final int MANY_STEPS = 20_000;

    @ParameterizedTest
    @EnumSource
    void deciding_allocates_nothing(EachPolicy policy) {
        PolicyLife life = new PolicyLife(policy, 5, MANY_STEPS);
        Autoscaler autoscaler = life.spec().newAutoscaler();
        Observation in = life.spec().newObservation();
        Decision out = life.spec().newDecision();
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        assertThat(Allocations.by(MANY_STEPS, i -> {
                    life.measure(i, in);
                    autoscaler.preview(in, out);
                    autoscaler.decide(in, out);
                    autoscaler.snapshot(buffer.clear());
                    autoscaler.restore(buffer.flip());
                    life.goOn(i, out, autoscaler);
                    life.advance(i, out);
                }))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void every_policy_grows_and_shrinks(EachPolicy policy) {
        PolicyLife life = new PolicyLife(policy, 7, MANY_STEPS);
        Autoscaler autoscaler = life.spec().newAutoscaler();
        Observation in = life.spec().newObservation();
        Decision out = life.spec().newDecision();
        Set<Integer> counts = new HashSet<>();
        int grown = 0;
        int shrunk = 0;
        for (int i = 0; i < MANY_STEPS; i++) {
            life.measure(i, in);
            autoscaler.decide(in, out);
            life.goOn(i, out, autoscaler);
            grown += out.changes() && out.replicas() > life.replicas ? 1 : 0;
            shrunk += out.changes() && out.replicas() < life.replicas ? 1 : 0;
            life.advance(i, out);
            counts.add(life.replicas);
        }
        if (policy == EachPolicy.FLYTE_FIXED) {
            assertThat(counts).containsExactly(3);
        } else {
            assertThat(counts).hasSizeGreaterThan(3);
            assertThat(Math.min(grown, shrunk)).isGreaterThan(50);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void restored_at_any_step_it_goes_on_as_if_nothing_had_happened(@ForAll EachPolicy policy, @ForAll long seed) {
        PolicyLife life = new PolicyLife(policy, seed, STEPS);
        AutoscalerSpec spec = life.spec();
        Autoscaler original = spec.newAutoscaler();
        Autoscaler restored = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision expected = spec.newDecision();
        Decision out = spec.newDecision();
        for (int i = 0; i < STEPS; i++) {
            life.measure(i, in);
            original.decide(in, expected);
            restored.decide(in, out);
            assertThat(Decisions.describe(out)).isEqualTo(Decisions.describe(expected));
            life.goOn(i, out, original);
            life.goOn(i, out, restored);
            life.advance(i, out);
            restored = Snapshots.copy(i % 2 == 0 ? original : restored);
            assertThat(Snapshots.bytes(restored)).isEqualTo(Snapshots.bytes(original));
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void it_keeps_the_published_invariants_and_a_preview_changes_nothing(@ForAll EachPolicy policy, @ForAll long seed) {
        PolicyLife life = new PolicyLife(policy, seed, STEPS);
        AutoscalerSpec spec = life.spec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision preview = spec.newDecision();
        Decision out = spec.newDecision();
        for (int i = 0; i < STEPS; i++) {
            life.measure(i, in);
            byte[] before = Snapshots.bytes(autoscaler);
            autoscaler.preview(in, preview);
            String previewed = Decisions.describeWithoutRecheck(preview);
            assertThat(Snapshots.bytes(autoscaler)).isEqualTo(before);
            autoscaler.decide(in, out);
            assertThat(Decisions.describeWithoutRecheck(out)).isEqualTo(previewed);
            DecisionInvariants.check(spec, out);
            life.goOn(i, out, autoscaler);
            life.advance(i, out);
        }
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void the_recheck_is_never_late(@ForAll EachPolicy policy, @ForAll long seed) {
        PolicyLife life = new PolicyLife(policy, seed, STEPS);
        AutoscalerSpec spec = life.spec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        Decision next = spec.newDecision();
        for (int i = 0; i < STEPS; i++) {
            life.measure(i, in);
            autoscaler.decide(in, out);
            long recheckMillis = out.recheckAtMillis();
            long later = Math.min(recheckMillis - 1, life.nowMillis + 1_000_000);
            if (!out.changes() && later > life.nowMillis) {
                life.measureAt(later, i, in);
                Snapshots.copy(autoscaler).decide(in, next);
                assertThat(next.replicas()).as("%s\nthen\n%s", out, next).isEqualTo(out.replicas());
            }
            life.goOn(i, out, autoscaler);
            life.advance(i, out);
        }
    }
}
