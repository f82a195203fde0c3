package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal.Status;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonalFloorTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 1_440 * MINUTE;

    private AutoscalerSpec spec = spec(SeasonalFloor.of(10).lead(Duration.ZERO));
    private Autoscaler autoscaler = spec.newAutoscaler();
    private Observation in = spec.newObservation();
    private Decision out = spec.newDecision();

    private static AutoscalerSpec spec(SeasonalFloor.Builder floor) {
        ScalingRules free = ScalingRules.rules().stabilizationWindow(Duration.ZERO);
        return AutoscalerSpec.builder(0, 1_000)
                .metric(floor.asMetric("usual"))
                .metric(MetricSpec.external("requests").averageValue(10))
                .scaleUp(free)
                .scaleDown(free)
                .build();
    }

    private void use(SeasonalFloor.Builder floor) {
        spec = spec(floor);
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    /** Decides each minute with a total of the time; the floor at the end, or -1 if it abstains. */
    private int see(long fromMillis, long toMillis, LongToDoubleFunction total) {
        for (long at = fromMillis; at <= toMillis; at += MINUTE) {
            in.at(at).replicas(5);
            if (spec.metric(0).replicaSource() instanceof SeasonalFloor floor && floor.readsValue()) {
                in.value(0, total.applyAsDouble(at));
            }
            in.value(1, total.applyAsDouble(at));
            autoscaler.decide(in, out);
        }
        return out.metric(0).status() == Status.PROPOSED ? out.metric(0).replicas() : -1;
    }

    private static long day(long millis) {
        return Math.floorDiv(millis, DAY);
    }

    @Test
    void it_abstains_on_the_first_day_and_knows_on_the_second() {
        assertThat(see(0, DAY - MINUTE, at -> 50)).isEqualTo(-1);
        assertThat(out.explainTo(new StringBuilder()).toString()).contains("too few days are known");
        assertThat(see(DAY, DAY + 10 * MINUTE, at -> 5)).isEqualTo(5);
        assertThat(out.recommended()).isEqualTo(5);
        assertThat(out.explainTo(new StringBuilder()).toString())
                .contains("50.00 on the earlier days within 0 s (0.9000 quantile)");
    }

    /** Ten days of 10, 20, ... 100: the quantile q is the ⌈10 q⌉-th of them. */
    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.1, 1", "0.11, 2", "0.5, 5", "0.9, 9", "0.91, 10", "1, 10"})
    void the_quantile_of_the_days_counts(double quantile, int replicas) {
        use(SeasonalFloor.of(10).lead(Duration.ZERO).quantile(quantile));
        assertThat(see(0, 10 * DAY + 720 * MINUTE, at -> 10 * (1 + day(at)))).isEqualTo(replicas);
    }

    @Test
    void it_knows_as_many_days_as_it_is_asked_for() {
        use(SeasonalFloor.of(10).lead(Duration.ZERO).days(3));
        assertThat(see(0, 3 * DAY - 10 * MINUTE, at -> 50)).isEqualTo(-1);
        assertThat(see(3 * DAY - 9 * MINUTE, 3 * DAY + MINUTE, at -> 50)).isEqualTo(5);
    }

    @Test
    void it_looks_ahead() {
        LongToDoubleFunction officeHours = at -> at % DAY >= 540 * MINUTE && at % DAY < 1_020 * MINUTE ? 80 : 0;
        use(SeasonalFloor.of(10).lead(Duration.ofMinutes(15)));
        assertThat(see(0, DAY + 519 * MINUTE, officeHours)).isZero();
        assertThat(see(DAY + 521 * MINUTE, DAY + 526 * MINUTE, officeHours)).isEqualTo(8);
        assertThat(see(DAY + 527 * MINUTE, DAY + 1_014 * MINUTE, officeHours)).isEqualTo(8);
        assertThat(see(DAY + 1_015 * MINUTE, DAY + 1_030 * MINUTE, officeHours)).isZero();
    }

    @Test
    void another_metric_gives_the_total() {
        use(SeasonalFloor.of(10).lead(Duration.ZERO).valueFrom("requests"));
        assertThat(see(0, DAY + 720 * MINUTE, at -> 70)).isEqualTo(7);
        in.at(DAY + 721 * MINUTE).replicas(5);
        autoscaler.decide(in, out);
        assertThat(out.metric(0).status()).isNotIn(Status.PROPOSED, Status.ABSTAINED);
        assertThat(out.replicas()).isEqualTo(5);
    }

    @Test
    void what_was_not_seen_is_not_known() {
        see(0, DAY / 2, at -> 50);
        assertThat(see(2 * DAY + DAY / 4, 2 * DAY + DAY / 4 + MINUTE, at -> 5)).isEqualTo(5);
        // Noon of the first day is the last that was seen.
        assertThat(see(2 * DAY + DAY / 2 + 20 * MINUTE, 2 * DAY + DAY / 2 + 40 * MINUTE, at -> 5))
                .isEqualTo(-1);
        // After more than two weeks nothing of it is left, not even in the first cycle.
        assertThat(see(20 * DAY, 20 * DAY, at -> 5)).isEqualTo(-1);
    }

    @Test
    void it_is_a_floor_only() {
        see(0, DAY + 720 * MINUTE, at -> 30);
        assertThat(out.recommended()).isEqualTo(3);
        see(DAY + 721 * MINUTE, DAY + 722 * MINUTE, at -> 200);
        assertThat(out.recommended()).isEqualTo(20);
    }

    @Test
    void it_remembers_no_more_than_it_says() {
        assertThat(8 * SeasonalFloor.of(1).build().memorySize()).isLessThan(17 * 1024);
    }

    @Test
    void settings_must_be_within_their_bounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeasonalFloor.of(0)
                        .quantile(0)
                        .lead(Duration.ofHours(2))
                        .days(14)
                        .valueFrom(" ")
                        .build())
                .withMessageContaining("perReplica must be >= 0.001 and <= 1e12: perReplica=0.0")
                .withMessageContaining("quantile must be > 0 and <= 1: quantile=0.0")
                .withMessageContaining("lead must be whole milliseconds, >= PT0S and <= PT1H: lead=PT2H")
                .withMessageContaining("days must be >= 1 and <= 13: days=14")
                .withMessageContaining("metric id must not be blank");
        assertThat(SeasonalFloor.of(2).build())
                .isEqualTo(SeasonalFloor.of(2).build())
                .hasSameHashCodeAs(SeasonalFloor.of(2).build())
                .hasToString("seasonal(2.0 per replica, quantile 0.9, lead PT5M, days 1)");
    }
}
