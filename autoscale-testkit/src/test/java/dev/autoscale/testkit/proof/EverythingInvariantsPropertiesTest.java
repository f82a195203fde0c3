package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.drive.Snapshots;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** What holds along random walks through everything, whatever the reused objects held before. */
class EverythingInvariantsPropertiesTest {
    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void every_decision_keeps_the_published_invariants(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Decision out = walk.spec().newDecision();
            autoscaler.decide(walk.nextSituation().observe(), out);
            DecisionInvariants.check(walk.spec(), out);
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void no_shrink_takes_more_than_can_go_but_for_a_pause(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            DrawnOverrides orders = situation.orders();
            if (orders.removable() >= 0 && !orders.pause()) {
                assertThat(out.currentReplicas() - out.replicas())
                        .as("%s", out)
                        .isLessThanOrEqualTo(orders.removable());
            }
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void the_same_inputs_give_the_same_answers_whatever_the_reused_objects_held_before(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler one = spec.newAutoscaler();
        Autoscaler other = spec.newAutoscaler();
        Observation reusedIn = spec.newObservation().ensureCapacity(Situation.MAX_PODS);
        Decision reusedOut = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            situation.fill(reusedIn);
            one.decide(reusedIn, reusedOut);
            Decision out = spec.newDecision();
            other.decide(situation.observe(), out);
            assertThat(DecisionText.of(out)).isEqualTo(DecisionText.of(reusedOut));
            assertThat(Snapshots.bytes(one)).isEqualTo(Snapshots.bytes(other));
            walk.goOn(out, one, other);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void with_fallbacks_too_the_recheck_is_never_late_for_the_very_next_decision(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        Decision next = walk.spec().newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            autoscaler.decide(situation.observe(), out);
            if (out.recheckAtMillis() > out.epochMillis() && !out.timeWentBack()) {
                Snapshots.copy(autoscaler).decide(situation.observe(), next);
                assertThat(next.replicas()).as("%s\nthen\n%s", out, next).isEqualTo(out.replicas());
            }
            walk.goOn(out, autoscaler);
        }
    }
}
