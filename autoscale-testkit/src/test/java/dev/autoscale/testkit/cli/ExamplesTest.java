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
    void theTraceIsWhatItsGeneratorMakes() throws IOException {
        assertThat(Files.readString(EXAMPLES.resolve("spike.csv"))).isEqualTo(SpikeTrace.csv());
    }

    @Test
    void bothPoliciesReplayTheTrace() {
        Run behavior = replay("asr-workers.properties");
        assertThat(behavior.status()).isZero();
        assertThat(behavior.out())
                .contains("steps           481, every 15 s for 2 h", "maxReplicas 10", "scale-up rate");
        assertThat(behavior.out().lines().count()).isLessThan(100);

        Run legacy = replay("asr-workers-legacy.properties");
        assertThat(legacy.status()).isZero();
        assertThat(legacy.out()).contains("steps           481, every 15 s for 2 h", "maxReplicas 10");
    }

    private static Run replay(String policy) {
        return Run.of(
                "replay",
                "--policy",
                EXAMPLES.resolve(policy).toString(),
                "--metrics",
                EXAMPLES.resolve("spike.csv").toString());
    }
}
