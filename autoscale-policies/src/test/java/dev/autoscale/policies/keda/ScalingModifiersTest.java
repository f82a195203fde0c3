package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.ScaledObject.ScalingModifiers;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingModifiersTest {
    private static final double FAILS = Double.NaN;
    private static final int COMPOSITE = 2;

    private static ScaledObject.Builder object() {
        return ScaledObject.builder()
                .minReplicaCount(1)
                .trigger(KedaTrigger.prometheus("a", 1, 0))
                .trigger(KedaTrigger.queue("b", 1, 0))
                .behavior(new HpaBehavior(null, null));
    }

    private static ScaledObject.Builder object(String formula) {
        return object().scalingModifiers(formula, "5");
    }

    private static KedaRun run(ScaledObject.Builder object, int replicas) {
        return new KedaRun(object, 0, replicas);
    }

    private static String failure(KedaRun run) {
        StringBuilder text = new StringBuilder();
        run.out.explainTo(text);
        return text.toString();
    }

    @Test
    void a_formula_makes_one_metric_of_all_triggers() {
        KedaRun run = run(object("max(a, b) + 2"), 2);

        assertThat(run.after(0, 3, 15)).isEqualTo(4);
        assertThat(run.out.metric(COMPOSITE).replicas()).isEqualTo(4);
        assertThat(run.out.metric(COMPOSITE).totalMilli()).isEqualTo(17_000);
        assertThat(run.out.metric(0).status()).isEqualTo(MetricProposal.Status.ABSTAINED);
        assertThat(run.spec.metric(COMPOSITE).id()).isEqualTo("composite-metric");
        assertThat(failure(run)).contains("composite-metric");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a * 10 == 56.00000000000001 ? 20 : 5 | 5.6 | 4",
                "ceil(a * 10) | 5.6 | 12",
                "a > 1 ? 0.0049 : 20 | 5 | 1",
                "a > 1 ? 0.0009 : 20 | 5 | 0",
                "5.2 | 5 | 1",
                "-a | 5 | 0",
                "int(a) % 7 + 20.0009 | 5 | 5",
            })
    void values_are_those_of_keda(String formula, double a, int replicas) {
        KedaRun run = run(object(formula), 1);
        run.after(0, a, 0);
        assertThat(run.out.metric(COMPOSITE).replicas()).isEqualTo(replicas);
    }

    @Test
    void a_value_scales_the_ready_replicas() {
        KedaRun run = run(object().scalingModifiers(new ScalingModifiers("a + b", "5", null, "Value")), 4);

        assertThat(run.after(0, 5, 2.5)).isEqualTo(6);
        assertThat(run.after(15, 5, 0.2)).isEqualTo(6);
        assertThat(run(object().minReplicaCount(0).scalingModifiers(new ScalingModifiers("a", "5", null, "Value")), 0)
                        .after(0, 12, 0))
                .isEqualTo(1);
    }

    @Test
    void only_the_formula_says_whether_the_workload_is_active() {
        ScaledObject.Builder object = object().minReplicaCount(0).cooldownPeriod(60);
        KedaRun run = run(object.scalingModifiers(new ScalingModifiers("a - b", "5", "0.0005", null)), 0);

        assertThat(run.after(0, 7, 7)).isZero();
        assertThat(run.after(30, 7.001, 7)).isEqualTo(1);
        assertThat(run.after(60, 100, 100)).isEqualTo(1);
        assertThat(run.after(1, 100, 100)).isZero();
    }

    @Test
    void a_trigger_that_fails_fails_the_formula_until_the_fallback() {
        KedaRun plain = run(object("b"), 6);
        assertThat(plain.after(400, FAILS, 1)).isEqualTo(6);

        KedaRun run = run(object("a + b").fallback(1, 9), 6);
        assertThat(run.after(400, FAILS, 1)).isEqualTo(6);
        assertThat(run.after(15, FAILS, 1)).isEqualTo(9);
        assertThat(run.out.metric(COMPOSITE).status()).isEqualTo(MetricProposal.Status.FALLBACK);
    }

    @Test
    void a_trigger_that_fails_too_often_is_nil_with_the_fallback_scaling_modifiers() {
        KedaRun run = run(object("a ?? b").fallback(1, 3, "scalingModifiers"), 8);
        run.after(0, 40, 5);

        assertThat(run.after(400, FAILS, 5)).isEqualTo(8);
        assertThat(failure(run)).contains("the trigger a failed");
        assertThat(run.out.recheckAtMillis()).isEqualTo(run.nowMillis);
        assertThat(run.after(15, FAILS, 5)).isEqualTo(1);
        assertThat(run.after(15, FAILS, 25)).isEqualTo(5);
        assertThat(run.after(400, FAILS, FAILS)).isEqualTo(5);
        assertThat(run.after(15, FAILS, FAILS)).isEqualTo(3);
        assertThat(run.after(15, 20, FAILS)).isEqualTo(4);
    }

    @Test
    void a_formula_that_does_not_take_nil_fails_where_it_says() {
        KedaRun run = run(object("a + b").fallback(0, 3, "scalingModifiers"), 8);

        assertThat(run.after(400, FAILS, 1)).isEqualTo(8);
        assertThat(failure(run)).contains("formula: a value must be a number, not nil at character 3");
    }

    @Test
    void what_is_no_number_to_publish_fails() {
        KedaRun run = run(object("a / b"), 8);

        assertThat(run.after(400, 1, 0)).isEqualTo(8);
        assertThat(failure(run)).contains("the formula gives no finite number");
    }

    @Test
    void a_fallback_of_zero_never_leads_to_zero() {
        KedaRun run =
                run(object("a ?? nil").minReplicaCount(0).cooldownPeriod(0).fallback(0, 0, "scalingModifiers"), 8);

        assertThat(run.after(400, FAILS, 1)).isEqualTo(8);
        assertThat(run.after(400, FAILS, 1)).isEqualTo(8);
    }

    @Test
    void a_cron_trigger_is_a_value_and_takes_none() {
        ScaledObject.Builder object = object("max(a, 5 * day)")
                .trigger(KedaTrigger.cron("day", "Europe/Berlin", "0 8 * * *", "0 18 * * *", 7));
        KedaRun run = new KedaRun(object, Instant.parse("2026-03-02T06:59:00Z").toEpochMilli(), 2);

        assertThat(run.after(0, 10, 0)).isEqualTo(2);
        assertThat(run.out.recheckAtMillis())
                .isLessThanOrEqualTo(Instant.parse("2026-03-02T07:00:00Z").toEpochMilli());
        assertThat(run.after(60, 10, 0)).isEqualTo(6);
        assertThat(run.after(60, 10, 0)).isEqualTo(7);
        assertThat(run.after(12 * 3600, 10, 0)).isEqualTo(2);
    }

    @Test
    void cpu_stays_a_metric_of_its_own() {
        ScaledObject.Builder object = object("a").trigger(KedaTrigger.cpu(50));

        KedaRun run = run(object, 4);
        assertThat(run.after(0, 5, 1, 75)).isEqualTo(6);
        assertThat(run.after(15, 35, 1, 40)).isEqualTo(7);
    }

    @Test
    void failures_survive_a_restart() {
        AutoscalerSpec spec =
                object("a ?? b").fallback(2, 3, "scalingModifiers").build().toSpec();
        Autoscaler before = spec.newAutoscaler();
        Decision out = spec.newDecision();
        before.decide(spec.newObservation().at(0).replicas(8).failed(0).value(1, 5), out);
        before.decide(spec.newObservation().at(1000).replicas(8).failed(0).value(1, 45), out);
        assertThat(out.replicas()).isEqualTo(8);

        Autoscaler after = spec.newAutoscaler();
        ByteBuffer snapshot = ByteBuffer.allocate(before.snapshotSize());
        before.snapshot(snapshot);
        after.restore(snapshot.flip());
        after.decide(spec.newObservation().at(2000).replicas(8).failed(0).value(1, 45), out);
        assertThat(out.replicas()).isEqualTo(9);
    }

    @Test
    void the_formula_is_part_of_the_spec() {
        assertThat(object("a + b").build().toSpec())
                .isEqualTo(object("a + b").build().toSpec())
                .isNotEqualTo(object("a - b").build().toSpec())
                .isNotEqualTo(
                        object("a + b").scalingModifiers("a + b", "6").build().toSpec());
    }

    @Test
    void empty_texts_are_no_modifiers() {
        ScaledObject.Builder object = object().scalingModifiers(new ScalingModifiers("", "", "", ""));

        assertThat(object.build().toSpec()).isEqualTo(object().build().toSpec());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a + c | 5 | - | - | formula | unknown name c, must be one of a, b at character 5: ",
                "- | 5 | - | - | formula | must be given: ",
                "string(a) | 5 | - | - | formula | the function string is not supported at character 1: ",
                "1 % int(a + 1) | 5 | - | - | formula | with -1 for every name, as KEDA tries it, a value must not be 0 after % at character 3: ",
                "a | - | - | - | target | must be given: ",
                "a | x | - | - | target | must be a number > 0, also when cut to thousandths: ",
                "a | 0.0004 | - | - | target | must be a number > 0, also when cut to thousandths: ",
                "a | 5 | x | - | activationTarget | must be a number: ",
                "a | 5 | - | Utilization | metricType | must be one of AverageValue, Value: ",
            })
    void what_keda_refuses_is_named(
            String formula, String target, String activation, String type, String name, String message) {
        ScaledObject object = object().scalingModifiers(new ScalingModifiers(formula, target, activation, type))
                .build();

        assertThat(object.violations())
                .singleElement()
                .satisfies(
                        violation -> assertThat(violation.path()).isEqualTo("spec.advanced.scalingModifiers." + name))
                .asString()
                .startsWith(message);
        assertThatThrownBy(object::toSpec).hasMessageContaining(message);
        AutoscalerSpec unchecked = object.toBuilder().buildUnchecked();
        Decision out = unchecked.newDecision();
        unchecked
                .newAutoscaler()
                .decide(unchecked.newObservation().at(0).replicas(3).value(0, 1).value(1, 1), out);
        assertThat(out.replicas()).isEqualTo(3);
    }

    @Test
    void a_fallback_needs_a_whole_target() {
        ScaledObject.Builder object =
                object().fallback(0, 9).scalingModifiers(new ScalingModifiers("a", "2.5", null, null));

        assertThat(object.build().warnings())
                .contains("KEDA has no fallback unless the target is a whole number in digits:"
                        + " spec.advanced.scalingModifiers.target=2.5");
        assertThat(run(object, 3).after(0, FAILS, 1)).isEqualTo(3);
    }

    @Test
    void the_fallback_behavior_needs_a_formula() {
        assertThat(object().fallback(1, 1, "scalingModifiers").build().violations())
                .extracting(Violation::path)
                .isEqualTo(List.of("spec.fallback.behavior"));
        assertThat(object("a").fallback(1, 1, "scalingModifiers").build().violations())
                .isEmpty();
        assertThat(object("a").fallback(-1, 1, "scalingModifiers").build().violations())
                .extracting(Violation::path)
                .isEqualTo(List.of("spec.fallback.failureThreshold"));
    }
}
