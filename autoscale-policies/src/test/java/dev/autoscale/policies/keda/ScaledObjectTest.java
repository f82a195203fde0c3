package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScaledObjectTest {
    private static final KedaTrigger QUEUE = KedaTrigger.queue("orders");

    private static ScaledObject.Builder object(KedaTrigger... triggers) {
        ScaledObject.Builder builder = ScaledObject.builder();
        Stream.of(triggers).forEach(builder::trigger);
        return builder;
    }

    private static AutoscalerSpec.Builder expected(int min, int max, Duration cooldown) {
        return AutoscalerSpec.builder(min, max)
                .scaleToZero(false)
                .legacy()
                .activation(Activation.cooldown(cooldown).initialCooldown(Duration.ZERO));
    }

    private static List<String> paths(ScaledObject.Builder object) {
        return object.build().violations().stream().map(Violation::path).toList();
    }

    @Test
    void what_is_not_given_has_kedas_defaults() {
        MetricSpec orders = external("orders", 5000).activationMilli(0);

        assertThat(object(QUEUE).build().toSpec())
                .isEqualTo(expected(0, 100, Duration.ofMillis(300_001))
                        .metric(orders)
                        .build());
    }

    @Test
    void everything_given_finds_its_place() {
        ScaledObject object = object(KedaTrigger.prometheus("rps", 0.25, 0.5), KedaTrigger.cpu(60))
                .pollingInterval(10)
                .cooldownPeriod(20)
                .initialCooldownPeriod(40)
                .idleReplicaCount(1)
                .minReplicaCount(2)
                .maxReplicaCount(8)
                .fallback(3, 6, "currentReplicasIfHigher")
                .behavior(new HpaBehavior(null, HpaBehavior.Rules.rules().withStabilizationWindowSeconds(7)))
                .build();

        AutoscalerSpec spec = object.toSpec();

        MetricSpec rps = external("rps", 250).activationMilli(500);
        assertThat(spec)
                .isEqualTo(AutoscalerSpec.builder(2, 8)
                        .scaleToZero(false)
                        .activation(Activation.cooldown(Duration.ofMillis(20_001))
                                .initialCooldown(Duration.ofSeconds(40))
                                .idleReplicas(1))
                        .metric(rps.fallback(
                                Fallback.afterFailures(4, 6).behavior(Fallback.Behavior.CURRENT_REPLICAS_IF_HIGHER)))
                        .metric(MetricSpec.resource("cpu").averageUtilization(60))
                        .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ofSeconds(7)))
                        .build());
        assertThat(object.pollingInterval()).isEqualTo(10);
    }

    @Test
    void metrics_stand_in_the_order_of_triggers_and_bear_their_names() {
        AutoscalerSpec spec = object(
                        KedaTrigger.cpu(50),
                        KedaTrigger.cpu(Quantity.parse("500m")),
                        KedaTrigger.prometheus("cpu", 1, 0),
                        KedaTrigger.workload("", 1, 0),
                        KedaTrigger.cron(" ", "", "0 8 * * *", "0 9 * * *", 1),
                        KedaTrigger.memory(70),
                        QUEUE)
                .build()
                .toSpec();

        assertThat(Stream.iterate(0, i -> i + 1)
                        .limit(7)
                        .map(i -> spec.metric(i).id()))
                .containsExactly("cpu", "cpu#2", "cpu#3", "s3-kubernetes-workload", "s4-cron", "memory", "orders");
    }

    @Test
    void targets_are_rounded_as_keda_does_and_activation_in_its_decimals() {
        MetricSpec metric = object(KedaTrigger.prometheus("a", 0.0625, 1.001))
                .build()
                .toSpec()
                .metric(0);

        assertThat(metric).isEqualTo(external("a", 62).activationMilli(1001));
        assertThat(object(KedaTrigger.prometheus("a", 1, -1)).build().toSpec().metric(0))
                .isEqualTo(external("a", 1000).activation(-1));
        assertThat(object(KedaTrigger.prometheus("a", 1, Double.NEGATIVE_INFINITY))
                        .build()
                        .toSpec()
                        .metric(0))
                .isEqualTo(external("a", 1000).activationMilli(-Long.MAX_VALUE));
        assertThat(object(KedaTrigger.prometheus("a", 1, 1e300))
                        .build()
                        .toSpec()
                        .metric(0))
                .isEqualTo(external("a", 1000).activationMilli(Long.MAX_VALUE));
    }

    @Test
    void a_fallback_holds_for_triggers_with_a_value_from_outside() {
        AutoscalerSpec spec = object(
                        QUEUE, KedaTrigger.cpu(50), KedaTrigger.cron("day", "", "0 8 * * *", "0 9 * * *", 1))
                .fallback(Integer.MAX_VALUE, 1)
                .build()
                .toSpec();

        assertThat(spec.metric(0))
                .isEqualTo(external("orders", 5000)
                        .activationMilli(0)
                        .fallback(Fallback.afterFailures(Integer.MAX_VALUE, 1)));
        assertThat(spec.metric(1)).isEqualTo(MetricSpec.resource("cpu").averageUtilization(50));
        assertThat(spec.metric(2).fallback(null)).isEqualTo(spec.metric(2));
    }

    /** A value below 0 is 0, as KEDA publishes it. */
    private static MetricSpec external(String id, long targetMilli) {
        return MetricSpec.external(id).averageValueMilli(targetMilli).negative(MetricSpec.SampleRule.ZERO);
    }

    @Test
    void an_idle_count_of_zero_passes_where_a_minimum_is_given() {
        ScaledObject.Builder object =
                ScaledObject.builder().trigger(KedaTrigger.queue("q")).idleReplicaCount(0);
        assertThat(object.build().violations()).hasSize(1);
        assertThat(object.minReplicaCount(0).build().violations()).isEmpty();
        assertThat(object.minReplicaCount(0).build().toSpec()).isNotNull();
        assertThat(object.idleReplicaCount(1).build().violations()).hasSize(1);
    }

    @Test
    void a_value_that_is_no_number_fails_unless_the_trigger_ignores_it() {
        KedaTrigger lag = KedaTrigger.prometheus("lag", 1, 0);
        for (boolean ignores : new boolean[] {false, true}) {
            AutoscalerSpec spec = ScaledObject.builder()
                    .trigger(lag.withIgnoreNullValues(ignores))
                    .build()
                    .toSpec();
            assertThat(spec.metric(0).notFinite())
                    .isEqualTo(ignores ? MetricSpec.SampleRule.ZERO : MetricSpec.SampleRule.FAIL);
        }
        assertThat(KedaTrigger.cpu(50).withIgnoreNullValues(true)).isEqualTo(KedaTrigger.cpu(50));
    }

    static List<Arguments> broken() {
        String trigger = "spec.triggers[0].";
        return List.of(
                Arguments.of("spec.pollingInterval", object(QUEUE).pollingInterval(0)),
                Arguments.of("spec.cooldownPeriod", object(QUEUE).cooldownPeriod(-1)),
                Arguments.of("spec.initialCooldownPeriod", object(QUEUE).initialCooldownPeriod(-1)),
                Arguments.of("spec.idleReplicaCount", object(QUEUE).idleReplicaCount(-1)),
                Arguments.of("spec.idleReplicaCount", object(QUEUE).idleReplicaCount(0)),
                Arguments.of(
                        "spec.idleReplicaCount",
                        object(QUEUE).idleReplicaCount(2).minReplicaCount(2)),
                Arguments.of("spec.minReplicaCount", object(QUEUE).minReplicaCount(-1)),
                Arguments.of("spec.maxReplicaCount", object(QUEUE).maxReplicaCount(0)),
                Arguments.of(
                        "spec.maxReplicaCount", object(QUEUE).maxReplicaCount(4).minReplicaCount(5)),
                Arguments.of("spec.maxReplicaCount", object(QUEUE).minReplicaCount(101)),
                Arguments.of("spec.triggers", object()),
                Arguments.of("spec.triggers[1].name", object(QUEUE, KedaTrigger.workload("orders", 1, 0))),
                Arguments.of("spec.minReplicaCount", object(KedaTrigger.cpu(50), KedaTrigger.memory(50))),
                Arguments.of("spec.minReplicaCount", object(KedaTrigger.cpu(50)).minReplicaCount(0)),
                Arguments.of(
                        "spec.fallback",
                        object(KedaTrigger.cpu(50)).minReplicaCount(1).fallback(1, 1)),
                Arguments.of("spec.fallback.failureThreshold", object(QUEUE).fallback(-1, 1)),
                Arguments.of("spec.fallback.replicas", object(QUEUE).fallback(1, -1)),
                Arguments.of("spec.fallback.behavior", object(QUEUE).fallback(1, 1, "Static")),
                Arguments.of("spec.fallback.behavior", object(QUEUE).fallback(1, 1, "scalingModifiers")),
                Arguments.of(trigger + "metadata.targetQueueSize", object(KedaTrigger.queue("", 0, 0))),
                Arguments.of(trigger + "metadata.threshold", object(KedaTrigger.prometheus("", 0.0004, 0))),
                Arguments.of(trigger + "metadata.threshold", object(KedaTrigger.prometheus("", Double.NaN, 0))),
                Arguments.of(
                        trigger + "metadata.activationThreshold", object(KedaTrigger.prometheus("", 1, Double.NaN))),
                Arguments.of(trigger + "metadata.value", object(KedaTrigger.workload("", -1, 0))),
                Arguments.of(
                        trigger + "metadata.value", object(KedaTrigger.cpu(0)).minReplicaCount(1)),
                Arguments.of(
                        trigger + "metadata.value",
                        object(KedaTrigger.memory(Quantity.parse("1500m")).withMetricType("Utilization"))
                                .minReplicaCount(1)),
                Arguments.of(
                        trigger + "metadata.value",
                        object(KedaTrigger.memory(Quantity.parse("3G")).withMetricType("Utilization"))
                                .minReplicaCount(1)),
                Arguments.of(trigger + "metricType", object(QUEUE.withMetricType("Utilization"))),
                Arguments.of(
                        trigger + "metricType",
                        object(KedaTrigger.cpu(50).withMetricType("Value")).minReplicaCount(1)),
                Arguments.of(
                        trigger + "metricType",
                        object(KedaTrigger.cron("", "", "0 8 * * *", "0 9 * * *", 1)
                                .withMetricType("Value"))),
                Arguments.of(
                        trigger + "metadata.timezone",
                        object(KedaTrigger.cron("", "Local", "0 8 * * *", "0 9 * * *", 1))),
                Arguments.of(trigger + "metadata.start", object(KedaTrigger.cron("", "", "@daily", "0 9 * * *", 1))),
                Arguments.of(trigger + "metadata.end", object(KedaTrigger.cron("", "", "0 8 * * *", "0 24 * * *", 1))),
                Arguments.of(trigger + "metadata.end", object(KedaTrigger.cron("", "", "0 8 * * *", "0 8 * * *", 1))),
                Arguments.of(
                        trigger + "metadata.desiredReplicas",
                        object(KedaTrigger.cron("", "", "0 8 * * *", "0 9 * * *", 0))),
                Arguments.of(
                        "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.selectPolicy",
                        object(QUEUE)
                                .behavior(new HpaBehavior(
                                        HpaBehavior.Rules.rules().withSelectPolicy("Most"), null))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_rule_is_named(String path, ScaledObject.Builder object) {
        assertThat(paths(object)).containsExactly(path);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.build().toSpec())
                .withMessageContaining(": " + path + '=');
    }

    @Test
    void what_keda_takes_has_no_violations() {
        assertThat(paths(object(KedaTrigger.cron("", "Asia/Tokyo", "0 8 * * *", "0  8 * * *", -5))))
                .isEmpty();
        assertThat(paths(object(QUEUE, KedaTrigger.cpu(50)).minReplicaCount(0).fallback(0, 0, "static")))
                .isEmpty();
        assertThat(paths(object(KedaTrigger.queue(""), KedaTrigger.workload("", 0.5, -3))))
                .isEmpty();
        assertThat(paths(object(QUEUE.withMetricType("Value"))
                        .idleReplicaCount(0)
                        .minReplicaCount(1)))
                .isEmpty();
    }

    @Test
    void all_broken_rules_come_in_one_exception() {
        ScaledObject object = object(KedaTrigger.queue("a", 0, 0), KedaTrigger.cron("a", "Mars", "x", "x", 0))
                .minReplicaCount(5)
                .maxReplicaCount(3)
                .idleReplicaCount(7)
                .build();

        assertThat(object.violations()).hasSize(9);
        assertThatIllegalArgumentException()
                .isThrownBy(object::validate)
                .withMessageStartingWith(
                        "must be >= max(1, minReplicaCount): spec.maxReplicaCount=3, "
                                + "spec.minReplicaCount=5; must be < max(1, minReplicaCount), which must be given: spec.idleReplicaCount=7")
                .withMessageContaining("spec.triggers[0].metadata.targetQueueSize=0; "
                        + "must differ from the names of the other triggers: spec.triggers[1].name=a; ")
                .withMessageEndingWith("must not be 0: spec.triggers[1].metadata.desiredReplicas=0");
    }

    @Test
    void a_cron_trigger_says_that_the_tolerance_keeps_the_count() {
        AutoscalerSpec spec = object(KedaTrigger.cron("day", "", "0 8 * * *", "0 18 * * *", 45))
                .build()
                .toSpec();
        long noon = 12 * 3_600_000L;
        for (int count : new int[] {45, 50, 51}) {
            Decision decision = spec.newDecision();
            spec.newAutoscaler().decide(spec.newObservation().at(noon).replicas(count), decision);
            assertThat(decision.metric(0).status())
                    .isEqualTo(count == 50 ? MetricProposal.Status.WITHIN_TOLERANCE : MetricProposal.Status.PROPOSED);
            assertThat(decision.metric(0).replicas()).isEqualTo(count == 50 ? 50 : 45);
        }
    }

    @Test
    void settings_without_effect_are_warned_of() {
        assertThat(object(QUEUE).pollingInterval(5).cooldownPeriod(5).build().warnings())
                .isEmpty();
        assertThat(object(QUEUE).minReplicaCount(1).build().warnings()).isEmpty();
        assertThat(object(QUEUE)
                        .minReplicaCount(1)
                        .pollingInterval(5)
                        .cooldownPeriod(6)
                        .build()
                        .warnings())
                .containsExactly(
                        "pollingInterval only times activation, of which there is none: spec.pollingInterval=5",
                        "cooldownPeriod needs minReplicaCount 0 or idleReplicaCount: spec.cooldownPeriod=6");
        assertThat(object(QUEUE, KedaTrigger.prometheus("rps", 2, 1.5))
                        .minReplicaCount(1)
                        .initialCooldownPeriod(7)
                        .build()
                        .warnings())
                .containsExactly(
                        "initialCooldownPeriod needs minReplicaCount 0 or idleReplicaCount: spec.initialCooldownPeriod=7",
                        "activationThreshold needs minReplicaCount 0 or idleReplicaCount:"
                                + " spec.triggers[1].metadata.activationThreshold=1.5");
        assertThat(object(QUEUE)
                        .minReplicaCount(2)
                        .idleReplicaCount(1)
                        .cooldownPeriod(6)
                        .build()
                        .warnings())
                .containsExactly("in a cluster the HPA raises an idle count above 0 again: spec.idleReplicaCount=1");
    }

    @Test
    void triggers_are_values_and_say_what_they_are() {
        KedaTrigger value = QUEUE.withMetricType("Value");

        assertThat(value)
                .isEqualTo(KedaTrigger.queue("orders", 5, 0).withMetricType("Value"))
                .isNotEqualTo(QUEUE);
        assertThat(value.metricType()).isEqualTo("Value");
        assertThat(value.kedaType()).isEqualTo("temporal");
        assertThat(QUEUE.metricType()).isNull();
        assertThat(KedaTrigger.cpu(50).metricType()).isEqualTo("Utilization");
        assertThat(KedaTrigger.cpu(50).name()).isEmpty();
        assertThat(KedaTrigger.cron("c", "", "a", "b", 1).kedaType()).isEqualTo("cron");
        assertThatNullPointerException().isThrownBy(() -> KedaTrigger.queue(null));
        assertThatNullPointerException().isThrownBy(() -> KedaTrigger.cron("", "", null, "", 1));
        assertThatNullPointerException().isThrownBy(() -> QUEUE.withMetricType(null));
        assertThatNullPointerException().isThrownBy(() -> ScaledObject.builder().trigger(null));
    }

    @Provide
    Arbitrary<KedaTrigger> triggers() {
        Arbitrary<Double> numbers = Arbitraries.of(-1.0, 0.0, 0.0004, 0.5, 7.0, 1e300, Double.NaN, 1 / 0.0);
        Arbitrary<String> types = Arbitraries.of("Value", "AverageValue", "Utilization", "");
        return Arbitraries.oneOf(
                numbers.map(target -> KedaTrigger.prometheus("p", target, -target)),
                numbers.map(target -> KedaTrigger.workload("", target, target)),
                Arbitraries.of(-1L, 0L, 3L).map(target -> KedaTrigger.queue("q", target, 2)),
                Arbitraries.of(0, 50).map(KedaTrigger::cpu),
                types.map(type -> KedaTrigger.memory(Quantity.parse("1500m")).withMetricType(type)),
                types.map(type -> QUEUE.withMetricType(type)),
                Arbitraries.of("", "Mars", "Europe/Berlin")
                        .map(zone -> KedaTrigger.cron("", zone, "0 8 * * *", "0 9 * * *", 2)),
                Arbitraries.of("", "x", "0 0 30 2 *").map(end -> KedaTrigger.cron("", "", "0 8 * * *", end, -2)));
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.of(-1, 0, 1, 2, 5, 101);
    }

    /** What has no violations builds, and what has some decides all the same where it is not checked. */
    @Property
    void what_is_accepted_builds_and_what_is_not_decides(
            @ForAll("triggers") KedaTrigger first,
            @ForAll("triggers") KedaTrigger second,
            @ForAll("counts") int min,
            @ForAll("counts") int max,
            @ForAll("counts") int idle,
            @ForAll("counts") int other) {
        ScaledObject.Builder builder =
                object(first, second).maxReplicaCount(max).cooldownPeriod(other);
        builder = min < 0 ? builder : builder.minReplicaCount(min);
        builder = idle < 0 ? builder : builder.idleReplicaCount(idle);
        ScaledObject object = (other > 5 ? builder : builder.fallback(other, idle)).build();

        AutoscalerSpec spec = object.toBuilder().buildUnchecked();
        var out = spec.newDecision();
        spec.newAutoscaler()
                .decide(spec.newObservation().at(0).replicas(2).failed(0).value(1, 9), out);

        assertThat(out.replicas()).isGreaterThanOrEqualTo(Math.min(0, max));
        if (object.violations().isEmpty()) {
            assertThatCode(object::toSpec).doesNotThrowAnyException();
        } else {
            assertThatIllegalArgumentException().isThrownBy(object::toSpec);
        }
    }
}
