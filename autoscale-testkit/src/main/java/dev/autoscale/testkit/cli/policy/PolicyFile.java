package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a policy file: a HorizontalPodAutoscaler, a KEDA ScaledObject or another {@link PolicyKind} in properties syntax, with
 * what the library adds. The file is judged by the rules of the Kubernetes API, of KEDA or of the kind's shape; all
 * complaints come in one exception, each with file, line and key.
 */
public final class PolicyFile {
    private PolicyFile() {}

    public static PolicyEntries entries(Path path) {
        return new PolicyEntries(path.toString(), lines(path));
    }

    public static PropertyLines lines(Path path) {
        try {
            return PropertyLines.of(TextFiles.read(path));
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    public static ReplayPolicy read(Path path) {
        return read(path, entries(path));
    }

    /** The policy of a file whose keys were read. */
    public static ReplayPolicy read(Path path, PolicyEntries entries) {
        PolicyKeys.check(entries);
        PolicyKind.requireOne(entries);
        PolicyKind kind = PolicyKind.of(entries);
        kind.refuseForeign(entries);
        String name = TextFiles.nameOf(path);
        return kind == PolicyKind.KNATIVE
                ? KnativeFile.read(entries, name)
                : new Policy(name, spec(path, entries, kind));
    }

    private static AutoscalerSpec spec(Path path, PolicyEntries entries, PolicyKind kind) {
        PolicyShape shape = kind.reader.apply(entries);
        if (kind != PolicyKind.HPA) {
            MetricKeys.checkBeside(entries, kind, shape.metrics().keySet());
        }
        AutoscalerSpec.Builder builder = shape.builder();
        List<MetricSpec> metrics = MetricKeys.read(entries, shape.metrics(), kind != PolicyKind.HPA);
        if (!metrics.isEmpty()) {
            builder.metrics(metrics);
        }
        CommonKeys.apply(entries, builder, shape.behavior());
        builder.schedule(ScheduleKeys.read(entries));
        if (!shape.isComplete()) {
            // It would be judged by counts that stand in for others.
            builder.alignment(null);
        }
        CommonKeys.activation(entries, kind, builder, builder.buildUnchecked().activation(), shape.isComplete());
        try {
            AutoscalerSpec spec = builder.build();
            entries.throwIfAny();
            return spec;
        } catch (InvalidSettingsException e) {
            e.violations().forEach(violation -> judge(entries, violation));
            entries.throwIfAny();
            throw new BadInput(path + ": " + e.getMessage());
        }
    }

    /** What has no key may be due to what could not be read, unless there is no other complaint. */
    private static void judge(PolicyEntries entries, Violation violation) {
        String key = PolicyKeys.ofPath(entries, violation.path());
        if (key != null) {
            // A count that is not given can break no rule but the alignment's.
            int dot = key.lastIndexOf('.') + 1;
            boolean isNamed = PolicyKeys.isNamed(key);
            String where = entries.firstKey(isNamed ? key.substring(0, dot) : CommonKeys.ALIGNMENT.prefix);
            entries.broken(violation, key, where, name -> {
                String named = PolicyKeys.ofPath(entries, name);
                return named == null ? name : named;
            });
        }
    }
}
