package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a policy file: a HorizontalPodAutoscaler, a KEDA ScaledObject or another {@link PolicyKind} in properties syntax, with
 * what the library adds. The file is judged by the rules of the Kubernetes API, of KEDA or of the kind's shape; all
 * complaints come in one exception, each with file, line and key.
 */
public final class PolicyFile {
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_NAMES = 20;

    private PolicyFile() {}

    /**
     * The policies of a file: of properties one, of manifests each that decides.
     *
     * @param selection what is to be read of manifests
     * @throws BadInput if nothing is left
     */
    public static List<PolicyEntries> all(Path path, Selection selection) {
        try {
            return all(path, TextFiles.read(path, MAX_BYTES), selection);
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    /** The policies of a text that is called like a file. */
    private static List<PolicyEntries> all(Path path, String text, Selection selection) {
        if (text.length() > MAX_BYTES) {
            throw new BadInput(path + ": must have <= " + Numbers.grouped(MAX_BYTES) + " characters");
        }
        try {
            return ManifestFile.isManifest(path, text)
                    ? ManifestFile.read(path, text, selection)
                    : List.of(new PolicyEntries(path.toString(), TextFiles.nameOf(path), PropertyLines.of(text)));
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    /** Some names, as many as can be read. */
    static String names(List<String> all) {
        String told = all.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return told + (all.size() > MAX_NAMES ? " and " + Numbers.grouped(all.size() - MAX_NAMES) + " more" : "");
    }

    /** The one policy of a file, or of those in it the one that is selected. */
    public static PolicyEntries one(Path path, Selection selection) {
        return one(path, all(path, selection));
    }

    /** The same of a text that is called like a file. */
    public static PolicyEntries one(Path path, String text, Selection selection) {
        return one(path, all(path, TextFiles.withoutMark(text), selection));
    }

    private static PolicyEntries one(Path path, List<PolicyEntries> all) {
        if (all.size() > 1) {
            String names = names(all.stream().map(PolicyEntries::name).toList());
            throw new BadInput(path + ": holds several policies, of which --select kind/name takes one: " + names);
        }
        return all.get(0);
    }

    /**
     * What a file's own system takes although it has no effect, as {@code rule: key=value}.
     *
     * @param entries of a file that was read without complaints
     */
    public static List<String> warnings(PolicyEntries entries) {
        if (entries.isManifest()) {
            return entries.ownWarnings();
        }
        return PolicyKind.of(entries) == PolicyKind.KEDA ? KedaFile.warnings(entries) : List.of();
    }

    /**
     * Reads the policy that keys say, also one that scales nothing, for its complaints.
     *
     * @return what its reader should know, a line each
     */
    public static List<String> check(PolicyEntries entries) {
        return job(entries).isPresent() ? entries.warnings() : read(entries).warnings();
    }

    /** The one policy of a file. */
    public static ReplayPolicy read(Path path) {
        return read(one(path, Selection.ALL));
    }

    /** The policy that keys say. */
    public static ReplayPolicy read(PolicyEntries entries) {
        PolicyKind kind = kind(entries);
        if (!kind.scales()) {
            throw new BadInput(entries.file() + ": is " + kind.title
                    + ", which creates jobs and scales nothing: explain takes it");
        }
        return kind.engine != null
                ? kind.engine.apply(entries)
                : new Policy(entries.name(), spec(entries, kind), told(entries, kind), entries.warnings());
    }

    /** What the kind of a file tells of the signals that its own metrics are about, whatever they are called. */
    private static Map<String, WorkloadMetric> told(PolicyEntries entries, PolicyKind kind) {
        if (kind == PolicyKind.SERVERLESS) {
            return Map.of("requests", WorkloadMetric.IN_SYSTEM, "oldest_wait", WorkloadMetric.OLDEST_WAIT);
        }
        if (kind == PolicyKind.FLYTE) {
            return Map.of("concurrency", WorkloadMetric.IN_SYSTEM, "request_rate", WorkloadMetric.ARRIVAL_RATE);
        }
        return kind != PolicyKind.KEDA
                ? Map.of()
                : PolicyKeys.names(entries, KedaFile.TRIGGERS).stream()
                        .filter(name -> entries.text(KedaFile.TRIGGERS + name + ".type", "")
                                .equals("queue"))
                        .collect(Collectors.toMap(name -> name, name -> WorkloadMetric.QUEUED));
    }

    private static PolicyKind kind(PolicyEntries entries) {
        PolicyKeys.check(entries);
        PolicyKind.requireOne(entries);
        PolicyKind kind = PolicyKind.of(entries);
        kind.refuseForeign(entries);
        return kind;
    }

    /** The ScaledJob of a file whose keys were read; empty if it is of another kind. */
    public static Optional<JobFile> job(PolicyEntries entries) {
        return PolicyKind.of(entries).scales() || kind(entries).scales()
                ? Optional.empty()
                : Optional.of(JobFile.read(entries));
    }

    private static AutoscalerSpec spec(PolicyEntries entries, PolicyKind kind) {
        PolicyShape shape = kind.reader.apply(entries);
        if (kind != PolicyKind.HPA) {
            MetricKeys.checkBeside(entries, kind, shape.metrics().keySet());
        }
        AutoscalerSpec.Builder builder = shape.builder();
        Map<String, MetricSpec> own = new LinkedHashMap<>(shape.metrics());
        if (kind == PolicyKind.TARGET_TRACKING) {
            own.putAll(HpaFile.metricsBeside(entries, own.keySet()));
        }
        List<MetricSpec> metrics = MetricKeys.read(entries, own, kind != PolicyKind.HPA);
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
            throw new BadInput(entries.file() + ": " + e.getMessage());
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
