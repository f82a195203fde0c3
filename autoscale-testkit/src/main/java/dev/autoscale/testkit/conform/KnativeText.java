package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Collects the columns of Knative's files into settings as a cluster holds them, unchecked; absent annotations are not given. */
final class KnativeText {
    private static final String PREFIX = "autoscaling.knative.dev/";
    private static final String NONE = "none";
    private static final String ABSENT = "-1";

    private final Map<String, String> config = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();

    KnativeText config(String key, String text) {
        config.put(key, text);
        return this;
    }

    KnativeText configMillis(String key, String millis) {
        return config(key, millis + "ms");
    }

    KnativeText annotation(String name, String text) {
        return given(PREFIX + name, text, NONE, "");
    }

    KnativeText annotationMillis(String name, String millis) {
        return given(PREFIX + name, millis, NONE, "ms");
    }

    /** A count in a column that says {@code -1} for an absent one. */
    KnativeText count(String name, String count) {
        return given(PREFIX + name, count, ABSENT, "");
    }

    /** A duration in a column that says {@code -1} for an absent one. */
    KnativeText countMillis(String name, String millis) {
        return given(PREFIX + name, millis, ABSENT, "ms");
    }

    /** As {@link #countMillis}, but for its name. */
    KnativeText progressDeadline(String millis) {
        return given("serving.knative.dev/progress-deadline", millis, ABSENT, "ms");
    }

    private KnativeText given(String key, String text, String absent, String unit) {
        if (!text.equals(absent)) {
            annotations.put(key, text + unit);
        }
        return this;
    }

    KpaConfig toConfig() {
        return KpaConfig.of(config);
    }

    KpaConfig toConfig(Duration progressDeadline) {
        return new KpaConfig(config, progressDeadline);
    }

    KpaAnnotations toAnnotations() {
        return new KpaAnnotations(annotations);
    }
}
