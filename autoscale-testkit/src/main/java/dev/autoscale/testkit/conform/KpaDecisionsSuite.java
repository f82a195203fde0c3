package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import org.jspecify.annotations.Nullable;

/** What Knative decided from given averages. */
final class KpaDecisionsSuite implements Suite {
    private String sequence = "";
    private @Nullable KpaAutoscaler autoscaler;
    private long latestMillis;

    @Override
    public void row(Row row, Report report) {
        if (row.text(0).equals("C")) {
            sequence = row.text(1);
            autoscaler = KpaText.spec(row.from(3)).buildUnchecked().newAutoscaler(0, row.intAt(2));
            latestMillis = 0;
            return;
        }
        KpaAutoscaler current = autoscaler;
        if (current == null || !row.text(1).equals(sequence)) {
            throw new IllegalArgumentException("row must follow its C record: sequence=" + row.text(1));
        }
        switch (row.text(0)) {
            case "U" -> current.respec(KpaText.spec(row.from(2)).buildUnchecked(), latestMillis);
            case "S" -> decide(row, current, report);
            default -> throw new IllegalArgumentException("record must be C, U or S: record=" + row.text(0));
        }
    }

    private void decide(Row row, KpaAutoscaler current, Report report) {
        latestMillis = row.longAt(2);
        KpaSpec spec = current.spec();
        KpaObservation in = spec.newObservation().at(latestMillis).replicas(row.intAt(3));
        switch (row.text(4)) {
            case "0" -> in.ready(row.intAt(3));
            case "1" -> in.readyNotFound();
            default -> in.readyUnknown();
        }
        switch (row.text(5)) {
            case "0" -> in.averages(row.doubleAt(6), row.doubleAt(7));
            case "1" -> in.noData();
            default -> in.failed();
        }
        KpaDecision out = spec.newDecision();
        current.decide(in, out);
        Report.Comparison comparison = report.compare(row.text(1) + " at " + row.text(2));
        KpaText.compareDecision(row.from(8), out, comparison);
        comparison.end();
    }
}
