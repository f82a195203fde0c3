package dev.autoscale.policies.knative;

import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.util.Map;

/**
 * The keys of Knative's {@code config-autoscaler}, in the order in which Knative reads them, with their defaults. Immutable
 * and thread-safe.
 */
enum KpaSetting {
    POD_AUTOSCALER_CLASS("pod-autoscaler-class", Kind.TEXT, KpaConfig.KPA_CLASS),
    ENABLE_SCALE_TO_ZERO("enable-scale-to-zero", Kind.BOOL, "true"),
    ALLOW_ZERO_INITIAL_SCALE("allow-zero-initial-scale", Kind.BOOL, "false"),
    MAX_SCALE_UP_RATE("max-scale-up-rate", Kind.FLOAT, "1000"),
    MAX_SCALE_DOWN_RATE("max-scale-down-rate", Kind.FLOAT, "2"),
    CONTAINER_CONCURRENCY_TARGET_PERCENTAGE("container-concurrency-target-percentage", Kind.FLOAT, "0.7"),
    CONTAINER_CONCURRENCY_TARGET_DEFAULT("container-concurrency-target-default", Kind.FLOAT, "100"),
    REQUESTS_PER_SECOND_TARGET_DEFAULT("requests-per-second-target-default", Kind.FLOAT, "200"),
    TARGET_BURST_CAPACITY("target-burst-capacity", Kind.FLOAT, "211"),
    PANIC_WINDOW_PERCENTAGE("panic-window-percentage", Kind.FLOAT, "10"),
    ACTIVATOR_CAPACITY("activator-capacity", Kind.FLOAT, "100"),
    PANIC_THRESHOLD_PERCENTAGE("panic-threshold-percentage", Kind.FLOAT, "200"),
    INITIAL_SCALE("initial-scale", Kind.INT, "1"),
    MIN_SCALE("min-scale", Kind.INT, "0"),
    MAX_SCALE("max-scale", Kind.INT, "0"),
    MAX_SCALE_LIMIT("max-scale-limit", Kind.INT, "0"),
    STABLE_WINDOW("stable-window", Kind.DURATION, "60s"),
    SCALE_DOWN_DELAY("scale-down-delay", Kind.DURATION, "0s"),
    GRACE_PERIOD("scale-to-zero-grace-period", Kind.DURATION, "30s"),
    POD_RETENTION_PERIOD("scale-to-zero-pod-retention-period", Kind.DURATION, "0s");

    enum Kind {
        TEXT("any text"),
        BOOL("true or false"),
        FLOAT("a number"),
        INT("an integer of 32 bits"),
        DURATION("a duration");

        final String what;

        Kind(String what) {
            this.what = what;
        }

        boolean reads(String text) {
            return switch (this) {
                case TEXT -> true;
                case BOOL -> GoText.bool(text).isPresent();
                case FLOAT -> GoFloat.parse(text).isPresent();
                case INT -> GoText.int32(text).isPresent();
                case DURATION -> GoText.duration(text).isPresent();
            };
        }
    }

    final String key;
    final Kind kind;
    private final String otherwise;

    KpaSetting(String key, Kind kind, String otherwise) {
        this.key = key;
        this.kind = kind;
        this.otherwise = otherwise;
    }

    /** What is given, readable or not, or the default. */
    String text(Map<String, String> data) {
        return data.getOrDefault(key, otherwise);
    }

    boolean isReadable(Map<String, String> data) {
        return kind.reads(text(data));
    }

    /** What is given if it is readable, or else the default. */
    String readable(Map<String, String> data) {
        return isReadable(data) ? text(data) : otherwise;
    }
}
