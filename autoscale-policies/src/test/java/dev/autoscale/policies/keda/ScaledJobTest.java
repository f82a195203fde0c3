package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.keda.ScaledJob.Combination;
import dev.autoscale.policies.keda.ScaledJob.Strategy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledJobTest {
    private final ScaledJob.Input in = new ScaledJob.Input(0);
    private final ScaledJob.Decision out = new ScaledJob.Decision();

    private int jobs(ScaledJob.Builder job) {
        job.build().decide(in, out);
        return out.jobsToCreate();
    }

    /** 20 messages, 5 per job, 3 jobs of which 1 has not begun. */
    @ParameterizedTest
    @CsvSource({"DEFAULT, 1", "CUSTOM, 4", "ACCURATE, 3", "EAGER, 4"})
    void strategies_count_jobs_in_their_way(Strategy strategy, int jobs) {
        in.jobs(3, 1).trigger(20, 5, true);

        assertThat(jobs(ScaledJob.builder().strategy(strategy).maxReplicaCount(10)))
                .isEqualTo(jobs);
    }

    @Test
    void accurate_keeps_within_the_maximum() {
        in.jobs(8, 2).trigger(100, 5, true);

        assertThat(jobs(ScaledJob.builder().strategy(Strategy.ACCURATE).maxReplicaCount(10)))
                .isEqualTo(2);
        assertThat(out.effectiveMaxScale()).isEqualTo(2);
        assertThat(out.scaleTo()).isEqualTo(100);
    }

    @Test
    void eager_subtracts_pending_twice() {
        in.jobs(4, 3).trigger(100, 1, true);

        assertThat(jobs(ScaledJob.builder().strategy(Strategy.EAGER).maxReplicaCount(10)))
                .isEqualTo(3);
        assertThat(out.scaleTo()).isEqualTo(10);
    }

    @Test
    void custom_subtracts_a_constant_and_a_share() {
        in.jobs(5, 0).trigger(20, 1, true);

        assertThat(jobs(ScaledJob.builder().custom(2, 0.5))).isEqualTo(16);
        assertThat(jobs(ScaledJob.builder().kedaTexts("custom", 2, "0.5", null)))
                .isEqualTo(16);
        assertThat(jobs(ScaledJob.builder().kedaTexts("custom", null, "1", null)))
                .isEqualTo(15);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " 0.5", "50%", "1e400", "NaN", "0.5f"})
    void custom_without_a_number_is_the_default(String percentage) {
        in.jobs(5, 0).trigger(20, 1, true);

        assertThat(jobs(ScaledJob.builder().kedaTexts("custom", 2, percentage, null)))
                .isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({"max, 30, 3", "min, 4, 4", "avg, 17, 4", "sum, 34, 7", "MIN, 30, 3", "other, 30, 3"})
    void triggers_are_combined(String combination, long queue, long jobs) {
        in.jobs(0, 0).trigger(30, 10, true).trigger(4, 1, true).trigger(1000, 1, false);

        assertThat(jobs(ScaledJob.builder().kedaTexts(null, null, null, combination)))
                .isEqualTo((int) jobs);
        assertThat(out.queueLength()).isEqualTo(queue);
        assertThat(out.maxValue()).isEqualTo(jobs);
    }

    @Test
    void an_active_empty_queue_is_forgotten_by_min_and_unseen_by_max() {
        in.jobs(0, 0).trigger(0, 1, true).trigger(7, 1, true);
        assertThat(jobs(ScaledJob.builder().combination(Combination.MIN))).isEqualTo(7);

        in.jobs(0, 0).trigger(0, 1, true);
        jobs(ScaledJob.builder());
        assertThat(out.isActive()).isFalse();
        jobs(ScaledJob.builder().combination(Combination.MIN));
        assertThat(out.isActive()).isTrue();
    }

    @Test
    void the_minimum_comes_first() {
        in.jobs(2, 0).failedTrigger();

        assertThat(jobs(ScaledJob.builder().minReplicaCount(5))).isEqualTo(3);
        assertThat(out.isActive()).isTrue();
        assertThat(out.hasFailure()).isTrue();
        assertThat(out.scaleTo()).isEqualTo(3);
        assertThat(out.effectiveMaxScale()).isEqualTo(3);
    }

    @Test
    void the_minimum_is_subtracted_from_a_set_maximum_only() {
        in.jobs(5, 0).trigger(1000, 1, true);

        assertThat(jobs(ScaledJob.builder().minReplicaCount(5).maxReplicaCount(20)))
                .isEqualTo(15);
        assertThat(jobs(ScaledJob.builder().minReplicaCount(5))).isEqualTo(100);
        assertThat(jobs(ScaledJob.builder().minReplicaCount(50).maxReplicaCount(5)))
                .isEqualTo(5);
    }

    @Test
    void what_is_no_number_has_failed() {
        in.jobs(0, 0).trigger(Double.NaN, 1, true).trigger(5, Double.NaN, true).trigger(3, 1, true);

        assertThat(jobs(ScaledJob.builder())).isEqualTo(3);
        assertThat(out.hasFailure()).isTrue();
        in.jobs(0, 0).trigger(5, 0, true);
        assertThat(jobs(ScaledJob.builder())).isZero();
    }

    @Property
    void never_above_the_maximum_without_quirks(
            @ForAll Strategy strategy,
            @ForAll Combination combination,
            @ForAll @IntRange(min = 0, max = 50) int unfinished,
            @ForAll long lengthBits,
            @ForAll @IntRange(min = 1, max = 60) int max) {
        in.jobs(unfinished, 0)
                .trigger(Double.longBitsToDouble(lengthBits), 2.5, true)
                .trigger(4, 1, true);

        int jobs = jobs(
                ScaledJob.builder().strategy(strategy).combination(combination).maxReplicaCount(max));

        assertThat(jobs).isBetween(0, max);
        if (strategy == Strategy.DEFAULT || strategy == Strategy.EAGER) {
            assertThat(jobs == 0 || unfinished + jobs <= max).isTrue();
        }
    }

    @Test
    void settings_and_counts_are_checked() {
        ScaledJob.Builder job = ScaledJob.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.minReplicaCount(-1).maxReplicaCount(0).build())
                .withMessage(
                        "minReplicaCount must be >= 0: minReplicaCount=-1; maxReplicaCount must be >= 1: maxReplicaCount=0");
        assertThat(job.buildUnchecked()).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.custom(0, Double.NaN))
                .withMessage("runningShare must be finite: runningShare=NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.jobs(2, 3))
                .withMessage("jobs must be 0 <= pending <= unfinished: unfinished=2, pending=3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScaledJob.Input(-1))
                .withMessage("capacity must be >= 0: capacity=-1");
    }

    @Test
    void numbers_count_in_thousandths_as_keda_passes_them_on() {
        in.jobs(0, 0).trigger(12.0004, 1, true);
        assertThat(jobs(ScaledJob.builder())).isEqualTo(12);
        assertThat(out.queueLength()).isEqualTo(12);

        // 2.9999 is 3, so that the first of two equal queues is taken.
        in.jobs(0, 0).trigger(2.9999, 1, true).trigger(3, 3, true);
        assertThat(jobs(ScaledJob.builder())).isEqualTo(3);

        in.jobs(0, 0).trigger(-5, 1, true).trigger(4, 0.0004, true);
        assertThat(jobs(ScaledJob.builder().combination(Combination.SUM))).isZero();
        assertThat(out.queueLength()).isEqualTo(4);
    }

    @Test
    void a_share_of_running_jobs_is_read_as_go_reads_it() {
        in.jobs(4, 0).trigger(20, 1, true);
        assertThat(jobs(ScaledJob.builder().kedaTexts("custom", 0, "0x1p-1", null)))
                .isEqualTo(18);
        assertThat(jobs(ScaledJob.builder().kedaTexts("custom", 0, "50%", null)))
                .isEqualTo(16);
    }
}
