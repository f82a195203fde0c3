package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lives of the policies are no idle ones. What holds in them stands in {@link EachLifeTest}. */
class EachPolicyTest {
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
}
