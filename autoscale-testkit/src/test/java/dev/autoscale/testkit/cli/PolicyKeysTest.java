package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Fallback;
import dev.autoscale.Fallback.Behavior;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.policies.keda.Formula;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that the library has beside those of Kubernetes. */
class PolicyKeysTest {
    private static final String QUEUE = "maxReplicas=20\nmetrics.queue.averageValue=5\n";

    @TempDir
    private Path directory;

    @Test
    void activation_options_and_combination() throws IOException {
        AutoscalerSpec spec = read("""
                minReplicas=0
                maxReplicas=20
                metrics.queue.averageValue=5
                metrics.queue.activation=1500m
                metrics.queue.fallback.failures=3
                metrics.queue.fallback.replicas=6
                metrics.queue.fallback.behavior=currentReplicasIfHigher
                metrics.cpu.averageUtilization=70
                metrics.cpu.onlyWhile=beat
                metrics.cpu.maxAge=1m
                metrics.beat.type=signal
                metrics.beat.name=heart
                metrics.beat.activation=0
                activation.cooldown=5m
                activation.initialCooldown=30
                activation.activationReplicas=3
                activation.zeroDelay=90s
                combination=votes(1, all)
                """);

        Fallback fallback = Fallback.afterFailures(3, 6).behavior(Behavior.CURRENT_REPLICAS_IF_HIGHER);
        AutoscalerSpec expected = AutoscalerSpec.builder(0, 20)
                .metric(MetricSpec.external("queue")
                        .averageValue(5)
                        .activation(1.5)
                        .fallback(fallback))
                .metric(MetricSpec.resource("cpu")
                        .averageUtilization(70)
                        .onlyWhile("beat")
                        .maxAge(Duration.ofMinutes(1)))
                .metric(MetricSpec.signal("heart").id("beat").activation(0))
                .activation(Activation.cooldown(Duration.ofMinutes(5))
                        .initialCooldown(Duration.ofSeconds(30))
                        .activationReplicas(3)
                        .zeroDelay(Duration.ofSeconds(90)))
                .combination(Combination.votes(1, Combination.ALL))
                .legacy()
                .build();
        assertThat(spec).isEqualTo(expected);
    }

    @Test
    void idle_replicas_and_their_end() throws IOException {
        AutoscalerSpec spec = read("minReplicas=3\n" + QUEUE
                + "activation.cooldown=60\nactivation.idleReplicas=1\nactivation.idleTtl=1h\n");

        Activation activation =
                Activation.cooldown(Duration.ofMinutes(1)).idleReplicas(1).idleTtl(Duration.ofHours(1));
        assertThat(spec).isEqualTo(queue(3).activation(activation).build()).isNotEqualTo(queue(3).build());
    }

    @Test
    void every_combination() throws IOException {
        Map<String, Combination> texts = Map.of(
                "max", Combination.MAX,
                "min", Combination.MIN,
                "sum", Combination.SUM,
                "average", Combination.AVERAGE,
                "votes(2,1)", Combination.votes(2, 1));
        for (Map.Entry<String, Combination> text : texts.entrySet()) {
            assertThat(read(QUEUE + "combination=" + text.getKey()))
                    .as(text.getKey())
                    .isEqualTo(queue(1).combination(text.getValue()).build());
        }
    }

    @Test
    void ratios() throws IOException {
        AutoscalerSpec spec = read(QUEUE + """
                metrics.parse.type=ratio
                metrics.parse.workload=parse-workers
                metrics.parse.times=2
                metrics.parse.dividedBy=3
                metrics.parse.plus=-1
                metrics.parse.rounding=halfUp
                metrics.parse.atLeast=1
                metrics.parse.atMost=4
                metrics.parse.activation=2
                metrics.asr.type=ratio
                metrics.asr.dividedBy=2
                """);

        RatioTarget parse = RatioTarget.of("parse-workers")
                .times(2)
                .dividedBy(3)
                .plus(-1)
                .rounding(RatioTarget.Rounding.HALF_UP)
                .atLeast(1)
                .atMost(4)
                .build();
        MetricSpec asr = RatioTarget.of("asr").dividedBy(2).asMetric();
        assertThat(spec)
                .isEqualTo(queue(1).metric(MetricSpec.source("parse-workers", parse)
                                .id("parse")
                                .activation(2))
                        .metric(asr)
                        .build());
        assertThatThrownBy(() -> read(QUEUE + """
                metrics.r.type=ratio
                metrics.r.dividedBy=0
                metrics.r.rounding=Ceil
                metrics.r.atLeast=3
                metrics.r.atMost=2
                metrics.r.value=1
                metrics.s.type=ratio
                metrics.s.workload=
                metrics.s.times=x
                """)).hasMessage(lines(directory.resolve("policy.properties"), """
                FILE:4: must be >= 1: metrics.r.dividedBy=0
                FILE:5: must be one of ceil, floor, halfUp: metrics.r.rounding=Ceil (did you mean ceil?)
                FILE:7: must be >= atLeast: metrics.r.atMost=2, atLeast=3
                FILE:8: must not be given for the type ratio: metrics.r.value=1
                FILE:10: must not be blank: metrics.s.workload=""
                FILE:11: must be a whole number: metrics.s.times=x
                """));
    }

    @Test
    void every_kind_of_window() throws IOException {
        Policy policy = new Workbench(directory).read(QUEUE + """
                schedule.day.type=floor
                schedule.day.start=0 8 * * MON-FRI
                schedule.day.end=0 18 * * MON-FRI
                schedule.day.timezone=Europe/Berlin
                schedule.day.replicas=6
                schedule.day.rank=2
                schedule.day.lead=15m
                schedule.day.atOnce=true
                schedule.night.type=ceiling
                schedule.night.start=@daily
                schedule.night.duration=6h
                schedule.night.replicas=3
                schedule.night.atOnce=false
                schedule.demo.type=fixed
                schedule.demo.start=0 12 24 12 *
                schedule.demo.duration=1h
                schedule.demo.replicas=4
                schedule.deploy.type=forbidScaleDown
                schedule.deploy.start=0 9 * * TUE
                schedule.deploy.duration=30m
                schedule.audit.type=forbidScaleUp
                schedule.audit.start=0 9 1 * *
                schedule.audit.duration=30m
                """);

        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Schedule expected = Schedule.of(
                ScheduleWindow.floor(
                                "day",
                                CronWindow.between(
                                        CronExpression.parse("0 8 * * MON-FRI", berlin),
                                        CronExpression.parse("0 18 * * MON-FRI", berlin)),
                                6)
                        .rank(2)
                        .lead(Duration.ofMinutes(15))
                        .atOnce(),
                ScheduleWindow.ceiling("night", lasting("@daily", 360), 3),
                ScheduleWindow.fixed("demo", lasting("0 12 24 12 *", 60), 4),
                ScheduleWindow.forbidScaleDown("deploy", lasting("0 9 * * TUE", 30)),
                ScheduleWindow.forbidScaleUp("audit", lasting("0 9 1 * *", 30)));
        assertThat(policy.schedule()).isEqualTo(expected);
        assertThat(policy.spec()).isEqualTo(queue(1).schedule(expected).build());
        assertThat(policy.hasActivation()).isFalse();
    }

    private static CronWindow lasting(String start, int minutes) {
        return CronWindow.lasting(CronExpression.parse(start, CronExpression.zone("")), Duration.ofMinutes(minutes));
    }

    @Test
    void activation_needs_something_that_can_wake() throws IOException {
        String cpu = "maxReplicas=3\nmetrics.cpu.averageUtilization=70\n";
        assertThatThrownBy(() -> read(cpu + "activation.cooldown=60\n"))
                .hasMessageEndingWith(":3: needs an Object or External metric, a source, or a signal with activation:"
                        + " activation.cooldown=60");
        assertThatThrownBy(() -> read(cpu + "activation.idleReplicas=1\n"))
                .hasMessageContaining(":3: must be given: activation.cooldown\n");
        assertThat(read(cpu + "minReplicas=0\nmetrics.s.type=signal\nmetrics.s.activation=1\nactivation.cooldown=60\n")
                        .minReplicas())
                .isZero();
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        Path file = write("""
                minReplicas=0
                maxReplicas=10
                metrics.q.averageValue=5
                metrics.q.activaton=1
                metrics.q.onlyWhile=sig
                metrics.q.fallback.failure=3
                metrics.q.fallback.replicas=-1
                metrics.q.atMost=4
                metrics.sign.type=signal
                metrics.sign.averageValue=5
                metrics.sign.fallback.failures=0
                metrics.sign.fallback.replicas=2
                metrics.sign.fallback.behavior=currentReplicasIfhigher
                metrics.rest.type=Signal
                metrics.rest.value=1
                activation.cooldwn=5m
                activation.initialCooldown=soon
                activation.idleReplicas=2
                activation.idleTtl=1h
                activation.activationReplicas=11
                activation.zeroDelay=1m
                combination=avarage
                schedules.day.type=floor
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage(lines(file, """
                FILE:4: unknown key: metrics.q.activaton (did you mean metrics.q.activation?)
                FILE:5: must be the id of another metric: metrics.q.onlyWhile=sig (did you mean sign?)
                FILE:6: unknown key: metrics.q.fallback.failure (did you mean metrics.q.fallback.failures?)
                FILE:7: must be >= 0: metrics.q.fallback.replicas=-1
                FILE:8: must not be given for the type External: metrics.q.atMost=4
                FILE:10: must not be given for the type signal: metrics.sign.averageValue=5
                FILE:11: must be >= 1: metrics.sign.fallback.failures=0
                FILE:13: must be one of static, currentReplicas, currentReplicasIfHigher, currentReplicasIfLower:\
                 metrics.sign.fallback.behavior=currentReplicasIfhigher (did you mean currentReplicasIfHigher?)
                FILE:14: must be one of Object, Pods, Resource, External, ContainerResource, ratio, signal, steps, watermark, backlog, queueDelay, seasonalFloor:\
                 metrics.rest.type=Signal (did you mean signal?)
                FILE:16: unknown key: activation.cooldwn (did you mean activation.cooldown?)
                FILE:17: must be a length of time such as 15s, 5m, 1h30m or plain seconds:\
                 activation.initialCooldown=soon
                FILE:18: must be >= 0 and <= max(1, minReplicas): activation.idleReplicas=2
                FILE:20: must be >= 0 and <= maxReplicas: activation.activationReplicas=11
                FILE:21: must be without activation.idleReplicas: activation.zeroDelay=1m
                FILE:22: must be one of max, min, sum, average, votes(metrics to grow, metrics to shrink)\
                 such as votes(1, all), or a formula such as formula max(a, b): combination=avarage (did you mean average?)
                FILE:23: unknown key: schedules.day.type (did you mean schedule.day.type?)
                """));
    }

    @Test
    void every_problem_of_a_schedule_is_named_at_once() throws IOException {
        Path file = write(QUEUE + """
                schedule.day.type=flor
                schedule.day.start=60 8 * * MON-FRI
                schedule.day.end=0 18 * * MON-FRY
                schedule.day.replicas=21
                schedule.day.lead=x
                schedule.day.atOnce=yes
                schedule.zone.type=ceiling
                schedule.zone.start=0 8 * * *
                schedule.zone.duration=0
                schedule.zone.timezone=Europe/Berln
                schedule.zone.replicas=3
                schedule.stop.type=forbidScaleUp
                schedule.stop.start=0 8 * * *
                schedule.stop.end=0 9 * * *
                schedule.stop.duration=5m
                schedule.stop.replicas=1
                schedule.bare.rank=1
                schedule.one.type=fixed
                schedule.one.start=0 8 * * *
                schedule.one.duration=2h
                schedule.one.replicas=1
                schedule.two.type=fixed
                schedule.two.start=0 9 * * SAT
                schedule.two.duration=2h
                schedule.two.replicas=2
                schedule.two.leed=1m
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage(lines(file, """
                FILE:3: must be one of floor, ceiling, fixed, forbidScaleDown, forbidScaleUp: schedule.day.type=flor\
                 (did you mean floor?)
                FILE:4: values must be from 0 to 59: minute=60, character=1: schedule.day.start=60 8 * * MON-FRI
                FILE:5: there must be a number or a name such as SUN: day of week=FRY, character=14:\
                 schedule.day.end=0 18 * * MON-FRY
                FILE:6: must be >= 0 and <= maxReplicas: schedule.day.replicas=21
                FILE:7: must be a length of time such as 15s, 5m, 1h30m or plain seconds: schedule.day.lead=x
                FILE:8: must be one of false, true: schedule.day.atOnce=yes
                FILE:11: length must be at least 1 ms: schedule.zone.duration=0
                FILE:12: must be a name of the IANA time zone database: schedule.zone.timezone=Europe/Berln;\
                 did you mean Europe/Berlin?
                FILE:17: must not be given together with schedule.stop.end: schedule.stop.duration=5m
                FILE:18: must not be given for the type forbidScaleUp: schedule.stop.replicas=1
                FILE:19: must be given: schedule.bare.type
                FILE:19: must be given: schedule.bare.replicas
                FILE:19: must be given: schedule.bare.start
                FILE:19: must be given: schedule.bare.end or schedule.bare.duration
                FILE:24: FIXED windows of equal rank must not overlap: schedule.two.rank=0, one (FIXED 1, 0 8 * * * for PT2H, Z),\
                 two (FIXED 2, 0 9 * * SAT for PT2H, Z), both open at 2024-01-06T09:00:00Z
                FILE:28: unknown key: schedule.two.leed (did you mean schedule.two.lead?)
                """));
    }

    private static String lines(Path file, String text) {
        return text.strip().replace("FILE", file.toString());
    }

    private static AutoscalerSpec.Builder queue(int minReplicas) {
        return AutoscalerSpec.builder(minReplicas, 20)
                .metric(MetricSpec.external("queue").averageValue(5))
                .legacy();
    }

    @Test
    void a_formula_combines_metrics() throws IOException {
        String file = "minReplicas=1\nmaxReplicas=9\nmetrics.a.averageValue=5\nmetrics.cpu.averageUtilization=70\n";

        assertThat(read(file + "combination=formula max(a, min(cpu, 4))\n").combination())
                .isEqualTo(Formula.compile("max(a, min(cpu, 4))", "a", "cpu").combination());
        assertThatThrownBy(() -> read(file + "combination=formula max(a, queue)\n"))
                .hasMessageEndingWith(
                        ":5: unknown name queue, must be one of a, cpu at character 8: combination=formula max(a, queue)");
    }

    private AutoscalerSpec read(String text) throws IOException {
        return new Workbench(directory).read(text).spec();
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
