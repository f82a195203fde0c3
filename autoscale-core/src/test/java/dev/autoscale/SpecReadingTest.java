package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a spec says of itself, for those who judge it. */
class SpecReadingTest {
    private static final AutoscalerSpec PLAIN = AutoscalerSpec.builder(1, 10)
            .metric(MetricSpec.external("load").averageValue(5))
            .build();

    @Test
    void unset_rules_read_as_kubernetes_defaults() {
        ScalingRules up = PLAIN.scaleUp();
        assertThat(up.stabilizationWindow()).isEqualTo(Duration.ZERO);
        assertThat(up.tolerance()).isEqualTo(0.1);
        assertThat(up.select()).isEqualTo(ScalingRules.SelectPolicy.MAX);
        assertThat(up.policies())
                .containsExactly(
                        RatePolicy.pods(4).per(Duration.ofSeconds(15)),
                        RatePolicy.percent(100).per(Duration.ofSeconds(15)));
        assertThat(PLAIN.scaleDown().stabilizationWindow()).isEqualTo(Duration.ofSeconds(300));
        assertThat(PLAIN.scaleDown().policies())
                .isEqualTo(List.of(RatePolicy.percent(100).per(Duration.ofSeconds(15))));
        assertThat(PLAIN.cpuInitializationPeriod()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void rules_that_were_read_build_an_equal_spec() {
        ScalingRules down = ScalingRules.rules()
                .sustainedFor(Duration.ofSeconds(7))
                .sustainedIn(2, 3)
                .cooldown(Duration.ofSeconds(8))
                .cooldownAfterAny(Duration.ofSeconds(9))
                .gain(0.5)
                .tolerance(0.2);
        AutoscalerSpec spec = PLAIN.toBuilder()
                .scaleUp(ScalingRules.rules().cooldown(Duration.ofSeconds(6)).largerWithinCooldown())
                .scaleDown(down)
                .build();

        assertThat(spec.toBuilder()
                        .scaleUp(spec.scaleUp())
                        .scaleDown(spec.scaleDown())
                        .build())
                .isEqualTo(spec);
        assertThat(spec.scaleDown().sustainedFor()).isEqualTo(Duration.ofSeconds(7));
        assertThat(spec.scaleDown().sustainedBreaches()).isEqualTo(2);
        assertThat(spec.scaleDown().cooldown()).isEqualTo(Duration.ofSeconds(8));
        assertThat(spec.scaleUp().allowsLargerWithinCooldown()).isTrue();
        assertThat(spec.scaleDown().allowsLargerWithinCooldown()).isFalse();
        assertThat(spec.scaleDown().cooldownAfterAny()).isEqualTo(Duration.ofSeconds(9));
        assertThat(spec.scaleDown().tolerance()).isEqualTo(0.2);
    }

    @Test
    void the_other_parts_read_as_they_were_set() {
        Activation activation = Activation.cooldown(Duration.ofSeconds(60));
        assertThat(activation.cooldown()).isEqualTo(Duration.ofSeconds(60));
        assertThat(activation.idleReplicas()).isEmpty();
        assertThat(activation.idleReplicas(0).idleReplicas()).hasValue(0);
        assertThat(activation.isTwoStage()).isFalse();
        assertThat(activation.zeroDelay(Duration.ZERO).isTwoStage()).isTrue();

        FlapBudget budget = FlapBudget.per(Duration.ofMinutes(10));
        assertThat(budget.period()).isEqualTo(Duration.ofMinutes(10));
        assertThat(budget.replicas()).isEmpty();
        assertThat(budget.reversals()).isEmpty();
        assertThat(budget.isShrinkOnly()).isFalse();
        assertThat(budget.replicas(12).replicas()).hasValue(12);
        assertThat(budget.reversals(0).reversals()).hasValue(0);
        assertThat(budget.shrinkOnly().isShrinkOnly()).isTrue();

        MetricSpec metric = PLAIN.metric(0);
        Fallback fallback = Fallback.afterFailures(3, 2);
        LookBack lookBack = LookBack.mean(Duration.ofSeconds(30));
        assertThat(metric.hasActivation()).isFalse();
        assertThat(metric.activation(0).hasActivation()).isTrue();
        assertThat(metric.fallback()).isNull();
        assertThat(metric.fallback(fallback).fallback()).isEqualTo(fallback);
        assertThat(metric.lookBack()).isNull();
        assertThat(metric.lookBack(lookBack).lookBack()).isEqualTo(lookBack);
        assertThat(metric.warmUp(Duration.ofSeconds(90)).warmUp()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void a_window_says_its_lead_and_rank() {
        ScheduleWindow window = ScheduleWindow.floor("office", new OpenFrom(0, 10), 5);
        assertThat(window.lead()).isEqualTo(Duration.ZERO);
        assertThat(window.rank()).isZero();
        assertThat(window.lead(Duration.ofMinutes(5)).lead()).isEqualTo(Duration.ofMinutes(5));
        assertThat(window.rank(3).rank()).isEqualTo(3);
    }

    @Test
    void metrics_say_what_their_values_are() {
        MetricSpec total = PLAIN.metric(0);
        assertThat(total.readsValue()).isTrue();
        assertThat(total.dependsOnReplicas()).isFalse();
        assertThat(MetricSpec.external("latency").value(5).dependsOnReplicas()).isTrue();
        assertThat(MetricSpec.resource("cpu").averageUtilization(70).dependsOnReplicas())
                .isTrue();
        assertThat(MetricSpec.pods("sessions").averageValue(70).dependsOnReplicas())
                .isTrue();
        MetricSpec signal = MetricSpec.signal("backlog");
        assertThat(signal.readsValue()).isTrue();
        assertThat(signal.dependsOnReplicas()).isFalse();
        MetricSpec clock = MetricSpec.source("clock", TestSource.of(in -> 3));
        assertThat(clock.readsValue()).isFalse();
        assertThat(clock.dependsOnReplicas()).isFalse();
    }
}
