package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KedaAnnotations;
import dev.autoscale.policies.keda.RequestScale;
import dev.autoscale.policies.keda.ScaledObject;
import java.util.HashMap;
import java.util.Map;

/** What KEDA did with the target of a {@code ScaledObject}, poll after poll; each row brings all of its inputs. */
final class RequestScaleVectors {
    private static final int FIRST_ANNOTATION = 8;
    private static final int API_FAILURE = 13;
    private static final int FIRST_OUTPUT = 15;
    private static final String[] ANNOTATIONS = {
        KedaAnnotations.PAUSED,
        KedaAnnotations.PAUSED_REPLICAS,
        KedaAnnotations.PAUSED_SCALE_IN,
        KedaAnnotations.PAUSED_SCALE_OUT,
        KedaAnnotations.FORCE_ACTIVATION
    };

    private RequestScaleVectors() {}

    static Suite suite() {
        return new Sequences<>("poll", "C", RequestScaleVectors::configured).on("S", RequestScaleVectors::poll);
    }

    private static RequestScale configured(Row row) {
        ScaledObject.Builder builder = ScaledObject.builder();
        row.ifInt(2, builder::minReplicaCount);
        row.ifInt(3, builder::idleReplicaCount);
        row.ifInt(4, builder::cooldownPeriod);
        row.ifInt(5, builder::initialCooldownPeriod);
        row.ifInt(6, replicas -> builder.fallback(0, replicas));
        return RequestScale.ofUnchecked(builder.build(), row.longAt(7) * 1000);
    }

    private static void poll(RequestScale decider, Row row, VectorReport report) {
        RequestScale.Decision out = new RequestScale.Decision();
        decider.decide(row.longAt(3) * 1000, input(row), out);
        String failure = row.text(API_FAILURE);
        boolean written = out.writes() && !failure.equals("get2") && !failure.equals("update");
        String replicas = Integer.toString(out.replicas());
        long lastActiveMillis = out.lastActiveEpochMillis(written);
        VectorReport.Comparison comparison = report.compare(row.text(1) + ' ' + row.text(2), row.from(FIRST_OUTPUT))
                .column("replicasAfter", written ? replicas : row.text(6))
                .column("written", written ? replicas : "-")
                .column(
                        "lastActiveAfter",
                        lastActiveMillis == RequestScale.NEVER_ACTIVE ? "-" : Long.toString(lastActiveMillis / 1000));
        // Conditions after a write that failed are the writer's, not the decision's.
        if (!out.writes() || written) {
            comparison
                    .column("condReady", KedaVectors.text(out.readyCondition()))
                    .column("condActive", KedaVectors.text(out.activeCondition()))
                    .column("condPaused", KedaVectors.text(out.pausedCondition()))
                    .column("error", out.hasFailure());
        }
        comparison.end();
    }

    private static RequestScale.Input input(Row row) {
        Map<String, String> annotations = new HashMap<>();
        for (int i = 0; i < ANNOTATIONS.length; i++) {
            String value = KedaVectors.optional(row, FIRST_ANNOTATION + i);
            if (value != null) {
                annotations.put(ANNOTATIONS[i], value);
            }
        }
        RequestScale.Input in = new RequestScale.Input();
        if (row.text(API_FAILURE).equals("get")) {
            in.replicasUnreadable();
        } else {
            in.poll(row.flag(4), row.flag(5), row.intAt(6));
        }
        return in.lastActive(row.isAbsent(7) ? RequestScale.NEVER_ACTIVE : row.longAt(7) * 1000)
                .annotations(annotations);
    }
}
