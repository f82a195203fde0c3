package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import dev.autoscale.testkit.drive.Snapshots;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * What holds in every kind of life: each property stands here once, and each kind of life is a group. A failure names the seed, which repeats
 * it.
 */
class EachLifeTest {
    @Group
    class Hpa extends AutoscalerProperties {
        @Override
        RandomLife walk(long seed) {
            return Walks.of(seed);
        }

        /** Fewer and shorter ones, since each step is looked at from very many times. */
        @Override
        @Property(tries = 100)
        void before_the_recheck_the_same_samples_never_give_another_answer(
                @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
            super.before_the_recheck_the_same_samples_never_give_another_answer(seed, steps);
        }
    }

    @Group
    class Everything extends AutoscalerProperties {
        @Override
        RandomLife walk(long seed) {
            return Walks.withEverything(seed);
        }
    }

    @Group
    @PropertyDefaults(shrinking = ShrinkingMode.OFF)
    class Policies extends AutoscalerProperties {
        private static final int STEPS = 120;

        @Override
        RandomLife walk(long seed) {
            return RandomLife.of(spec(seed), seed);
        }

        @Override
        WorkloadRun<Observation, Decision> life(AutoscalerSpec spec, long seed) {
            return new PolicyLife(spec, seed, STEPS);
        }

        private static AutoscalerSpec spec(long seed) {
            EachPolicy[] policies = EachPolicy.values();
            return policies[SeededRandom.of(seed).split("policy").nextInt(policies.length)].spec();
        }

        @Override
        @Provide
        Arbitrary<Integer> steps() {
            return Arbitraries.just(STEPS);
        }
    }

    /** As one workload among others. */
    @Group
    class InAFleet extends EngineProperties<Observation, Decision> {
        @Override
        Lived<Observation, Decision> lived(long seed) {
            RandomLife life = seed % 2 == 0 ? Walks.of(seed) : Walks.withEverything(seed);
            AutoscalerSpec spec = life.spec();
            return new Lived<>(() -> FleetTwins.view(spec), life, out -> DecisionInvariants.check(spec, out));
        }
    }

    @Group
    @PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
    class Knative extends EngineProperties<KpaObservation, KpaDecision> {
        @Override
        Lived<KpaObservation, KpaDecision> lived(long seed) {
            RandomKnativeLife life = RandomKnativeLife.of(seed);
            KpaSpec spec = life.spec();
            int initialPods = Math.floorMod(seed, 4) - 1;
            return new Lived<>(
                    () -> spec.newAutoscaler(life.epochMillis(), initialPods),
                    life,
                    out -> KpaInvariants.check(spec, out));
        }

        @Override
        @Provide
        Arbitrary<Integer> steps() {
            return Arbitraries.just(60);
        }
    }

    /** A life, who lives it, and what is published of every answer. */
    private record Lived<I extends ScalingObservation<I>, O extends ScalingDecision>(
            Supplier<? extends ScalingEngine<I, O>> engines, WorkloadRun<I, O> life, Consumer<O> invariants) {}

    /** What holds for every engine. */
    private abstract static class EngineProperties<I extends ScalingObservation<I>, O extends ScalingDecision> {
        abstract Lived<I, O> lived(long seed);

        @Provide
        Arbitrary<Integer> steps() {
            return Arbitraries.integers().between(1, 60);
        }

        @Property
        void restored_at_any_step_it_goes_on_as_if_nothing_had_happened(@ForAll long seed, @ForAll("steps") int steps) {
            Lived<I, O> lived = lived(seed);
            SnapshotEquivalence.check(lived.engines, lived.life, steps);
        }

        @Property
        void a_preview_changes_nothing_and_equals_the_decision_that_follows(
                @ForAll long seed, @ForAll("steps") int steps) {
            Lived<I, O> lived = lived(seed);
            PreviewPurity.check(lived.engines.get(), lived.life, steps);
        }

        @Property
        void every_answer_keeps_the_published_invariants(@ForAll long seed, @ForAll("steps") int steps) {
            Lived<I, O> lived = lived(seed);
            ScalingEngine<I, O> engine = lived.engines.get();
            I in = engine.newObservation();
            O out = engine.newDecision();
            for (int i = 0; i < steps; i++) {
                lived.life.next();
                lived.life.measure(in);
                engine.preview(in, out);
                lived.invariants.accept(out);
                engine.decide(in, out);
                lived.invariants.accept(out);
                lived.life.answered(out);
                lived.life.tell(engine);
            }
        }

        @Property(tries = 50)
        void every_answer_is_an_object_of_json(@ForAll long seed, @ForAll("steps") int steps) {
            Lived<I, O> lived = lived(seed);
            ScalingEngine<I, O> engine = lived.engines.get();
            I in = engine.newObservation();
            O out = engine.newDecision();
            for (int i = 0; i < steps; i++) {
                lived.life.next();
                lived.life.measure(in);
                engine.decide(in, out);
                Map<String, ?> json = YamlDocuments.read(
                                "json", out.toJson(new StringBuilder()).toString())
                        .get(0)
                        .object();
                assertThat(json.get("at")).isEqualTo(out.epochMillis());
                assertThat(json.get("change")).isEqualTo(out.hasChange());
                assertThat(json.get("current")).isEqualTo(countOrNull(out.currentReplicas()));
                assertThat(json.get("replicas")).isEqualTo(countOrNull(out.replicas()));
                assertThat(json.get("reason"))
                        .isIn(out.reason().toString(), out.reason().name());
                lived.life.answered(out);
                lived.life.tell(engine);
            }
        }

        private static @Nullable Long countOrNull(int replicas) {
            return replicas < 0 ? null : (Long) (long) replicas;
        }
    }

    /** What holds besides for every autoscaler, whatever its spec. */
    private abstract static class AutoscalerProperties extends EngineProperties<Observation, Decision> {
        /** A random life, under a spec that follows from the seed. */
        abstract RandomLife walk(long seed);

        /** What is lived through under that spec where any life will do. */
        WorkloadRun<Observation, Decision> life(AutoscalerSpec spec, long seed) {
            return walk(seed);
        }

        @Override
        Lived<Observation, Decision> lived(long seed) {
            AutoscalerSpec spec = walk(seed).spec();
            return new Lived<>(spec::newAutoscaler, life(spec, seed), out -> DecisionInvariants.check(spec, out));
        }

        @Property
        void before_the_recheck_the_same_samples_never_give_another_answer(
                @ForAll long seed, @ForAll("steps") int steps) {
            RecheckTimeliness.check(walk(seed), steps);
        }

        @Property
        void the_recheck_is_never_late_for_the_very_next_decision(@ForAll long seed, @ForAll("steps") int steps) {
            RandomLife walk = walk(seed);
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
                walk.answered(out);
                walk.tell(autoscaler);
            }
        }

        @Property
        void the_same_inputs_give_the_same_answers_whatever_the_reused_objects_held_before(
                @ForAll long seed, @ForAll("steps") int steps) {
            RandomLife walk = walk(seed);
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
                walk.answered(out);
                walk.tell(one);
                walk.tell(other);
            }
        }

        @Property
        void respec_to_an_equal_spec_changes_nothing(@ForAll long seed, @ForAll("steps") int steps) {
            RandomLife walk = walk(seed);
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
                walk.answered(out);
                walk.tell(respecced);
                walk.tell(untouched);
            }
        }

        @Property
        void an_earlier_time_counts_as_no_time_passed(
                @ForAll long seed,
                @ForAll("steps") int steps,
                @ForAll @IntRange(min = 1, max = 10_000_000) int backMillis) {
            RandomLife walk = walk(seed);
            AutoscalerSpec spec = walk.spec();
            Autoscaler goingBack = spec.newAutoscaler();
            Autoscaler standing = spec.newAutoscaler();
            Observation in = spec.newObservation().ensureCapacity(Situation.MAX_PODS);
            Decision out = spec.newDecision();
            Decision expected = spec.newDecision();
            long latest = Long.MIN_VALUE;
            for (int i = 0; i < steps; i++) {
                Situation situation = walk.nextSituation();
                boolean back = i % 3 == 2;
                situation.fill(in, back ? latest - backMillis : situation.epochMillis(), false);
                goingBack.decide(in, out);
                assertThat(out.timeWentBack() || !back).isTrue();
                situation.fill(in, back ? latest : situation.epochMillis(), false);
                standing.decide(in, expected);
                latest = out.epochMillis();
                assertThat(DecisionText.atItsTime(out)).isEqualTo(DecisionText.atItsTime(expected));
                walk.answered(out);
                walk.tell(goingBack);
                walk.tell(standing);
                latest = Math.max(latest, situation.epochMillis());
            }
        }
    }
}
