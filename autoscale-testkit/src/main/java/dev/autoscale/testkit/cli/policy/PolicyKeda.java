package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A KEDA ScaledObject in properties syntax, judged by KEDA's rules. */
final class PolicyKeda implements PolicyManifest {
    static final List<String> FIELDS = List.of(
            "minReplicaCount",
            "maxReplicaCount",
            "idleReplicaCount",
            "pollingInterval",
            "cooldownPeriod",
            "initialCooldownPeriod",
            "fallback.failureThreshold",
            "fallback.replicas",
            "fallback.behavior");

    private static final Pattern TRIGGER_PATH = Pattern.compile("triggers\\[([0-9]+)]\\.(?:metadata\\.)?([a-zA-Z]+)");
    private static final Pattern BEHAVIOR_PATH = Pattern.compile("advanced\\.horizontalPodAutoscalerConfig\\.(.*)");
    private static final String FALLBACK = PolicyKeys.KEDA + "fallback.";

    private final PolicyEntries entries;
    /** Those that became triggers, in their order. */
    private final List<String> triggers = new ArrayList<>();

    private final Map<String, MetricSpec> inputs;
    private final List<String> ids;
    private final ScaledObject object;
    private final @Nullable Activation activation;

    PolicyKeda(PolicyEntries entries) {
        this.entries = entries;
        List<String> names = PolicyKeys.TRIGGERS.names(entries);
        List<String> metrics = PolicyKeys.METRICS.names(entries);
        PolicyInputs.checkBeside(entries, names, "trigger", "a trigger", PolicyKind.KEDA);
        List<String> all = new ArrayList<>(names);
        all.addAll(metrics);
        inputs = PolicyInputs.readAll(entries, metrics, all);
        ids = new ArrayList<>(names);
        ids.addAll(inputs.keySet());
        ScaledObject.Builder builder = ScaledObject.builder();
        for (String name : names) {
            KedaTrigger trigger = PolicyTriggers.read(entries, name);
            if (trigger != null) {
                triggers.add(name);
                builder.trigger(trigger);
            }
        }
        settings(builder);
        object = builder.behavior(PolicyBehavior.read(entries)).build();
        boolean isComplete = triggers.size() == names.size();
        object.violations().forEach(violation -> judge(violation, isComplete));
        activation = entries.hasAny(PolicyKeys.ACTIVATION) ? extendedActivation(isComplete) : null;
    }

    private @Nullable Activation extendedActivation(boolean isComplete) {
        Activation keda = object.toBuilder().buildUnchecked().activation();
        if (keda == null) {
            if (isComplete) {
                entries.bad(entries.firstKey(PolicyKeys.ACTIVATION), "needs a trigger other than cpu and memory");
            }
            return null;
        }
        return PolicyActivation.extendKeda(entries, keda, object.idleReplicaCount(), minReplicas(), maxReplicas());
    }

    private void settings(ScaledObject.Builder builder) {
        set("minReplicaCount", builder::minReplicaCount);
        set("maxReplicaCount", builder::maxReplicaCount);
        set("idleReplicaCount", builder::idleReplicaCount);
        setSeconds("pollingInterval", builder::pollingInterval);
        setSeconds("cooldownPeriod", builder::cooldownPeriod);
        setSeconds("initialCooldownPeriod", builder::initialCooldownPeriod);
        if (!entries.hasAny(FALLBACK)) {
            return;
        }
        for (String field : List.of("failureThreshold", "replicas")) {
            entries.require(FALLBACK, FALLBACK + field);
        }
        Integer threshold = entries.integer(FALLBACK + "failureThreshold");
        Integer replicas = entries.integer(FALLBACK + "replicas");
        builder.fallback(
                threshold == null ? 0 : threshold,
                replicas == null ? 0 : replicas,
                entries.text(FALLBACK + "behavior"));
    }

    private void set(String field, IntConsumer setter) {
        Integer number = entries.integer(PolicyKeys.KEDA + field);
        if (number != null) {
            setter.accept(number);
        }
    }

    /** KEDA has whole seconds; a file may write them as any other length of time, too. */
    private void setSeconds(String field, IntConsumer setter) {
        String key = PolicyKeys.KEDA + field;
        Long millis = entries.span(key);
        if (millis != null && (millis % 1000 != 0 || millis / 1000 > Integer.MAX_VALUE)) {
            entries.bad(key, "must be whole seconds");
        } else if (millis != null) {
            setter.accept((int) (millis / 1000));
        }
    }

    /** What the library's key is called by KEDA. */
    static String nameOf(String field) {
        return switch (field) {
            case "cooldown" -> "cooldownPeriod";
            case "initialCooldown" -> "initialCooldownPeriod";
            default -> "idleReplicaCount";
        };
    }

    private void judge(Violation violation, boolean isComplete) {
        Verdict verdict = Verdict.of(violation);
        Matcher trigger = TRIGGER_PATH.matcher(verdict.path());
        Matcher behavior = BEHAVIOR_PATH.matcher(verdict.path());
        if (trigger.matches()) {
            String name = triggers.get(Integer.parseInt(trigger.group(1)));
            String key = PolicyKeys.TRIGGERS.key(name, trigger.group(2));
            if (entries.has(key)) {
                verdict.withValue(entries.text(key, "")).judge(entries, key, key);
            } else {
                verdict.judge(entries, PolicyKeys.TRIGGERS.firstKey(entries, name), key);
            }
        } else if (behavior.matches()) {
            verdict.under(behavior.group(1)).judge(entries);
        } else if (verdict.path().equals("triggers")) {
            if (isComplete) {
                entries.bad(PolicyKeys.TRIGGERS.prefix(), "triggers", "must have a trigger: triggers.<name>.type");
            }
        } else if (isComplete || !isAboutAllTriggers(violation, verdict.path())) {
            String key = PolicyKeys.KEDA + verdict.path();
            verdict.judge(entries, entries.has(key) ? key : entries.firstKey(key + '.'), key);
        }
    }

    /** Rules that a trigger which could not be read may yet satisfy. */
    private boolean isAboutAllTriggers(Violation violation, String path) {
        return path.equals("fallback")
                ? violation.type() == Violation.Type.FORBIDDEN
                : path.equals("minReplicaCount") && minReplicas() == 0;
    }

    private int minReplicas() {
        Integer given = object.minReplicaCount();
        return given == null ? 0 : given;
    }

    @Override
    public int maxReplicas() {
        Integer given = object.maxReplicaCount();
        return given == null ? ScaledObject.DEFAULT_MAX_REPLICA_COUNT : given;
    }

    @Override
    public Map<String, Integer> counts() {
        Integer idle = object.idleReplicaCount();
        return Map.of(
                PolicyKeys.KEDA + "minReplicaCount", minReplicas(),
                PolicyKeys.KEDA + "maxReplicaCount", maxReplicas(),
                PolicyKeys.KEDA + "idleReplicaCount", idle == null ? 0 : idle);
    }

    @Override
    public @Nullable HpaBehavior behavior() {
        return object.behavior();
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public AutoscalerSpec.Builder toBuilder() {
        AutoscalerSpec.Builder builder = object.toBuilder();
        return activation == null ? builder : builder.activation(activation);
    }

    @Override
    public List<MetricSpec> metrics() {
        AutoscalerSpec spec = object.toBuilder().buildUnchecked();
        List<MetricSpec> metrics = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            metrics.add(spec.metric(i).id(triggers.get(i)));
        }
        metrics.addAll(inputs.values());
        return metrics;
    }
}
