package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a policy file is about; its keys say so. */
public enum PolicyKind {
    HPA("an HPA file", "minReplicas and maxReplicas", "minReplicas", "maxReplicas"),
    KEDA("a KEDA file", "keda.minReplicaCount and keda.maxReplicaCount", PolicyKeys.KEDA, PolicyKeys.TRIGGERS.prefix()),
    SERVERLESS("a serverless file", "serverless.minWorkers and serverless.maxWorkers", PolicyServerless.PREFIX),
    FLYTE("a Flyte file", "flyte.replicas", PolicyFlyte.PREFIX),
    TARGET_TRACKING(
            "a target tracking file",
            "targetTracking.minCapacity and targetTracking.maxCapacity",
            PolicyTracking.PREFIX),
    KNATIVE("a Knative file", "knative.min-scale and knative.max-scale", PolicyKnative.PREFIX);

    final String title;
    /** How the keys begin that only this kind has. */
    final String prefix;

    private final String otherPrefix;
    private final String bounds;

    PolicyKind(String title, String bounds, String prefix) {
        this(title, bounds, prefix, prefix);
    }

    PolicyKind(String title, String bounds, String prefix, String otherPrefix) {
        this.title = title;
        this.bounds = bounds;
        this.prefix = prefix;
        this.otherPrefix = otherPrefix;
    }

    /** The kind of a file; one without any key of a kind is an HPA file. */
    public static PolicyKind of(PolicyEntries entries) {
        for (PolicyKind kind : values()) {
            if (kind != HPA && kind.firstIn(entries).isPresent()) {
                return kind;
            }
        }
        return HPA;
    }

    private boolean owns(Entry entry) {
        return entry.key().startsWith(prefix) || entry.key().startsWith(otherPrefix);
    }

    private Optional<Entry> firstIn(PolicyEntries entries) {
        return entries.all().stream().filter(this::owns).findFirst();
    }

    /** A file that is half of the one kind and half of the other: what else is wrong with it would mislead. */
    static void requireOne(PolicyEntries entries) {
        List<PolicyKind> kinds = Stream.of(values())
                .filter(kind -> kind.firstIn(entries).isPresent())
                .toList();
        if (kinds.size() > 1) {
            PolicyKind other = kinds.get(1);
            Entry first = kinds.get(0).firstIn(entries).orElseThrow();
            Entry second = other.firstIn(entries).orElseThrow();
            String beside = first.key() + " beside " + second.key() + " (line " + second.line() + ')';
            String rule = "must be " + kinds.get(0).title + " or " + other.title + ", where the bounds are ";
            entries.bad(first.key(), first.key(), rule + other.bounds + ": " + beside);
            entries.throwIfAny();
        }
    }

    /** Complains about keys of what this kind has its own rules for. */
    void refuseForeign(PolicyEntries entries) {
        if (this == HPA || this == KEDA) {
            return;
        }
        for (Entry entry : entries.all()) {
            String key = entry.key();
            boolean isRule = key.startsWith(PolicyKeys.BEHAVIOR) || key.startsWith(PolicyKeys.CONTROLLER);
            if (isRule || (this == KNATIVE && !owns(entry))) {
                entries.bad(key, "must not be given in " + title);
            }
        }
    }
}
