package dev.autoscale.fuzz;

import dev.autoscale.testkit.cli.policy.Conversion;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.file.LoadedPolicy;
import dev.autoscale.testkit.file.PolicyFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Policy files: refused with {@link PolicyFileException}, or they decide, and say the same when they are written as properties.
 */
public final class PolicyFuzzer {
    private static final int STEPS = 4;

    private PolicyFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        tryOut("policy.properties", Texts.of(data));
    }

    static void tryOut(String file, String text) {
        LoadedPolicy policy;
        try {
            policy = LoadedPolicy.parse(file, text);
        } catch (PolicyFileException e) {
            Texts.checkMessage(e);
            return;
        }
        Texts.check(!policy.toString().isEmpty() && policy.warnings() != null, "a policy has a text", file);
        Lives.of(policy, Lives.START_MILLIS).liveAndRestore(STEPS);
        simulated(policy);
        convert(file, text, policy);
    }

    private static void simulated(LoadedPolicy policy) {
        try {
            policy.scalingPolicy(Map.of());
        } catch (PolicyFileException e) {
            Texts.checkMessage(e);
        }
    }

    private static void convert(String file, String text, LoadedPolicy policy) {
        convert(file, text, Conversion::toHpa);
        convert(file, text, Conversion::toScaledObject);
        Conversion written = convert(file, text, Conversion::toProperties);
        if (written != null && written.unsaid().isEmpty()) {
            LoadedPolicy again = LoadedPolicy.parse("again.properties", written.text());
            Texts.check(
                    again.spec().equals(policy.spec())
                            && again.knative().equals(policy.knative())
                            && again.upstream().equals(policy.upstream()),
                    "written as properties it must say the same",
                    again + " and " + policy);
        }
    }

    private static Conversion convert(String file, String text, Function<PolicyEntries, Conversion> to) {
        try {
            PolicyEntries entries = PolicyFile.one(Path.of(file), text, Selection.ALL);
            PolicyFile.check(entries.fresh());
            return to.apply(entries);
        } catch (BadInput e) {
            Texts.checkMessage(e);
            return null;
        }
    }
}
