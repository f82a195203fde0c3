package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;

/** Smoothing coefficients by the number of buckets. */
final class KpaSmoothingSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        double coefficient =
                KpaWindow.weighted(Duration.ofSeconds(row.intAt(0))).smoothingCoefficient();
        report.compare(row.text(0))
                .column("bits", row.text(2), KpaText.bits(coefficient))
                .end();
    }
}
