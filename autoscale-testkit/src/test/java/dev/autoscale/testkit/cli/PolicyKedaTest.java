package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fallback;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.KedaTriggerType;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyKedaTest {
    private static final String QUEUE = "triggers.queue.type=queue\n";

    @TempDir
    private Path directory;

    @Test
    void every_key_is_read() throws IOException {
        Policy policy = new Workbench(directory).read("""
                keda.minReplicaCount=2
                keda.maxReplicaCount=20
                keda.idleReplicaCount=1
                keda.pollingInterval=15
                keda.cooldownPeriod=2m
                keda.initialCooldownPeriod=60
                keda.fallback.failureThreshold=3
                keda.fallback.replicas=6
                keda.fallback.behavior=currentReplicasIfLower
                triggers.jobs.type=queue
                triggers.jobs.targetQueueSize=10
                triggers.jobs.activationTargetQueueSize=2
                triggers.rate.type=prometheus
                triggers.rate.threshold=0.5
                triggers.rate.activationThreshold=0.1
                triggers.rate.metricType=Value
                triggers.day.type=cron
                triggers.day.timezone=Europe/Berlin
                triggers.day.start=0 8 * * 1-5
                triggers.day.end=0 18 * * 1-5
                triggers.day.desiredReplicas=4
                triggers.asr.type=workload
                triggers.asr.value=2.5
                triggers.asr.activationValue=1
                triggers.cpu.type=cpu
                triggers.cpu.value=70
                triggers.heap.type=memory
                triggers.heap.metricType=AverageValue
                triggers.heap.value=1Gi
                behavior.scaleDown.stabilizationWindowSeconds=60
                """);

        AutoscalerSpec expected = ScaledObject.builder()
                .minReplicaCount(2)
                .maxReplicaCount(20)
                .idleReplicaCount(1)
                .pollingInterval(15)
                .cooldownPeriod(120)
                .initialCooldownPeriod(60)
                .fallback(3, 6, "currentReplicasIfLower")
                .trigger(KedaTrigger.queue("jobs", 10, 2))
                .trigger(KedaTrigger.prometheus("rate", 0.5, 0.1).withMetricType("Value"))
                .trigger(KedaTrigger.cron("day", "Europe/Berlin", "0 8 * * 1-5", "0 18 * * 1-5", 4))
                .trigger(KedaTrigger.workload("asr", 2.5, 1))
                .trigger(KedaTrigger.cpu(70))
                .trigger(KedaTrigger.memory(Quantity.parse("1Gi")))
                .behavior(new HpaBehavior(null, Rules.rules().withStabilizationWindowSeconds(60)))
                .build()
                .toSpec();
        assertThat(policy.spec()).isEqualTo(renamed(expected, 5, "heap"));
        assertThat(policy.hasActivation()).isTrue();
        assertThat(policy.schedule().windows()).isEmpty();
    }

    private static AutoscalerSpec renamed(AutoscalerSpec spec, int metric, String id) {
        List<MetricSpec> metrics = metrics(spec);
        metrics.set(metric, metrics.get(metric).id(id));
        return spec.toBuilder().metrics(metrics).build();
    }

    private static List<MetricSpec> metrics(AutoscalerSpec spec) {
        List<MetricSpec> metrics = new ArrayList<>();
        for (int i = 0; i < spec.metricCount(); i++) {
            metrics.add(spec.metric(i));
        }
        return metrics;
    }

    @Test
    void the_defaults_are_kedas() throws IOException {
        ScaledObject queue =
                ScaledObject.builder().trigger(KedaTrigger.queue("queue")).build();
        assertThat(read(QUEUE)).isEqualTo(queue.toSpec());
        // With the library's own defaults, so that these have to be taken from KEDA.
        assertThat(read(QUEUE + "activation.activationReplicas=0\n")).isEqualTo(queue.toSpec());

        ScaledObject idle = ScaledObject.builder()
                .minReplicaCount(3)
                .idleReplicaCount(1)
                .cooldownPeriod(7)
                .initialCooldownPeriod(5)
                .trigger(KedaTrigger.queue("queue"))
                .build();
        assertThat(read(QUEUE + """
                keda.minReplicaCount=3
                keda.idleReplicaCount=1
                keda.cooldownPeriod=7
                keda.initialCooldownPeriod=5
                activation.activationReplicas=0
                """)).isEqualTo(idle.toSpec());
    }

    @Test
    void the_librarys_keys_go_beside_kedas() throws IOException {
        AutoscalerSpec spec = read(QUEUE + """
                keda.minReplicaCount=3
                keda.idleReplicaCount=1
                activation.idleTtl=1h
                activation.activationReplicas=4
                metrics.queue.onlyWhile=beat
                metrics.queue.fallback.failures=2
                metrics.queue.fallback.replicas=5
                metrics.queue.maxAge=1m
                metrics.beat.type=signal
                metrics.beat.activation=1
                metrics.parse.type=ratio
                metrics.parse.dividedBy=3
                controller.tolerance=0.2
                combination=max
                """);

        Activation activation = Activation.cooldown(
                        Duration.ofSeconds(ScaledObject.DEFAULT_COOLDOWN_PERIOD).plusMillis(1))
                .initialCooldown(Duration.ZERO)
                .idleReplicas(1)
                .idleTtl(Duration.ofHours(1))
                .activationReplicas(4);
        AutoscalerSpec.Builder keda = ScaledObject.builder()
                .minReplicaCount(3)
                .idleReplicaCount(1)
                .trigger(KedaTrigger.queue("queue"))
                .build()
                .toBuilder();
        MetricSpec queue = keda.build().metric(0);
        assertThat(spec)
                .isEqualTo(keda.activation(activation)
                        .metrics(List.of(
                                queue.onlyWhile("beat")
                                        .fallback(Fallback.afterFailures(2, 5))
                                        .maxAge(Duration.ofMinutes(1)),
                                MetricSpec.signal("beat").activation(1),
                                RatioTarget.of("parse").dividedBy(3).asMetric()))
                        .tolerance(0.2)
                        .build());
    }

    @Test
    void cpu_alone_never_rests() throws IOException {
        String cpu = "keda.minReplicaCount=1\ntriggers.cpu.type=cpu\ntriggers.cpu.value=60\n";
        assertThat(new Workbench(directory).read(cpu).hasActivation()).isFalse();
        assertThatThrownBy(() -> read(cpu + "activation.activationReplicas=2\n"))
                .hasMessageEndingWith(":4: needs a trigger other than cpu and memory: activation.activationReplicas=2");
    }

    @Test
    void a_file_is_of_one_kind() {
        assertThatThrownBy(() -> read("minReplicas=1\nkeda.cooldownPeriod=5\nmaxReplicas=x\n" + QUEUE))
                .hasMessageEndingWith(":1: must be an HPA file or a KEDA file, where the bounds are"
                        + " keda.minReplicaCount and keda.maxReplicaCount: minReplicas together with keda.cooldownPeriod"
                        + " (line 2)")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        Path file = write("""
                keda.minReplicaCount=5
                keda.maxReplicaCount=3
                keda.idleReplicaCount=7
                keda.pollingInterval=0
                keda.cooldownPeriod=1500ms
                keda.initialCooldownPeriod=soon
                keda.fallback.replicas=-1
                keda.fallback.behavior=statc
                keda.coolDownPeriod=5
                triggers.a.type=queu
                triggers.b.type=queue
                triggers.b.targetQueueSize=0
                triggers.b.threshold=5
                triggers.c.type=prometheus
                triggers.c.activationThreshhold=2
                triggers.d.type=cron
                triggers.d.timezone=Europe/Berln
                triggers.d.start=0 8 32 * *
                triggers.d.end=0 8 * * X
                triggers.d.desiredReplicas=0
                triggers.e.type=workload
                triggers.e.value=-1
                triggers.e.metricType=Utilization
                triggers.f.type=cpu
                triggers.f.value=0
                triggers.g.start=0 8 * * *
                metrics.b.activation=4
                metrics.b.averageValue=4
                metrics.x.averageValue=4
                metrics.e.type=signal
                activation.cooldown=5m
                activation.idleReplicas=0
                activation.zeroDelay=5m
                behavior.scaleUp.policies=Pods 0 15
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage("""
                FILE:2: must be >= max(1, minReplicaCount): keda.maxReplicaCount=3, minReplicaCount=5
                FILE:3: must be < max(1, minReplicaCount), which must be given: keda.idleReplicaCount=7, minReplicaCount=5
                FILE:4: must be >= 1: keda.pollingInterval=0
                FILE:5: must be whole seconds: keda.cooldownPeriod=1500ms
                FILE:6: must be a length of time such as 15s, 5m, 1h30m or plain seconds: keda.initialCooldownPeriod=soon
                FILE:7: must be given: keda.fallback.failureThreshold
                FILE:7: must be >= 0: keda.fallback.replicas=-1
                FILE:8: must be one of static, currentReplicas, currentReplicasIfHigher, currentReplicasIfLower,\
                 scalingModifiers: keda.fallback.behavior=statc (did you mean static?)
                FILE:9: unknown key: keda.coolDownPeriod (did you mean keda.cooldownPeriod?)
                FILE:10: must be one of cpu, cron, memory, prometheus, queue, workload or another of KEDA's types: triggers.a.type=queu\
                 (did you mean queue?)
                FILE:12: must be a whole number > 0: triggers.b.targetQueueSize=0
                FILE:13: must not be given for the type queue: triggers.b.threshold=5
                FILE:14: must be given: triggers.c.threshold
                FILE:15: unknown key: triggers.c.activationThreshhold (did you mean triggers.c.activationThreshold?)
                FILE:17: zone must be a name of the IANA time zone database: triggers.d.timezone=Europe/Berln;\
                 did you mean Europe/Berlin?
                FILE:18: values must be from 1 to 31: day of month=32, character=5: triggers.d.start=0 8 32 * *
                FILE:19: there must be a number or a name such as SUN: day of week=X, character=9:\
                 triggers.d.end=0 8 * * X
                FILE:20: must not be 0: triggers.d.desiredReplicas=0
                FILE:22: must be a number > 0 after rounding to thousandths: triggers.e.value=-1
                FILE:23: must be one of AverageValue, Value: triggers.e.metricType=Utilization
                FILE:25: must be > 0: triggers.f.value=0
                FILE:26: must be given: triggers.g.type
                FILE:27: must not be given for the trigger b: metrics.b.activation=4
                FILE:28: must not be given for the trigger b: metrics.b.averageValue=4
                FILE:29: must be a trigger, or of one of the types ratio, signal, steps, watermark, backlog,\
                 queueDelay, seasonalFloor, in a KEDA file: metrics.x.averageValue=4
                FILE:30: must have another id than the trigger e: metrics.e.type=signal
                FILE:31: must be keda.cooldownPeriod in a KEDA file: activation.cooldown=5m
                FILE:32: must be keda.idleReplicaCount in a KEDA file: activation.idleReplicas=0
                FILE:33: must be without keda.idleReplicaCount: activation.zeroDelay=5m
                FILE:34: must be > 0: behavior.scaleUp.policies[0].value=0
                """.strip().replace("FILE", file.toString()));
    }

    @Test
    void a_formula_over_triggers() throws IOException {
        String triggers = "triggers.a.type=queue\ntriggers.b.type=cpu\ntriggers.b.value=70\nkeda.minReplicaCount=1\n";
        AutoscalerSpec spec = read(triggers
                + "keda.scalingModifiers.formula=a > 5 ? 2 * a : 5\nkeda.scalingModifiers.target=4\n"
                + "keda.scalingModifiers.activationTarget=2\nkeda.scalingModifiers.metricType=Value\n");

        assertThat(spec.metricCount()).isEqualTo(3);
        assertThat(spec.metric(0).kind()).isEqualTo(MetricSpec.Kind.SIGNAL);
        assertThat(spec.metric(1).id()).isEqualTo("b");
        assertThat(spec.metric(2).id()).isEqualTo("composite-metric");
        assertThatThrownBy(() -> read(triggers + "keda.scalingModifiers.formula=a + c\n"
                        + "keda.scalingModifiers.activationTarget=x\nkeda.scalingModifiers.metricType=Total\n"))
                .message()
                .satisfies(message -> assertThat(message.lines().map(line -> line.replaceFirst("^.*?properties", "")))
                        .containsExactly(
                                ":5: must be given: keda.scalingModifiers.target",
                                ":5: unknown name c, must be one of a at character 5: keda.scalingModifiers.formula=a + c",
                                ":6: must be a number: keda.scalingModifiers.activationTarget=x",
                                ":7: must be one of AverageValue, Value: keda.scalingModifiers.metricType=Total"));
    }

    @Test
    void rules_over_several_keys() throws IOException {
        assertThatThrownBy(() -> read("keda.cooldownPeriod=5\n"))
                .hasMessageEndingWith("properties: must have a trigger: triggers.<name>.type");
    }

    @Test
    void every_type_of_keda_has_its_own_keys() throws IOException {
        for (KedaTriggerType type : KedaTriggerType.all()) {
            for (String key : type.targetKeys()) {
                AutoscalerSpec spec =
                        read("triggers.a.type=" + type.name() + "\ntriggers.a." + key + "=7\nkeda.maxReplicaCount=9\n");
                assertThat(spec)
                        .describedAs(type.name() + ' ' + key)
                        .isEqualTo(ScaledObject.builder()
                                .maxReplicaCount(9)
                                .trigger(KedaTrigger.prometheus("a", 7, 0))
                                .build()
                                .toSpec());
            }
        }
        assertThat(read("triggers.a.type=external\ntriggers.a.target=7\n"))
                .isEqualTo(read("triggers.a.type=prometheus\ntriggers.a.threshold=7\n"));
        assertThatThrownBy(() -> read("triggers.a.type=mysql\n"))
                .hasMessageEndingWith(":1: must be given: triggers.a.queryValue");
        assertThatThrownBy(() -> read("triggers.a.type=azure-servicebus\ntriggers.a.queueLength=7\n"))
                .hasMessageEndingWith(":2: must not be given for the type azure-servicebus: triggers.a.queueLength=7");
    }

    private AutoscalerSpec read(String text) throws IOException {
        return new Workbench(directory).read(text).spec();
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
