package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Reason;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.drive.Snapshots;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Live changes of the spec, and the zero that they can lead out of. */
class RespecPropertiesTest {
    private static final AutoscalerSpec FROM_ZERO = AutoscalerSpec.builder(0, 9)
            .metric(MetricSpec.external("queue").averageValue(5))
            .build();

    @Property(tries = 300)
    void any_spec_can_follow_any_other_and_back(
            @ForAll long seed, @ForAll long otherSeed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife[] walks = {Walks.of(seed), Walks.of(otherSeed)};
        Autoscaler autoscaler = walks[0].spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            RandomLife walk = walks[i / 5 % 2];
            Situation situation = walk.nextSituation();
            autoscaler.respec(walk.spec(), situation.epochMillis());
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            DecisionInvariants.check(walk.spec(), out);
            assertThat(Snapshots.bytes(Snapshots.copy(autoscaler))).isEqualTo(Snapshots.bytes(autoscaler));
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    @Test
    void a_min_that_was_raised_at_zero_is_reached_at_once() {
        Autoscaler autoscaler = FROM_ZERO.newAutoscaler();
        autoscaler.scaled(0, 1, 0);
        AutoscalerSpec raised = FROM_ZERO.toBuilder().bounds(2, 9).build();
        autoscaler.respec(raised, 0);
        Decision out = raised.newDecision();
        autoscaler.decide(raised.newObservation().at(1).replicas(0).value(0, 0), out);
        DecisionInvariants.check(raised, out);
        assertThat(out.limited()).isZero();
        assertThat(out.replicas()).isEqualTo(2);
        assertThat(out.reason()).isEqualTo(Reason.BELOW_MIN_REPLICAS);
    }

    @Test
    void a_workload_that_somebody_else_took_to_zero_stays_there() {
        AutoscalerSpec spec = FROM_ZERO.toBuilder().bounds(1, 9).build();
        Autoscaler autoscaler = spec.newAutoscaler();
        autoscaler.scaled(0, 5, 0);
        assertThat(autoscaler.reason(Condition.SCALED_TO_ZERO)).isEqualTo(Reason.NOT_SCALED_TO_ZERO);
        Decision out = spec.newDecision();
        autoscaler.decide(spec.newObservation().at(1).replicas(0).value(0, 50), out);
        DecisionInvariants.check(spec, out);
        assertThat(out.replicas()).isZero();
        assertThat(out.reason()).isEqualTo(Reason.SCALING_DISABLED);
    }
}
