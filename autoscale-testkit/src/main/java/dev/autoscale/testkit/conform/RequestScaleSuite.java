package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KedaAnnotations;
import dev.autoscale.policies.keda.RequestScale;
import dev.autoscale.policies.keda.RequestScaleDecision;
import dev.autoscale.policies.keda.RequestScaleInput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What KEDA did with the target of a {@code ScaledObject}, poll after poll; each row brings all of its inputs. */
final class RequestScaleSuite implements Suite {
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

    private final RequestScaleInput in = new RequestScaleInput();
    private final RequestScaleDecision out = new RequestScaleDecision();
    private final Map<String, String> annotations = new HashMap<>();
    private String sequence = "";
    private @Nullable RequestScale scaledObject;

    @Override
    public void row(Row row, Report report) {
        switch (row.text(0)) {
            case "C" -> configure(row);
            case "S" -> poll(row, report);
            default -> throw new IllegalArgumentException("record must be C or S: record=" + row.text(0));
        }
    }

    private void configure(Row row) {
        sequence = row.text(1);
        RequestScale.Builder builder = RequestScale.builder(row.longAt(7) * 1000);
        if (!row.isAbsent(2)) {
            builder.minReplicaCount(row.intAt(2));
        }
        if (!row.isAbsent(3)) {
            builder.idleReplicaCount(row.intAt(3));
        }
        if (!row.isAbsent(4)) {
            builder.cooldownPeriodSeconds(row.intAt(4));
        }
        if (!row.isAbsent(5)) {
            builder.initialCooldownPeriodSeconds(row.intAt(5));
        }
        if (!row.isAbsent(6)) {
            builder.fallbackReplicas(row.intAt(6));
        }
        scaledObject = builder.build();
    }

    private void poll(Row row, Report report) {
        RequestScale decider = scaledObject;
        if (decider == null || !row.text(1).equals(sequence)) {
            throw new IllegalArgumentException("poll must follow its C record: sequence=" + row.text(1));
        }
        feed(row);
        decider.decide(row.longAt(3) * 1000, in, out);
        boolean writeFails =
                row.text(API_FAILURE).equals("get2") || row.text(API_FAILURE).equals("update");
        boolean written = out.writes() && !writeFails;
        Row expected = row.from(FIRST_OUTPUT);
        Report.Comparison comparison = report.compare(row.text(1) + ' ' + row.text(2))
                .column("replicasAfter", expected.text(0), written ? Integer.toString(out.replicas()) : row.text(6))
                .column("written", expected.text(1), written ? Integer.toString(out.replicas()) : "-")
                .column("lastActiveAfter", expected.text(2), seconds(out.lastActiveEpochMillis(written)));
        // Conditions after a write that failed are the writer's, not the decision's.
        if (!out.writes() || written) {
            comparison
                    .column("condReady", expected.text(3), KedaText.of(out.readyCondition()))
                    .column("condActive", expected.text(4), KedaText.of(out.activeCondition()))
                    .column("condPaused", expected.text(5), KedaText.of(out.pausedCondition()))
                    .column("error", expected.text(6), out.hasFailure() ? "1" : "0");
        }
        comparison.end();
    }

    private void feed(Row row) {
        annotations.clear();
        for (int i = 0; i < ANNOTATIONS.length; i++) {
            String value = KedaText.optional(row, FIRST_ANNOTATION + i);
            if (value != null) {
                annotations.put(ANNOTATIONS[i], value);
            }
        }
        if (row.text(API_FAILURE).equals("get")) {
            in.replicasUnreadable();
        } else {
            in.poll(row.flag(4), row.flag(5), row.intAt(6));
        }
        in.lastActive(row.isAbsent(7) ? RequestScale.NEVER_ACTIVE : row.longAt(7) * 1000)
                .annotations(annotations);
    }

    private static String seconds(long epochMillis) {
        return epochMillis == RequestScale.NEVER_ACTIVE ? "-" : Long.toString(epochMillis / 1000);
    }
}
