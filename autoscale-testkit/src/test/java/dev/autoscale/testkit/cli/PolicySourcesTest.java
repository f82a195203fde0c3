package dev.autoscale.testkit.cli;

import static dev.autoscale.policies.source.StepAdjustment.changeInCapacity;
import static dev.autoscale.policies.source.StepAdjustment.exactCapacity;
import static dev.autoscale.policies.source.StepAdjustment.percentChangeInCapacity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.StepAdjustment.Rounding;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types of metrics that ask for replicas by a rule of their own. */
class PolicySourcesTest {
    @TempDir
    private Path directory;

    @Test
    void every_type_is_read() throws IOException {
        AutoscalerSpec spec = new Workbench(directory).read("""
                        minReplicas=0
                        maxReplicas=20
                        metrics.wait.type=steps
                        metrics.wait.name=queue_time
                        metrics.wait.steps=below -1.5: -2, 30 to 60:+1,60 to 80: +10 %, \\
                            80 to 90: +30% min 2 nearest, from 1e2: exactly 15
                        metrics.wait.maxAge=1m
                        metrics.busy.type=watermark
                        metrics.busy.low=60
                        metrics.busy.high=80
                        metrics.busy.tolerance=50m
                        metrics.busy.towards=high
                        metrics.busy.by=2
                        metrics.load.type=watermark
                        metrics.load.of=total
                        metrics.load.low=3
                        metrics.load.high=5
                        metrics.load.towards=low
                        metrics.jobs.type=backlog
                        metrics.jobs.perReplica=20
                        metrics.jobs.maxAddedPerDecision=4
                        metrics.mails.type=backlog
                        metrics.mails.drainWithin=5m
                        metrics.mails.ratePerReplica=12
                        metrics.mails.ratesPer=1m
                        metrics.mails.arrivalRateFrom=arrivals
                        metrics.films.type=backlog
                        metrics.films.drainWithin=1h
                        metrics.films.ratePerReplicaFrom=arrivals
                        metrics.oldest.type=queueDelay
                        metrics.oldest.longerThan=4s
                        metrics.oldest.step=2
                        metrics.oldest.requestsFrom=arrivals
                        metrics.oldest.requestsPerWorker=3
                        metrics.oldest.headroom=1
                        metrics.calm.type=queueDelay
                        metrics.calm.longerThan=0
                        metrics.calm.abstainWhileInTime=true
                        metrics.arrivals.type=signal
                        """).spec();

        MetricSpec steps = StepScaling.builder()
                .below(-1.5, changeInCapacity(-2))
                .between(30, 60, changeInCapacity(1))
                .between(60, 80, percentChangeInCapacity(10))
                .between(
                        80,
                        90,
                        percentChangeInCapacity(30).minAdjustmentMagnitude(2).rounding(Rounding.NEAREST))
                .from(100, exactCapacity(15))
                .asMetric("queue_time");
        AutoscalerSpec expected = AutoscalerSpec.builder(0, 20)
                .metric(steps.id("wait").maxAge(Duration.ofMinutes(1)))
                .metric(WatermarkBand.ofAverage(60, 80)
                        .tolerance(0.05)
                        .convergeTowards(WatermarkBand.Watermark.HIGH, 2)
                        .asMetric("busy"))
                .metric(WatermarkBand.ofTotal(3, 5)
                        .convergeTowards(WatermarkBand.Watermark.LOW, 1)
                        .asMetric("load"))
                .metric(Backlog.perReplica(20).maxAddedPerDecision(4).asMetric("jobs"))
                .metric(Backlog.drainWithin(Duration.ofMinutes(5))
                        .ratePerReplica(12)
                        .ratesPer(Duration.ofMinutes(1))
                        .arrivalRateFrom("arrivals")
                        .asMetric("mails"))
                .metric(Backlog.drainWithin(Duration.ofHours(1))
                        .ratePerReplicaFrom("arrivals")
                        .asMetric("films"))
                .metric(QueueDelay.longerThan(Duration.ofSeconds(4))
                        .step(2)
                        .requestsFrom("arrivals", 3)
                        .headroom(1)
                        .asMetric("oldest"))
                .metric(QueueDelay.longerThan(Duration.ZERO)
                        .abstainWhileInTime()
                        .asMetric("calm"))
                .metric(MetricSpec.signal("arrivals"))
                .legacy()
                .build();
        assertThat(spec).isEqualTo(expected);
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        Path file = write("""
                maxReplicas=20
                metrics.a.type=steps
                metrics.b.type=steps
                metrics.b.steps=under 30: -1
                metrics.c.type=steps
                metrics.c.steps=80 to 60: +1
                metrics.d.type=steps
                metrics.d.steps=from 60: +0 %
                metrics.d.low=1
                metrics.e.type=watermark
                metrics.e.low=-1
                metrics.e.high=x
                metrics.e.of=sum
                metrics.e.tolerance=1
                metrics.e.towards=middle
                metrics.f.type=watermark
                metrics.f.low=5
                metrics.f.high=4
                metrics.f.by=2
                metrics.g.type=watermark
                metrics.g.towards=low
                metrics.g.by=0
                metrics.h.type=backlog
                metrics.h.step=1
                metrics.i.type=backlog
                metrics.i.perReplica=0
                metrics.i.drainWithin=5m
                metrics.j.type=backlog
                metrics.j.drainWithin=400d
                metrics.j.ratePerReplica=0
                metrics.j.ratePerReplicaFrom=x
                metrics.j.arrivalRateFrom=j
                metrics.j.ratesPer=2d
                metrics.j.maxAddedPerDecision=0
                metrics.k.type=backlog
                metrics.k.perReplica=0
                metrics.l.type=queueDelay
                metrics.l.step=0
                metrics.l.requestsPerWorker=2
                metrics.l.headroom=-1
                metrics.l.abstainWhileInTime=yes
                metrics.m.type=queueDelay
                metrics.m.longerThan=soon
                metrics.m.requestsFrom=k
                metrics.m.requestsPerWorker=0
                metrics.m.abstainWhileInTime=true
                metrics.m.requestFrom=k
                metrics.n.value=3
                metrics.n.steps=from 1: +1
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage(lines(file, """
                FILE:2: must be given: metrics.a.steps
                FILE:4: must be steps such as below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2, or with\
                 exactly 5 after the colon: metrics.b.steps=under 30: -1
                FILE:6: step must have from < to: metrics.c.steps=80 to 60: +1
                FILE:8: percentChangeInCapacity must not be 0: metrics.d.steps=from 60: +0 %
                FILE:9: must not be given for the type steps: metrics.d.low=1
                FILE:11: must be > 0 and <= 1e12: metrics.e.low=-1
                FILE:12: must be a Kubernetes quantity such as 500m, 2 or 1.5Gi: metrics.e.high=x
                FILE:13: must be one of average, total: metrics.e.of=sum
                FILE:14: must be >= 0 and < 1: metrics.e.tolerance=1
                FILE:15: must be one of high, low: metrics.e.towards=middle
                FILE:17: high must be > low: metrics.f.low=5
                FILE:19: needs metrics.f.towards: metrics.f.by=2
                FILE:20: must be given: metrics.g.low
                FILE:20: must be given: metrics.g.high
                FILE:22: convergeTowards must be by >= 1: metrics.g.by=0
                FILE:23: must be given: metrics.h.drainWithin or metrics.h.perReplica
                FILE:24: must not be given for the type backlog: metrics.h.step=1
                FILE:26: must not be given together with metrics.i.drainWithin: metrics.i.perReplica=0
                FILE:27: needs a rate per replica: metrics.i.drainWithin=5m
                FILE:29: must be whole milliseconds, >= 1 ms and <= 365 d: metrics.j.drainWithin=400d
                FILE:30: rate per replica must be a number or a metric: metrics.j.ratePerReplica=0
                FILE:31: must be the id of another metric: metrics.j.ratePerReplicaFrom=x (did you mean a?)
                FILE:32: must be the id of another metric: metrics.j.arrivalRateFrom=j (did you mean a?)
                FILE:33: must be whole milliseconds, >= 1 ms and <= 1 d: metrics.j.ratesPer=2d
                FILE:34: must be >= 1: metrics.j.maxAddedPerDecision=0
                FILE:36: must be >= 0.001 and <= 1e12: metrics.k.perReplica=0
                FILE:37: must be given: metrics.l.longerThan
                FILE:38: must be >= 1: metrics.l.step=0
                FILE:39: needs metrics.l.requestsFrom: metrics.l.requestsPerWorker=2
                FILE:40: must be >= 0: metrics.l.headroom=-1
                FILE:41: must be one of false, true: metrics.l.abstainWhileInTime=yes
                FILE:43: must be a length of time such as 15s, 5m, 1h30m or plain seconds: metrics.m.longerThan=soon
                FILE:44: abstainWhileInTime must be without requestsFrom: metrics.m.requestsFrom=k
                FILE:45: must be >= 1: metrics.m.requestsPerWorker=0
                FILE:47: unknown key: metrics.m.requestFrom (did you mean metrics.m.requestsFrom?)
                FILE:49: must not be given for the type External: metrics.n.steps=from 1: +1
                """));
    }

    @Test
    void a_keda_file_has_them_beside_its_triggers() throws IOException {
        AutoscalerSpec spec = new Workbench(directory).read("""
                        triggers.orders.type=queue
                        metrics.jobs.type=backlog
                        metrics.jobs.drainWithin=1m
                        metrics.jobs.ratePerReplicaFrom=orders
                        """).spec();

        assertThat(spec.metric(1))
                .isEqualTo(Backlog.drainWithin(Duration.ofMinutes(1))
                        .ratePerReplicaFrom("orders")
                        .asMetric("jobs"));
    }

    @Test
    void an_average_needs_the_replicas_of_its_time() throws IOException {
        String band = "maxReplicas=10\nmetrics.busy.type=watermark\nmetrics.busy.low=40\nmetrics.busy.high=60\n"
                + "behavior.scaleUp.policies=Pods 10 15\n";
        assertThat(replay(band, "t_ms,busy\n0,80\n").err())
                .contains("must have a replicas column: metric=busy (ReplicaSource, average per replica)");

        // 80 on 4 replicas are 160 on 2: ceil(2 * 160 / 60) = 6, and there it is 53.3, which is good.
        Run run = replay(band, "t_ms,busy,replicas\n0,80,4\n15000,80,4\n", "--initial", "2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("2 ->  6  busy 160  wants 6").contains("changes         1");
        assertThat(replay(band + "metrics.busy.of=total\n", "t_ms,busy\n0,480\n")
                        .out())
                .contains("1 ->  8  busy 480  wants 8");
    }

    @Test
    void steps_are_replayed() throws IOException {
        String steps = "maxReplicas=10\nmetrics.wait.type=steps\nmetrics.wait.steps=below 2: -1, from 5: +1\n"
                + "behavior.scaleDown.stabilizationWindowSeconds=0\n";

        assertThat(replay(steps, "t_ms,wait\n0,3\n15000,6\n45000,1\n", "--initial", "2")
                        .out())
                .contains("0:00:15   2 ->  3", "0:00:30   3 ->  4", "0:00:45   4 ->  3");
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }

    private static String lines(Path file, String text) {
        return text.strip().replace("FILE", file.toString());
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
