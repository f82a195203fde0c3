package dev.autoscale.policies.nomad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.nomad.NomadAction.Kind;
import dev.autoscale.policies.nomad.NomadStrategy.Type;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NomadStrategyTest {
    private static String run(NomadStrategy strategy, long count, double... values) {
        long[] bits =
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
        long action = strategy.run(count, bits, 0, bits.length);
        String kind = NomadAction.kind(action).toString().toLowerCase(Locale.ROOT);
        return NomadAction.kind(action).isMovement() ? kind + " " + NomadAction.count(action) : kind;
    }

    private static NomadStrategy.Builder threshold() {
        return NomadStrategy.of(Type.THRESHOLD).lowerBound(10).upperBound(20).withinBoundsTrigger(1);
    }

    /** Both edges of the tolerance belong to it, and a shrink is rounded up. */
    @ParameterizedTest
    @CsvSource({
        "3, 95, up 5",
        "10, 95, up 14",
        "10, 70, none",
        "10, 70.7, none",
        "10, 70.70000000000002, up 11",
        "10, 69.3, none",
        "10, 63, down 9",
        "10, 62.9, down 9",
        "0, 0.001, up 1",
        "0, 0, none",
        "0, 140, up 2",
        "10, -7, down -1",
    })
    void a_target_value(long count, double value, String expected) {
        assertThat(run(NomadStrategy.targetValue(70), count, 1000, value)).isEqualTo(expected);
    }

    @Test
    void a_target_value_at_95_percent_of_ten_stays_at_ten() {
        assertThat(run(NomadStrategy.targetValue(100), 10, 95)).isEqualTo("none");
        assertThat(run(NomadStrategy.targetValue(100), 10, 90)).isEqualTo("down 9");
    }

    @Test
    void limits_hold_both_ways_and_zero_is_one() {
        NomadStrategy.Builder target = NomadStrategy.of(Type.TARGET_VALUE).target(10);
        assertThat(run(target.maxScaleUp(2).maxScaleDown(3).build(), 10, 100)).isEqualTo("up 12");
        assertThat(run(target.build(), 10, 1)).isEqualTo("down 7");
        assertThat(run(target.maxScaleUp(0).build(), 10, 100)).isEqualTo("none");
        assertThat(run(target.build(), 0, 100)).isEqualTo("none");
    }

    @Test
    void a_target_of_zero_multiplies_by_the_value() {
        assertThat(run(NomadStrategy.targetValue(0), 4, 3)).isEqualTo("up 12");
        assertThat(run(NomadStrategy.targetValue(0), 4, 0.5)).isEqualTo("down 2");
    }

    /** Percentages round up both ways, in doubles. */
    @ParameterizedTest
    @CsvSource({
        "10, 3, up 4",
        "-10, 3, none",
        "-10, 9, none",
        "-10, 10, down 9",
        "-50, 1, none",
        "10, 100, up 111",
        "100, 0, none",
        "-100, 7, down 0",
        "-250, 7, down 0",
    })
    void percentages_round_up(double percentage, long count, String expected) {
        assertThat(run(threshold().percentage(percentage).build(), count, 15)).isEqualTo(expected);
    }

    @Test
    void the_lower_bound_belongs_to_the_range_and_the_upper_does_not() {
        NomadStrategy strategy = threshold().delta(1).build();
        assertThat(run(strategy, 3, 10)).isEqualTo("up 4");
        assertThat(run(strategy, 3, 20)).isEqualTo("none");
        assertThat(run(strategy, 3, Math.nextDown(20.0))).isEqualTo("up 4");
        assertThat(run(strategy, 3, Math.nextDown(10.0))).isEqualTo("none");
    }

    @Test
    void a_threshold_counts_all_values_of_the_window_in_a_row_or_not() {
        NomadStrategy five =
                NomadStrategy.of(Type.THRESHOLD).upperBound(20).delta(-2).build();
        assertThat(run(five, 9, 1, 1, 99, 1, 1)).isEqualTo("none");
        assertThat(run(five, 9, 1, 1, 99, 1, 1, 99, 1)).isEqualTo("down 7");
        assertThat(run(five, 1, 1, 1, 1, 1, 1)).isEqualTo("down 0");
        assertThat(run(threshold().withinBoundsTrigger(0).value(4).build(), 3, 99))
                .isEqualTo("up 4");
    }

    @Test
    void a_passed_value_is_cut_towards_zero_and_keeps_its_direction() {
        NomadStrategy pass = NomadStrategy.of(Type.PASS_THROUGH).build();
        assertThat(run(pass, 3, 3.7)).isEqualTo("up 3");
        assertThat(run(pass, 3, 2.5)).isEqualTo("down 2");
        assertThat(run(pass, 3, 3)).isEqualTo("none");
        assertThat(run(pass, 3, -1.5)).isEqualTo("down -1");
        NomadStrategy limited = NomadStrategy.of(Type.PASS_THROUGH)
                .maxScaleUp(2)
                .maxScaleDown(1)
                .build();
        assertThat(run(limited, 3, 9)).isEqualTo("up 5");
        assertThat(run(limited, 3, 0)).isEqualTo("down 2");
    }

    @Test
    void a_fixed_value_needs_none() {
        NomadStrategy fixed = NomadStrategy.of(Type.FIXED_VALUE).value(4).build();
        assertThat(run(fixed, 3)).isEqualTo("up 4");
        assertThat(run(fixed, 4)).isEqualTo("none");
        assertThat(run(fixed, 5)).isEqualTo("down 4");
    }

    /** A missing value is looked at before the settings, but not by pass-through. */
    @Test
    void settings_that_cannot_be_read_fail_when_they_are_run() {
        NomadStrategy target =
                NomadStrategy.of(Type.TARGET_VALUE).set("target", "abc").buildUnchecked();
        assertThat(run(target, 3)).isEqualTo("skipped");
        assertThat(run(target, 3, 1)).isEqualTo("strategy_fails");
        NomadStrategy pass =
                NomadStrategy.of(Type.PASS_THROUGH).set("max_scale_up", "1.5").buildUnchecked();
        assertThat(run(pass, 3)).isEqualTo("strategy_fails");
        assertThat(run(NomadStrategy.of(Type.PASS_THROUGH).build(), 3)).isEqualTo("skipped");
        assertThat(run(threshold().delta(1).value(-1).buildUnchecked(), 3, 1)).isEqualTo("strategy_fails");
        assertThat(run(NomadStrategy.of(Type.FIXED_VALUE).set("value", "").buildUnchecked(), 3))
                .isEqualTo("strategy_fails");
        assertThat(run(NomadStrategy.of(Type.TARGET_VALUE).set("target", "1e1").buildUnchecked(), 3, 20))
                .isEqualTo("up 6");
    }

    @Test
    void a_checked_strategy_names_what_is_wrong() {
        assertThatThrownBy(() -> threshold().delta(1).percentage(2).build())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("one of delta, percentage and value");
        assertThatThrownBy(() -> NomadStrategy.of(Type.THRESHOLD)
                        .set("lower_bound", "x")
                        .value(-3)
                        .build())
                .hasMessageContaining("lower_bound must be a number: lower_bound=x")
                .hasMessageContaining("value must be >= 0: value=-3");
        assertThatThrownBy(() -> NomadStrategy.of(Type.TARGET_VALUE)
                        .target(Double.POSITIVE_INFINITY)
                        .build())
                .hasMessageContaining("target must be finite");
        assertThatThrownBy(() -> NomadStrategy.of(Type.FIXED_VALUE).build())
                .hasMessageContaining("value must be given");
    }

    /** What does not fit saturates, so that a huge value or limit never shrinks. */
    @Test
    void sums_saturate() {
        assertThat(run(NomadStrategy.targetValue(1), 5, Double.MAX_VALUE)).isEqualTo("up " + (Long.MAX_VALUE >> 3));
        NomadStrategy far = NomadStrategy.of(Type.TARGET_VALUE)
                .target(1)
                .maxScaleUp(Long.MAX_VALUE)
                .maxScaleDown(Long.MAX_VALUE)
                .build();
        assertThat(run(far, 5, 10)).isEqualTo("up 50");
        assertThat(run(far, 5, 0.1)).isEqualTo("down 1");
        assertThat(run(threshold().delta(Long.MAX_VALUE).build(), 5, 15)).startsWith("up ");
        assertThat(run(threshold().delta(Long.MIN_VALUE + 1).build(), 5, 15)).isEqualTo("down 0");
        assertThat(run(NomadStrategy.targetValue(1), 5, Double.NaN)).isEqualTo("none");
        assertThat(run(NomadStrategy.of(Type.PASS_THROUGH).build(), 5, Double.NaN))
                .isEqualTo("none");
    }

    @Test
    void equal_settings_are_equal() {
        assertThat(threshold().delta(1).build())
                .isEqualTo(threshold().delta(1).build())
                .hasSameHashCodeAs(threshold().delta(1).build())
                .isNotEqualTo(threshold().delta(2).build())
                .isNotEqualTo(threshold().value(1).build());
        assertThat(NomadStrategy.targetValue(70)).hasToString("target-value{target=70.0}");
        assertThat(NomadAction.kind(NomadAction.of(Kind.DOWN, -1))).isEqualTo(Kind.DOWN);
        assertThat(NomadAction.count(NomadAction.of(Kind.DOWN, -1))).isEqualTo(NomadAction.DRY_RUN);
    }

    @Test
    void the_least_integer_is_one() {
        assertThat(run(NomadStrategy.of(Type.FIXED_VALUE).value(Long.MIN_VALUE).build(), 3))
                .startsWith("down -");
        assertThat(NomadStrategy.of(Type.FIXED_VALUE)
                        .set("value", "-9223372036854775809")
                        .buildUnchecked()
                        .violations())
                .hasSize(1);
    }
}
