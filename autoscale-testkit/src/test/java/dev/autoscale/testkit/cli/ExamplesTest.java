package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What ships as examples is what it says it is. Maven runs tests in the module's directory. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @Test
    void theTracesAreWhatTheirGeneratorsMake() throws IOException {
        assertThat(Files.readString(EXAMPLES.resolve("spike.csv"))).isEqualTo(SpikeTrace.csv());
        assertThat(Files.readString(EXAMPLES.resolve("queue.csv"))).isEqualTo(ExampleTraces.queue());
        assertThat(Files.readString(EXAMPLES.resolve("office.csv"))).isEqualTo(ExampleTraces.office());
    }

    @Test
    void bothPoliciesReplayTheTrace() {
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
    void businessHoursHoldFloorAndCeiling() {
        Run run = replay("business-hours.properties", "office.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                // A quarter of an hour before 8 in Berlin.
                .contains(
                        "2026-03-04 06:45:00   2 ->  6  office", "floor 6 (office)", "ceiling 3 (night)", "scheduled ");
    }

    @Test
    void theQueueRestsAtZeroAndWakes() {
        Run run = replay("transcription-queue.properties", "queue.csv");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2026-03-04 07:10:15   0 ->  1  ACTIVATING", "active: recordings, wakes up with 1")
                // Above two until 7:39:30; KEDA waits until more than 300 s have passed.
                .contains("2026-03-04 07:44:45   1 ->  0  ZERO", "rests at zero")
                .contains("09:00:00   1 ->  2  ACTIVE      calls 2 ", "wake-ups        3");
    }

    private static Run replay(String policy, String metrics) {
        return Run.of(
                "replay",
                "--policy",
                EXAMPLES.resolve(policy).toString(),
                "--metrics",
                EXAMPLES.resolve(metrics).toString());
    }
}
