package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A revision of Knative in properties syntax, judged by the rules of Knative's webhooks. */
public final class PolicyKnative {
    static final String PREFIX = "knative.";
    public static final String CONFIG = PREFIX + "config.";
    static final String CONCURRENCY = PREFIX + "containerConcurrency";

    /** The annotations, without what comes before the slash. */
    static final List<String> ANNOTATIONS = List.of(
            "class",
            "metric",
            "metric-aggregation-algorithm",
            "min-scale",
            "max-scale",
            "initial-scale",
            "activation-scale",
            "target",
            "target-utilization-percentage",
            "target-burst-capacity",
            "panic-window-percentage",
            "panic-threshold-percentage",
            "window",
            "scale-down-delay",
            "scale-to-zero-pod-retention-period",
            "progress-deadline");

    /** The keys of {@code config-autoscaler}. */
    public static final List<String> SETTINGS = List.of(
            "pod-autoscaler-class",
            "enable-scale-to-zero",
            "allow-zero-initial-scale",
            "max-scale-up-rate",
            "max-scale-down-rate",
            "container-concurrency-target-percentage",
            "container-concurrency-target-default",
            "requests-per-second-target-default",
            "target-burst-capacity",
            "panic-window-percentage",
            "activator-capacity",
            "panic-threshold-percentage",
            "initial-scale",
            "min-scale",
            "max-scale",
            "max-scale-limit",
            "stable-window",
            "scale-down-delay",
            "scale-to-zero-grace-period",
            "scale-to-zero-pod-retention-period");

    private static final String DOMAIN = "autoscaling.knative.dev/";
    private static final String DEADLINE = "progress-deadline";
    private static final String SERVING_DOMAIN = "serving.knative.dev/";
    /** Kubernetes has no more bits for it. */
    private static final int MOST_CONCURRENCY = Integer.MAX_VALUE;

    private PolicyKnative() {}

    static KnativePolicy read(PolicyEntries entries, String name) {
        KpaConfig config = KpaConfig.of(given(entries, SETTINGS, CONFIG, key -> key));
        KpaAnnotations annotations = new KpaAnnotations(
                given(entries, ANNOTATIONS, PREFIX, key -> (key.equals(DEADLINE) ? SERVING_DOMAIN : DOMAIN) + key));
        judge(entries, config.violations(), path -> CONFIG + path);
        judge(entries, annotations.violations(config), path -> PREFIX + path.substring(path.indexOf('/') + 1));
        String autoscaler = annotations.podAutoscalerClass().orElse(config.podAutoscalerClass());
        if (!autoscaler.equals(KpaConfig.KPA_CLASS)) {
            String key = entries.has(PREFIX + "class") ? PREFIX + "class" : CONFIG + "pod-autoscaler-class";
            entries.bad(key, "must be " + KpaConfig.KPA_CLASS + ", as nothing else is decided here");
        }
        Integer concurrency = entries.integer(CONCURRENCY, 0, MOST_CONCURRENCY, "");
        entries.throwIfAny();
        return new KnativePolicy(name, config, annotations, concurrency == null ? 0 : concurrency);
    }

    private static Map<String, String> given(
            PolicyEntries entries, List<String> names, String prefix, UnaryOperator<String> fullName) {
        Map<String, String> given = new HashMap<>();
        for (String name : names) {
            String text = entries.text(prefix + name);
            if (text != null) {
                given.put(fullName.apply(name), text);
            }
        }
        return given;
    }

    private static void judge(PolicyEntries entries, List<Violation> violations, UnaryOperator<String> keyOf) {
        for (Violation violation : violations) {
            String key = keyOf.apply(violation.path());
            Verdict.of(violation).judge(entries, entries.has(key) ? key : entries.firstKey(PREFIX), key);
        }
    }
}
