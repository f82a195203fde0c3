package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ships as examples is what it says it is. Maven runs tests in the module's directory. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @Test
    void the_traces_are_what_their_generators_make() throws IOException {
        assertThat(Files.readString(EXAMPLES.resolve("spike.csv"))).isEqualTo(SpikeTrace.csv());
        assertThat(Files.readString(EXAMPLES.resolve("queue.csv"))).isEqualTo(ExampleTraces.queue());
        assertThat(Files.readString(EXAMPLES.resolve("office.csv"))).isEqualTo(ExampleTraces.office());
        assertThat(Files.readString(EXAMPLES.resolve("concurrency.csv"))).isEqualTo(ExampleTraces.concurrency());
        assertThat(Files.readString(EXAMPLES.resolve("jobs.csv"))).isEqualTo(ExampleTraces.jobs());
    }

    @Test
    void both_policies_replay_the_trace() {
        Run behavior = replay("asr-workers.properties", "spike.csv");
        assertThat(behavior.status()).isZero();
        assertThat(behavior.out())
                .contains("steps           481, every 15 s for 2 h", "maxReplicas 10", "scale-up rate");
        assertThat(behavior.out().lines().count()).isLessThan(100);

        Run legacy = replay("asr-workers-legacy.properties", "spike.csv");
        assertThat(legacy.status()).isZero();
        assertThat(legacy.out()).contains("steps           481, every 15 s for 2 h", "maxReplicas 10");
    }

    @Test
    void business_hours_hold_floor_and_ceiling() {
        Run run = replay("business-hours.properties", "office.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                // A quarter of an hour before 8 in Berlin.
                .contains(
                        "2026-03-04 06:45:00   2 ->  6  office", "floor 6 (office)", "ceiling 3 (night)", "scheduled ");
    }

    @Test
    void the_queue_rests_at_zero_and_wakes() {
        Run run = replay("transcription-queue.properties", "queue.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2026-03-04 07:10:15   0 ->  1  ACTIVATING", "active: recordings, wakes up with 1")
                // Above two until 7:39:30; KEDA waits until more than 300 s have passed.
                .contains("2026-03-04 07:44:45   1 ->  0  ZERO", "idle at zero")
                .contains("09:00:00   1 ->  2  ACTIVE      calls 2 ", "wake-ups        3");
    }

    @Test
    void knative_panics_and_scales_to_zero() {
        Run run = replay("knative-revision.properties", "concurrency.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("wants 52, max-scale 40", "scale down delay", "every 2 s for 17 min 2 s")
                .contains("0:09:52   1 ->  0", "0:13:02   0 ->  1", "panics          3, ", "wake-ups        1");
    }

    @Test
    void the_flyte_app_follows_the_same_requests() {
        Run run = replay("flyte-app.properties", "concurrency.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        // Five minutes after the last request at 8:00, and active again at 13:02.
        assertThat(run.out()).contains("0:04:15   6 -> 40", "0:13:00   5 ->  0  ZERO", "0:13:15   0 ->  1  ACTIVATING");
    }

    @Test
    void gpu_workers_come_by_delay_or_by_steps() {
        Run delay = replay("gpu-endpoint.properties", "jobs.csv", "--every", "5s");
        assertThat(delay.err()).isEmpty();
        assertThat(delay.out())
                .contains("0:01:05  0 -> 1  ACTIVATING", "0:02:05  2 -> 3", "0:02:45  3 -> 4", "in cooldown", "ZERO");

        Run steps = replay("gpu-steps.properties", "jobs.csv");
        assertThat(steps.err()).isEmpty();
        assertThat(steps.out())
                .contains(
                        "0:02:00  3 -> 5  oldest_wait 12", "wants 10, maxReplicas 8", "0:06:00  8 -> 7  oldest_wait 0");
    }

    @Test
    void calm_workers_move_in_pairs_and_seldom() {
        Run run = replay("asr-workers-calm.properties", "spike.csv");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "changes         7 (3 up, 4 down)",
                        "aligned to 4",
                        "not sustained   1.0 %",
                        "in cooldown     1.2 %")
                .contains("over budget     1.5 %");
    }

    private static Run replay(String policy, String metrics, String... more) {
        Stream<String> first = Stream.of(
                "replay",
                "--policy",
                EXAMPLES.resolve(policy).toString(),
                "--metrics",
                EXAMPLES.resolve(metrics).toString());
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }
}
