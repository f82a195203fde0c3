package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every policy: a memory that can be saved, previews that change nothing, the invariants. */
class EachPolicyTest {
    private static final int STEPS = 120;
    private static final int MANY_STEPS = 20_000;

    @ParameterizedTest
    @EnumSource
    void every_policy_grows_and_shrinks(EachPolicy policy) {
        AutoscalerSpec spec = policy.spec();
        PolicyLife life = new PolicyLife(spec, 7, MANY_STEPS);
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        Set<Integer> counts = new HashSet<>();
        int grown = 0;
        int shrunk = 0;
        for (int i = 0; i < MANY_STEPS; i++) {
            life.next();
            life.measure(in);
            autoscaler.decide(in, out);
            grown += out.hasChange() && out.replicas() > life.replicas ? 1 : 0;
            shrunk += out.hasChange() && out.replicas() < life.replicas ? 1 : 0;
            life.answered(out);
            life.tell(autoscaler);
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
        AutoscalerSpec spec = policy.spec();
        SnapshotEquivalence.check(spec::newAutoscaler, new PolicyLife(spec, seed, STEPS), STEPS);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void a_preview_changes_nothing(@ForAll EachPolicy policy, @ForAll long seed) {
        AutoscalerSpec spec = policy.spec();
        PreviewPurity.check(spec.newAutoscaler(), new PolicyLife(spec, seed, STEPS), STEPS);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void it_keeps_the_published_invariants(@ForAll EachPolicy policy, @ForAll long seed) {
        AutoscalerSpec spec = policy.spec();
        PolicyLife life = new PolicyLife(spec, seed, STEPS);
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        for (int i = 0; i < STEPS; i++) {
            life.next();
            life.measure(in);
            autoscaler.decide(in, out);
            DecisionInvariants.check(spec, out);
            life.answered(out);
            life.tell(autoscaler);
        }
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void the_recheck_is_never_late(@ForAll EachPolicy policy, @ForAll long seed) {
        RecheckTimeliness.check(RandomLife.of(policy.spec(), seed), STEPS);
    }
}
