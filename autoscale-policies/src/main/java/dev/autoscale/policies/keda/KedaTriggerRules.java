package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.FieldRules;
import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.internal.NearNames;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of the triggers of a ScaledObject or ScaledJob, and what of their metadata KEDA never reads. */
final class KedaTriggerRules {
    private static final List<String> CRON_METRIC_TYPES = List.of(KedaMetricTrigger.AVERAGE_VALUE);
    private static final List<String> RESOURCE_METRIC_TYPES =
            List.of(KedaResourceTrigger.UTILIZATION, KedaMetricTrigger.AVERAGE_VALUE);
    private static final String METRIC_TYPE = "metricType";
    private static final String ACTIVATION = "activation";
    private static final String MODE = "mode";
    static final String OLD_QUEUE_LENGTH = "queueLength";

    /** What targets were called in older versions of KEDA. */
    private static final Map<String, String> FORMER_TARGETS = Map.of("gcp-pubsub", "subscriptionSize");

    /** Every key that is a target or an activation value of some type. */
    private static final Set<String> NUMBERS = KedaTriggerType.all().stream()
            .flatMap(type -> Stream.concat(type.targetKeys().stream(), type.activationKeys().stream()))
            .collect(Collectors.toUnmodifiableSet());

    private static final List<String> TYPES = Stream.concat(
                    KedaTriggerType.all().stream().map(KedaTriggerType::name),
                    Stream.of(
                            KedaResourceTrigger.CPU,
                            KedaResourceTrigger.MEMORY,
                            KedaCronTrigger.TYPE,
                            KedaMetricTrigger.EXTERNAL,
                            KedaMetricTrigger.EXTERNAL_PUSH))
            .toList();

    private final FieldRules rules;
    /** Whether triggers feed a formula, so that some need no target. */
    private final boolean isFormula;

    private final boolean isJob;

    private KedaTriggerRules(FieldRules rules, boolean isFormula, boolean isJob) {
        this.rules = rules;
        this.isFormula = isFormula;
        this.isJob = isJob;
    }

    static void check(FieldRules rules, List<KedaTrigger> triggers, boolean isFormula) {
        new KedaTriggerRules(rules, isFormula, false).check(triggers);
    }

    /** Of a ScaledJob, which has no HPA that could compare or measure anything. */
    static void checkOfJob(FieldRules rules, List<KedaTrigger> triggers) {
        new KedaTriggerRules(rules, false, true).check(triggers);
    }

    private void check(List<KedaTrigger> triggers) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < triggers.size(); i++) {
            KedaTrigger trigger = triggers.get(i);
            String path = path(i);
            boolean isUnique = trigger.name().isEmpty() || names.add(trigger.name());
            rules.valid(isUnique, "must differ from the names of the other triggers", path + ".name", trigger.name());
            if (trigger instanceof KedaMetricTrigger metric) {
                metricType(path, ScaledObjectValidation.METRIC_TYPES, metric);
                metric(path, metric);
            } else if (trigger instanceof KedaCronTrigger cron) {
                metricType(path, CRON_METRIC_TYPES, cron);
                cron(path, cron);
            } else if (isJob) {
                rules.valid(
                        false, "must not be cpu or memory, which start no jobs", path + ".type", trigger.kedaType());
            } else {
                resource(path, (KedaResourceTrigger) trigger);
            }
        }
    }

    private void metricType(String path, List<String> known, KedaTrigger trigger) {
        String type = trigger.metricType();
        if (isJob) {
            rules.allowed(type == null, "must not be given in a ScaledJob", path + ".metricType", type);
        } else {
            rules.oneOf(known, path + ".metricType", type);
        }
    }

    private static String path(int index) {
        return "spec.triggers[" + index + ']';
    }

    private void metric(String path, KedaMetricTrigger trigger) {
        KedaTriggerType type = trigger.type();
        if (type == null) {
            targetFromOutside(path, trigger);
            return;
        }
        target(path + ".metadata.", trigger, type);
        String activation = trigger.activationKey();
        if (Double.isNaN(trigger.activation())) {
            unreadable(path + ".metadata." + activation, trigger.metadata().get(activation), "must be " + type.kind());
        }
        if (type.name().equals(KedaTriggerType.RABBITMQ)) {
            rabbitMq(path + ".metadata.", trigger.metadata());
        }
    }

    private void target(String metadata, KedaMetricTrigger trigger, KedaTriggerType type) {
        String key = type.targetKey(trigger.metadata());
        String text = trigger.metadata().getOrDefault(key, "");
        Double otherwise = type.defaultTarget();
        boolean isOptional = isFormula && otherwise != null && otherwise <= 0;
        if (text.isEmpty()) {
            boolean isGood = isOptional || (otherwise != null && otherwise > 0);
            rules.required(isGood, "must be given, " + type.kind(), metadata + key, null);
        } else if (Double.isNaN(trigger.target())) {
            unreadable(metadata + key, text, "must be " + type.kind());
        } else {
            String rule = "must be " + type.kind() + " > 0" + (type.isWhole() ? "" : " after rounding to thousandths");
            rules.valid(isOptional || trigger.targetMilli() > 0, rule, metadata + key, text);
        }
    }

    /** A placeholder says what to do about it. */
    private void unreadable(String path, @Nullable String text, String rule) {
        String placeholder = text == null ? "" : Fields.placeholder(text);
        String said = placeholder.isEmpty() ? rule : "is a placeholder; put its value in its place, which " + rule;
        rules.valid(false, said, path, text);
    }

    private void targetFromOutside(String path, KedaMetricTrigger trigger) {
        boolean isGood = isFormula || trigger.targetMilli() > 0;
        String why = trigger.isExternal()
                ? "as its scaler tells it only while it runs"
                : "as this type is not known here" + NearNames.offer(trigger.kedaType(), TYPES);
        String given = trigger.givenTarget() == null ? "" : ", target=" + trigger.givenTarget();
        rules.required(isGood, "needs a target > 0 from outside, " + why, path + ".type", trigger.kedaType() + given);
    }

    private void rabbitMq(String path, Map<String, String> metadata) {
        boolean isOld = KedaTriggerType.isGiven(metadata, OLD_QUEUE_LENGTH);
        boolean hasMode = KedaTriggerType.isGiven(metadata, MODE);
        boolean hasValue = KedaTriggerType.isGiven(metadata, KedaResourceTrigger.VALUE_KEY);
        rules.required(hasMode || isOld || !hasValue, "must be given beside value", path + MODE, null);
        String rule = "must not be given beside mode and value, whose old name it is";
        rules.allowed(!isOld || !(hasMode || hasValue), rule, path + OLD_QUEUE_LENGTH, metadata.get(OLD_QUEUE_LENGTH));
    }

    private void cron(String path, KedaCronTrigger trigger) {
        String metadata = path + ".metadata.";
        boolean hasZone = trigger.metadata().containsKey(KedaCronTrigger.TIMEZONE);
        rules.required(
                hasZone, "must be given, a time zone such as Etc/UTC", metadata + KedaCronTrigger.TIMEZONE, null);
        ZoneId zone = ZoneOffset.UTC;
        try {
            zone = trigger.zone();
        } catch (IllegalArgumentException e) {
            unreadable(metadata + KedaCronTrigger.TIMEZONE, trigger.timezone(), readable(e));
        }
        expression(metadata, KedaCronTrigger.START, trigger.start(), zone);
        expression(metadata, KedaCronTrigger.END, trigger.end(), zone);
        boolean isSame =
                trigger.start().equals(trigger.end()) && !trigger.start().isEmpty();
        rules.valid(!isSame, "must differ from start", metadata + KedaCronTrigger.END, trigger.end());
        String replicas = trigger.metadata().getOrDefault(KedaCronTrigger.DESIRED_REPLICAS, "");
        String desired = metadata + KedaCronTrigger.DESIRED_REPLICAS;
        if (replicas.isEmpty()) {
            rules.required(false, "must be given, a whole number", desired, null);
        } else if (!trigger.hasWholeReplicas()) {
            unreadable(desired, replicas, "must be a whole number");
        } else {
            rules.valid(trigger.desiredReplicas() != 0, "must not be 0", desired, replicas);
        }
    }

    private void expression(String metadata, String key, String text, ZoneId zone) {
        if (text.isEmpty()) {
            rules.required(false, "must be given, five fields of a cron expression", metadata + key, null);
            return;
        }
        try {
            KedaCronTrigger.expression(text, zone);
        } catch (IllegalArgumentException e) {
            unreadable(metadata + key, text, readable(e));
        }
    }

    private static String readable(IllegalArgumentException why) {
        return "must be readable (" + why.getMessage() + ')';
    }

    private void resource(String path, KedaResourceTrigger trigger) {
        String value = path + ".metadata.value";
        boolean isPercent = KedaResourceTrigger.UTILIZATION.equals(trigger.metricType());
        String inside = trigger.metadata().containsKey("type")
                ? "; KEDA no longer reads metadata.type"
                : trigger.metadata().containsKey(METRIC_TYPE) ? " beside metadata, not within" : "";
        rules.required(trigger.metricType() != null, "must be given" + inside, path + ".metricType", null);
        rules.oneOf(RESOURCE_METRIC_TYPES, path + ".metricType", trigger.metricType());
        String kind = isPercent ? "whole percent of 32 bits" : "a quantity such as 70, 500m or 1Gi";
        if (trigger.text().isEmpty()) {
            rules.required(false, "must be given, " + kind, value, null);
        } else if (isPercent ? trigger.percent().isEmpty() : !trigger.isQuantity()) {
            unreadable(value, trigger.text(), "must be " + kind);
        } else {
            rules.valid(trigger.value().signum() > 0, "must be > 0", value, trigger.text());
        }
    }

    /** What stands in metadata although its type of trigger does not read it, with the key that it reads. */
    static List<String> warnings(List<KedaTrigger> triggers) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            String metadata = path(i) + ".metadata.";
            KedaTrigger trigger = triggers.get(i);
            boolean isFree = trigger instanceof KedaMetricTrigger metric && metric.type() == null;
            trigger.metadata().forEach((key, value) -> {
                if (!isFree) {
                    warning(trigger, key).ifPresent(rule -> warnings.add(rule + ": " + metadata + key + '=' + value));
                }
            });
        }
        return warnings;
    }

    private static Optional<String> warning(KedaTrigger trigger, String key) {
        if (key.equals(METRIC_TYPE)) {
            return Optional.of("metricType belongs beside metadata; within it KEDA does not read it");
        }
        if (trigger instanceof KedaResourceTrigger && key.equals("type")) {
            return Optional.of("KEDA no longer reads it; metricType beside metadata says the same");
        }
        return trigger instanceof KedaMetricTrigger metric ? warning(metric, key) : Optional.empty();
    }

    private static Optional<String> warning(KedaMetricTrigger trigger, String key) {
        KedaTriggerType type = trigger.type();
        if (type == null) {
            return Optional.empty();
        }
        Map<String, String> metadata = trigger.metadata();
        String target = type.targetKey(metadata);
        String activation = trigger.activationKey();
        if (key.equals(target) || key.equals(activation)) {
            return Optional.empty();
        }
        if (isMeant(key, activation, ACTIVATION)) {
            return Optional.of(
                    activation.isEmpty()
                            ? type.name() + " has no activation value and is active above 0"
                            : type.name() + " reads " + activation + " instead");
        }
        boolean isFormer = key.equals(FORMER_TARGETS.get(type.name()));
        if (!isFormer && !NUMBERS.contains(key) && !isMeant(key, target, "target")) {
            return Optional.empty();
        }
        return Optional.of(type.name() + " reads " + target + " instead" + consumers(type, key)
                + (KedaTriggerType.isGiven(metadata, target) ? "" : ", which is not given" + otherwise(type)));
    }

    private static String consumers(KedaTriggerType type, String key) {
        boolean needsGroup = type.targetKeys().contains(key) && !key.equals(KedaTriggerType.STREAM_LENGTH);
        return needsGroup && type.targetKeys().contains(KedaTriggerType.LAG_COUNT) ? " without a consumerGroup" : "";
    }

    private static String otherwise(KedaTriggerType type) {
        Double otherwise = type.defaultTarget();
        return otherwise == null || otherwise <= 0 ? "" : " and so " + KedaMetricTrigger.text(otherwise);
    }

    /** Whether a key is probably meant to be another, from how both begin or from a typing error. */
    private static boolean isMeant(String key, String right, String beginning) {
        return key.startsWith(beginning)
                || !NearNames.offer(key, List.of(right)).isEmpty();
    }
}
