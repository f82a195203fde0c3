package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.cli.PropertyLines.Entry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a policy file is about; its keys say so. */
enum PolicyKind {
    HPA("an HPA file", "minReplicas and maxReplicas", PolicyKeys.BOUNDS),
    KEDA(
            "a KEDA file",
            "keda.minReplicaCount and keda.maxReplicaCount",
            List.of(PolicyKeys.KEDA, PolicyKeys.TRIGGERS.prefix())),
    SERVERLESS(
            "a serverless file", "serverless.minWorkers and serverless.maxWorkers", List.of(PolicyServerless.PREFIX)),
    FLYTE("a Flyte file", "flyte.replicas", List.of(PolicyFlyte.PREFIX)),
    TARGET_TRACKING(
            "a target tracking file",
            "targetTracking.minCapacity and targetTracking.maxCapacity",
            List.of(PolicyTracking.PREFIX)),
    KNATIVE("a Knative file", "knative.min-scale and knative.max-scale", List.of(PolicyKnative.PREFIX));

    final String title;
    private final String bounds;
    /** How the keys begin that only this kind has. */
    private final List<String> prefixes;

    PolicyKind(String title, String bounds, List<String> prefixes) {
        this.title = title;
        this.bounds = bounds;
        this.prefixes = prefixes;
    }

    /** How its own keys begin, for a kind with one such prefix. */
    String prefix() {
        return prefixes.get(0);
    }

    /** The kind of a file; one without any key of a kind is an HPA file. */
    static PolicyKind of(PolicyEntries entries) {
        for (PolicyKind kind : values()) {
            if (kind != HPA && entries.all().stream().anyMatch(kind::owns)) {
                return kind;
            }
        }
        return HPA;
    }

    private boolean owns(Entry entry) {
        return prefixes.stream().anyMatch(prefix -> entry.key().startsWith(prefix));
    }

    /** A file that is half of the one kind and half of the other: what else is wrong with it would mislead. */
    static void requireOne(PolicyEntries entries) {
        Map<PolicyKind, Entry> firsts = new EnumMap<>(PolicyKind.class);
        for (Entry entry : entries.all()) {
            for (PolicyKind kind : values()) {
                if (kind.owns(entry)) {
                    firsts.putIfAbsent(kind, entry);
                }
            }
        }
        if (firsts.size() > 1) {
            List<PolicyKind> kinds = new ArrayList<>(firsts.keySet());
            PolicyKind one = kinds.get(0);
            PolicyKind other = kinds.get(1);
            Entry first = firsts.get(one);
            Entry second = firsts.get(other);
            entries.bad(
                    first.key(),
                    first.key(),
                    "must be " + one.title + " or " + other.title + ", where the bounds are " + other.bounds + ": "
                            + first.key() + " beside " + second.key() + " (line " + second.line() + ')');
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
