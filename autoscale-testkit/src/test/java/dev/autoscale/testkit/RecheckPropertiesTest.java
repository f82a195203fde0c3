package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** {@code recheckAtMillis} against asking again and again: never late, and exact where nothing but the memory can move. */
class RecheckPropertiesTest {
    /** Every length of time at which a spec of {@link RandomSpec} can forget or expire something. */
    private static final long[] SPANS = {1, 1_000, 15_000, 30_000, 60_000, 300_000, 3_600_000};

    @Property(tries = 500)
    void before_the_recheck_the_same_samples_never_give_another_answer(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        assertNeverLate(Walk.of(seed), seed, steps);
    }

    @Property(tries = 1_000)
    void nor_with_activation_schedule_sources_and_orders(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        assertNeverLate(Walk.withEverything(seed), seed, steps);
    }

    private static void assertNeverLate(Walk walk, long seed, int steps) {
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        TreeSet<Long> times = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.next();
            Observation in = situation.observe();
            if (!times.isEmpty() && situation.epochMillis() < times.last()) {
                // Once the clock has gone back, a sample without a time is newer than the same one with its time.
                situation.fill(in, situation.epochMillis());
            }
            autoscaler.preview(in, out);
            long previewed = out.recheckAtMillis();
            autoscaler.decide(in, out);
            times.add(out.epochMillis());
            times.add(situation.epochMillis());
            long recheck = out.recheckAtMillis();
            assertThat(previewed).isLessThanOrEqualTo(recheck);
            if (i % 3 == 0) {
                TreeSet<Long> probes = probes(out.epochMillis(), recheck, times, random);
                for (Extras.Window window : walk.extras().windows()) {
                    addTransitions(window, out.epochMillis(), recheck, probes);
                }
                assertStaysUntil(recheck, situation, out, autoscaler, probes);
            }
            walk.goOn(out, autoscaler);
        }
    }

    /** All times at which something may expire, one before and one after them, and some at random. */
    private static TreeSet<Long> probes(long now, long recheck, TreeSet<Long> times, SplittableRandom random) {
        TreeSet<Long> probes = new TreeSet<>();
        for (long time : times) {
            for (long span : SPANS) {
                for (long at = time + span - 1; at <= time + span + 1; at++) {
                    probes.add(at);
                }
            }
        }
        for (long span : SPANS) {
            probes.add(now + 1 + random.nextLong(span + 1));
        }
        probes.add(now);
        probes.add(recheck - 1);
        probes.removeIf(time -> time < now || time >= recheck);
        return probes;
    }

    /** The times around which a window opens and closes next. */
    private static void addTransitions(Extras.Window window, long now, long recheck, TreeSet<Long> probes) {
        long at = now;
        for (int i = 0; i < 4; i++) {
            at = window.time().nextTransitionMillis(at);
            for (long probe : new long[] {at - window.lead(), at - 1, at}) {
                if (probe >= now && probe < recheck) {
                    probes.add(probe);
                }
            }
        }
    }

    private static void assertStaysUntil(
            long recheck, Situation situation, Decision out, Autoscaler autoscaler, TreeSet<Long> probes) {
        Situation after = out.changes() ? situation.withReplicas(out.replicas()) : situation;
        Autoscaler carriedOut = Snapshots.copy(autoscaler);
        if (out.changes()) {
            carriedOut.scaled(out.epochMillis(), out.currentReplicas(), out.replicas());
        }
        Observation in = situation.observe();
        Decision later = autoscaler.spec().newDecision();
        for (long probe : probes) {
            after.fill(in, probe);
            carriedOut.preview(in, later);
            assertThat(later.replicas())
                    .as(
                            "%d ms after, recheck after %d ms:\n%s\nthen\n%s",
                            probe - out.epochMillis(), recheck - out.epochMillis(), out, later)
                    .isEqualTo(out.replicas());
        }
    }

    @Property(tries = 500)
    void with_one_total_per_replica_the_recheck_is_the_very_time_of_the_next_change(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        Walk walk = Walk.ofOneTotal(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Decision out = spec.newDecision();
        Decision later = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.next();
            autoscaler.decide(situation.observe(), out);
            long recheck = out.recheckAtMillis();
            if (recheck != Long.MAX_VALUE && out.recommended() != Decision.NOT_EVALUATED) {
                Situation after = out.changes() ? situation.withReplicas(out.replicas()) : situation;
                Autoscaler carriedOut = Snapshots.copy(autoscaler);
                if (out.changes()) {
                    carriedOut.scaled(out.epochMillis(), out.currentReplicas(), out.replicas());
                }
                Observation in = situation.observe();
                after.fill(in, recheck);
                carriedOut.preview(in, later);
                assertThat(later.replicas())
                        .as("%s\nthen after %d ms\n%s", out, recheck - out.epochMillis(), later)
                        .isNotEqualTo(out.replicas());
            }
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = 200)
    void a_sample_that_turns_stale_is_looked_at_again_one_millisecond_after_its_age(
            @ForAll @IntRange(min = 1, max = 100_000) int maxAgeMillis,
            @ForAll @IntRange(max = 100_000) int ageMillis) {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.external("queue").averageValue(1).maxAge(Duration.ofMillis(maxAgeMillis)))
                .build();
        Observation in = spec.newObservation().at(0).replicas(5).value(0, 5).sampledAt(0, -ageMillis);
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        boolean isFresh = ageMillis <= maxAgeMillis;
        assertThat(out.metric(0).status().hasProposal()).isEqualTo(isFresh);
        assertThat(out.recheckAtMillis()).isEqualTo(isFresh ? maxAgeMillis - ageMillis + 1 : Long.MAX_VALUE);
    }
}
