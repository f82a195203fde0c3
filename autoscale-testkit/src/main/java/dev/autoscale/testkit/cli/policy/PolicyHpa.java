package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A HorizontalPodAutoscaler in properties syntax, judged by the rules of the Kubernetes API. */
final class PolicyHpa implements PolicyManifest {
    private static final Pattern METRIC_PATH = Pattern.compile("spec\\.metrics\\[([0-9]+)]\\.(?:.*\\.)?([a-zA-Z]+)");

    private final PolicyEntries entries;
    private final List<String> ids;
    /** Those that Kubernetes has a place for. */
    private final List<String> manifestIds;

    private final Map<String, MetricSpec> inputs;

    private final HorizontalPodAutoscaler manifest;
    private final @Nullable Activation activation;

    PolicyHpa(PolicyEntries entries) {
        this.entries = entries;
        ids = PolicyKeys.METRICS.names(entries);
        manifestIds =
                ids.stream().filter(id -> !PolicyInputs.isInput(entries, id)).toList();
        inputs = PolicyInputs.readAll(entries, ids, ids);
        Integer minReplicas = entries.integer("minReplicas");
        Integer maxReplicas = entries.integer("maxReplicas");
        if (!entries.has("maxReplicas")) {
            entries.bad("maxReplicas", "maxReplicas", "must be given: maxReplicas");
        }
        List<HpaMetric> metrics = new ArrayList<>();
        for (String id : manifestIds) {
            metrics.add(PolicyMetrics.read(entries, id));
        }
        manifest = new HorizontalPodAutoscaler(
                ObjectReference.deployment("any"),
                minReplicas,
                maxReplicas == null ? Integer.MAX_VALUE : maxReplicas,
                metrics,
                PolicyBehavior.read(entries));
        manifest.violations(true).forEach(this::judge);
        activation = PolicyActivation.read(entries, minReplicas(), maxReplicas());
        if (activation != null && !wakes()) {
            entries.bad(
                    entries.firstKey(PolicyKeys.ACTIVATION),
                    "needs an Object or External metric, a source, or a signal with activation");
        }
    }

    private int minReplicas() {
        Integer given = manifest.minReplicas();
        return given == null ? 1 : given;
    }

    @Override
    public int maxReplicas() {
        return manifest.maxReplicas();
    }

    @Override
    public Map<String, Integer> counts() {
        return Map.of("minReplicas", minReplicas(), "maxReplicas", maxReplicas());
    }

    @Override
    public @Nullable HpaBehavior behavior() {
        return manifest.behavior();
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    /** Whether something can be measured while there are no replicas. */
    private boolean wakes() {
        return ids.stream().anyMatch(id -> PolicyMetrics.worksFromZero(entries, id) || PolicyInputs.wakes(entries, id));
    }

    private void judge(Violation violation) {
        String path = violation.path();
        Matcher metric = METRIC_PATH.matcher(path);
        if (metric.matches()) {
            judgeMetric(violation, manifestIds.get(Integer.parseInt(metric.group(1))), metric.group(2));
        } else if (path.equals("spec.metrics")) {
            if (!wakes()) {
                entries.bad("minReplicas", "needs an Object or External metric to start again from zero replicas");
            }
        } else {
            Verdict.of(violation).judge(entries);
        }
    }

    private void judgeMetric(Violation violation, String id, String field) {
        String key = PolicyKeys.METRICS.key(id, field);
        boolean isKnown = PolicyKeys.MANIFEST_FIELDS.contains(field);
        // Which targets suit a metric is said already, in the file's own words; what they may hold is not.
        boolean isSaid = PolicyKeys.TARGETS.contains(field)
                && (!entries.has(key) || violation.type() == Violation.Type.FORBIDDEN);
        if (isKnown && !isSaid) {
            String line = entries.has(key) ? key : PolicyKeys.METRICS.firstKey(entries, id);
            Verdict verdict = Verdict.of(violation);
            if (field.equals("type")) {
                verdict = verdict.withChoices(PolicyInputs.TYPES);
            }
            verdict.judge(entries, line, key);
        }
    }

    @Override
    public AutoscalerSpec.Builder toBuilder() {
        return manifest.toBuilder().scaleToZero(true).activation(activation);
    }

    @Override
    public List<MetricSpec> metrics() {
        AutoscalerSpec named = manifest.toBuilder().buildUnchecked();
        List<MetricSpec> metrics = new ArrayList<>();
        for (String id : ids) {
            MetricSpec input = inputs.get(id);
            metrics.add(input == null ? named.metric(manifestIds.indexOf(id)).id(id) : input);
        }
        return metrics;
    }
}
