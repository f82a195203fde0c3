package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.text.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    @TempDir
    private Path directory;

    @Test
    void every_key_is_read() throws IOException {
        AutoscalerSpec spec = read("""
                minReplicas=0
                maxReplicas=20
                metrics.cpu.averageUtilization = 60
                metrics.side.type: ContainerResource
                metrics.side.name=cpu
                metrics.side.container=proxy
                metrics.side.averageValue=500m
                metrics.http.requests.type=Pods
                metrics.http.requests.averageValue=1k
                metrics.latency.type=Object
                metrics.latency.value=450m
                metrics.queue.averageValue=5
                metrics.queue.selector=queue=in
                metrics.queue.maxAge=90s
                behavior.scaleUp.stabilizationWindowSeconds=30
                behavior.scaleUp.selectPolicy=Min
                behavior.scaleUp.policies=Percent 100 15, \\
                    Pods 4 30
                behavior.scaleUp.tolerance=50m
                behavior.scaleDown.selectPolicy=Disabled
                controller.tolerance=0.2
                controller.downscaleStabilization=2m
                controller.cpuInitializationPeriod=10
                controller.initialReadinessDelay=20s
                controller.legacyScaleUpFactor=3
                """);

        ScalingRules up = ScalingRules.rules()
                .stabilizationWindow(Duration.ofSeconds(30))
                .select(ScalingRules.SelectPolicy.MIN)
                .policies(List.of(
                        RatePolicy.percent(100).per(Duration.ofSeconds(15)),
                        RatePolicy.pods(4).per(Duration.ofSeconds(30))))
                .tolerance(0.05);
        AutoscalerSpec expected = AutoscalerSpec.builder(0, 20)
                .metric(MetricSpec.resource("cpu").averageUtilization(60))
                .metric(MetricSpec.containerResource("cpu", "proxy")
                        .averageValueMilli(500)
                        .id("side"))
                .metric(MetricSpec.pods("http.requests").averageValue(1000))
                .metric(MetricSpec.object("latency").valueMilli(450))
                .metric(MetricSpec.external("queue").averageValue(5).maxAge(Duration.ofSeconds(90)))
                .scaleUp(up)
                .scaleDown(ScalingRules.rules().select(ScalingRules.SelectPolicy.DISABLED))
                .tolerance(0.2)
                .downscaleStabilization(Duration.ofMinutes(2))
                .cpuInitializationPeriod(Duration.ofSeconds(10))
                .initialReadinessDelay(Duration.ofSeconds(20))
                .legacyScaleUpFactor(3)
                .build();
        assertThat(spec).isEqualTo(expected);
    }

    @Test
    void without_behavior_it_is_legacy_and_without_metrics_it_is_cpu_at_80() throws IOException {
        AutoscalerSpec spec = read("maxReplicas=3\n");

        assertThat(spec)
                .isEqualTo(AutoscalerSpec.builder(1, 3)
                        .metric(MetricSpec.resource("cpu").averageUtilization(80))
                        .legacy()
                        .build());
    }

    @Test
    void any_behavior_key_leaves_the_legacy_path() throws IOException {
        assertThat(read("maxReplicas=3\nbehavior.scaleUp.selectPolicy=Max\n").isLegacy())
                .isFalse();
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        Path file = write("""
                # comment
                minReplica=1
                maxReplicas=ten

                minReplicas=3
                minReplicas=4
                metrics.cpu.averageUtilisation=60
                metrics.cpu.averageUtilization=0
                metric.mem.averageValue=1
                metrics.q.averageUtilization=5
                metrics.r.value=1
                metrics.r.averageValue=-1
                metrics.s.type=external
                metrics.s.value=5x
                metrics.t.name=foo
                metrics.u.type=ContainerResource
                metrics.u.averageUtilization=70
                metrics.v.averageValue=3
                metrics.v.maxAge=soon
                metrics.v.container=web
                behavior.scaleUp.policies=pods 0 15, \\
                   Percent 100 1900
                behavior.scaleDown.policies=Pods 4
                behavior.scaleDown.selectPolicy=max
                behaviour.scaleDown.tolerance=-100m
                behavior.scaleDown.tolerance=-100m
                controller.downscaleStabilization=8d
                controller.legacyScaleUpFactor=0.5
                xx=\\u00zz
                """);

        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessage(String.join(
                                "\n",
                                "FILE:2: unknown key: minReplica (did you mean minReplicas?)",
                                "FILE:3: must be a whole number: maxReplicas=ten",
                                "FILE:6: must be given once: minReplicas (also on line 5)",
                                "FILE:7: unknown key: metrics.cpu.averageUtilisation"
                                        + " (did you mean metrics.cpu.averageUtilization?)",
                                "FILE:8: must be >= 1: metrics.cpu.averageUtilization=0",
                                "FILE:9: unknown key: metric.mem.averageValue (did you mean metrics.mem.averageValue?)",
                                "FILE:10: target of the type External must be averageValue or value:"
                                        + " metrics.q.averageUtilization=5",
                                "FILE:11: must be the only target of its metric, together with metrics.r.averageValue:"
                                        + " metrics.r.value=1",
                                "FILE:12: must be > 0: metrics.r.averageValue=-1",
                                "FILE:13: must be one of Object, Pods, Resource, External, ContainerResource, ratio, signal, steps, watermark, backlog, queueDelay, seasonalFloor:"
                                        + " metrics.s.type=external (did you mean External?)",
                                "FILE:14: must be a Kubernetes quantity such as 500m, 2 or 1.5Gi: metrics.s.value=5x",
                                "FILE:15: must have a target: metrics.t.averageValue or metrics.t.value is missing",
                                "FILE:16: must be given: metrics.u.container=\"\"",
                                "FILE:19: must be a length of time such as 15s, 5m, 1h30m or plain seconds:"
                                        + " metrics.v.maxAge=soon",
                                "FILE:20: must not be given for the type External: metrics.v.container=web",
                                "FILE:21: must be one of Pods, Percent: behavior.scaleUp.policies[0].type=pods"
                                        + " (did you mean Pods?)",
                                "FILE:21: must be > 0: behavior.scaleUp.policies[0].value=0",
                                "FILE:21: must be 1 to 1800: behavior.scaleUp.policies[1].periodSeconds=1900",
                                "FILE:23: must be a list of type, amount and seconds such as Percent 100 15, Pods 4 15:"
                                        + " behavior.scaleDown.policies=Pods 4",
                                "FILE:24: must be one of Max, Min, Disabled: behavior.scaleDown.selectPolicy=max"
                                        + " (did you mean Max?)",
                                "FILE:25: unknown key: behaviour.scaleDown.tolerance"
                                        + " (did you mean behavior.scaleDown.tolerance?)",
                                "FILE:26: must be >= 0: behavior.scaleDown.tolerance=-100m",
                                "FILE:27: must be >= 0 and <= 7 days: controller.downscaleStabilization=8d",
                                "FILE:28: must be >= 1: controller.legacyScaleUpFactor=0.5",
                                "FILE:29: must be properties syntax (\\uXXXX has four hexadecimal digits)")
                        .replace("FILE", file.toString()));
    }

    @Test
    void rules_over_several_keys_name_a_line_too() throws IOException {
        assertThatThrownBy(() -> read("maxReplicas=2\nminReplicas=5\nmetrics.cpu.averageUtilization=1\n"))
                .hasMessageEndingWith(":1: must be >= minReplicas: maxReplicas=2, minReplicas=5");
        assertThatThrownBy(() -> read("maxReplicas=2\n\nminReplicas=0\nmetrics.cpu.averageUtilization=1\n"))
                .hasMessageEndingWith(
                        ":3: minReplicas 0 needs an Object or External metric, or a source: minReplicas=0,"
                                + " metrics=[cpu (Resource UTILIZATION 1 %)]");
        assertThatThrownBy(() -> read("minReplicas=1\n"))
                .hasMessageEndingWith("properties: must be given: maxReplicas");
    }

    @Test
    void an_unreadable_file_is_named() {
        assertThatThrownBy(() -> PolicyFile.read(directory)).hasMessage(directory + ": is a directory");
        assertThatThrownBy(() -> PolicyFile.read(directory.resolve("none"))).hasMessageEndingWith(": no such file");
    }

    private AutoscalerSpec read(String text) throws IOException {
        return new Workbench(directory).read(text).spec();
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }

    @Test
    void a_key_that_a_colon_or_a_blank_ends_is_told() throws IOException {
        new Workbench(directory).assertComplaints("""
                maxReplicas: 10
                metrics.vllm:num_requests_waiting.averageValue=5
                metrics.http requests.averageValue = 5
                metrics.a:b:c.type=Pods
                """, """
                FILE:2: a key ends at its first colon; write \\: within a name: metrics.vllm\\:num_requests_waiting.averageValue=5
                FILE:3: a key ends at its first blank; write \\ and a blank within a name: metrics.http\\ requests.averageValue = 5
                FILE:4: a key ends at its first colon; write \\: within a name: metrics.a\\:b\\:c.type=Pods
                """);
        assertThat(new Workbench(directory)
                        .read("maxReplicas 10\nmetrics.vllm\\:waiting.averageValue : 5\nmetrics.a\\ b.averageValue=1\n")
                        .spec()
                        .metric(0)
                        .id())
                .isEqualTo("vllm:waiting");
    }
}
