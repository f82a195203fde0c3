package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.AutoscalerSpecBuilder;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.HorizontalPodAutoscaler;
import dev.autoscale.policies.HpaMetric;
import dev.autoscale.policies.ObjectReference;
import dev.autoscale.policies.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file: a HorizontalPodAutoscaler in properties syntax. The file is judged by the rules of the Kubernetes API;
 * all complaints come in one exception, each with file, line and key.
 */
final class PolicyFile {
    private static final Pattern METRIC_PATH = Pattern.compile("spec\\.metrics\\[([0-9]+)]\\.(?:.*\\.)?([a-zA-Z]+)");
    private static final Pattern POLICY_PATH = Pattern.compile("spec\\.(behavior\\..*\\.policies)\\[([0-9]+)].*");
    private static final Pattern CHOICE = Pattern.compile("must be one of (.*)");
    private static final long LONGEST_API_WINDOW_MILLIS = 3_600_000;
    private static final long LONGEST_WINDOW_MILLIS = Duration.ofDays(7).toMillis();

    private final PolicyEntries entries;
    private final List<String> ids;
    private long longestMemoryMillis = LONGEST_API_WINDOW_MILLIS;

    private PolicyFile(PolicyEntries entries) {
        this.entries = entries;
        this.ids = PolicyKeys.metricIds(entries);
    }

    static Policy read(Path path) {
        String file = path.toString();
        PolicyEntries entries;
        try {
            entries = new PolicyEntries(file, PropertyLines.of(TextFiles.read(path)));
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
        PolicyFile policy = new PolicyFile(entries);
        HorizontalPodAutoscaler manifest = policy.manifest();
        policy.judge(manifest);
        List<Consumer<AutoscalerSpecBuilder>> controller = policy.controller();
        entries.throwIfAny();
        try {
            AutoscalerSpec spec = policy.spec(manifest, controller);
            return new Policy(TextFiles.nameOf(path), spec, policy.longestMemoryMillis);
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
    }

    private HorizontalPodAutoscaler manifest() {
        Integer minReplicas = entries.integer("minReplicas");
        Integer maxReplicas = entries.integer("maxReplicas");
        if (!entries.has("maxReplicas")) {
            entries.bad("maxReplicas", "maxReplicas", "must be given: maxReplicas");
        }
        List<HpaMetric> metrics = new ArrayList<>();
        for (String id : ids) {
            metrics.add(PolicyMetrics.read(entries, id));
        }
        return new HorizontalPodAutoscaler(
                ObjectReference.deployment("any"),
                minReplicas,
                maxReplicas == null ? Integer.MAX_VALUE : maxReplicas,
                metrics,
                PolicyBehavior.read(entries));
    }

    private void judge(HorizontalPodAutoscaler manifest) {
        for (Violation violation : manifest.violations(true)) {
            String path = violation.path();
            Matcher metric = METRIC_PATH.matcher(path);
            Matcher policy = POLICY_PATH.matcher(path);
            if (metric.matches()) {
                judgeMetric(violation, ids.get(Integer.parseInt(metric.group(1))), metric.group(2));
            } else if (policy.matches()) {
                judge(violation, policy.group(1), path.substring("spec.".length()));
            } else if (path.equals("spec.metrics")) {
                entries.bad("minReplicas", "needs an Object or External metric to start again from zero replicas");
            } else {
                judge(violation, path.substring("spec.".length()), path.substring("spec.".length()));
            }
        }
    }

    private void judgeMetric(Violation violation, String id, String field) {
        String prefix = PolicyMetrics.prefixOf(id);
        String key = prefix + field;
        boolean isKnown = PolicyKeys.METRIC_FIELDS.contains(field);
        // Which targets suit a metric is said already, in the file's own words; what they may hold is not.
        boolean isSaid = PolicyKeys.TARGETS.contains(field)
                && (!entries.has(key) || violation.type() == Violation.Type.FORBIDDEN);
        if (isKnown && !isSaid) {
            judge(violation, entries.has(key) ? key : PolicyMetrics.firstKey(entries, id), key);
        }
    }

    private void judge(Violation violation, String key, String thing) {
        String message = violation.message();
        int colon = message.indexOf(": " + violation.path());
        String rule = colon < 0 ? message : message.substring(0, colon);
        int equals = message.indexOf('=', Math.max(colon, 0));
        String value = equals < 0 ? "" : message.substring(equals + 1).replace("spec.", "");
        entries.bad(key, thing, rule + ": " + thing + '=' + value + choiceHint(rule, value));
    }

    private static String choiceHint(String rule, String value) {
        Matcher choice = CHOICE.matcher(rule);
        return choice.matches() ? Nearest.hint(value, List.of(choice.group(1).split(", ", -1))) : "";
    }

    /** What belongs to the controller, not to the manifest; checked here so that a complaint names the line. */
    private List<Consumer<AutoscalerSpecBuilder>> controller() {
        List<Consumer<AutoscalerSpecBuilder>> settings = new ArrayList<>();
        Double tolerance = entries.number(PolicyKeys.CONTROLLER + "tolerance");
        if (tolerance != null && check("tolerance", tolerance >= 0 && Double.isFinite(tolerance), "must be >= 0")) {
            settings.add(builder -> builder.tolerance(tolerance));
        }
        Double factor = entries.number(PolicyKeys.CONTROLLER + "legacyScaleUpFactor");
        if (factor != null && check("legacyScaleUpFactor", factor >= 1 && Double.isFinite(factor), "must be >= 1")) {
            settings.add(builder -> builder.legacyScaleUpFactor(factor));
        }
        Long window = entries.span(PolicyKeys.CONTROLLER + "downscaleStabilization");
        if (window != null
                && check("downscaleStabilization", window <= LONGEST_WINDOW_MILLIS, "must be at most 7 days")) {
            longestMemoryMillis = Math.max(longestMemoryMillis, window);
            settings.add(builder -> builder.downscaleStabilization(Duration.ofMillis(window)));
        }
        Duration initialization = duration("cpuInitializationPeriod");
        if (initialization != null) {
            settings.add(builder -> builder.cpuInitializationPeriod(initialization));
        }
        Duration delay = duration("initialReadinessDelay");
        if (delay != null) {
            settings.add(builder -> builder.initialReadinessDelay(delay));
        }
        for (String id : ids) {
            String key = PolicyMetrics.prefixOf(id) + "maxAge";
            Long maxAge = entries.span(key);
            if (maxAge != null && maxAge == 0) {
                entries.bad(key, "must be > 0");
            }
        }
        return settings;
    }

    private @Nullable Duration duration(String parameter) {
        Long millis = entries.span(PolicyKeys.CONTROLLER + parameter);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private boolean check(String parameter, boolean holds, String rule) {
        if (!holds) {
            entries.bad(PolicyKeys.CONTROLLER + parameter, rule);
        }
        return holds;
    }

    private AutoscalerSpec spec(HorizontalPodAutoscaler manifest, List<Consumer<AutoscalerSpecBuilder>> controller) {
        AutoscalerSpecBuilder builder = manifest.toBuilder().scaleToZero(true);
        controller.forEach(setting -> setting.accept(builder));
        if (!ids.isEmpty()) {
            builder.metrics(metrics(manifest));
        }
        return builder.build();
    }

    /** The metrics under the ids of the file, which the manifest has no place for, as it has none for the age. */
    private List<MetricSpec> metrics(HorizontalPodAutoscaler manifest) {
        AutoscalerSpec named = manifest.toBuilder().buildUnchecked();
        List<MetricSpec> metrics = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            MetricSpec metric = named.metric(i).id(ids.get(i));
            Long maxAge = entries.span(PolicyMetrics.prefixOf(ids.get(i)) + "maxAge");
            metrics.add(maxAge == null ? metric : metric.maxAge(Duration.ofMillis(maxAge)));
        }
        return metrics;
    }
}
