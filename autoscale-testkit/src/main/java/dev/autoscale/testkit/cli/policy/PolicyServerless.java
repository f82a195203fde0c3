package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Decision;
import dev.autoscale.policies.preset.ServerlessWorkers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The workers of a serverless endpoint in a policy file. */
final class PolicyServerless {
    static final String PREFIX = "serverless.";

    static final List<String> FIELDS = List.of(
            "profile",
            "minWorkers",
            "maxWorkers",
            "requestCount",
            "queueDelay",
            "idleTimeout",
            "initializationTime",
            "prewarmedWorkers");

    private static final String BUSY = "highPerformance";
    private static final Map<String, IntFunction<ServerlessWorkers>> PROFILES = new TreeMap<>(Map.of(
            "lowCost",
            ServerlessWorkers::lowCost,
            "balanced",
            ServerlessWorkers::balanced,
            BUSY,
            ServerlessWorkers::highPerformance));

    private final PolicyEntries entries;
    private final KeySection keys;
    private final @Nullable IntFunction<ServerlessWorkers> profile;
    private final boolean waits;
    private final int min;
    private final int max;

    private PolicyServerless(PolicyEntries entries) {
        this.entries = entries;
        keys = new KeySection(entries, PREFIX);
        keys.require("maxWorkers");
        profile = entries.choice(keys.key("profile"), PROFILES);
        if (keys.has("profile")) {
            keys.refuseBeside("profile", "minWorkers", "requestCount", "queueDelay");
        } else {
            keys.requireOne("requestCount", "queueDelay");
        }
        boolean isBusy = profile != null && BUSY.equals(entries.text(keys.key("profile")));
        waits = profile == null ? keys.has("queueDelay") : !isBusy;
        min = keys.integer("minWorkers", isBusy ? 1 : 0);
        max = keys.integer("maxWorkers", Integer.MAX_VALUE);
    }

    static PolicyManifest read(PolicyEntries entries) {
        return new PolicyShape(entries, new PolicyServerless(entries).settings());
    }

    private PolicyShape.Settings settings() {
        Duration idle = entries.duration(keys.key("idleTimeout"));
        Duration initialization = keys.duration("initializationTime", Duration.ZERO);
        Integer prewarmed = entries.integer(keys.key("prewarmedWorkers"));
        int requests = keys.integer("requestCount", 1);
        Duration delay = keys.duration("queueDelay", Duration.ZERO);
        return new PolicyShape.Settings(
                PolicyKind.SERVERLESS,
                waits ? List.of("oldest_wait", "requests") : List.of("requests"),
                Map.of(keys.key("minWorkers"), min, keys.key("maxWorkers"), max),
                max,
                initialization.isZero() ? Set.of() : Set.of(Decision.Step.COOLED),
                idle == null ? 0 : idle.toMillis(),
                keys.key("idleTimeout"),
                () -> {
                    ServerlessWorkers workers = begin(requests, delay).initializationTime(initialization);
                    workers = idle == null ? workers : workers.idleTimeout(idle);
                    return (prewarmed == null ? workers : workers.prewarmedWorkers(prewarmed)).toBuilder();
                },
                keys::key);
    }

    private ServerlessWorkers begin(int requests, Duration delay) {
        if (profile != null) {
            return profile.apply(max);
        }
        ServerlessWorkers workers = ServerlessWorkers.between(min, max);
        return waits ? workers.queueDelay(delay) : workers.requestCount(requests);
    }
}
