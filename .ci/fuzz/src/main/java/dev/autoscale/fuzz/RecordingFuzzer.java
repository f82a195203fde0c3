package dev.autoscale.fuzz;

import dev.autoscale.testkit.cli.replay.Replay;
import dev.autoscale.testkit.cli.text.BadInput;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Recordings of metrics, replayed through a policy: refused with what the command line prints, or replayed. */
public final class RecordingFuzzer {
    private static final String POLICY =
            "minReplicas=1\nmaxReplicas=20\nmetric.load.type=external\nmetric.load.averageValue=5\n";
    private static final Path POLICY_FILE = Texts.newFile(".properties");
    private static final Path METRICS = Texts.newFile(".csv");
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), false);

    static {
        Texts.write(POLICY_FILE, POLICY.getBytes(StandardCharsets.UTF_8));
    }

    private RecordingFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Texts.write(METRICS, data);
        try {
            Replay.run(
                    List.of("--policy", POLICY_FILE.toString(), "--metrics", METRICS.toString(), "--every", "3650d"),
                    NOWHERE,
                    NOWHERE);
        } catch (BadInput e) {
            Texts.checkMessage(e);
        }
    }
}
