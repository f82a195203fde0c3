package dev.autoscale;

import dev.autoscale.json.Json;
import org.jspecify.annotations.Nullable;

/** A {@link Decision} as JSON, in the order in which it came about. Without state; allocates nothing. */
final class DecisionJson {
    /** Kept, as each call of {@code values()} allocates. */
    private static final Condition[] CONDITIONS = Condition.values();

    private DecisionJson() {}

    static void append(Appendable out, Decision decision) {
        Json.raw(out, "{\"engine\":\"autoscaler\",\"at\":");
        Json.number(out, decision.epochMillis());
        Json.raw(out, ",\"current\":");
        count(out, decision.currentReplicas());
        Json.raw(out, ",\"replicas\":");
        count(out, decision.replicas());
        Json.raw(out, ",\"change\":");
        Json.bool(out, decision.hasChange());
        Json.raw(out, ",\"reason\":");
        Json.text(out, decision.reason().toString());
        Json.raw(out, ",\"statusDesired\":");
        Json.number(out, decision.statusDesiredReplicas());
        flag(out, ",\"timeWentBack\":true", decision.timeWentBack());
        flag(out, ",\"shadow\":true", decision.isShadow());
        if (decision.unreportedFrom() != Decision.UNKNOWN_REPLICAS) {
            Json.raw(out, ",\"unreportedFrom\":");
            Json.number(out, decision.unreportedFrom());
        }
        Json.raw(out, ",\"metrics\":[");
        for (int i = 0; i < decision.metricCount(); i++) {
            Json.raw(out, i == 0 ? "" : ",");
            metric(out, decision.metric(i), i == decision.decidingMetric());
        }
        Json.raw(out, "],\"steps\":[");
        steps(out, decision);
        Json.raw(out, "],\"conditions\":[");
        conditions(out, decision);
        Json.raw(out, "]}");
    }

    private static void flag(Appendable out, String json, boolean isSet) {
        Json.raw(out, isSet ? json : "");
    }

    private static void count(Appendable out, int replicas) {
        if (replicas < 0) {
            Json.raw(out, "null");
        } else {
            Json.number(out, replicas);
        }
    }

    private static void metric(Appendable out, MetricProposal metric, boolean decides) {
        Json.raw(out, "{\"id\":");
        Json.text(out, metric.id());
        Json.raw(out, ",\"status\":");
        Json.text(out, metric.status().name());
        if (metric.status().hasProposal()) {
            Json.raw(out, ",\"replicas\":");
            Json.number(out, metric.replicas());
        }
        if (metric.status() == MetricProposal.Status.FALLBACK) {
            Json.raw(out, ",\"failedStatus\":");
            Json.text(out, metric.failedStatus().name());
        }
        if (metric.failureText() != null) {
            Json.raw(out, ",\"failure\":");
            Json.text(out, metric.failureText());
        }
        if (metric.utilizationPercent() != MetricProposal.UNSET) {
            Json.raw(out, ",\"utilizationPercent\":");
            Json.number(out, metric.utilizationPercent());
        }
        milli(out, ",\"average\":", metric.averageMilli());
        milli(out, ",\"total\":", metric.totalMilli());
        flag(out, ",\"active\":true", metric.isActive());
        flag(out, ",\"decides\":true", decides);
        Json.raw(out, "}");
    }

    private static void milli(Appendable out, String name, long milli) {
        if (milli != MetricProposal.UNSET) {
            Json.raw(out, name);
            Json.milli(out, milli);
        }
    }

    private static void steps(Appendable out, Decision decision) {
        boolean isFirst = true;
        for (Decision.Step step : Decision.Step.IN_ORDER) {
            int after = decision.after(step);
            if (after != Decision.NOT_EVALUATED && after != Decision.UNKNOWN_REPLICAS) {
                Json.raw(out, isFirst ? "{\"step\":" : ",{\"step\":");
                isFirst = false;
                Json.text(out, step.name());
                Json.raw(out, ",\"replicas\":");
                Json.number(out, after);
                reason(out, ",\"reason\":", decision.reason(step));
                long until = decision.untilMillis(step);
                if (until != Long.MAX_VALUE) {
                    Json.raw(out, ",\"until\":");
                    Json.number(out, until);
                }
                Json.raw(out, "}");
            }
        }
    }

    private static void conditions(Appendable out, Decision decision) {
        boolean isFirst = true;
        for (Condition condition : CONDITIONS) {
            Reason why = decision.reason(condition);
            if (why != null) {
                Json.raw(out, isFirst ? "{\"type\":" : ",{\"type\":");
                isFirst = false;
                Json.text(out, condition.toString());
                Json.raw(out, ",\"status\":");
                Json.bool(out, why.status());
                reason(out, ",\"reason\":", why);
                Json.raw(out, "}");
            }
        }
    }

    private static void reason(Appendable out, String name, @Nullable Reason why) {
        if (why != null) {
            Json.raw(out, name);
            Json.text(out, why.toString());
        }
    }
}
