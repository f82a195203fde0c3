package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    @TempDir
    private Path directory;

    private String policy = "";

    @BeforeEach
    void writePolicy() throws IOException {
        String text = """
                maxReplicas=10
                metrics.asr_active_requests.averageValue=5
                metrics.cpu.averageUtilization=70
                behavior.scaleUp.policies=Percent 100 15, Pods 2 15
                """;
        policy = Files.writeString(directory.resolve("p.properties"), text).toString();
    }

    @Test
    void one_decision_in_words() {
        Run run = Run.of("explain", "--policy", policy, "--current", "3", "asr_active_requests=37", "cpu=66");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        3 -> 6 replicas
                          asr_active_requests  37 of 5 per replica    8
                          cpu                  66 % of 70 %           3  within tolerance
                          wanted               8  (asr_active_requests)
                          stabilized           8
                          limited              6  ScaleUpLimit: +100 % in 15 s; more allowed in 15 s
                        """);
    }

    @Test
    void a_metric_may_fail_or_be_left_out() {
        Run none = Run.of("explain", "--policy", policy, "--current=3", "asr_active_requests=none", "cpu=NaN");
        assertThat(none.status()).isZero();
        assertThat(none.out())
                .contains("3 replicas, no change", "could not be fetched", "the sample is not a finite number");

        Run quantity = Run.of("explain", "--policy", policy, "--current", "3", "asr_active_requests=37000m");
        assertThat(quantity.out()).contains("37 of 5 per replica", "no sample");
    }

    @Test
    void wrong_words_are_named_at_once() {
        Run run = Run.of(
                "explain", "--policy", policy, "--current", "3", "asr_activ_requests=1", "cpu=x", "cpu", "cpu=1");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
                        unknown metric: asr_activ_requests (did you mean asr_active_requests?)
                        must be a number, none or NaN: cpu=x
                        must be metric=value: cpu
                        must be given once: cpu=1
                        """);
    }

    @Test
    void current_must_be_a_count() {
        Run run = Run.of("explain", "--policy", policy, "--current", "-3");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("must be a whole number >= 0: --current -3\n");
    }

    @Test
    void a_keda_file_is_explained_too() throws IOException {
        String text = """
                triggers.orders.type=queue
                triggers.orders.targetQueueSize=10
                triggers.day.type=cron
                triggers.day.start=0 8 * * *
                triggers.day.end=0 18 * * *
                triggers.day.desiredReplicas=3
                """;
        String keda = Files.writeString(directory.resolve("k.properties"), text).toString();

        Run day = Run.of("explain", "--policy", keda, "--current=0", "--at=2026-03-04T09:00:00Z", "orders=0");
        assertThat(day.err()).isEmpty();
        assertThat(day.out()).startsWith("0 -> 1 replica").contains("day ", "ACTIVATING");

        Run night = Run.of("explain", "--policy", keda, "--current=3", "--at=2026-03-04T20:00:00Z", "orders=0");
        assertThat(night.out()).startsWith("3 -> 0 replicas").contains("ZERO");

        assertThat(Run.of("explain", "--policy", keda, "--current=3", "orders=0")
                        .err())
                .isEqualTo("option must be given, as the policy has windows of time: --at\n");
        assertThat(Run.of("explain", "--policy", keda, "--current=3", "--at=noon", "orders=0")
                        .err())
                .isEqualTo("must be a number of milliseconds or an ISO-8601 time: --at noon\n");
        assertThat(Run.of("explain", "--policy", keda, "--current=3", "--at=0", "day=0")
                        .err())
                .isEqualTo("unknown metric: day; known: orders\n");
    }

    /** A formula reads what triggers gave, and the clock only if one of them is a cron trigger. */
    @Test
    void only_what_goes_by_the_clock_must_be_given_a_time() throws IOException {
        Workbench bench = new Workbench(directory);
        String formula = """
                triggers.q.type=queue
                triggers.q.targetQueueSize=10
                triggers.r.type=prometheus
                triggers.r.threshold=5
                keda.scalingModifiers.formula=q + r
                keda.scalingModifiers.target=5
                """;
        Run run = Run.of("explain", "--policy", bench.write(formula).toString(), "--current=2", "q=10", "r=5");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("2 -> 3 replicas");
        Run fixed = Run.of(
                "explain", "--policy", bench.write("flyte.replicas=3, 3\n").toString(), "--current=2");
        assertThat(fixed.err()).isEmpty();
        assertThat(fixed.out()).startsWith("2 -> 3 replicas");
        String clock = formula + """
                triggers.day.type=cron
                triggers.day.start=0 8 * * *
                triggers.day.end=0 18 * * *
                triggers.day.desiredReplicas=3
                """.replace("q + r", "q + r + day");
        assertThat(Run.of("explain", "--policy", bench.write(clock).toString(), "--current=2", "q=10", "r=5")
                        .err())
                .isEqualTo("option must be given, as the policy has windows of time: --at\n");
    }

    @Test
    void a_scaled_job_is_explained() throws IOException {
        String file =
                Files.writeString(directory.resolve("job.properties"), """
                        scaledJob.maxReplicaCount=10
                        scaledJob.strategy=accurate
                        scaledJob.triggers.q.target=2
                        scaledJob.triggers.r.target=1
                        scaledJob.triggers.r.activation=3
                        """).toString();
        Run run = Run.of("explain", "--policy", file, "--unfinished", "5", "--pending", "2", "q=7", "r=3");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        create 2 jobs, 5 unfinished, 2 of them pending
                          triggers  1 active
                          queue     7
                          wanted    4  jobs for the queue, at most 10
                          strategy  2  ACCURATE: 4 wanted less 2 pending
                          created   2
                        """);
        assertThat(Run.of("explain", "--policy", file, "--unfinished", "5", "q=none")
                        .out())
                .startsWith("no job to create, 5 unfinished\n  triggers  0 active; a trigger failed\n");
        assertThat(Run.of("explain", "--policy", file, "--unfinished", "1", "--pending", "2", "x=1")
                        .err())
                .isEqualTo("must be a whole number >= 0 and <= 1: --pending 2\n");
        assertThat(Run.of("explain", "--policy", file, "--current", "1").err())
                .isEqualTo("is not for a ScaledJob, which has --unfinished and --pending: --current 1\n"
                        + "option must be given: --unfinished\n");
        assertThat(Run.of("lint", "--policy", file).err())
                .isEqualTo(file + ": is a ScaledJob file, which creates jobs and scales nothing: explain takes it\n");
        assertThat(Run.of("explain", "--policy", policy, "--unfinished", "1").err())
                .isEqualTo("is for a ScaledJob: --unfinished 1\noption must be given: --current\n");
    }

    @Test
    void a_scaled_job_is_judged() throws IOException {
        new Workbench(directory).assertComplaints("maxReplicas=2\nscaledJob.maxReplicaCount=2\n", """
                FILE:1: must be an HPA file or a ScaledJob file, where the bounds are scaledJob.minReplicaCount and scaledJob.maxReplicaCount: maxReplicas together with scaledJob.maxReplicaCount (line 2)
                """);
        String file =
                Files.writeString(directory.resolve("job.properties"), """
                        scaledJob.maxReplicaCount=0
                        scaledJob.deduction=2
                        scaledJob.triggers.q.target=0
                        scaledJob.triggers.r.activation=1
                        """).toString();
        assertThat(Run.of("explain", "--policy", file, "--unfinished", "1")
                        .err()
                        .replace(file, "FILE"))
                .isEqualTo("""
                        FILE:1: must be >= 1: scaledJob.maxReplicaCount=0
                        FILE:2: must not be given without scaledJob.strategy=custom: scaledJob.deduction=2
                        FILE:3: must be > 0: scaledJob.triggers.q.target=0
                        FILE:4: must be given: scaledJob.triggers.r.target
                        """);
    }
}
