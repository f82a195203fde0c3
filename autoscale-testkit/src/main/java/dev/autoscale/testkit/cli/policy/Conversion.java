package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.cli.manifest.YamlText;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A policy in another form. Immutable.
 *
 * @param text what says the policy, as far as it can be said
 * @param unsaid what cannot, as {@code name=value} of the policy that was converted
 */
public record Conversion(String text, List<String> unsaid) {
    private static final String TARGET = "scaleTargetRef";

    /** As a policy file: all that decides can be said, and the plain labels of selectors. */
    public static Conversion toProperties(PolicyEntries entries) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries.all()) {
            text.append(escaped(entry.key(), " :=#!\\"))
                    .append('=')
                    .append(value(entry.value()))
                    .append('\n');
        }
        return new Conversion(text.toString(), expressions(entries));
    }

    private static List<String> expressions(PolicyEntries entries) {
        List<String> unsaid = new ArrayList<>();
        if (isManifestOf(entries, "HorizontalPodAutoscaler")) {
            List<HpaMetric> metrics =
                    HorizontalPodAutoscaler.of(entries.document()).metrics();
            for (int i = 0; i < metrics.size(); i++) {
                LabelSelector selector = selector(metrics.get(i));
                if (selector != null && !selector.matchExpressions().isEmpty()) {
                    unsaid.add("matchExpressions of the selector of spec.metrics[" + i + "]: " + selector);
                }
            }
        }
        return unsaid;
    }

    private static @Nullable LabelSelector selector(HpaMetric metric) {
        return metric.external() != null
                ? metric.external().metric().selector()
                : metric.object() != null
                        ? metric.object().metric().selector()
                        : metric.pods() != null ? metric.pods().metric().selector() : null;
    }

    /** Blanks at its ends are escaped, as others are no part of a value. */
    private static String value(String text) {
        String escaped = escaped(text, "\\");
        String begun = escaped.startsWith(" ") ? '\\' + escaped : escaped;
        boolean ends = text.length() > 1 && text.endsWith(" ");
        return ends ? begun.substring(0, begun.length() - 1) + "\\ " : begun;
    }

    private static String escaped(String text, String special) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (special.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(
                    switch (character) {
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\f' -> "\\f";
                        default -> String.valueOf(character);
                    });
        }
        return escaped.toString();
    }

    /** As a manifest of {@code autoscaling/v2}; of a ScaledObject the HPA that KEDA makes of it. */
    public static Conversion toHpa(PolicyEntries entries) {
        if (isManifestOf(entries, "HorizontalPodAutoscaler")) {
            return new Conversion(YamlText.of(entries.document()), List.of());
        }
        if (PolicyKind.of(entries) == PolicyKind.KEDA) {
            return createdByKeda(entries);
        }
        requireKind(entries, PolicyKind.HPA);
        return manifest(entries, HpaFile.manifest(entries, target(entries)).toMap(), said(HpaFile.KEYS), List.of());
    }

    /** As a manifest of {@code keda.sh/v1alpha1}. */
    public static Conversion toScaledObject(PolicyEntries entries) {
        if (isManifestOf(entries, "ScaledObject")) {
            return new Conversion(YamlText.of(entries.document()), List.of());
        }
        if (PolicyKind.of(entries) == PolicyKind.HPA) {
            return triggered(entries);
        }
        requireKind(entries, PolicyKind.KEDA);
        return manifest(entries, KedaFile.manifest(entries, target(entries)).toMap(), said(KedaFile.KEYS), List.of());
    }

    private static boolean isManifestOf(PolicyEntries entries, String kind) {
        return kind.equals(entries.document().get("kind"));
    }

    /** What the HPA does not do is KEDA's own part. */
    private static Conversion createdByKeda(PolicyEntries entries) {
        ScaledObject object = KedaFile.manifest(entries, target(entries));
        AutoscalerSpec spec = object.toBuilder().buildUnchecked();
        List<HpaMetric> metrics = new ArrayList<>();
        List<String> unsaid = new ArrayList<>();
        Set<String> besides = new HashSet<>();
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricSpec metric = spec.metric(i);
            Target target = target(metric);
            if (target == null) {
                unsaid.add(metric.id() + ", which KEDA works out itself");
                besides.add(KedaFile.TRIGGERS + metric.id() + '.');
            } else {
                boolean isResource = metric.kind() == MetricSpec.Kind.RESOURCE;
                metrics.add(
                        isResource
                                ? HpaMetric.resource(metric.name(), target)
                                : HpaMetric.external(metric.id(), target));
            }
        }
        Integer min = object.minReplicaCount();
        if (min == null || min == 0) {
            unsaid.add(entries.called("keda.minReplicaCount") + "=0, as KEDA itself scales to zero");
        }
        Integer max = object.maxReplicaCount();
        HorizontalPodAutoscaler hpa = new HorizontalPodAutoscaler(
                target(entries),
                min == null ? 1 : Math.max(1, min),
                max == null ? ScaledObject.DEFAULT_MAX_REPLICA_COUNT : max,
                metrics,
                object.behavior());
        return manifest(
                entries,
                hpa.toMap(),
                key -> KedaFile.isSaidByHpa(entries, key) || besides.stream().anyMatch(key::startsWith),
                unsaid);
    }

    private static @Nullable Target target(MetricSpec metric) {
        return switch (metric.target()) {
            case UTILIZATION -> Target.averageUtilization((int) metric.targetAmount());
            case AVERAGE_VALUE -> Target.averageValue(Quantity.ofMilli(metric.targetAmount()));
            case VALUE -> Target.value(Quantity.ofMilli(metric.targetAmount()));
            default -> null;
        };
    }

    /** A trigger says where its value comes from, which a metric of an HPA does not, unless it is of the pods themselves. */
    private static Conversion triggered(PolicyEntries entries) {
        HorizontalPodAutoscaler hpa = HpaFile.manifest(entries, target(entries)).withDefaults();
        ScaledObject.Builder object = ScaledObject.builder()
                .scaleTargetRef(target(entries))
                .maxReplicaCount(hpa.maxReplicas())
                .behavior(hpa.behavior());
        Integer min = hpa.minReplicas();
        // Triggers of cpu and memory alone never lead back from zero, so KEDA refuses 0.
        object.minReplicaCount(min == null ? 1 : Math.max(1, min));
        List<String> unsaid = new ArrayList<>();
        if (min != null && min == 0) {
            unsaid.add(entries.called("minReplicas") + "=0, which needs such a trigger");
        }
        for (HpaMetric metric : hpa.metrics()) {
            HpaMetric.ResourceSource resource = metric.resource();
            if (resource == null) {
                unsaid.add(
                        "a metric of type " + metric.type() + ", which needs a trigger that says where its value is");
            } else {
                object.trigger(trigger(resource));
            }
        }
        return manifest(entries, object.build().toMap(), said(HpaFile.KEYS), unsaid);
    }

    private static KedaTrigger trigger(HpaMetric.ResourceSource resource) {
        Target target = resource.target();
        Quantity average = target.averageValue();
        String value = average == null ? String.valueOf(target.averageUtilization()) : average.toString();
        return KedaTrigger.of(resource.name(), "", Map.of("value", value), target.type());
    }

    private static void requireKind(PolicyEntries entries, PolicyKind wanted) {
        PolicyKind kind = PolicyKind.of(entries);
        if (kind != wanted) {
            throw new BadInput(entries.file() + ": must be " + wanted.title + ", not " + kind.title
                    + ", which means other things: convert it --to properties");
        }
    }

    /** What is scaled, as kind and name; of a bare name a Deployment. */
    private static ObjectReference target(PolicyEntries entries) {
        String[] words = entries.text(TARGET, "NAME").split("/", 2);
        boolean isBare = words.length == 1;
        return new ObjectReference("apps/v1", isBare ? "Deployment" : words[0], words[isBare ? 0 : 1]);
    }

    private static Predicate<String> said(List<Keys<?>> kinds) {
        return key -> kinds.stream().anyMatch(keys -> keys.nameIn(key) != null);
    }

    /** Where the object is stays; its labels and annotations may mean something to its kind alone. */
    private static Map<String, Object> metadata(PolicyEntries entries) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", target(entries).name());
        if (entries.document().get("metadata") instanceof Map<?, ?> given) {
            for (String field : List.of("name", "namespace")) {
                Object value = given.get(field);
                if (value != null) {
                    metadata.put(field, value);
                }
            }
        }
        return metadata;
    }

    private static Conversion manifest(
            PolicyEntries entries, Map<String, ?> document, Predicate<String> said, List<String> besides) {
        Map<String, Object> named = new LinkedHashMap<>();
        document.forEach((name, value) -> {
            named.put(name, value);
            if (name.equals("kind")) {
                named.put("metadata", metadata(entries));
            }
        });
        List<String> unsaid = new ArrayList<>(besides);
        entries.all().stream()
                .filter(entry -> !entry.key().equals(TARGET)
                        && !said.test(entry.key())
                        && !said(CommonKeys.MANIFEST).test(entry.key()))
                .forEach(entry -> unsaid.add(entries.called(entry.key()) + '=' + entry.value()));
        return new Conversion(YamlText.of(named), unsaid);
    }
}
