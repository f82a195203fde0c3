package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.testkit.drive.Snapshots;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code recheckAtMillis} is exact where nothing but the memory can move; that it is never late stands in {@link EachLifeTest}. */
class RecheckPropertiesTest {
    @Property(tries = 500)
    void with_one_total_per_replica_the_recheck_is_the_very_time_of_the_next_change(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        RandomLife walk = Walks.ofOneTotal(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Decision out = spec.newDecision();
        Decision later = spec.newDecision();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            autoscaler.decide(situation.observe(), out);
            long recheck = out.recheckAtMillis();
            if (recheck != Long.MAX_VALUE && out.recommended() != Decision.NOT_EVALUATED) {
                Situation after = out.hasChange() ? situation.withReplicas(out.replicas()) : situation;
                Autoscaler carriedOut = Snapshots.copy(autoscaler);
                carriedOut.scaled(out);
                Observation in = situation.observe();
                after.fill(in, recheck);
                carriedOut.preview(in, later);
                assertThat(later.replicas())
                        .as("%s\nthen after %d ms\n%s", out, recheck - out.epochMillis(), later)
                        .isNotEqualTo(out.replicas());
            }
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    /** Once the growth that another metric asks for is carried out, there is something to average over: no later than now. */
    @ParameterizedTest
    @ValueSource(longs = {-54455, 17866242, 32579744})
    void a_metric_that_fails_for_want_of_ready_replicas_is_looked_at_again_once_they_come(long seed) {
        RecheckTimeliness.check(Walks.of(seed), 30);
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
