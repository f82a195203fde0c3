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
final class KnativeFile {
    static final String PREFIX = "knative.";

    /** The documentation of a ConfigMap as it is installed, which says nothing. */
    static final String EXAMPLE = PREFIX + "config._example";

    private static final String DEADLINE = "progress-deadline";
    private static final String CLASS = "class";
    private static final String CLUSTER_CLASS = "pod-autoscaler-class";
    private static final Key<Integer> CONCURRENCY = Key.of(
            "containerConcurrency=10",
            Form.INTEGER,
            "requests that a container accepts at a time (default any number)");
    private static final Keys<Object> REVISION = Keys.under(PREFIX).parts(CONCURRENCY);

    /** The annotations, without what comes before the slash. */
    private static final Keys<Map<String, String>> ANNOTATIONS = texts(PREFIX, """
            metric=rps                                          what is scaled by: concurrency or rps
            target=10                                           the metric for each pod
            target-utilization-percentage=80                    percent of the target that is aimed at
            target-burst-capacity=0                             the burst that pods take without help; -1 for any
            min-scale=1                                         the fewest pods
            max-scale=5                                         the most pods
            initial-scale=2                                     pods at first
            activation-scale=3                                  pods to wake up with, at least
            window=30s                                          the stable window
            panic-window-percentage=20                          the panic window, in percent of the stable one
            panic-threshold-percentage=150                      percent of the target that is panic
            scale-down-delay=5s                                 how long a lower count must last
            scale-to-zero-pod-retention-period=10s              how long the last pod stays
            metric-aggregation-algorithm=weighted-exponential   how a window is averaged: linear or this
            class=kpa.autoscaling.knative.dev                   the autoscaler; nothing else is decided here
            progress-deadline=5m                                how long a new revision may take to come up
            """);

    /** The keys of {@code config-autoscaler}. */
    static final Keys<Map<String, String>> CONFIG = texts(PREFIX + "config.", """
            pod-autoscaler-class=kpa.autoscaling.knative.dev    the autoscaler; nothing else is decided here
            enable-scale-to-zero=false                          whether revisions go to zero
            allow-zero-initial-scale=true                       whether revisions may begin with zero
            max-scale-up-rate=10                                times the ready pods that one decision may reach
            max-scale-down-rate=3                               share of the ready pods that one decision may leave
            container-concurrency-target-percentage=80          percent of the target that is aimed at
            container-concurrency-target-default=50             concurrent requests for each pod
            requests-per-second-target-default=20               requests a second for each pod
            target-burst-capacity=0                             the burst that pods take without help; -1 for any
            panic-window-percentage=20                          the panic window, in percent of the stable one
            panic-threshold-percentage=150                      percent of the target that is panic
            activator-capacity=50                               requests that one activator takes
            initial-scale=2                                     pods at first
            min-scale=1                                         the fewest pods
            max-scale=8                                         the most pods
            max-scale-limit=9                                   the highest max-scale
            stable-window=30s                                   the stable window
            scale-down-delay=5s                                 how long a lower count must last
            scale-to-zero-grace-period=20s                      how long the way to zero may take
            scale-to-zero-pod-retention-period=10s              how long the last pod stays
            """);

    static final List<Keys<?>> KEYS = List.of(REVISION, ANNOTATIONS, CONFIG);

    private static final String DOMAIN = "autoscaling.knative.dev/";
    private static final String SERVING_DOMAIN = "serving.knative.dev/";

    private KnativeFile() {}

    /** Texts as they are, each with an example and its help: Knative's own reader reads them. */
    private static Keys<Map<String, String>> texts(String prefix, String lines) {
        Keys<Map<String, String>> texts = Keys.under(prefix);
        for (String line : lines.split("\n", -1)) {
            String[] parts = line.split("=| {2,}", 3);
            if (parts.length == 3) {
                texts.key(Key.of(parts[0] + '=' + parts[1], Form.TEXT, parts[2]), (given, text) -> {
                    given.put(parts[0], text);
                    return given;
                });
            }
        }
        return texts;
    }

    static KnativePolicy read(PolicyEntries entries) {
        KpaConfig config = KpaConfig.of(CONFIG.in(entries).read(new HashMap<>()));
        Map<String, String> given = new HashMap<>();
        ANNOTATIONS
                .in(entries)
                .read(new HashMap<>())
                .forEach((key, text) -> given.put((key.equals(DEADLINE) ? SERVING_DOMAIN : DOMAIN) + key, text));
        KpaAnnotations annotations = new KpaAnnotations(given);
        judge(entries, config.violations(), path -> CONFIG.full("", path));
        judge(
                entries,
                annotations.violations(config),
                path -> ANNOTATIONS.full("", path.substring(path.indexOf('/') + 1)));
        String autoscaler = annotations.podAutoscalerClass().orElse(config.podAutoscalerClass());
        if (!autoscaler.equals(KpaConfig.KPA_CLASS)) {
            String own = ANNOTATIONS.full("", CLASS);
            entries.bad(
                    entries.has(own) ? own : CONFIG.full("", CLUSTER_CLASS),
                    "must be " + KpaConfig.KPA_CLASS + ", as nothing else is decided here");
        }
        int concurrency = REVISION.in(entries).get(CONCURRENCY, 0);
        if (concurrency < 0) {
            entries.bad(REVISION.in(entries).key(CONCURRENCY), "must be >= 0");
        }
        entries.throwIfAny();
        return new KnativePolicy(entries.name(), config, annotations, concurrency, List.copyOf(entries.warnings()));
    }

    private static void judge(PolicyEntries entries, List<Violation> violations, UnaryOperator<String> keyOf) {
        for (Violation violation : violations) {
            entries.broken(violation, keyOf.apply(violation.path()), entries.firstKey(PREFIX));
        }
    }
}
