package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.internal.NearNames;
import dev.autoscale.policies.internal.ObjectMeta;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.policies.kubernetes.ObjectReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run over a parsed ScaledObject or ScaledJob. */
final class KedaReader {
    static final String API_VERSION = "keda.sh/v1alpha1";
    private static final String FORMER_API_VERSION = "keda.k8s.io/v1alpha1";
    private static final String UNKNOWN = "unknown field, which kubectl refuses and a server drops";
    private static final String ANNOTATION = "autoscaling.keda.sh/";
    private static final int MAX_SHOWN = 60;

    private static final Map<String, String> SWITCHES = Map.of(
            KedaAnnotations.PAUSED, "pause()",
            KedaAnnotations.PAUSED_SCALE_IN, "freezeScaleDown(Long.MAX_VALUE)",
            KedaAnnotations.PAUSED_SCALE_OUT, "freezeScaleUp(Long.MAX_VALUE)",
            KedaAnnotations.FORCE_ACTIVATION, "forceActivation()");

    private final Fields document;
    private final Fields spec;
    private final Map<String, Double> targets;
    private final List<String> notes = new ArrayList<>();

    private KedaReader(String kind, Map<String, ?> map, Map<String, Double> targets) {
        this.document = Fields.of(map);
        this.targets = targets;
        kind(kind);
        annotations(ObjectMeta.read(document.knows("status")).annotations());
        document.rules().required(document.has("spec"), "must be given", "spec", null);
        this.spec = document.objectOrEmpty("spec");
    }

    /** Of another kind or version nothing else is worth reading. */
    private void kind(String expected) {
        String kind = document.name("kind");
        String version = document.name("apiVersion");
        document.rules().valid(kind.equals(expected), "must be " + expected, "kind", kind);
        String why = version.equals(FORMER_API_VERSION)
                ? ", as KEDA 2 serves nothing else; its scaleTargetRef.deploymentName is scaleTargetRef.name now"
                : "";
        document.rules().valid(version.equals(API_VERSION), "must be " + API_VERSION + why, "apiVersion", version);
        document.throwIfAny();
    }

    private void annotations(Map<String, String> annotations) {
        Set<String> known = new LinkedHashSet<>(SWITCHES.keySet());
        known.add(KedaAnnotations.PAUSED_REPLICAS);
        annotations.forEach((name, value) -> {
            String method = name.equals(KedaAnnotations.PAUSED_REPLICAS) ? "pauseAt(replicas)" : SWITCHES.get(name);
            String field = ": metadata.annotations." + name + '=' + shown(value);
            if (method == null) {
                if (name.startsWith(ANNOTATION)) {
                    notes.add("unknown annotation, which KEDA ignores" + NearNames.offer(name, known) + field);
                }
            } else if (name.equals(KedaAnnotations.PAUSED_REPLICAS) || KedaAnnotations.isSet(value)) {
                notes.add("it switches nothing here, an observation has overrides()." + method + field);
            }
        });
    }

    static Manifest<ScaledObject> scaledObject(Map<String, ?> map, Map<String, Double> targets) {
        return new KedaReader("ScaledObject", map, targets).scaledObject();
    }

    private Manifest<ScaledObject> scaledObject() {
        ObjectReference target = target();
        Fields advanced = undeciding(spec.objectOrEmpty("advanced"), "restoreToOriginalReplicaCount");
        Fields hpa = undeciding(advanced.objectOrEmpty("horizontalPodAutoscalerConfig"), "name");
        Fields given = hpa.object("behavior");
        HpaBehavior behavior = given == null ? null : HpaBehavior.read(given);
        ScaledObject object = new ScaledObject(
                target,
                spec.int32("pollingInterval"),
                spec.int32("cooldownPeriod"),
                spec.int32("initialCooldownPeriod"),
                spec.int32("idleReplicaCount"),
                spec.int32("minReplicaCount"),
                spec.int32("maxReplicaCount"),
                fallback(spec.object("fallback")),
                triggers(),
                behavior,
                modifiers(advanced.object("scalingModifiers")));
        return manifest(object, KedaWriter::write);
    }

    static Manifest<ScaledJobSpec> scaledJob(Map<String, ?> map, Map<String, Double> targets) {
        return new KedaReader("ScaledJob", map, targets).scaledJob();
    }

    private Manifest<ScaledJobSpec> scaledJob() {
        if (document.has("spec")) {
            String patch = spec.has("triggers") ? "" : "; without it and triggers this looks like a patch";
            document.rules().required(spec.has("jobTargetRef"), "must be given" + patch, spec.at("jobTargetRef"), null);
        }
        String[] history = {"successfulJobsHistoryLimit", "failedJobsHistoryLimit"};
        undeciding(spec.knows("jobTargetRef"), history);
        undeciding(spec, "rollout", "rolloutStrategy", "envSourceContainerName");
        Fields strategy = undeciding(spec.objectOrEmpty("scalingStrategy"), "pendingPodConditions");
        ScaledJobSpec job = new ScaledJobSpec(
                spec.int32("pollingInterval"),
                spec.int32("minReplicaCount"),
                spec.int32("maxReplicaCount"),
                strategy.text("strategy"),
                strategy.int32("customScalingQueueLengthDeduction"),
                strategy.text("customScalingRunningJobPercentage"),
                strategy.text("multipleScalersCalculation"),
                triggers());
        return manifest(job, KedaWriter::write);
    }

    private <T> Manifest<T> manifest(T shape, Function<T, Map<String, Object>> writer) {
        notes.addAll(document.unknownFields(UNKNOWN));
        document.throwIfAny();
        return Manifest.of(shape, document.rest(), notes, writer);
    }

    private @Nullable ObjectReference target() {
        Fields target = spec.object("scaleTargetRef");
        if (target == null) {
            String patch = spec.has("triggers") ? "" : "; without it and triggers this looks like a patch";
            document.rules().required(!document.has("spec"), "must be given" + patch, spec.at("scaleTargetRef"), null);
            return null;
        }
        undeciding(target, "envSourceContainerName").knows("deploymentName");
        String name = target.name("name");
        String former = target.has("deploymentName") ? ", which KEDA 1 called deploymentName" : "";
        document.rules().required(!name.isEmpty(), "must be given" + former, target.at("name"), null);
        return new ObjectReference(target.name("apiVersion"), target.name("kind"), name);
    }

    private ScaledObject.@Nullable Fallback fallback(@Nullable Fields fallback) {
        if (fallback == null) {
            return null;
        }
        for (String name : List.of("failureThreshold", "replicas")) {
            document.rules().required(fallback.has(name), "must be given", fallback.at(name), null);
        }
        return new ScaledObject.Fallback(
                fallback.int32("failureThreshold", 0), fallback.int32("replicas", 0), fallback.text("behavior"));
    }

    private static ScaledObject.@Nullable ScalingModifiers modifiers(@Nullable Fields modifiers) {
        return modifiers == null
                ? null
                : new ScaledObject.ScalingModifiers(
                        modifiers.text("formula"),
                        modifiers.text("target"),
                        modifiers.text("activationTarget"),
                        modifiers.text("metricType"));
    }

    private List<KedaTrigger> triggers() {
        List<Fields> items = spec.objects("triggers");
        List<KedaTrigger> triggers = new ArrayList<>();
        Set<String> unused = new LinkedHashSet<>(targets.keySet());
        for (Fields item : items == null ? List.<Fields>of() : items) {
            KedaTrigger trigger = trigger(item);
            String id = ScaledObject.id(triggers.size(), trigger);
            Double target = targets.get(id);
            unused.remove(id);
            triggers.add(target == null ? trigger : withTarget(item, trigger, target));
        }
        for (String id : unused) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < triggers.size(); i++) {
                ids.add(ScaledObject.id(i, triggers.get(i)));
            }
            document.rules().valid(false, "must be the target of one of " + ids, "target of " + id, targets.get(id));
        }
        return triggers;
    }

    private KedaTrigger trigger(Fields item) {
        String type = item.name("type");
        for (String name : List.of("type", "metadata")) {
            document.rules().required(item.has(name), "must be given", item.at(name), null);
        }
        undeciding(item, "authenticationRef", "useCachedMetrics");
        boolean isCached = Boolean.TRUE.equals(item.rest().get("useCachedMetrics"));
        boolean canBeCached = !KedaResourceTrigger.isType(type) && !type.equals(KedaCronTrigger.TYPE);
        String rule = "must not be true for cpu, memory and cron";
        document.rules().allowed(!isCached || canBeCached, rule, item.at("useCachedMetrics"), isCached);
        String metricType = item.text("metricType", "");
        KedaTrigger trigger = KedaTrigger.of(
                type, item.text("name", ""), item.texts("metadata"), metricType.isEmpty() ? null : metricType);
        String old = trigger.metadata().get(KedaTriggerRules.OLD_QUEUE_LENGTH);
        if (old != null && type.equals(KedaTriggerType.RABBITMQ)) {
            notes.add("is the old name of value with mode QueueLength: "
                    + item.at("metadata." + KedaTriggerRules.OLD_QUEUE_LENGTH) + '=' + shown(old));
        }
        String container = trigger.metadata().get("containerName");
        if (container != null && KedaResourceTrigger.isType(type)) {
            notes.add("it is about one container, so its usage and requests are to be fed: "
                    + item.at("metadata.containerName") + '=' + shown(container));
        }
        return trigger;
    }

    private KedaTrigger withTarget(Fields item, KedaTrigger trigger, double target) {
        boolean takes = trigger instanceof KedaMetricTrigger;
        document.rules().allowed(takes, "must not be given a target from outside", item.at("type"), trigger.kedaType());
        return takes ? trigger.withTarget(target) : trigger;
    }

    /** Says of each of these fields that is given that it decides nothing. */
    private Fields undeciding(Fields fields, String... names) {
        Map<String, Object> given = fields.knows(names).rest();
        for (String name : names) {
            Object value = given.get(name);
            if (value != null) {
                notes.add("no decision depends on it: " + fields.at(name) + '=' + shown(value));
            }
        }
        return fields;
    }

    private static String shown(Object value) {
        String text = value instanceof Map ? "{...}" : value instanceof List ? "[...]" : String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
