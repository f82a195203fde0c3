package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a policy file is about; its keys say so. Immutable. */
public final class PolicyKind {
    static final PolicyKind HPA =
            new PolicyKind("an HPA file", "minReplicas and maxReplicas", "", HpaFile.KEYS, HpaFile::read);
    static final PolicyKind KEDA = new PolicyKind(
            "a KEDA file",
            "keda.minReplicaCount and keda.maxReplicaCount",
            "needs a trigger other than cpu and memory",
            KedaFile.KEYS,
            KedaFile::read);
    static final PolicyKind SERVERLESS = new PolicyKind(
            "a serverless file",
            "serverless.minWorkers and serverless.maxWorkers",
            "needs a minimum of 0",
            List.of(PresetFiles.SERVERLESS),
            PresetFiles::serverless);
    static final PolicyKind FLYTE = new PolicyKind(
            "a Flyte file", "flyte.replicas", "needs a minimum of 0", List.of(PresetFiles.FLYTE), PresetFiles::flyte);
    static final PolicyKind TARGET_TRACKING = new PolicyKind(
            "a target tracking file",
            "targetTracking.minCapacity and targetTracking.maxCapacity",
            "must not be given in a target tracking file",
            List.of(PresetFiles.TRACKING),
            PresetFiles::tracking);
    static final PolicyKind SLO = new PolicyKind(
            "an SLO file",
            "slo.minReplicas and slo.maxReplicas",
            "must not be given in an SLO file",
            List.of(PresetFiles.SLO),
            PresetFiles::slo);
    static final PolicyKind KNATIVE =
            ofEngine("a Knative file", "knative.min-scale and knative.max-scale", KnativeFile.KEYS, KnativeFile::read);
    static final PolicyKind FLINK = ofEngine(
            "a Flink file",
            "flink.vertex.min-parallelism and flink.vertex.max-parallelism",
            FlinkFile.KEYS,
            FlinkFile::read);

    static final PolicyKind RAY =
            ofEngine("a Ray Serve file", "ray.min_replicas and ray.max_replicas", RayFile.KEYS, RayFile::read);

    static final PolicyKind WPA = ofEngine(
            "a WatermarkPodAutoscaler file", "wpa.minReplicas and wpa.maxReplicas", WpaFile.KEYS, WpaFile::read);

    static final PolicyKind NOMAD =
            ofEngine("a Nomad file", "nomad.min and nomad.max", NomadFile.KEYS, NomadFile::read);

    static final PolicyKind CLOUD_FOUNDRY = ofEngine(
            "a Cloud Foundry file", "cf.instance_min_count and cf.instance_max_count", CfFile.KEYS, CfFile::read);

    static final PolicyKind SCALED_JOB = new PolicyKind(
            "a ScaledJob file",
            "scaledJob.minReplicaCount and scaledJob.maxReplicaCount",
            "",
            JobFile.KEYS,
            PolicyKind::withoutSpec,
            null);

    /** In the order in which messages name them. */
    public static final List<PolicyKind> ALL = List.of(
            HPA,
            KEDA,
            SERVERLESS,
            FLYTE,
            TARGET_TRACKING,
            SLO,
            KNATIVE,
            RAY,
            WPA,
            NOMAD,
            CLOUD_FOUNDRY,
            FLINK,
            SCALED_JOB);

    final String title;
    private final String bounds;
    /** What is wrong with keys about going to zero in a file that never does. */
    final String restless;
    /** The keys that only this kind has, but for those of metrics. */
    final List<Keys<?>> keys;

    final Function<PolicyEntries, PolicyShape> reader;

    /** What reads a file whose engine is not the main one; null for the others. */
    final @Nullable Function<PolicyEntries, ReplayPolicy> engine;

    private PolicyKind(
            String title,
            String bounds,
            String restless,
            List<Keys<?>> keys,
            Function<PolicyEntries, PolicyShape> reader) {
        this(title, bounds, restless, keys, reader, null);
    }

    private PolicyKind(
            String title,
            String bounds,
            String restless,
            List<Keys<?>> keys,
            Function<PolicyEntries, PolicyShape> reader,
            @Nullable Function<PolicyEntries, ReplayPolicy> engine) {
        this.title = title;
        this.bounds = bounds;
        this.restless = restless;
        this.keys = keys;
        this.reader = reader;
        this.engine = engine;
    }

    /** A kind whose engine is not the main one, so that none of the main engine's keys goes with it. */
    private static PolicyKind ofEngine(
            String title, String bounds, List<Keys<?>> keys, Function<PolicyEntries, ReplayPolicy> engine) {
        return new PolicyKind(title, bounds, "", keys, PolicyKind::withoutSpec, engine);
    }

    private static PolicyShape withoutSpec(PolicyEntries entries) {
        throw new IllegalStateException("what decides has no spec: " + entries.name());
    }

    /** The kind of a file; one without any key of a kind is an HPA file. */
    public static PolicyKind of(PolicyEntries entries) {
        return ALL.stream()
                .filter(kind -> kind != HPA && kind.firstIn(entries).isPresent())
                .findFirst()
                .orElse(HPA);
    }

    /** Whether it scales replicas, so that it can be replayed and simulated; a ScaledJob creates jobs. */
    public boolean scales() {
        return this != SCALED_JOB;
    }

    /** Also keys that are mistyped after the beginning. */
    private boolean owns(Entry entry) {
        return this == HPA
                ? HpaFile.BOUNDS.nameIn(entry.key()) != null
                : keys.stream().anyMatch(own -> entry.key().startsWith(own.prefix));
    }

    private Optional<Entry> firstIn(PolicyEntries entries) {
        return entries.all().stream().filter(this::owns).findFirst();
    }

    /** A file that is half of the one kind and half of the other: what else is wrong with it would mislead. */
    static void requireOne(PolicyEntries entries) {
        List<PolicyKind> kinds =
                ALL.stream().filter(kind -> kind.firstIn(entries).isPresent()).toList();
        if (kinds.size() > 1) {
            PolicyKind other = kinds.get(1);
            Entry first = kinds.get(0).firstIn(entries).orElseThrow();
            Entry second = other.firstIn(entries).orElseThrow();
            String beside = first.key() + " together with " + second.key() + " (line " + second.line() + ')';
            String rule = "must be " + kinds.get(0).title + " or " + other.title + ", where the bounds are ";
            entries.bad(first.key(), first.key(), rule + other.bounds + ": " + beside);
            entries.throwIfAny();
        }
    }

    /** Complains about keys of what this kind has its own rules for. */
    void refuseForeign(PolicyEntries entries) {
        List<Keys<?>> foreign = this == HPA || this == KEDA ? List.of() : CommonKeys.RULES;
        for (Entry entry : entries.all()) {
            boolean isForeign = foreign.stream().anyMatch(rules -> entry.key().startsWith(rules.prefix));
            if (isForeign || ((engine != null || this == SCALED_JOB) && !owns(entry))) {
                entries.bad(entry.key(), "must not be given in " + title);
            }
        }
    }
}
