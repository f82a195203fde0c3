package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.Reason;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encodings that the files of the Kubernetes HPA share. */
final class HpaText {
    static final ObjectReference TARGET = new ObjectReference("apps/v1", "Deployment", "d");
    static final ObjectReference SERVICE = new ObjectReference("v1", "Service", "s");

    /** Large enough that no history of a recorded sequence ever merges entries. */
    private static final int HISTORY = 1024;

    private HpaText() {}

    /** Controller settings common to all files: Kubernetes' arithmetic, and histories that forget nothing. */
    static AutoscalerSpec.Builder controller(HorizontalPodAutoscaler hpa) {
        return hpa.toBuilder().kubernetesArithmetic().historyCapacity(HISTORY);
    }

    /** Eight columns: window, select, policies and tolerance, up and then down. */
    static HpaBehavior behavior(Row row) {
        return new HpaBehavior(rules(row), rules(row.from(4)));
    }

    private static @Nullable Rules rules(Row row) {
        if (row.isAbsent(0) && row.isAbsent(1) && row.isAbsent(2) && row.isAbsent(3)) {
            return null;
        }
        String select = row.optionalText(1);
        String tolerance = row.optionalText(3);
        return new Rules(
                row.optionalInt(0),
                "EMPTY".equals(select) ? "" : select,
                policies(row.optionalText(2)),
                tolerance == null ? null : Quantity.parse(tolerance));
    }

    private static @Nullable List<Policy> policies(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.equals("EMPTY")) {
            return List.of();
        }
        return new Row(text)
                .rows(0, ",", ":")
                .map(policy -> new Policy(policy.text(0), policy.intAt(1), policy.intAt(2)))
                .toList();
    }

    static HpaMetric metric(String type, String name, @Nullable String container, HpaMetric.Target target) {
        return switch (type) {
            case "Resource" -> HpaMetric.resource(name, target);
            case "ContainerResource" -> HpaMetric.containerResource(name, Row.orAbsent(container), target);
            case "Pods" -> HpaMetric.pods(name, target);
            case "Object" -> HpaMetric.object(SERVICE, name, target);
            case "External" -> HpaMetric.external(name, target);
            default -> new HpaMetric(type, null, null, null, null, null);
        };
    }

    static HpaMetric.Target target(@Nullable String type, long amount) {
        if (type == null) {
            return new HpaMetric.Target("", null, null, null);
        }
        return switch (type) {
            case "Utilization" -> HpaMetric.Target.averageUtilization(Math.toIntExact(amount));
            case "AverageValue" -> HpaMetric.Target.averageValue(Quantity.ofMilli(amount));
            case "Value" -> HpaMetric.Target.value(Quantity.ofMilli(amount));
            default -> throw new IllegalArgumentException("target type must be known: type=" + type);
        };
    }

    static String condition(Autoscaler autoscaler, Condition condition) {
        Reason reason = autoscaler.reason(condition);
        return reason == null ? "-" : (reason.status() ? "True/" : "False/") + reason;
    }

    /** Reports to the autoscaler what became of its answer; returns the count written to the scale, or {@code -}. */
    static String carryOut(Autoscaler autoscaler, Decision decision, long nowMillis, boolean updateFails) {
        if (!decision.hasChange()) {
            return "-";
        }
        if (updateFails) {
            autoscaler.scaleFailed(nowMillis);
            return "-";
        }
        autoscaler.scaled(decision);
        return Integer.toString(decision.replicas());
    }

    /** The reason that upstream's event gives for a change that was carried out. */
    static String rescaleReason(HorizontalPodAutoscaler hpa, Decision decision, String scaleTo) {
        Reason reason = decision.rescaleReason();
        if (scaleTo.equals("-") || reason == null) {
            return "-";
        }
        return reason == Reason.METRIC_ABOVE_TARGET
                ? hpa.description(decision.decidingMetric()) + " above target"
                : reason.toString();
    }
}
