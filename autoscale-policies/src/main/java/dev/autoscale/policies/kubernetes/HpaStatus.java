package dev.autoscale.policies.kubernetes;

import dev.autoscale.Autoscaler;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a controller writes about a decision where people look for it: the {@code status} of {@code autoscaling/v2}, and the message
 * of the event of a change, in Kubernetes' words, so that dashboards and alerts that read them keep working. A value for one decision.
 * Not thread-safe.
 *
 * <pre>{@code
 * HorizontalPodAutoscaler hpa = HorizontalPodAutoscaler.of(document);
 * Autoscaler autoscaler = hpa.toSpec().newAutoscaler();
 * Observation in = autoscaler.newObservation();
 * Decision out = autoscaler.newDecision();
 * autoscaler.decide(in.at(0).replicas(3).value(0, 90), out);
 * autoscaler.scaled(out); // or scaleFailed: the status says what became of it
 * Map<String, Object> status = HpaStatus.of(hpa, autoscaler, out).toMap(Map.of());
 * }</pre>
 *
 * <p>Everything is a document: maps with texts as names, lists, texts and numbers, which any client can turn into its own type. It is
 * read from the autoscaler and the decision when it is asked for, so ask before the next decision.
 */
public final class HpaStatus {
    private final @Nullable HorizontalPodAutoscaler hpa;
    private final Autoscaler autoscaler;
    private final Decision decision;

    private HpaStatus(@Nullable HorizontalPodAutoscaler hpa, Autoscaler autoscaler, Decision decision) {
        this.hpa = hpa;
        this.autoscaler = Objects.requireNonNull(autoscaler, "autoscaler");
        this.decision = Objects.requireNonNull(decision, "decision");
    }

    /**
     * The status of an HPA.
     *
     * @param hpa the HPA whose metrics are those of the decision, in the same order; not null
     * @param autoscaler who decided; not null
     * @param decision its latest decision; not null
     * @return the status
     */
    public static HpaStatus of(HorizontalPodAutoscaler hpa, Autoscaler autoscaler, Decision decision) {
        return new HpaStatus(Objects.requireNonNull(hpa, "hpa"), autoscaler, decision);
    }

    /**
     * The status of a workload without an HPA, such as that of a {@code ScaledObject}: the same conditions and counts, without {@code
     * currentMetrics}, and metrics are called by their ids.
     *
     * @param autoscaler who decided; not null
     * @param decision its latest decision; not null
     * @return the status
     */
    public static HpaStatus of(Autoscaler autoscaler, Decision decision) {
        return new HpaStatus(null, autoscaler, decision);
    }

    /**
     * The status as a document of {@code autoscaling/v2}, without {@code observedGeneration}, which the decision does not know.
     *
     * @param before the status until now, from which times of conditions that did not change are kept, and {@code lastScaleTime};
     *     empty if there is none
     * @return the document; the caller may change it
     */
    public Map<String, Object> toMap(Map<String, ?> before) {
        Map<String, Object> status = new LinkedHashMap<>();
        if (decision.currentReplicas() >= 0) {
            status.put("currentReplicas", decision.currentReplicas());
        }
        status.put("desiredReplicas", autoscaler.desiredReplicas());
        if (autoscaler.reason(Condition.ABLE_TO_SCALE) == Reason.SUCCEEDED_RESCALE) {
            status.put("lastScaleTime", time());
        } else if (before.get("lastScaleTime") != null) {
            status.put("lastScaleTime", before.get("lastScaleTime"));
        }
        status.put("conditions", conditions(before));
        if (hpa != null) {
            status.put("currentMetrics", currentMetrics(hpa));
        }
        return status;
    }

    /**
     * {@return the message of the event {@code SuccessfulRescale} of this decision} For instance {@code New size: 5; reason: All metrics
     * below target}.
     */
    public String rescaleMessage() {
        return "New size: " + decision.replicas() + "; reason: " + rescaleReason();
    }

    private String rescaleReason() {
        Reason reason = decision.rescaleReason();
        if (reason == Reason.METRIC_ABOVE_TARGET && decision.decidingMetric() != Decision.NO_METRIC) {
            return description(decision.decidingMetric()) + " above target";
        }
        return String.valueOf(reason == null ? decision.reason() : reason);
    }

    private String description(int metric) {
        String name = hpa == null ? "" : hpa.description(metric);
        return name.isEmpty() ? decision.metric(metric).id() : name;
    }

    private List<Object> conditions(Map<String, ?> before) {
        List<Object> conditions = new ArrayList<>();
        for (Condition condition : Condition.values()) {
            Reason reason = autoscaler.reason(condition);
            if (reason != null) {
                String status = reason.status() ? "True" : "False";
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("type", condition.toString());
                map.put("status", status);
                map.put("reason", reason.toString());
                map.put("message", message(reason));
                map.put("lastTransitionTime", transitionTime(before, condition, status));
                conditions.add(map);
            }
        }
        return conditions;
    }

    /** A condition keeps its time as long as its status stays the same, whatever its reason. */
    private Object transitionTime(Map<String, ?> before, Condition condition, String status) {
        if (before.get("conditions") instanceof List<?> conditions) {
            for (Object each : conditions) {
                if (each instanceof Map<?, ?> map
                        && condition.toString().equals(map.get("type"))
                        && status.equals(map.get("status"))
                        && map.get("lastTransitionTime") != null) {
                    return map.get("lastTransitionTime");
                }
            }
        }
        return time();
    }

    /** The API keeps whole seconds. */
    private String time() {
        return Instant.ofEpochMilli(decision.epochMillis())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private String message(Reason reason) {
        return switch (reason) {
            case SUCCEEDED_GET_SCALE -> "the HPA controller was able to get the target's current scale";
            case FAILED_GET_SCALE -> "the HPA controller was unable to get the target's current scale";
            case READY_FOR_NEW_SCALE -> "recommended size matches current size";
            case SCALE_UP_STABILIZED ->
                "recent recommendations were lower than current one, applying the lowest recent recommendation";
            case SCALE_DOWN_STABILIZED ->
                "recent recommendations were higher than current one, applying the highest recent recommendation";
            case SUCCEEDED_RESCALE ->
                "the HPA controller was able to update the target scale to " + autoscaler.desiredReplicas();
            case FAILED_UPDATE_SCALE -> "the HPA controller was unable to update the target scale";
            case VALID_METRIC_FOUND -> validMetricFound();
            case SCALING_DISABLED -> "scaling is disabled since the replica count of the target is zero";
            case DESIRED_WITHIN_RANGE -> "the desired count is within the acceptable range";
            case TOO_MANY_REPLICAS -> "the desired replica count is more than the maximum replica count";
            case TOO_FEW_REPLICAS -> "the desired replica count is less than the minimum replica count";
            case SCALE_UP_LIMIT -> "the desired replica count is increasing faster than the maximum scale rate";
            case SCALE_DOWN_LIMIT -> "the desired replica count is decreasing faster than the maximum scale rate";
            case INVALID_SELECTOR -> "the target's scale has no selector that can be read";
            case AMBIGUOUS_SELECTOR -> "another autoscaler owns the target or its pods";
            case SCALED_TO_ZERO_REPLICAS -> "this autoscaler took the target to zero, and brings it back";
            case PAUSED_AT_ZERO -> "a pause took the target to zero; it comes back after the pause";
            case NOT_SCALED_TO_ZERO -> "the last change did not take the target to zero";
            default -> firstFailure(reason);
        };
    }

    private String validMetricFound() {
        String from = decision.decidingMetric() == Decision.NO_METRIC
                ? decision.summary()
                : description(decision.decidingMetric());
        return "the HPA was able to successfully calculate a replica count from " + from;
    }

    /** Of a failing metric the words for its failure, which no other system shares. */
    private String firstFailure(Reason reason) {
        for (int i = 0; i < decision.metricCount(); i++) {
            if (decision.metric(i).status().isFailure()
                    && autoscaler.spec().metric(i).kind().failure() == reason) {
                MetricProposal metric = decision.metric(i);
                String why = metric.failureText();
                return "the HPA was unable to compute the replica count: " + metric.id() + ": "
                        + (why == null ? metric.status().text() : why);
            }
        }
        return decision.summary();
    }

    /** The metrics of the spec, each with what was measured in the place of its target; those without a value are left out. */
    private List<Object> currentMetrics(HorizontalPodAutoscaler of) {
        List<Object> current = new ArrayList<>();
        if (of.withDefaults().toMap().get("spec") instanceof Map<?, ?> spec
                && spec.get("metrics") instanceof List<?> metrics) {
            for (int i = 0; i < Math.min(metrics.size(), decision.metricCount()); i++) {
                Map<String, Object> value = current(i);
                if (metrics.get(i) instanceof Map<?, ?> metric && !value.isEmpty()) {
                    current.add(withCurrent(metric, value));
                }
            }
        }
        return current;
    }

    private static Map<String, Object> withCurrent(Map<?, ?> metric, Map<String, Object> value) {
        Map<String, Object> status = new LinkedHashMap<>();
        metric.forEach((name, part) -> {
            if (part instanceof Map<?, ?> source) {
                Map<String, Object> copy = new LinkedHashMap<>();
                source.forEach((key, each) -> copy.put(String.valueOf(key), each));
                copy.remove("target");
                copy.put("current", value);
                status.put(String.valueOf(name), copy);
            } else {
                status.put(String.valueOf(name), part);
            }
        });
        return status;
    }

    /** The {@code MetricValueStatus}: what the target is compared with, and the average usage beside a utilization. */
    private Map<String, Object> current(int index) {
        MetricSpec spec = autoscaler.spec().metric(index);
        MetricProposal metric = decision.metric(index);
        Map<String, Object> value = new LinkedHashMap<>();
        if (spec.target() == MetricSpec.Target.UTILIZATION && metric.utilizationPercent() != MetricProposal.UNSET) {
            value.put("averageUtilization", (int)
                    Math.max(Integer.MIN_VALUE, Math.min(metric.utilizationPercent(), Integer.MAX_VALUE)));
        }
        if (spec.target() == MetricSpec.Target.VALUE) {
            put(value, "value", metric.totalMilli());
        } else {
            put(value, "averageValue", metric.averageMilli());
        }
        return value;
    }

    private static void put(Map<String, Object> value, String name, long milli) {
        if (milli != MetricProposal.UNSET) {
            value.put(name, Quantity.ofMilli(milli).toString());
        }
    }

    /** {@return the document of a first status, in one line} */
    @Override
    public String toString() {
        return "HpaStatus" + toMap(Map.of());
    }
}
