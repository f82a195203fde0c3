package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Knative decided from samples: windows and decision together. */
final class KpaPipelineSuite implements Suite {
    private final List<Row> samples = new ArrayList<>();
    private String sequence = "";
    private @Nullable KpaAutoscaler autoscaler;

    @Override
    public void row(Row row, Report report) {
        if (row.text(0).equals("C")) {
            sequence = row.text(1);
            autoscaler = KpaText.spec(row.from(5))
                    .aggregation(KpaText.aggregation(row.text(2)))
                    .panicWindow(Duration.ofMillis(row.longAt(3)))
                    .buildUnchecked()
                    .newAutoscaler(0, row.intAt(4));
            samples.clear();
            return;
        }
        KpaAutoscaler current = autoscaler;
        if (current == null || !row.text(1).equals(sequence)) {
            throw new IllegalArgumentException("row must follow its C record: sequence=" + row.text(1));
        }
        switch (row.text(0)) {
            case "R" -> samples.add(row);
            case "D" -> decide(row, current, report);
            default -> throw new IllegalArgumentException("record must be C, R or D: record=" + row.text(0));
        }
    }

    private void decide(Row row, KpaAutoscaler current, Report report) {
        KpaObservation in = current.newObservation().ensureCapacity(samples.size());
        in.at(row.longAt(2)).replicas(row.intAt(3)).ready(row.intAt(3));
        samples.forEach(sample -> in.record(sample.longAt(2), sample.doubleAt(3)));
        samples.clear();
        KpaDecision out = current.newDecision();
        current.preview(in, out);
        if (!out.hasData()) {
            // The recording took an empty window for no data, also where nothing would have been scraped.
            in.noData();
        }
        current.decide(in, out);
        Report.Comparison comparison = report.compare(row.text(1) + " at " + row.text(2))
                .column("stable", row.text(5), KpaText.bits(out.stableAverage()))
                .column("panic", row.text(7), KpaText.bits(out.panicAverage()));
        KpaText.compareDecision(row.from(8), out, comparison);
        comparison.end();
    }
}
