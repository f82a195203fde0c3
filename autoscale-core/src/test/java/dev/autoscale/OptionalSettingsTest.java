package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How specs with more than the Kubernetes HPA's parts are checked, compared and told apart. */
class OptionalSettingsTest {
    private static final TimeWindow DAY = new OpenFrom(0, 100);
    private static final Activation COOLDOWN = Activation.cooldown(ofSeconds(60));

    private static AutoscalerSpec.Builder builder() {
        return AutoscalerSpec.builder(1, 10)
                .metric(external("queue").averageValue(5))
                .metric(source("s", TestSource.of(in -> 1)));
    }

    @Test
    void names_every_broken_rule_at_once() {
        TestSource odd = TestSource.of(in -> 1).remembering(-2, in -> {}).signals("gone");
        AutoscalerSpec.Builder broken = AutoscalerSpec.builder(3, 10)
                .metric(external("a").averageValue(1).onlyWhile("a"))
                .metric(external("b").averageValue(1).onlyWhile("no one"))
                .metric(source("s", odd))
                .activation(Activation.cooldown(ofMillis(-5))
                        .initialCooldown(ofMillis(-6))
                        .idleReplicas(4)
                        .idleTtl(ofMillis(-7))
                        .activationReplicas(11)
                        .zeroDelay(ofMillis(-8)))
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", DAY, -1),
                        ScheduleWindow.ceiling("c", DAY, 11).lead(ofMillis(-9))));
        assertThatThrownBy(broken::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "onlyWhile must name another metric: a.onlyWhile=a",
                        "onlyWhile must name another metric: b.onlyWhile=no one",
                        "a source's signals must be metrics: s.signals=gone",
                        "memorySize must be >= 0: s.memorySize=-2",
                        "cooldown must be >= 0: cooldown=-5 ms",
                        "initialCooldown must be >= 0: initialCooldown=-6 ms",
                        "idleTtl must be >= 0: idleTtl=-7 ms",
                        "zeroDelay must be >= 0: zeroDelay=-8 ms",
                        "idleReplicas must be >= 0 and <= max(1, minReplicas): idleReplicas=4",
                        "activationReplicas must be >= 0 and <= maxReplicas: activationReplicas=11",
                        "zeroDelay must be without idleReplicas: zeroDelay=-8 ms, idleReplicas=4",
                        "replicas must be >= 0 and <= maxReplicas: f.replicas=-1",
                        "lead must be >= 0 and <= 7 days: c.lead=-9 ms",
                        "replicas must be >= 0 and <= maxReplicas: c.replicas=11");
    }

    @Test
    void bounds_of_settings_are_inclusive() {
        assertThat(builder().bounds(0, 10).activation(COOLDOWN.idleReplicas(1)).build())
                .isNotNull();
        assertThat(builder().bounds(3, 10).activation(COOLDOWN.idleReplicas(3)).build())
                .isNotNull();
        assertThat(builder().activation(COOLDOWN.activationReplicas(10)).build())
                .isNotNull();
        assertThat(builder()
                        .schedule(Schedule.of(ScheduleWindow.fixed("x", DAY, 10)))
                        .build())
                .isNotNull();
        assertThat(builder()
                        .schedule(Schedule.of(ScheduleWindow.fixed("x", DAY, 0)))
                        .build())
                .isNotNull();
    }

    @Test
    void an_idle_ttl_needs_an_idle_count_above_zero() {
        String message = "idleTtl needs idleReplicas above 0: idleTtl=0 ms";
        assertThatThrownBy(() ->
                        builder().activation(COOLDOWN.idleTtl(ofMillis(0))).build())
                .hasMessage(message);
        assertThatThrownBy(() -> builder()
                        .activation(COOLDOWN.idleReplicas(0).idleTtl(ofMillis(0)))
                        .build())
                .hasMessage(message + ", idleReplicas=0");
        assertThat(builder()
                        .activation(COOLDOWN.idleReplicas(1).idleTtl(ofMillis(0)))
                        .build())
                .isNotNull();
    }

    @Test
    void activation_needs_a_metric_that_can_be_measured_at_zero() {
        AutoscalerSpec.Builder cpu = AutoscalerSpec.builder(1, 10)
                .metric(resource("cpu").averageUtilization(50))
                .activation(COOLDOWN);
        assertThatThrownBy(cpu::build)
                .hasMessageStartingWith(
                        "activation needs an Object or External metric, a source, or a signal with activation: activation=cooldown ");
        assertThatThrownBy(() -> cpu.metric(signal("load")).build()).hasMessageStartingWith("activation needs");
        assertThat(cpu.metric(signal("more").activation(0)).build()).isNotNull();
    }

    @Test
    void signals_alone_propose_nothing() {
        assertThatThrownBy(() ->
                        AutoscalerSpec.builder(1, 10).metric(signal("load")).build())
                .hasMessageStartingWith("metrics must not all be signals: metrics=");
    }

    @Test
    void a_threshold_must_be_a_number() {
        assertThatThrownBy(() -> signal("load").activation(Double.NaN))
                .hasMessage("activation must be a finite number: activation=NaN");
        assertThatThrownBy(() -> signal("load").activation(Double.NEGATIVE_INFINITY))
                .hasMessage("activation must be a finite number: activation=-Infinity");
    }

    @Test
    void cooldowns_too_long_for_a_long_are_the_longest() {
        Activation forever = Activation.cooldown(java.time.Duration.ofSeconds(Long.MAX_VALUE));
        Life life = new Life(builder().bounds(0, 10).activation(forever));
        life.in.at(0).replicas(3).value(0, 0);
        assertThat(life.decide()).isEqualTo(3);
    }

    @Test
    void every_setting_tells_specs_apart() {
        ScheduleWindow floor = ScheduleWindow.floor("f", DAY, 2);
        List<UnaryOperator<AutoscalerSpec.Builder>> all = List.of(
                b -> b,
                b -> b.activation(COOLDOWN),
                b -> b.activation(Activation.cooldown(ofSeconds(61)).initialCooldown(ofSeconds(60))),
                b -> b.activation(COOLDOWN.initialCooldown(ofSeconds(61))),
                b -> b.activation(COOLDOWN.idleReplicas(0)),
                b -> b.activation(COOLDOWN.idleReplicas(1)),
                b -> b.activation(COOLDOWN.idleReplicas(1).idleTtl(ofSeconds(1))),
                b -> b.activation(COOLDOWN.activationReplicas(2)),
                b -> b.activation(COOLDOWN.zeroDelay(ofSeconds(0))),
                b -> b.combination(Combination.MIN),
                b -> b.combination(Combination.votes(1, 2)),
                b -> b.combination(Combination.votes(2, 1)),
                b -> b.combination(Combination.of("mine", out -> 1)),
                b -> b.schedule(Schedule.of(floor)),
                b -> b.schedule(Schedule.of(floor, floor)),
                b -> b.schedule(Schedule.of(floor.atOnce())),
                b -> b.schedule(Schedule.of(floor.rank(1))),
                b -> b.schedule(Schedule.of(floor.lead(ofMillis(1)))),
                b -> b.schedule(Schedule.of(ScheduleWindow.floor("g", DAY, 2))),
                b -> b.schedule(Schedule.of(ScheduleWindow.floor("f", DAY, 3))),
                b -> b.schedule(Schedule.of(ScheduleWindow.floor("f", new OpenFrom(0, 101), 2))),
                b -> b.schedule(Schedule.of(ScheduleWindow.ceiling("f", DAY, 2))),
                b -> b.schedule(Schedule.of(ScheduleWindow.fixed("f", DAY, 2))),
                b -> b.schedule(Schedule.of(ScheduleWindow.forbidScaleUp("f", DAY))),
                b -> b.schedule(Schedule.of(ScheduleWindow.forbidScaleDown("f", DAY))),
                b -> b.metric(signal("x")),
                b -> b.metric(signal("x").activation(0)),
                b -> b.metric(signal("x").activation(1)),
                b -> b.metric(signal("x").onlyWhile("queue")),
                b -> b.metric(source("x", TestSource.of(in -> 1).id("one"))),
                b -> b.metric(source("x", TestSource.of(in -> 1).id("two"))),
                b -> b.metric(external("x").value(1).fallback(Fallback.afterFailures(1, 1))),
                b -> b.metric(external("x").value(1).fallback(Fallback.afterFailures(1, 2))),
                b -> b.metric(external("x").value(1).fallback(Fallback.afterFailures(2, 1))));
        List<AutoscalerSpec> specs =
                all.stream().map(change -> change.apply(builder()).build()).toList();
        assertThat(specs).doesNotHaveDuplicates();
        assertThat(specs.stream().map(AutoscalerSpec::fingerprint)).doesNotHaveDuplicates();
        for (int i = 0; i < specs.size(); i++) {
            AutoscalerSpec again = all.get(i).apply(builder()).build();
            assertThat(again).isEqualTo(specs.get(i)).hasSameHashCodeAs(specs.get(i));
            assertThat(specs.get(i).toBuilder().build()).isEqualTo(specs.get(i));
        }
    }
}
