package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random lives of the HPA at any time of the clock. What holds in every life stands in {@link EachLifeTest}. */
class DecisionPropertiesTest {
    private static final int TRIES = 500;

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
            walk.answered(out);
            walk.tell(autoscaler);
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
                walk.answered(out);
                walk.tell(autoscaler);
            }
        }
    }
}
