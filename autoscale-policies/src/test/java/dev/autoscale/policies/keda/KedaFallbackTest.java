package dev.autoscale.policies.keda;

import static dev.autoscale.policies.keda.KedaFallback.Decision.NO_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.policies.keda.KedaFallback.Decision.Health;
import dev.autoscale.policies.keda.KedaFallback.Decision.Outcome;
import dev.autoscale.policies.keda.KedaFallback.MetricType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KedaFallbackTest {
    private final KedaFallback.Input in = new KedaFallback.Input();
    private final KedaFallback.Decision out = new KedaFallback.Decision();

    private static KedaFallback fallback(MetricType type, int threshold, int replicas, String behavior) {
        return KedaFallback.of("s0-queue", type, 2.5, new ScaledObject.Fallback(threshold, replicas, behavior));
    }

    private static KedaFallback fallback(int threshold, int replicas) {
        return fallback(MetricType.AVERAGE_VALUE, threshold, replicas, null);
    }

    private void decide(KedaFallback fallback) {
        fallback.decide(in, out);
    }

    private void expectFallback(String name, long valueMilli) {
        assertThat(out.outcome()).isEqualTo(Outcome.FALLBACK);
        assertThat(out.outcome().hasMetric()).isTrue();
        assertThat(out.isFallbackActive()).isTrue();
        assertThat(out.metricName()).isEqualTo(name);
        assertThat(out.valueMilli()).isEqualTo(valueMilli);
    }

    private void expectError(Outcome outcome) {
        assertThat(out.outcome()).isEqualTo(outcome);
        assertThat(outcome.hasMetric()).isFalse();
        assertThat(out.isFallbackActive()).isFalse();
    }

    @Test
    void a_measured_value_heals() {
        in.measured(1234).failuresBefore(9);
        decide(fallback(3, 6));

        assertThat(out.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(out.valueMilli()).isEqualTo(1234);
        assertThat(out.metricName()).isEqualTo("s0-queue");
        assertThat(out.failures()).isZero();
        assertThat(out.health()).isEqualTo(Health.HAPPY);
        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.NO_FALLBACK_FOUND);
    }

    @Test
    void a_threshold_of_3_needs_a_fourth_failure() {
        in.failed().failuresBefore(2);
        decide(fallback(3, 6));
        expectError(Outcome.QUERY_FAILED);
        assertThat(out.failures()).isEqualTo(3);
        assertThat(out.health()).isEqualTo(Health.FAILING);
        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.NO_FALLBACK_FOUND);

        in.failed().failuresBefore(3);
        decide(fallback(3, 6));
        expectFallback("s0-queue", 15_000);
        assertThat(out.failures()).isEqualTo(4);
        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.FALLBACK_EXISTS);
    }

    @Test
    void failures_begin_at_none_and_end_at_the_most() {
        in.failed();
        decide(fallback(0, 6));
        expectFallback("s0-queue", 15_000);
        assertThat(out.failures()).isEqualTo(1);

        in.failuresBefore(Integer.MAX_VALUE);
        decide(fallback(0, 6));
        assertThat(out.failures()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void without_a_fallback_nothing_is_counted() {
        KedaFallback none = KedaFallback.of("s0-queue", MetricType.AVERAGE_VALUE, 2.5, null);
        in.failed().failuresBefore(5).otherMetricFallsBack(true);
        assertThat(none.isEffective()).isFalse();
        decide(none);
        expectError(Outcome.QUERY_FAILED);
        assertThat(out.failures()).isEqualTo(5);
        assertThat(out.health()).isEqualTo(Health.FAILING);
        assertThat(out.fallbackCondition()).isNull();

        in.measured(7);
        decide(none);
        assertThat(out.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(out.failures()).isEqualTo(NO_ENTRY);
        assertThat(out.health()).isNull();
    }

    @Test
    void the_condition_speaks_for_all_metrics() {
        in.measured(7).otherMetricFallsBack(true);
        decide(fallback(3, 6));

        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.FALLBACK_EXISTS);
        assertThat(out.isFallbackActive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, 4, 6",
                "static, 4, 6",
                "currentReplicas, 4, 4",
                "currentReplicasIfHigher, 4, 6",
                "currentReplicasIfHigher, 9, 9",
                "currentReplicasIfLower, 4, 4",
                "currentReplicasIfLower, 9, 6",
                "'', 4, 6",
                "Static, 4, 6",
                "currentreplicas, 4, 6",
            })
    void behaviorsChooseTheReplicas(String behavior, int current, int replicas) {
        in.failed().replicas(current);
        decide(fallback(MetricType.AVERAGE_VALUE, 0, 6, behavior));

        expectFallback("s0-queue", replicas * 2500L);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower", "", "other"})
    void all_but_static_need_readable_replicas(String behavior) {
        in.failed();
        decide(fallback(MetricType.AVERAGE_VALUE, 0, 6, behavior));

        if (behavior == null || behavior.equals("static")) {
            expectFallback("s0-queue", 15_000);
        } else {
            expectError(Outcome.REPLICAS_UNREADABLE);
            assertThat(out.failures()).isEqualTo(1);
            assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.FALLBACK_EXISTS);
        }
    }

    @Test
    void a_value_is_divided_by_the_ready_pods() {
        KedaFallback value = fallback(MetricType.VALUE, 0, 10, null);
        in.failed().readyPods(3);
        decide(value);
        expectFallback("s0-queue", 8333);

        in.readyPods(0);
        decide(value);
        expectError(Outcome.NO_READY_PODS);

        in.failed();
        decide(value);
        expectError(Outcome.NO_READY_PODS);
        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.FALLBACK_EXISTS);
    }

    @Test
    void unreadable_replicas_come_before_missing_pods() {
        in.failed();
        decide(fallback(MetricType.VALUE, 0, 10, "currentReplicas"));

        expectError(Outcome.REPLICAS_UNREADABLE);
    }

    /** Exact arithmetic gives 12,117; 0.009 * (1000 * 3) would be cut to 26. */
    @ParameterizedTest
    @CsvSource({"0.009, 3, 27", "4.039, 3, 12116"})
    void the_order_of_multiplication_is_kedas(double target, int replicas, long valueMilli) {
        in.failed();
        decide(KedaFallback.of("m", MetricType.AVERAGE_VALUE, target, new ScaledObject.Fallback(0, replicas, null)));

        expectFallback("m", valueMilli);
    }

    @Test
    void scaling_modifiers_have_a_target_a_type_and_a_name_of_their_own() {
        in.failed().readyPods(4);
        decide(fallback(0, 6).withScalingModifiers("10", MetricType.AVERAGE_VALUE));
        expectFallback("composite-metric", 60_000);

        decide(fallback(0, 6).withScalingModifiers("+10", MetricType.VALUE));
        expectFallback("composite-metric", 15_000);

        in.measured(3);
        decide(fallback(0, 6).withScalingModifiers("10", MetricType.VALUE));
        assertThat(out.metricName()).isEqualTo("s0-queue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "1e1", "0", "-1", "", " 1", "0x10", "1_000", "9223372036854775808"})
    void a_target_that_is_no_positive_integer_switches_the_fallback_off(String target) {
        KedaFallback settings = fallback(0, 6).withScalingModifiers(target, MetricType.AVERAGE_VALUE);
        in.failed().failuresBefore(8);

        assertThat(settings.isEffective()).isFalse();
        decide(settings);
        expectError(Outcome.QUERY_FAILED);
        assertThat(out.failures()).isEqualTo(8);
        assertThat(out.fallbackCondition()).isNull();
    }

    @Test
    void the_placeholder_is_a_metric_but_no_fallback() {
        in.failed();
        decide(fallback(MetricType.AVERAGE_VALUE, 0, 6, "scalingModifiers")
                .withScalingModifiers("10", MetricType.VALUE));

        assertThat(out.outcome()).isEqualTo(Outcome.PLACEHOLDER);
        assertThat(out.outcome().hasMetric()).isTrue();
        assertThat(out.isFallbackActive()).isFalse();
        assertThat(out.metricName()).isEqualTo("s0-queue");
        assertThat(out.valueMilli()).isEqualTo(-1000);
        assertThat(out.fallbackCondition()).isEqualTo(KedaCondition.FALLBACK_EXISTS);
    }

    @ParameterizedTest
    @CsvSource({"0.0004, 0", "0.0006, 6", "NaN, 0", "Infinity, 0", "-3, 0"})
    void the_triggers_target_is_rounded_first(double target, long valueMilli) {
        in.failed();
        decide(KedaFallback.of("m", MetricType.AVERAGE_VALUE, target, new ScaledObject.Fallback(0, 6, null)));

        expectFallback("m", valueMilli);
    }

    @Test
    void a_value_beyond_a_long_is_the_largest() {
        in.failed();
        decide(fallback(0, 6).withScalingModifiers("9223372036854775807", MetricType.AVERAGE_VALUE));

        expectFallback("composite-metric", Long.MAX_VALUE);
    }

    @Property
    void failures_are_counted_whatever_the_settings(
            @ForAll @IntRange(min = 0, max = 6) int threshold,
            @ForAll @IntRange(min = -1, max = 8) int before,
            @ForAll MetricType type,
            @ForAll boolean failed) {
        if (failed) {
            in.failed();
        } else {
            in.measured(5);
        }
        in.failuresBefore(before);
        decide(fallback(type, threshold, 6, null));

        assertThat(out.failures()).isEqualTo(failed ? Math.max(0, before) + 1 : 0);
        assertThat(out.fallbackCondition() == KedaCondition.FALLBACK_EXISTS).isEqualTo(out.failures() > threshold);
        assertThat(out.outcome() == Outcome.QUERY_FAILED).isEqualTo(failed && out.failures() <= threshold);
    }

    @ParameterizedTest
    @EnumSource(KedaCondition.class)
    void conditions_have_kedas_words(KedaCondition condition) {
        assertThat(condition.type()).isIn("Ready", "Active", "Paused", "Fallback");
        assertThat(condition.status()).isIn("True", "False", "Unknown");
        assertThat(condition.reason()).matches("[A-Z][A-Za-z]+");
    }

    @Test
    void all_that_is_wrong_is_named() {
        assertThat(fallback(-1, 2).isEffective()).isFalse();
        assertThat(fallback(1, -2).isEffective()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.failuresBefore(-2))
                .withMessage("failures must be >= 0 or NO_ENTRY: failures=-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.replicas(-1))
                .withMessage("replicas must be >= 0: replicas=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.readyPods(-1))
                .withMessage("readyPods must be >= 0: readyPods=-1");
        assertThatNullPointerException()
                .isThrownBy(() -> KedaFallback.of(null, MetricType.VALUE, 1, null))
                .withMessage("metricName");
        assertThatNullPointerException()
                .isThrownBy(() -> fallback(0, 6).withScalingModifiers(null, MetricType.VALUE))
                .withMessage("target");
    }

    @Test
    void a_decision_explains_itself() {
        in.failed().failuresBefore(3).replicas(4);
        decide(fallback(3, 6));
        assertThat(out).hasToString("""
                s0-queue 15
                  outcome   FALLBACK: the query has failed too often, and the value asks for the fallback's replicas
                  failures  4 in a row
                  fallback  True, FallbackExists
                """);
    }
}
