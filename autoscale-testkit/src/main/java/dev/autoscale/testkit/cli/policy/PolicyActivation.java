package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Activation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a policy file goes to zero and back. */
final class PolicyActivation {
    static final List<String> FIELDS =
            List.of("cooldown", "initialCooldown", "idleReplicas", "idleTtl", "landingReplicas", "zeroDelay");

    /** The counts among the keys. */
    static final List<String> COUNTS = List.of(key("idleReplicas"), key("landingReplicas"));

    private final PolicyEntries entries;
    private final int minReplicas;
    private final int maxReplicas;

    private PolicyActivation(PolicyEntries entries, int minReplicas, int maxReplicas) {
        this.entries = entries;
        this.minReplicas = minReplicas;
        this.maxReplicas = maxReplicas;
    }

    /** The rules under the library's own keys; null if the file has none of them. */
    static @Nullable Activation read(PolicyEntries entries, int minReplicas, int maxReplicas) {
        if (!entries.hasAny(PolicyKeys.ACTIVATION)) {
            return null;
        }
        entries.require(PolicyKeys.ACTIVATION, key("cooldown"));
        Duration cooldown = entries.duration(key("cooldown"));
        Activation activation = Activation.cooldown(cooldown == null ? Duration.ZERO : cooldown);
        return new PolicyActivation(entries, minReplicas, maxReplicas).beginning(activation);
    }

    /** What KEDA has no keys for, on top of what it has. */
    static Activation extendKeda(
            PolicyEntries entries, Activation keda, @Nullable Integer idleReplicas, int minReplicas, int maxReplicas) {
        for (String field : List.of("cooldown", "initialCooldown", "idleReplicas")) {
            refuse(entries, field, PolicyKeys.KEDA + PolicyKeda.nameOf(field), PolicyKind.KEDA);
        }
        return new PolicyActivation(entries, minReplicas, maxReplicas)
                .rest(keda, PolicyKeys.KEDA + "idleReplicaCount", idleReplicas);
    }

    /** Everything on top of a cooldown that the kind of file has another key for. */
    static Activation extend(
            PolicyEntries entries,
            Activation cooldown,
            String cooldownKey,
            PolicyKind kind,
            int minReplicas,
            int maxReplicas) {
        refuse(entries, "cooldown", cooldownKey, kind);
        return new PolicyActivation(entries, minReplicas, maxReplicas).beginning(cooldown);
    }

    private static void refuse(PolicyEntries entries, String field, String theirs, PolicyKind kind) {
        if (entries.has(key(field))) {
            entries.bad(key(field), "must be " + theirs + " in " + kind.title);
        }
    }

    private Activation beginning(Activation cooldown) {
        Duration initial = entries.duration(key("initialCooldown"));
        Activation activation = initial == null ? cooldown : cooldown.initialCooldown(initial);
        Integer idle = idleReplicas();
        return rest(idle == null ? activation : activation.idleReplicas(idle), key("idleReplicas"), idle);
    }

    private static String key(String field) {
        return PolicyKeys.ACTIVATION + field;
    }

    private @Nullable Integer idleReplicas() {
        int most = Math.max(1, minReplicas);
        return entries.integer(key("idleReplicas"), 0, most, " (max(1, minReplicas))");
    }

    private Activation rest(Activation base, String idleKey, @Nullable Integer idle) {
        Activation activation = base;
        Duration ttl = entries.duration(key("idleTtl"));
        if (ttl != null) {
            activation = activation.idleTtl(ttl);
            if (!entries.has(idleKey) || (idle != null && idle == 0)) {
                entries.bad(key("idleTtl"), "needs " + idleKey + " above 0");
            }
        }
        Integer landing = entries.integer(key("landingReplicas"), 0, maxReplicas, " (maxReplicas)");
        activation = landing == null ? activation : activation.landingReplicas(landing);
        Duration delay = entries.duration(key("zeroDelay"));
        if (delay != null) {
            activation = activation.zeroDelay(delay);
            if (entries.has(idleKey)) {
                entries.bad(key("zeroDelay"), "must be without " + idleKey);
            }
        }
        return activation;
    }
}
