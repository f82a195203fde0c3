package dev.autoscale.testkit.cli.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the keys of an HPA's file are called in a file of another kind. Immutable. */
public final class PolicyNames {
    private static final String WINDOW = "behavior.scaleDown.stabilizationWindowSeconds";
    private static final String COOLDOWN = "activation.cooldown";

    private final Map<String, String> names = new HashMap<>();

    private PolicyNames() {}

    public static PolicyNames of(PolicyEntries entries) {
        PolicyNames names = new PolicyNames();
        switch (PolicyKind.of(entries)) {
            case KEDA -> names.addKeda(entries);
            case SERVERLESS -> names.addServerless();
            case FLYTE -> names.addFlyte();
            case TARGET_TRACKING -> names.addTracking(entries);
            default -> {
                // An HPA's own names; a revision of Knative is judged in its own.
            }
        }
        return names;
    }

    /** The name in this file; the given one if the file has no other. */
    public String nameOf(String key) {
        return names.getOrDefault(key, key);
    }

    private void addBounds(String min, String max) {
        names.put("minReplicas", min);
        names.put("maxReplicas", max);
    }

    private void addKeda(PolicyEntries entries) {
        addBounds(PolicyKeys.KEDA + "minReplicaCount", PolicyKeys.KEDA + "maxReplicaCount");
        for (String field : List.of("cooldown", "initialCooldown", "idleReplicas")) {
            names.put(PolicyKeys.ACTIVATION + field, PolicyKeys.KEDA + PolicyKeda.nameOf(field));
        }
        for (String name : PolicyKeys.TRIGGERS.names(entries)) {
            String target = switch (entries.text(PolicyKeys.TRIGGERS.key(name, "type"), "")) {
                case "queue" -> "targetQueueSize";
                case "prometheus" -> "threshold";
                default -> "value";
            };
            for (String field : PolicyKeys.TARGETS) {
                names.put(PolicyKeys.METRICS.key(name, field), PolicyKeys.TRIGGERS.key(name, target));
            }
            names.put(PolicyKeys.METRICS.key(name, "fallback.failures"), PolicyKeys.KEDA + "fallback.failureThreshold");
            names.put(PolicyKeys.METRICS.key(name, "fallback.replicas"), PolicyKeys.KEDA + "fallback.replicas");
            names.put(PolicyKeys.METRICS.key(name, "fallback.behavior"), PolicyKeys.KEDA + "fallback.behavior");
        }
    }

    private void addServerless() {
        addBounds(PolicyServerless.PREFIX + "minWorkers", PolicyServerless.PREFIX + "maxWorkers");
        names.put(COOLDOWN, PolicyServerless.PREFIX + "idleTimeout");
        names.put(WINDOW, PolicyServerless.PREFIX + "idleTimeout");
        names.put("behavior.scaleUp.cooldown", PolicyServerless.PREFIX + "initializationTime");
        names.put("behavior.scaleDown.cooldownAfterAny", PolicyServerless.PREFIX + "initializationTime");
    }

    private void addFlyte() {
        addBounds(PolicyFlyte.PREFIX + "replicas (fewest)", PolicyFlyte.PREFIX + "replicas (most)");
        names.put(COOLDOWN, PolicyFlyte.PREFIX + "scaledownAfter");
        names.put(WINDOW, PolicyFlyte.PREFIX + "scaledownAfter");
        names.put("metrics.concurrency.averageValue", PolicyFlyte.PREFIX + "concurrency");
        names.put("metrics.request_rate.averageValue", PolicyFlyte.PREFIX + "requestRate");
    }

    private void addTracking(PolicyEntries entries) {
        addBounds(PolicyTracking.PREFIX + "minCapacity", PolicyTracking.PREFIX + "maxCapacity");
        names.put("behavior.scaleUp.cooldown", PolicyTracking.PREFIX + "scaleOutCooldown");
        names.put("behavior.scaleDown.cooldown", PolicyTracking.PREFIX + "scaleInCooldown");
        names.put("behavior.scaleUp.sustainedFor", PolicyTracking.PREFIX + "alarmsAfter.out");
        names.put("behavior.scaleDown.sustainedFor", PolicyTracking.PREFIX + "alarmsAfter.in");
        names.put(WINDOW, PolicyTracking.PREFIX + "alarmsAfter.in");
        String metric = entries.text(PolicyTracking.PREFIX + "metric", "metric");
        names.put(PolicyKeys.METRICS.key(metric, "averageValue"), PolicyTracking.PREFIX + "target");
        names.put(PolicyKeys.METRICS.key(metric, "warmUp"), PolicyTracking.PREFIX + "instanceWarmup");
    }
}
