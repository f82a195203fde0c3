package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of what holds a count between windows and rate policies. */
class PolicyDampingTest {
    private static final String QUEUE = "maxReplicas=20\nmetrics.queue.averageValue=5\n";

    @TempDir
    private Path directory;

    @Test
    void every_key_of_an_hpa_file_is_read() throws IOException {
        Policy policy = new Workbench(directory).read("""
                minReplicas=2
                maxReplicas=20
                metrics.queue.averageValue=5
                metrics.queue.lookBack=mean 30s
                metrics.queue.warmUp=90s
                metrics.other.averageValue=5
                metrics.other.lookBack=max  2m
                metrics.third.averageValue=5
                metrics.third.lookBack=min 1h30m
                behavior.scaleUp.policies=Pods 4 60
                behavior.scaleUp.sustainedFor=30s
                behavior.scaleUp.gain=0.5
                behavior.scaleDown.stabilizationWindowSeconds=60
                behavior.scaleDown.sustainedIn=3 of 5
                behavior.scaleDown.cooldown=5m
                behavior.scaleDown.cooldownAfterAny=2m
                flapBudget.per=10m
                flapBudget.replicas=20
                flapBudget.reversals=2
                flapBudget.shrinkOnly=true
                alignment.multiplesOf=2
                capacityBackoff.first=15s
                capacityBackoff.longest=10m
                rolloutHold=true
                """);

        ScalingRules up = ScalingRules.rules()
                .policy(RatePolicy.pods(4).per(Duration.ofMinutes(1)))
                .sustainedFor(Duration.ofSeconds(30))
                .gain(0.5);
        ScalingRules down = ScalingRules.rules()
                .stabilizationWindow(Duration.ofMinutes(1))
                .sustainedIn(3, 5)
                .cooldown(Duration.ofMinutes(5))
                .cooldownAfterAny(Duration.ofMinutes(2));
        AutoscalerSpec expected = AutoscalerSpec.builder(2, 20)
                .metric(external("queue")
                        .lookBack(LookBack.mean(Duration.ofSeconds(30)))
                        .warmUp(Duration.ofSeconds(90)))
                .metric(external("other").lookBack(LookBack.max(Duration.ofMinutes(2))))
                .metric(external("third").lookBack(LookBack.min(Duration.ofMinutes(90))))
                .scaleUp(up)
                .scaleDown(down)
                .flapBudget(FlapBudget.per(Duration.ofMinutes(10))
                        .replicas(20)
                        .reversals(2)
                        .shrinkOnly())
                .alignment(Alignment.multiplesOf(2))
                .capacityBackoff(Duration.ofSeconds(15), Duration.ofMinutes(10))
                .rolloutHold()
                .build();
        assertThat(policy.spec()).isEqualTo(expected);
        assertThat(policy.damping())
                .containsExactly(
                        Decision.Step.ALIGNED, Decision.Step.SUSTAINED, Decision.Step.COOLED, Decision.Step.BUDGETED);
        assertThat(policy.longestMemoryMillis())
                .isEqualTo(Duration.ofMinutes(90).toMillis());
    }

    @Test
    void what_is_not_given_stays_away() throws IOException {
        Policy plain = new Workbench(directory)
                .read(QUEUE + "flapBudget.per=1d\nflapBudget.shrinkOnly=false\n"
                        + "alignment.divisorsOf=20\nrolloutHold=false\n");

        assertThat(plain.spec())
                .isEqualTo(queue().flapBudget(FlapBudget.per(Duration.ofDays(1)))
                        .alignment(Alignment.divisorsOf(20))
                        .legacy()
                        .build());
        assertThat(plain.damping()).containsExactly(Decision.Step.ALIGNED, Decision.Step.BUDGETED);
        assertThat(plain.longestMemoryMillis()).isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(new Workbench(directory).read(QUEUE).damping()).isEmpty();
        // As any other key of behavior it leaves the legacy path.
        assertThat(new Workbench(directory)
                        .read(QUEUE + "behavior.scaleUp.cooldown=1m\n")
                        .spec())
                .isEqualTo(queue().scaleUp(ScalingRules.rules().cooldown(Duration.ofMinutes(1)))
                        .build());
    }

    @Test
    void a_keda_file_knows_them_too() throws IOException {
        AutoscalerSpec spec = new Workbench(directory).read("""
                        keda.minReplicaCount=0
                        keda.maxReplicaCount=8
                        triggers.orders.type=queue
                        metrics.orders.lookBack=max 1m
                        behavior.scaleDown.cooldown=5m
                        flapBudget.per=10m
                        flapBudget.reversals=0
                        alignment.multiplesOf=4
                        """).spec();

        AutoscalerSpec.Builder keda = ScaledObject.builder()
                .minReplicaCount(0)
                .maxReplicaCount(8)
                .trigger(KedaTrigger.queue("orders", 5, 0))
                .behavior(new HpaBehavior(null, null))
                .build()
                .toBuilder();
        MetricSpec orders = keda.buildUnchecked().metric(0).lookBack(LookBack.max(Duration.ofMinutes(1)));
        assertThat(spec)
                .isEqualTo(keda.metrics(List.of(orders))
                        .scaleDown(ScalingRules.rules().cooldown(Duration.ofMinutes(5)))
                        .flapBudget(FlapBudget.per(Duration.ofMinutes(10)).reversals(0))
                        .alignment(Alignment.multiplesOf(4))
                        .build());
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        Path file = write("""
                maxReplicas=20
                metrics.queue.averageValue=5
                metrics.queue.lookBack=median 30s
                metrics.queue.warmUp=soon
                metrics.other.averageValue=5
                metrics.other.lookBack=max
                metrics.third.averageValue=5
                metrics.third.lookBack=max 8d
                behavior.scaleUp.sustainedFor=8d
                behavior.scaleUp.sustainedIn=5 of 3
                behavior.scaleUp.gain=0
                behavior.scaleDown.sustainedIn=1 of 65
                behavior.scaleDown.cooldown=x
                behavior.scaleDown.cooldownAfterAny=200h
                behavior.scaleDown.gain=NaN
                behavior.scaleDown.colldown=1m
                flapBudget.replicas=0
                flapBudget.reversals=-1
                flapBudget.shrinkOnly=yes
                alignment.multiplesOf=0
                alignment.divisorsOf=8
                capacityBackoff.first=0
                rolloutHold=on
                rolloutHald=true
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage(lines(file, """
                FILE:1: counts must be aligned (divisors of 8): maxReplicas=20
                FILE:3: must be mean, max or min and a length of time such as mean 30s:\
                 metrics.queue.lookBack=median 30s
                FILE:4: must be a length of time such as 15s, 5m, 1h30m or plain seconds: metrics.queue.warmUp=soon
                FILE:6: must be mean, max or min and a length of time such as mean 30s:\
                 metrics.other.lookBack=max
                FILE:8: must be > 0 and <= 7 days: metrics.third.lookBack=max 8d
                FILE:9: must be >= 0 and <= 7 days: behavior.scaleUp.sustainedFor=8d
                FILE:10: must have 1 <= breaches <= decisions <= 64: behavior.scaleUp.sustainedIn=5 of 3
                FILE:11: must be > 0 and <= 100: behavior.scaleUp.gain=0
                FILE:12: must have 1 <= breaches <= decisions <= 64: behavior.scaleDown.sustainedIn=1 of 65
                FILE:13: must be a length of time such as 15s, 5m, 1h30m or plain seconds: behavior.scaleDown.cooldown=x
                FILE:14: must be >= 0 and <= 7 days: behavior.scaleDown.cooldownAfterAny=200h
                FILE:15: must be > 0 and <= 100: behavior.scaleDown.gain=NaN
                FILE:16: unknown key: behavior.scaleDown.colldown (did you mean behavior.scaleDown.cooldown?)
                FILE:17: must be given: flapBudget.per
                FILE:17: must be >= 1: flapBudget.replicas=0
                FILE:18: must be >= 0: flapBudget.reversals=-1
                FILE:19: must be one of false, true: flapBudget.shrinkOnly=yes
                FILE:20: must be >= 1 and <= 1000000: alignment.multiplesOf=0
                FILE:21: must not be given together with alignment.multiplesOf: alignment.divisorsOf=8
                FILE:22: must be given: capacityBackoff.longest
                FILE:22: must be >= 1 ms and <= 7 days: capacityBackoff.first=0
                FILE:23: must be one of false, true: rolloutHold=on
                FILE:24: unknown key: rolloutHald (did you mean rolloutHold?)
                """));
        assertThatThrownBy(() -> new Workbench(directory)
                        .read(QUEUE + "capacityBackoff.first=10s\ncapacityBackoff.longest=9s\n" + "flapBudget.per=0\n"))
                .hasMessage(lines(file, """
                        FILE:4: must be >= first and <= 7 days: capacityBackoff.longest=9s
                        FILE:5: flapBudget period must be > 0 and <= 7 days: flapBudget.per=0
                        """));
    }

    @Test
    void counts_must_be_aligned() throws IOException {
        Path file = write(QUEUE + """
                alignment.multiplesOf=8
                activation.cooldown=1m
                activation.activationReplicas=12
                activation.idleReplicas=1
                schedule.day.type=floor
                schedule.day.start=@daily
                schedule.day.duration=1h
                schedule.day.replicas=9
                """);

        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessage(lines(file, """
                FILE:1: counts must be aligned (multiples of 8): maxReplicas=20
                FILE:3: counts must be aligned (multiples of 8): minReplicas=1
                FILE:5: counts must be aligned (multiples of 8): activation.activationReplicas=12
                FILE:6: counts must be aligned (multiples of 8): activation.idleReplicas=1
                FILE:10: counts must be aligned (multiples of 8): schedule.day.replicas=9
                """));
        assertThatThrownBy(() -> new Workbench(directory)
                        .read("keda.minReplicaCount=5\nkeda.maxReplicaCount=16\n"
                                + "triggers.q.type=queue\nkeda.idleReplicaCount=3\nalignment.divisorsOf=12\n"))
                .hasMessage(lines(file, """
                        FILE:1: counts must be aligned (divisors of 12): keda.minReplicaCount=5
                        FILE:2: counts must be aligned (divisors of 12): keda.maxReplicaCount=16
                        """));
    }

    private static MetricSpec external(String name) {
        return MetricSpec.external(name).averageValue(5);
    }

    private static AutoscalerSpec.Builder queue() {
        return AutoscalerSpec.builder(1, 20).metric(external("queue"));
    }

    private static String lines(Path file, String text) {
        return text.strip().replace("FILE", file.toString());
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
