package dev.autoscale.policies.source;

import static dev.autoscale.policies.source.StepAdjustment.Rounding.NEAREST;
import static dev.autoscale.policies.source.StepAdjustment.changeInCapacity;
import static dev.autoscale.policies.source.StepAdjustment.exactCapacity;
import static dev.autoscale.policies.source.StepAdjustment.percentChangeInCapacity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.MetricSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepScalingTest {
    private static final StepScaling STEPS = StepScaling.builder()
            .below(10, exactCapacity(1))
            .between(10, 30, changeInCapacity(-2))
            .between(60, 80, changeInCapacity(1))
            .from(80, percentChangeInCapacity(50))
            .build();

    /** Ten replicas, all ready. */
    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, 1",
        "0, 1",
        "9999, 1",
        "10000, 8",
        "10001, 8",
        "29999, 8",
        "30000, 10",
        "30001, 10",
        "59999, 10",
        "60000, 11",
        "60001, 11",
        "79999, 11",
        "80000, 15",
        "80001, 15",
        "9223372036854775807, 15"
    })
    void lowerBoundsBelongToTheStepAndUpperOnesDoNot(long milli, int replicas) {
        assertThat(STEPS.replicasOf(milli, 10, 10)).isEqualTo(replicas);
    }

    /** The rounding rule of AWS: 12.7 is 12, 0.67 is 1, -0.58 is -1, -6.67 is -6. */
    @ParameterizedTest
    @CsvSource({
        "127, 10, 139",
        "67, 1, 68",
        "58, -1, 57",
        "29, -23, 23",
        "667, -1, 661",
        "1, 100, 2",
        "10, -100, 0",
        "3, -50, 2",
        "3, 50, 4",
        "0, 100, 1",
        "0, -100, 0",
        "2147483647, 1000000, 2147483647",
        "2147483647, -100, 0"
    })
    void percentagesAreRoundedTowardsZeroButAtLeastOne(int current, int percent, int replicas) {
        assertThat(apply(percentChangeInCapacity(percent), current, current)).isEqualTo(replicas);
    }

    /** int(c * (1 + p / 100) + 0.5), and at least one. */
    @ParameterizedTest
    @CsvSource({
        "15, 10, 17",
        "14, 10, 15",
        "16, 10, 18",
        "15, -10, 14",
        "14, -10, 13",
        "16, -10, 14",
        "25, -10, 23",
        "1, 10, 2",
        "1, -10, 0",
        "0, 10, 1",
        "0, -10, 0",
        "2147483647, 1000000, 2147483647"
    })
    void percentagesAreRoundedToTheNearestCount(int current, int percent, int replicas) {
        assertThat(apply(percentChangeInCapacity(percent).rounding(NEAREST), current, current))
                .isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({"4, 25, 6", "8, 25, 10", "12, 25, 15", "0, 25, 2", "4, -25, 2", "12, -25, 9", "1, -25, 0", "0, -25, 0"})
    void percentages_change_at_least_the_minimum(int current, int percent, int replicas) {
        assertThat(apply(percentChangeInCapacity(percent).minAdjustmentMagnitude(2), current, current))
                .isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 3",
        "5, 3, 8",
        "2147483646, 3, 2147483647",
        "5, -3, 2",
        "2, -3, 0",
        "0, -3, 0",
        "5, -2147483648, 0"
    })
    void changesStayWithinTheRange(int current, int change, int replicas) {
        assertThat(apply(changeInCapacity(change), current, current)).isEqualTo(replicas);
    }

    /** As in AWS: 10 % of 10 are 1; while it warms up the same step adds nothing, and 30 % of the 10 ready ones make 13. */
    @Test
    void what_warms_up_is_part_of_the_step() {
        StepAdjustment ten = percentChangeInCapacity(10);
        StepAdjustment thirty = percentChangeInCapacity(30);
        assertThat(apply(ten, 10, 10)).isEqualTo(11);
        assertThat(apply(ten, 11, 10)).isEqualTo(11);
        assertThat(apply(thirty, 11, 10)).isEqualTo(13);
        assertThat(apply(ten, 13, 10)).isEqualTo(13);
        assertThat(apply(ten, 13, 13)).isEqualTo(14);
        assertThat(apply(changeInCapacity(2), 3, 0)).isEqualTo(3);
        assertThat(apply(changeInCapacity(2), 1, 0)).isEqualTo(2);
    }

    @Test
    void shrinking_starts_from_the_wanted_replicas() {
        assertThat(apply(percentChangeInCapacity(-50), 10, 2)).isEqualTo(5);
        assertThat(apply(changeInCapacity(-3), 10, 2)).isEqualTo(7);
    }

    /** What is ready beyond what is wanted is on its way out. */
    @Test
    void more_ready_than_wanted_count_as_wanted() {
        assertThat(apply(changeInCapacity(2), 5, 10)).isEqualTo(7);
        assertThat(apply(percentChangeInCapacity(100), 5, 10)).isEqualTo(10);
        assertThat(apply(changeInCapacity(2), 0, 10)).isEqualTo(2);
    }

    @Test
    void exact_capacity_does_not_look_at_the_replicas() {
        assertThat(apply(exactCapacity(5), 9, 2)).isEqualTo(5);
        assertThat(apply(exactCapacity(5), 2, 0)).isEqualTo(5);
        assertThat(apply(exactCapacity(0), 2, 2)).isZero();
    }

    private static int apply(StepAdjustment adjustment, int current, int ready) {
        return StepScaling.builder().from(0, adjustment).build().replicasOf(0, current, ready);
    }

    @Test
    void bounds_are_rounded_up_as_values_are() {
        StepScaling steps = StepScaling.builder()
                .below(-0.0004, changeInCapacity(-1))
                .between(0.0001, 16.1, changeInCapacity(1))
                .build();
        assertThat(steps).hasToString("steps((-inf, 0): -1, [0.001, 16.1): +1)");
        assertThat(steps.replicasOf(-1, 3, 3)).isEqualTo(2);
        assertThat(steps.replicasOf(0, 3, 3)).isEqualTo(3);
        assertThat(steps.replicasOf(1, 3, 3)).isEqualTo(4);
        assertThat(steps.replicasOf(16_099, 3, 3)).isEqualTo(4);
        assertThat(steps.replicasOf(16_100, 3, 3)).isEqualTo(3);
    }

    /** Threshold 30, bounds -10 and 0 below it: above 20 and at most 30. */
    @Test
    void intervals_below_an_alarm_translate_exactly() {
        StepScaling steps = StepScaling.builder()
                .between(30 - 10 + 0.001, 30 + 0.001, changeInCapacity(-1))
                .build();
        assertThat(steps.replicasOf(20_000, 5, 5)).isEqualTo(5);
        assertThat(steps.replicasOf(20_001, 5, 5)).isEqualTo(4);
        assertThat(steps.replicasOf(30_000, 5, 5)).isEqualTo(4);
        assertThat(steps.replicasOf(30_001, 5, 5)).isEqualTo(5);
    }

    @Test
    void ids_say_everything() {
        assertThat(STEPS.id()).isEqualTo("steps((-inf, 10): exactly 1, [10, 30): -2, [60, 80): +1, [80, inf): +50 %)");
        StepScaling.Builder builder = StepScaling.builder()
                .from(1e12, percentChangeInCapacity(5).minAdjustmentMagnitude(2).rounding(NEAREST));
        assertThat(builder.build())
                .isEqualTo(builder.build())
                .hasSameHashCodeAs(builder.build())
                .hasToString("steps([1000000000000, inf): +5 % min 2 NEAREST)")
                .isNotEqualTo(STEPS)
                .isNotEqualTo(STEPS.id());
        assertThat(builder.asMetric("cpu")).isEqualTo(MetricSpec.source("cpu", builder.build()));
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(StepScaling.builder()::build)
                .withMessage("there must be a step: steps=[]");
        assertThatIllegalArgumentException()
                .isThrownBy(StepScaling.builder()
                        .between(60, 80, changeInCapacity(0))
                        .between(79.9, 70, percentChangeInCapacity(-101))
                        .from(1e13, exactCapacity(-1).minAdjustmentMagnitude(0))
                        .below(Double.NaN, changeInCapacity(1).rounding(NEAREST))::build)
                .withMessage("bounds must be >= -1e12 and <= 1e12: bound=1.0E13; "
                        + "bounds must be >= -1e12 and <= 1e12: bound=NaN; "
                        + "changeInCapacity must not be 0: changeInCapacity=0; "
                        + "step must have from < to: step=[79.9, 70); "
                        + "steps must ascend and not overlap: steps=[60, 80), [79.9, 70); "
                        + "percentChangeInCapacity must be >= -100 and <= 1000000: percentChangeInCapacity=-101; "
                        + "exactCapacity must be >= 0: exactCapacity=-1; "
                        + "minAdjustmentMagnitude must be >= 1: minAdjustmentMagnitude=0; "
                        + "minAdjustmentMagnitude and rounding need percentChangeInCapacity: adjustment=exactly -1 min 0; "
                        + "steps must ascend and not overlap: steps=[10000000000000, inf), (-inf, 0); "
                        + "minAdjustmentMagnitude and rounding need percentChangeInCapacity: adjustment=+1 NEAREST");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        StepScaling.builder().between(1, 2, changeInCapacity(1)).between(1.999, 3, changeInCapacity(2))
                                ::build)
                .withMessage("steps must ascend and not overlap: steps=[1, 2), [1.999, 3)");
        assertThatNullPointerException().isThrownBy(() -> StepScaling.builder().from(1, null));
        assertThatNullPointerException().isThrownBy(() -> changeInCapacity(1).rounding(null));
    }
}
