package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Observation;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for random specs along random walks. A failure names the seed, which repeats it. */
class DecisionPropertiesTest {
    private static final int TRIES = 500;

    @Property(tries = 1000)
    void everyDecisionKeepsTheInvariants(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Walk walk = Walk.of(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        for (int i = 0; i < steps; i++) {
            autoscaler.decide(walk.next().observe(), out);
            DecisionInvariants.check(walk.spec(), out);
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = TRIES)
    void theSameInputsGiveTheSameAnswersWhateverTheReusedObjectsHeldBefore(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Walk walk = Walk.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler one = spec.newAutoscaler();
        Autoscaler other = spec.newAutoscaler();
        Observation reusedIn = spec.newObservation().ensureCapacity(Situation.MOST_PODS);
        Decision reusedOut = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.next();
            situation.fill(reusedIn);
            one.decide(reusedIn, reusedOut);
            Decision out = spec.newDecision();
            other.decide(situation.observe(), out);
            assertThat(describe(out)).isEqualTo(describe(reusedOut));
            walk.goOn(out, one, other);
        }
    }

    @Property(tries = TRIES)
    void aPreviewChangesNothingAndEqualsTheDecisionThatFollows(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Walk walk = Walk.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Decision preview = spec.newDecision();
        Decision out = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Observation in = walk.next().observe();
            byte[] before = Snapshots.bytes(autoscaler);
            autoscaler.preview(in, preview);
            DecisionInvariants.check(spec, preview);
            String previewed = describeWithoutRecheck(preview);
            assertThat(Snapshots.bytes(autoscaler)).isEqualTo(before);
            autoscaler.decide(in, out);
            assertThat(describeWithoutRecheck(out)).isEqualTo(previewed);
            walk.goOn(out, autoscaler);
        }
    }

    @Property(tries = TRIES)
    void respecToAnEqualSpecChangesNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Walk walk = Walk.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler respecced = spec.newAutoscaler();
        Autoscaler untouched = spec.newAutoscaler();
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.next();
            respecced.respec(spec.toBuilder().build(), situation.epochMillis());
            respecced.decide(situation.observe(), out);
            untouched.decide(situation.observe(), expected);
            assertThat(describe(out).replace(TIME_WENT_BACK, "")).isEqualTo(describe(expected).replace(TIME_WENT_BACK, ""));
            walk.goOn(out, respecced, untouched);
        }
    }

    @Property(tries = TRIES)
    void anEarlierTimeCountsAsNoTimePassed(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll @IntRange(min = 1, max = 10_000_000) int backMillis) {
        Walk walk = Walk.of(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler goingBack = spec.newAutoscaler();
        Autoscaler standing = spec.newAutoscaler();
        Observation in = spec.newObservation().ensureCapacity(Situation.MOST_PODS);
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.next();
            if (i % 3 == 2) {
                situation.fill(in, latest - backMillis);
                goingBack.decide(in, out);
                assertThat(out.timeWentBack()).isTrue();
                situation.fill(in, latest);
                standing.decide(in, expected);
            } else {
                goingBack.decide(situation.observe(), out);
                standing.decide(situation.observe(), expected);
            }
            latest = out.epochMillis();
            assertThat(describe(out).replace(TIME_WENT_BACK, "")).isEqualTo(describe(expected).replace(TIME_WENT_BACK, ""));
            walk.goOn(out, goingBack, standing);
            latest = Math.max(latest, situation.epochMillis());
        }
    }

    @Property(tries = TRIES)
    void onlyDifferencesOfTimeMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        long room = 400L * 24 * 3600 * 1000 * 30;
        List<List<String>> lives = new ArrayList<>();
        for (long start : new long[] {0, Long.MIN_VALUE + room, -1, 1_700_000_000_000L, Long.MAX_VALUE - room}) {
            lives.add(lifeFrom(start, seed, steps));
        }
        assertThat(lives).allSatisfy(life -> assertThat(life).isEqualTo(lives.get(0)));
    }

    private static List<String> lifeFrom(long startMillis, long seed, int steps) {
        Walk walk = Walk.withWholeHistory(seed, startMillis);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        Decision out = walk.spec().newDecision();
        List<String> life = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            autoscaler.decide(walk.next().observe(), out);
            DecisionInvariants.check(walk.spec(), out);
            long recheck = out.recheckAtMillis();
            life.add(columns(out) + (recheck == Long.MAX_VALUE ? "never" : recheck - out.epochMillis()));
            walk.goOn(out, autoscaler);
        }
        return life;
    }

    @Property(tries = TRIES)
    void theEndsOfTimeAreTimesLikeAnyOther(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        for (long start : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 300_000, Long.MAX_VALUE}) {
            Walk walk = Walk.of(seed, start);
            Autoscaler autoscaler = walk.spec().newAutoscaler();
            Decision out = walk.spec().newDecision();
            for (int i = 0; i < steps; i++) {
                autoscaler.decide(walk.next().observe(), out);
                DecisionInvariants.check(walk.spec(), out);
                assertThat(describe(out)).isNotEmpty();
                walk.goOn(out, autoscaler);
            }
        }
    }

    private static final String TIME_WENT_BACK = " (time went back: no time passed)";

    /** Everything that a decision says. */
    private static String describe(Decision out) {
        return describeWithoutRecheck(out) + " recheck " + out.recheckAtMillis();
    }

    private static String describeWithoutRecheck(Decision out) {
        return columns(out) + " at " + out.epochMillis() + '\n' + out;
    }

    private static String columns(Decision out) {
        StringBuilder text = new StringBuilder();
        text.append(out.currentReplicas()).append(' ').append(out.recommended()).append(' ').append(out.stabilized());
        text.append(' ').append(out.limited()).append(' ').append(out.replicas()).append(' ');
        text.append(out.statusDesiredReplicas()).append(' ').append(out.decidingMetric()).append(' ');
        text.append(out.reason()).append(' ').append(out.rescaleReason()).append(' ');
        for (Condition condition : Condition.values()) {
            text.append(condition).append('=').append(out.reason(condition)).append(' ');
        }
        for (int i = 0; i < out.metricCount(); i++) {
            MetricProposal metric = out.metric(i);
            text.append(metric.status()).append(' ').append(metric.replicas()).append(' ');
            text.append(metric.utilizationPercent()).append(' ').append(metric.averageMilli()).append(' ');
            text.append(metric.totalMilli()).append(' ');
        }
        return text.toString();
    }
}
