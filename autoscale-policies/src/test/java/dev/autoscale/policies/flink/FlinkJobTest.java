package dev.autoscale.policies.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.flink.FlinkSettings.AdjustMode;
import dev.autoscale.policies.flink.FlinkSettings.AlignmentMode;
import dev.autoscale.policies.flink.FlinkSettings.Release;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkJobTest {
    private static final long HOUR_MILLIS = 3_600_000;

    /** Without restarts, so that a vertex at full use of what comes in needs just that. */
    private static FlinkSettings.Builder plain() {
        return FlinkSettings.builder()
                .utilizationTarget(1)
                .utilizationMin(0.5)
                .restartTime(Duration.ZERO)
                .scaleDownMaxFactor(1)
                .scaleDownInterval(Duration.ZERO);
    }

    private static FlinkDecision decided(
            FlinkSettings.Builder settings, int parallelism, double wanted, int keyGroups) {
        FlinkJob job = new FlinkJob(settings.build(), 1);
        job.vertex(0).hashInput(keyGroups > 0).maxParallelism(keyGroups > 0 ? keyGroups : 10_000);
        wants(job, parallelism, wanted).decide(0);
        return job.decision(0);
    }

    private static FlinkJob wants(FlinkJob job, int parallelism, double wanted) {
        job.vertex(0)
                .parallelism(parallelism)
                .trueProcessingRate(parallelism * 100.0)
                .targetDataRate(wanted * 100);
        return job;
    }

    @ParameterizedTest
    @CsvSource({
        "60, 50, 43, true",
        "5, 65, 64, true",
        "5, 100, 64, true",
        "70, 65, 64, true",
        "20, 17, 16, true",
        "60, 61, 64, false",
        "65, 66, 65, true",
        "128, 65, 128, false"
    })
    void up_to_1_15_an_aligned_scale_down_may_go_lower_but_never_turns(
            int parallelism, int wanted, int answer, boolean isLimited) {
        FlinkDecision out = decided(plain().vertexMaxParallelism(100), parallelism, wanted, 128);
        assertThat(out.parallelism()).isEqualTo(answer);
        assertThat(out.isScalingLimited()).isEqualTo(isLimited);
    }

    @ParameterizedTest
    @CsvSource({"OFF, 50, 50", "EVENLY_SPREAD, 50, 50", "BALANCED, 50, 50", "BALANCED, 40, 43", "EVENLY_SPREAD, 20, 32"
    })
    void the_trunk_takes_what_is_wanted_where_nothing_fits(AlignmentMode mode, int wanted, int answer) {
        FlinkSettings.Builder settings = plain().release(Release.TRUNK).parallelismAlignmentMode(mode);
        FlinkDecision out = decided(settings, 60, wanted, 128);
        assertThat(out.parallelism()).isEqualTo(answer);
        assertThat(out.isScalingLimited()).isFalse();
    }

    @Test
    void partitions_count_before_key_groups() {
        FlinkJob job = new FlinkJob(plain().build(), 1);
        job.vertex(0).partitions(12).maxParallelism(128);
        wants(job, 2, 5).decide(0);
        assertThat(job.decision(0).parallelism()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 3", "3, 4, 4", "12, 14, 12", "12, 3, 5", "12, 11, 11"})
    void a_vertex_outside_its_limits_is_not_pulled_back(int parallelism, int wanted, int answer) {
        FlinkSettings.Builder settings = plain().vertexMinParallelism(5).vertexMaxParallelism(10);
        assertThat(decided(settings, parallelism, wanted, 0).parallelism()).isEqualTo(answer);
    }

    @Test
    void factors_count_from_the_present_parallelism_in_binary() {
        assertThat(decided(plain().scaleUpMaxFactor(2), 10, 99, 0).parallelism())
                .isEqualTo(30);
        assertThat(decided(plain().scaleDownMaxFactor(0.7), 10, 1, 0).parallelism())
                .isEqualTo(4);
        assertThat(decided(plain().vertexMaxParallelism(Integer.MAX_VALUE), 9_000, 1e9, 0)
                        .parallelism())
                .isEqualTo(10_000);
    }

    @Test
    void bounds_are_strict_and_open_below_during_a_backlog() {
        FlinkJob job = new FlinkJob(plain().build(), 1);
        assertThat(wants(job, 10, 5).decide(0)).isFalse();
        assertThat(job.decision(0).parallelism()).isEqualTo(5);
        assertThat(job.decision(0).scaleDownThreshold()).isEqualTo(1000);
        assertThat(wants(job, 10, 4.99).decide(0)).isTrue();
        assertThat(job.processingBacklog(true).decide(0)).isFalse();
        assertThat(job.decision(0).scaleDownThreshold()).isInfinite();
        assertThat(wants(job, 10, 10.01).decide(0)).isTrue();
        assertThat(wants(job, 10, 10).decide(0)).isFalse();
    }

    @Test
    void restart_and_backlog_ask_for_more() {
        FlinkSettings settings = plain().restartTime(Duration.ofMinutes(5)).build();
        FlinkJob job = new FlinkJob(settings, 1);
        wants(job, 10, 12);
        job.vertex(0).catchUpDataRate(300);
        job.decide(0);
        assertThat(job.decision(0).parallelism()).isEqualTo(17); // 1200 + 200 + 300
        assertThat(job.decision(0).expectedProcessingRate()).isEqualTo(1700);
        assertThat(job.decision(0).scaleUpThreshold()).isEqualTo(1500);
    }

    @Test
    void what_is_no_number_changes_nothing() {
        double bad = Double.NaN;
        for (int i = 0; i < 3; i++) {
            FlinkJob job = wants(new FlinkJob(plain().build(), 1), 10, 2);
            FlinkVertex vertex = job.vertex(0);
            vertex = i == 0 ? vertex.trueProcessingRate(bad) : vertex;
            vertex = i == 1 ? vertex.targetDataRate(bad) : vertex;
            vertex = i == 2 ? vertex.catchUpDataRate(bad) : vertex;
            assertThat(job.decide(0)).as(vertex.toString()).isFalse();
            assertThat(job.decision(0).parallelism()).isEqualTo(10);
        }
        assertThat(wants(new FlinkJob(plain().build(), 1), -3, 2).decide(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "0.51, false"})
    void growth_that_did_not_help_is_noted_and_dropped_only_on_request(double threshold, boolean helped) {
        for (boolean isDropped : new boolean[] {true, false}) {
            FlinkJob job = new FlinkJob(
                    plain().scalingEffectivenessThreshold(threshold)
                            .scalingEffectivenessDetectionEnabled(isDropped)
                            .build(),
                    1);
            job.changed(0, 0, 5, 10, 500, 1500);
            wants(job, 10, 20).decide(0);
            assertThat(job.decision(0).isScalingIneffective()).isEqualTo(!helped);
            assertThat(job.decision(0).parallelism()).isEqualTo(helped || !isDropped ? 20 : 10);
        }
    }

    @Test
    void observed_scalability_asks_for_more_when_subtasks_bring_less() {
        FlinkSettings settings = plain().observedScalabilityEnabled(true)
                .observedScalabilityMinObservations(2)
                .build();
        FlinkJob job = new FlinkJob(settings, 1);
        job.changed(0, 0, 1, 10, 100, 1000);
        wants(job, 10, 12).decide(0);
        assertThat(job.decision(0).parallelism()).isEqualTo(12);
        job.changed(0, 0, 10, 11, 600, 1000);
        wants(job, 10, 12).decide(0);
        assertThat(job.decision(0).parallelism()).isEqualTo(20); // 6100 / (101 * 100) = 0.61
    }

    @Test
    void history_is_bounded_by_count_and_age() {
        FlinkSettings settings = plain().historyMaxCount(1)
                .scalingEffectivenessDetectionEnabled(true)
                .build();
        FlinkJob job = new FlinkJob(settings, 1);
        job.changed(0, 0, 5, 10, 1000, 1500);
        assertThat(wants(job, 10, 20).decide(24 * HOUR_MILLIS)).isFalse();
        assertThat(job.decide(24 * HOUR_MILLIS + 1)).isTrue();
        job.changed(0, 24 * HOUR_MILLIS + 1, 5, 10, 1000, 1500);
        job.changed(0, 24 * HOUR_MILLIS + 1, 11, 10, 1000, 1500);
        assertThat(job.decide(24 * HOUR_MILLIS + 1)).isTrue();
    }

    @Test
    void a_scale_down_waits_for_an_interval_and_takes_the_largest_of_it() {
        FlinkJob job =
                new FlinkJob(plain().scaleDownInterval(Duration.ofHours(1)).build(), 1);
        assertThat(wants(job, 10, 2).decide(0)).isFalse();
        assertThat(job.decision(0).recommended()).isEqualTo(2);
        assertThat(wants(job, 10, 4).decide(1000)).isFalse();
        assertThat(wants(job, 10, 1).decide(HOUR_MILLIS - 1)).isFalse();
        assertThat(job.preview(HOUR_MILLIS)).isTrue();
        assertThat(wants(job, 10, 3).decide(HOUR_MILLIS)).isTrue();
        assertThat(job.decision(0).parallelism()).isEqualTo(4);
        assertThat(wants(job, 10, 1).decide(HOUR_MILLIS + 1000)).isTrue();
        assertThat(job.decision(0).parallelism()).isEqualTo(4);
        assertThat(job.decide(HOUR_MILLIS + 1001)).isTrue();
        assertThat(job.decision(0).parallelism()).isEqualTo(3);
        job.rescaled(HOUR_MILLIS + 1001);
        assertThat(job.decide(HOUR_MILLIS + 1002)).isFalse();
    }

    @Test
    void a_recommendation_to_stay_or_grow_forgets_the_wait() {
        FlinkJob job =
                new FlinkJob(plain().scaleDownInterval(Duration.ofHours(1)).build(), 1);
        wants(job, 10, 2).decide(0);
        wants(job, 10, 10).decide(1000);
        assertThat(wants(job, 10, 2).decide(HOUR_MILLIS)).isFalse();
        assertThat(job.decide(2 * HOUR_MILLIS)).isTrue();
    }

    @Test
    void a_cycle_without_a_rate_keeps_the_wait() {
        FlinkJob job =
                new FlinkJob(plain().scaleDownInterval(Duration.ofHours(1)).build(), 1);
        wants(job, 10, 2).decide(0);
        job.vertex(0).trueProcessingRate(Double.NaN);
        assertThat(job.decide(1000)).isFalse();
        assertThat(wants(job, 10, 2).decide(HOUR_MILLIS)).isTrue();
        assertThat(job.decision(0).parallelism()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"12, 8, true", "8, 8, false", "6, 8, true"})
    void what_waits_counts_after_somebody_else_has_changed_the_vertex(int changed, int answer, boolean isDue) {
        FlinkJob job =
                new FlinkJob(plain().scaleDownInterval(Duration.ofHours(1)).build(), 1);
        wants(job, 20, 8).decide(0);
        wants(job, 20, 8).decide(1000);
        assertThat(wants(job, changed, 2).decide(HOUR_MILLIS)).isEqualTo(isDue);
        assertThat(job.decision(0).parallelism()).isEqualTo(answer);
        assertThat(job.decision(0).isOutsideBounds()).isEqualTo(isDue);
        assertThat(job.decision(0).recommended()).isEqualTo(2);
    }

    @Test
    void one_vertex_outside_its_bounds_moves_all_that_want_to() {
        FlinkJob job = new FlinkJob(plain().build(), 2);
        job.vertex(1).parallelism(10).trueProcessingRate(1000).targetDataRate(800);
        assertThat(wants(job, 10, 9).decide(0)).isFalse();
        assertThat(wants(job, 10, 11).decide(0)).isTrue();
        assertThat(job.decision(0).parallelism()).isEqualTo(11);
        assertThat(job.decision(1).parallelism()).isEqualTo(8);
        assertThat(job.decision(1).isOutsideBounds()).isFalse();
    }

    /** More recommendations than there are places for: never earlier and never further than with all of them. */
    @Test
    void a_full_memory_shrinks_no_more_than_a_complete_one() {
        FlinkSettings settings = plain().vertexMaxParallelism(1000)
                .scaleDownInterval(Duration.ofMillis(100))
                .build();
        FlinkJob job = new FlinkJob(settings, 1);
        job.vertex(0).maxParallelism(1000);
        for (int millis = 0; millis <= 400; millis++) {
            wants(job, 500, 499 - millis).decide(millis);
            int complete = millis < 100 ? 500 : 499 - (millis - 100);
            assertThat(job.decision(0).parallelism()).isBetween(complete, 500);
        }
        for (int millis = 401; millis <= 501; millis++) {
            job.decide(millis);
        }
        assertThat(job.decision(0).parallelism()).isEqualTo(99);
    }

    @Test
    void time_may_be_at_its_ends_and_go_back() {
        FlinkSettings settings = plain().scaleDownInterval(Duration.ofHours(1)).build();
        FlinkJob early = new FlinkJob(settings, 1);
        assertThat(wants(early, 10, 2).decide(Long.MIN_VALUE)).isFalse();
        assertThat(early.decide(Long.MAX_VALUE)).isTrue();
        FlinkJob late = new FlinkJob(settings, 1);
        assertThat(wants(late, 10, 2).decide(Long.MAX_VALUE)).isFalse();
        assertThat(late.decide(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void a_copy_of_the_memory_goes_on_alike_and_damage_is_refused() {
        FlinkSettings settings = plain().scaleDownInterval(Duration.ofHours(1)).build();
        FlinkJob job = new FlinkJob(settings, 1);
        wants(job, 10, 2).decide(0);
        long[] memory = job.snapshot();
        FlinkJob other = new FlinkJob(settings, 1);
        other.restore(memory);
        assertThat(wants(other, 10, 2).decide(HOUR_MILLIS)).isTrue();
        memory[1 + 17] = 4;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.restore(memory))
                .withMessage("snapshot must be possible: vertex=0");
        assertThatIllegalArgumentException().isThrownBy(() -> other.restore(new long[3]));
        assertThat(other.snapshot()[1 + 17]).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new FlinkJob(settings, 0));
    }

    @Test
    void settings_name_every_broken_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlinkSettings.builder()
                        .keyGroupPartitionsAdjustMode(AdjustMode.EVENLY_SPREAD)
                        .parallelismAlignmentMode(AlignmentMode.OFF)
                        .utilizationTarget(Double.NaN)
                        .scaleUpMaxFactor(0)
                        .vertexMaxParallelism(0)
                        .historyMaxCount(0)
                        .build())
                .withMessageContainingAll(
                        "parallelismAlignmentMode needs the trunk: release=V1_15",
                        "keyGroupPartitionsAdjustMode must not be given beside parallelismAlignmentMode",
                        "utilizationTarget must be > 0 and <= 1: utilizationTarget=NaN",
                        "scaleUpMaxFactor must be > 0: scaleUpMaxFactor=0.0",
                        "vertexMaxParallelism must be >= vertexMinParallelism: vertexMaxParallelism=0",
                        "historyMaxCount must be >= 1 and <= 1000: historyMaxCount=0");
        assertThat(FlinkSettings.builder().build())
                .isEqualTo(FlinkSettings.builder().utilizationMax(1).build())
                .hasSameHashCodeAs(FlinkSettings.builder().build())
                .isNotEqualTo(plain().build());
    }
}
