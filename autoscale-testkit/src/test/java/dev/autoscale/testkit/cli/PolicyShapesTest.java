package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.TargetTracking;
import dev.autoscale.testkit.cli.engine.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the words of serverless endpoints, Flyte apps and AWS. */
class PolicyShapesTest {
    @TempDir
    private Path directory;

    @Test
    void serverless_endpoints() throws IOException {
        assertThat(read("""
                        serverless.minWorkers=1
                        serverless.maxWorkers=9
                        serverless.requestCount=2
                        serverless.idleTimeout=10
                        serverless.prewarmedWorkers=2
                        """))
                .isEqualTo(ServerlessWorkers.between(1, 9)
                        .requestCount(2)
                        .idleTimeout(Duration.ofSeconds(10))
                        .prewarmedWorkers(2)
                        .toSpec());
        assertThat(read("serverless.maxWorkers=3\nserverless.queueDelay=4s\nserverless.initializationTime=40s\n"))
                .isEqualTo(ServerlessWorkers.between(0, 3)
                        .queueDelay(Duration.ofSeconds(4))
                        .initializationTime(Duration.ofSeconds(40))
                        .toSpec());
        assertThat(read("serverless.maxWorkers=3\nserverless.profile=lowCost\n"))
                .isEqualTo(ServerlessWorkers.lowCost(3).toSpec());
        assertThat(read("serverless.maxWorkers=3\nserverless.profile=balanced\nserverless.idleTimeout=1m\n"))
                .isEqualTo(ServerlessWorkers.balanced(3)
                        .idleTimeout(Duration.ofMinutes(1))
                        .toSpec());
        assertThat(read("serverless.maxWorkers=3\nserverless.profile=highPerformance\n"))
                .isEqualTo(ServerlessWorkers.highPerformance(3).toSpec());
    }

    @Test
    void flyte_apps() throws IOException {
        assertThat(read("flyte.replicas=2\n")).isEqualTo(FlyteApp.replicas(2).toSpec());
        assertThat(read("flyte.replicas=0, 5\nflyte.concurrency=1.5\nflyte.scaledownAfter=10m\n"))
                .isEqualTo(FlyteApp.replicas(0, 5)
                        .concurrency(1.5)
                        .scaledownAfter(Duration.ofMinutes(10))
                        .toSpec());
        assertThat(read("flyte.replicas=1,20\nflyte.requestRate=50\n"))
                .isEqualTo(FlyteApp.replicas(1, 20).requestRate(50).toSpec());
    }

    @Test
    void target_tracking() throws IOException {
        Policy policy = new Workbench(directory).read("""
                targetTracking.metric=cpu_percent
                targetTracking.target=50
                targetTracking.minCapacity=2
                targetTracking.maxCapacity=20
                targetTracking.scaleOutCooldown=60
                targetTracking.scaleInCooldown=2m
                targetTracking.disableScaleIn=true
                targetTracking.alarmsAfter.out=1m
                targetTracking.alarmsAfter.in=5m
                targetTracking.instanceWarmup=90
                """);

        assertThat(policy.spec())
                .isEqualTo(TargetTracking.averagePerInstance("cpu_percent", 50)
                        .capacity(2, 20)
                        .scaleOutCooldown(Duration.ofSeconds(60))
                        .scaleInCooldown(Duration.ofMinutes(2))
                        .disableScaleIn()
                        .alarmsAfter(Duration.ofMinutes(1), Duration.ofMinutes(5))
                        .instanceWarmup(Duration.ofSeconds(90))
                        .toSpec());
        assertThat(policy.damping()).containsExactly(Decision.Step.SUSTAINED, Decision.Step.COOLED);
        assertThat(read("targetTracking.metric=q\ntargetTracking.target=1\ntargetTracking.maxCapacity=3\n"))
                .isEqualTo(
                        TargetTracking.averagePerInstance("q", 1).capacity(1, 3).toSpec());
    }

    @Test
    void schedule_activation_and_inputs_stand_beside() throws IOException {
        AutoscalerSpec spec = read("""
                flyte.replicas=0, 8
                flyte.concurrency=2
                metrics.concurrency.lookBack=max 30s
                metrics.extra.type=ratio
                activation.activationReplicas=4
                activation.initialCooldown=1m
                activation.idleReplicas=1
                alignment.divisorsOf=8
                flapBudget.per=10m
                schedule.day.type=floor
                schedule.day.start=@daily
                schedule.day.duration=1h
                schedule.day.replicas=2
                """);

        FlyteApp app = FlyteApp.replicas(0, 8).concurrency(2);
        MetricSpec followed = app.toSpec().metric(0).lookBack(LookBack.max(Duration.ofSeconds(30)));
        assertThat(spec.metric(0)).isEqualTo(followed);
        assertThat(spec.metric(1).id()).isEqualTo("extra");
        assertThat(spec.activation())
                .isEqualTo(Activation.cooldown(FlyteApp.DEFAULT_SCALEDOWN_AFTER)
                        .activationReplicas(4)
                        .initialCooldown(Duration.ofMinutes(1))
                        .idleReplicas(1));
        assertThat(spec)
                .isEqualTo(app.toBuilder()
                        .metrics(List.of(followed, spec.metric(1)))
                        .activation(spec.activation())
                        .schedule(spec.schedule())
                        .alignment(Alignment.divisorsOf(8))
                        .flapBudget(FlapBudget.per(Duration.ofMinutes(10)))
                        .build());
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        assertComplaints("""
                serverless.minWorkers=-1
                serverless.idleTimeout=8d
                serverless.initializationTime=x
                serverless.prewarmedWorkers=-1
                serverless.requestCount=0
                serverless.queueDelay=4s
                serverless.maxWorker=3
                behavior.scaleUp.cooldown=1m
                controller.tolerance=0
                activation.cooldown=5s
                activation.activationReplicas=4
                metrics.requests.averageValue=5
                metrics.requests.maxAge=0
                metrics.oldest_wait.type=signal
                metrics.q.averageValue=5
                """, """
                FILE:1: must be given: serverless.maxWorkers
                FILE:1: must be >= 0: serverless.minWorkers=-1
                FILE:2: must be whole milliseconds, >= 0 ms and <= 7 d: serverless.idleTimeout=8d
                FILE:3: must be a length of time such as 15s, 5m, 1h30m or plain seconds:\
                 serverless.initializationTime=x
                FILE:4: must be >= 0 and <= maxWorkers: serverless.prewarmedWorkers=-1
                FILE:5: must be >= 1: serverless.requestCount=0
                FILE:6: must not be given together with serverless.requestCount: serverless.queueDelay=4s
                FILE:7: unknown key: serverless.maxWorker (did you mean serverless.maxWorkers?)
                FILE:8: must not be given in a serverless file: behavior.scaleUp.cooldown=1m
                FILE:9: must not be given in a serverless file: controller.tolerance=0
                FILE:10: must be serverless.idleTimeout in a serverless file: activation.cooldown=5s
                FILE:12: must not be given for the metric requests: metrics.requests.averageValue=5
                FILE:13: must be > 0: metrics.requests.maxAge=0
                FILE:14: must have another id than the metric oldest_wait: metrics.oldest_wait.type=signal
                FILE:15: must be oldest_wait or requests, or of one of the types ratio, signal, steps, watermark,\
                 backlog, queueDelay, seasonalFloor, in a serverless file: metrics.q.averageValue=5
                """);
        assertComplaints("serverless.profile=cheap\nserverless.minWorkers=1\nserverless.maxWorkers=0\n", """
                FILE:1: must be one of balanced, highPerformance, lowCost: serverless.profile=cheap
                FILE:2: must not be given together with serverless.profile: serverless.minWorkers=1
                FILE:3: must be >= 1 and >= minWorkers: serverless.maxWorkers=0
                """);
        assertComplaints(
                "serverless.maxWorkers=2\nserverless.requestCount=0\n",
                "FILE:2: must be >= 1: serverless.requestCount=0");
        assertComplaints(
                "serverless.maxWorkers=2\nserverless.queueDelay=8d\n",
                "FILE:2: must be whole milliseconds, >= 0 ms and <= 7 d: serverless.queueDelay=8d");
        assertComplaints("serverless.minWorkers=2\n", """
                FILE:1: must be given: serverless.maxWorkers
                FILE:1: must be given: serverless.requestCount or serverless.queueDelay
                """);
        assertComplaints(
                "flyte.replicas=5, 2\nflyte.concurrency=0\nflyte.requestRate=x\nflyte.scaledownAfter=8d\n", """
                FILE:1: must have max >= 1 and >= min: flyte.replicas=5, 2
                FILE:2: target must be >= 0.001 and <= 1e12: flyte.concurrency=0
                FILE:3: must not be given together with flyte.concurrency: flyte.requestRate=x
                FILE:4: must be whole milliseconds, >= 0 ms and <= 7 d: flyte.scaledownAfter=8d
                """);
        assertComplaints(
                "flyte.replicas=-1, 2\nflyte.requestRate=0\n",
                "FILE:1: must have min >= 0: flyte.replicas=-1, 2\n"
                        + "FILE:2: target must be >= 0.001 and <= 1e12: flyte.requestRate=0");
        assertComplaints("flyte.replicas=many\nflyte.scaledown=1\n", """
                FILE:1: must be a count such as 2, or a range such as 0, 5: flyte.replicas=many
                FILE:2: unknown key: flyte.scaledown (did you mean flyte.scaledownAfter?)
                """);
        assertComplaints("flyte.replicas=0, 2\nflyte.scaledownAfter=1\nalignment.multiplesOf=4\n", """
                FILE:1: must be given: flyte.concurrency or flyte.requestRate
                FILE:1: counts must be aligned (multiples of 4): flyte.replicas=0, 2
                """);
        assertComplaints("flyte.concurrency=1\n", """
                FILE:1: must be given: flyte.replicas
                """);
        assertComplaints("flyte.replicas=1, 2\nflyte.requestRate=1\nactivation.activationReplicas=1\n", """
                FILE:3: needs a minimum of 0: activation.activationReplicas=1
                """);
        assertComplaints("""
                targetTracking.target=0
                targetTracking.metric=
                targetTracking.minCapacity=3
                targetTracking.maxCapacity=2
                targetTracking.scaleOutCooldown=8d
                targetTracking.scaleInCooldown=x
                targetTracking.disableScaleIn=1
                targetTracking.alarmsAfter.out=200h
                targetTracking.alarmsAfter.in=200h
                targetTracking.instanceWarmup=200h
                targetTracking.alarmsAfter=1
                activation.cooldown=1m
                """, """
                FILE:1: must be >= 0.001 and <= 1e12: targetTracking.target=0
                FILE:2: must not be blank: targetTracking.metric=""
                FILE:4: must be >= minCapacity: targetTracking.maxCapacity=2
                FILE:5: must be whole milliseconds, >= 0 ms and <= 7 d: targetTracking.scaleOutCooldown=8d
                FILE:6: must be a length of time such as 15s, 5m, 1h30m or plain seconds:\
                 targetTracking.scaleInCooldown=x
                FILE:7: must be one of false, true: targetTracking.disableScaleIn=1
                FILE:8: must be whole milliseconds, >= 0 ms and <= 7 d:\
                 targetTracking.alarmsAfter.out=200h
                FILE:9: must be whole milliseconds, >= 0 ms and <= 7 d:\
                 targetTracking.alarmsAfter.in=200h
                FILE:10: must be whole milliseconds, >= 0 ms and <= 7 d: targetTracking.instanceWarmup=200h
                FILE:11: unknown key: targetTracking.alarmsAfter (did you mean targetTracking.alarmsAfter.in?)
                """);
        assertComplaints(
                "targetTracking.metric=q\ntargetTracking.target=2\ntargetTracking.maxCapacity=2\nactivation.cooldown=1m\n",
                "FILE:4: must not be given in a target tracking file: activation.cooldown=1m");
        assertComplaints("targetTracking.minCapacity=0\n", """
                FILE:1: must be given: targetTracking.metric
                FILE:1: must be given: targetTracking.target
                FILE:1: must be given: targetTracking.maxCapacity
                FILE:1: must be >= 1: targetTracking.minCapacity=0
                """);
    }

    /* Each of several policies asks for instances of its own accord; the highest counts, and one without data lets none go. */
    @Test
    void target_tracking_has_further_metrics() throws IOException {
        String policy = "targetTracking.metric=cpu\ntargetTracking.target=70\ntargetTracking.maxCapacity=4\n"
                + "metrics.memory_percent.type=Pods\nmetrics.memory_percent.averageValue=80\n";
        String file = write(policy).toString();
        assertThat(Run.of("explain", "--policy", file, "--current", "2", "cpu=4", "memory_percent=45")
                        .out())
                .contains("memory_percent  45 of 80 per replica    2", "wanted          2  (memory_percent)");
        assertThat(Run.of("explain", "--policy", file, "--current", "2", "cpu=4", "memory_percent=none")
                        .out())
                .startsWith("2 replicas, no change");
        assertThat(read(policy + "metrics.rps.value=3\n").metricCount()).isEqualTo(3);
        assertComplaints(policy + "metrics.x.type=Pods\nmetrics.cpu.averageValue=2\n", """
                FILE:6: must have a target: metrics.x.averageValue is missing
                FILE:7: must not be given for the metric cpu: metrics.cpu.averageValue=2
                """);
    }

    @Test
    void a_file_is_of_one_kind() throws IOException {
        assertComplaints("flyte.replicas=2\nmaxReplicas=3\n", """
                FILE:2: must be an HPA file or a Flyte file, where the bounds are flyte.replicas: maxReplicas together with flyte.replicas (line 1)
                """);
        assertComplaints("serverless.maxWorkers=2\ntriggers.q.type=queue\n", """
                FILE:2: must be a KEDA file or a serverless file, where the bounds are serverless.minWorkers and serverless.maxWorkers: triggers.q.type together with serverless.maxWorkers (line 1)
                """);
        assertComplaints("targetTracking.target=2\nserverless.maxWorkers=2\n", """
                FILE:2: must be a serverless file or a target tracking file, where the bounds are targetTracking.minCapacity and targetTracking.maxCapacity: serverless.maxWorkers together with targetTracking.target (line 1)
                """);
    }

    /* 400 on 2 instances in service are 200 each: above 50 for a minute, so out to 8; below 45 for five, so in to 2. */
    @Test
    void target_tracking_is_replayed() throws IOException {
        String policy = "targetTracking.metric=cpu\ntargetTracking.target=50\ntargetTracking.minCapacity=2\n"
                + "targetTracking.maxCapacity=20\ntargetTracking.alarmsAfter.out=1m\ntargetTracking.alarmsAfter.in=5m\n"
                + "targetTracking.scaleInCooldown=0\ntargetTracking.scaleOutCooldown=0\n";
        Run run = replay(
                policy, "time,cpu,replicas\n0,100,4\n180000,20,5\n900000,20,5\n", "--initial", "2", "--every", "1m");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("0:01:00   2 ->  8", "0:08:00   8 ->  2", "not sustained   37.5 %", "changes         2");
    }

    @Test
    void a_serverless_endpoint_is_replayed_and_explained() throws IOException {
        String policy = "serverless.maxWorkers=3\nserverless.queueDelay=4s\n";
        Run run = replay(
                policy,
                "t_ms,oldest_wait,requests\n0,0,0\n1000,1,1\n6000,5,1\n20000,0,0\n40000,0,0\n",
                "--every",
                "1s",
                "--initial",
                "0");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("0:00:01  0 -> 1  ACTIVATING", "0:00:24  1 -> 0  ZERO");
        Run one = Run.of(
                "explain", "--policy", write(policy).toString(), "--current", "1", "oldest_wait=5", "requests=3");
        assertThat(one.out()).startsWith("1 -> 2 replicas").contains("oldest_wait");
    }

    private void assertComplaints(String text, String complaints) throws IOException {
        new Workbench(directory).assertComplaints(text, complaints);
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }

    private AutoscalerSpec read(String text) throws IOException {
        return new Workbench(directory).read(text).spec();
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
