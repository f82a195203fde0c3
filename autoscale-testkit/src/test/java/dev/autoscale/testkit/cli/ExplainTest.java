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
}
