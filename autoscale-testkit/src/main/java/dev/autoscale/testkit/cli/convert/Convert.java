package dev.autoscale.testkit.cli.convert;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.Conversion;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The verb {@code convert}: prints a policy in another form, with what that form cannot say as comments before it. */
public final class Convert {
    private static final String TO = "--to";
    private static final Map<String, Function<PolicyEntries, Conversion>> FORMS = Map.of(
            "properties", Conversion::toProperties,
            "hpa", Conversion::toHpa,
            "scaledobject", Conversion::toScaledObject);

    private Convert() {}

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        Options options = Options.parse(args, Selection.OPTIONS + "policy to");
        options.refuseRest();
        options.require("--policy", TO);
        String form = options.required(TO);
        if (!FORMS.containsKey(form)) {
            options.bad("must be one of " + String.join(", ", new TreeSet<>(FORMS.keySet())), TO);
        }
        options.problems().throwIfAny();
        PolicyEntries entries = PolicyFile.one(Path.of(options.required("--policy")), Selection.of(options));
        // Whatever is wrong with the policy is told, before anything is printed.
        PolicyFile.check(entries.fresh()).forEach(note -> err.println("note: " + note));
        Conversion converted =
                FORMS.getOrDefault(form, Conversion::toProperties).apply(entries);
        converted.unsaid().forEach(key -> out.println("# cannot be said here: " + key));
        out.print(converted.text());
    }
}
