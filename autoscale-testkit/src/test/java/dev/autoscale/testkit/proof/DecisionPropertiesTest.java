package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for random specs along random walks. A failure names the seed, which repeats it. */
class DecisionPropertiesTest {
    private static final int TRIES = 500;

    @Property(tries = 1000)
    void every_decision_keeps_the_invariants(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        RandomLife walk = Walks.of(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        for (int i = 0; i < steps; i++) {
            Observation in = walk.nextSituation().observe();
            autoscaler.preview(in, out);
            DecisionInvariants.check(walk.spec(), out);
            autoscaler.decide(in, out);
            DecisionInvariants.check(walk.spec(), out);
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = TRIES)
    void the_same_inputs_give_the_same_answers_whatever_the_reused_objects_held_before(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.of(seed);
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
            walk.goOn(out, one, other);
        }
    }

    @Property(tries = TRIES)
    void a_preview_changes_nothing_and_equals_the_decision_that_follows(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife life = Walks.of(seed);
        PreviewPurity.check(life.spec().newAutoscaler(), life, steps);
    }

    @Property(tries = TRIES)
    void respec_to_an_equal_spec_changes_nothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler respecced = spec.newAutoscaler();
        Autoscaler untouched = spec.newAutoscaler();
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            respecced.respec(spec.toBuilder().build(), situation.epochMillis());
            respecced.decide(situation.observe(), out);
            untouched.decide(situation.observe(), expected);
            assertThat(DecisionText.atItsTime(out)).isEqualTo(DecisionText.atItsTime(expected));
            walk.goOn(out, respecced, untouched);
        }
    }

    @Property(tries = TRIES)
    void an_earlier_time_counts_as_no_time_passed(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll @IntRange(min = 1, max = 10_000_000) int backMillis) {
        RandomLife walk = Walks.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler goingBack = spec.newAutoscaler();
        Autoscaler standing = spec.newAutoscaler();
        Observation in = spec.newObservation().ensureCapacity(Situation.MAX_PODS);
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            if (i % 3 == 2) {
                situation.fill(in, latest - backMillis, false);
                goingBack.decide(in, out);
                assertThat(out.timeWentBack()).isTrue();
                situation.fill(in, latest, false);
                standing.decide(in, expected);
            } else {
                goingBack.decide(situation.observe(), out);
                standing.decide(situation.observe(), expected);
            }
            latest = out.epochMillis();
            assertThat(DecisionText.atItsTime(out)).isEqualTo(DecisionText.atItsTime(expected));
            walk.goOn(out, goingBack, standing);
            latest = Math.max(latest, situation.epochMillis());
        }
    }

    @Property(tries = TRIES)
    void only_differences_of_time_matter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        long room = 400L * 24 * 3600 * 1000 * 30;
        List<List<String>> lives = new ArrayList<>();
        for (long start : new long[] {0, Long.MIN_VALUE + room, -1, 1_700_000_000_000L, Long.MAX_VALUE - room}) {
            lives.add(lifeFrom(start, seed, steps));
        }
        assertThat(lives).allSatisfy(life -> assertThat(life).isEqualTo(lives.get(0)));
    }

    private static List<String> lifeFrom(long startMillis, long seed, int steps) {
        RandomLife walk = Walks.withWholeHistory(seed, startMillis);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        List<String> life = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            autoscaler.decide(walk.nextSituation().observe(), out);
            DecisionInvariants.check(walk.spec(), out);
            long recheck = out.recheckAtMillis();
            life.add(DecisionText.columns(out) + (recheck == Long.MAX_VALUE ? "never" : recheck - out.epochMillis()));
            walk.goOn(out, autoscaler);
        }
        return life;
    }

    @Property(tries = TRIES)
    void the_ends_of_time_are_times_like_any_other(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        for (long start : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 300_000, Long.MAX_VALUE}) {
            RandomLife walk = Walks.of(seed, start);
            Autoscaler autoscaler = walk.spec().newAutoscaler();
            Decision out = walk.spec().newDecision();
            for (int i = 0; i < steps; i++) {
                autoscaler.decide(walk.nextSituation().observe(), out);
                DecisionInvariants.check(walk.spec(), out);
                assertThat(DecisionText.of(out)).isNotEmpty();
                walk.goOn(out, autoscaler);
            }
        }
    }
}
