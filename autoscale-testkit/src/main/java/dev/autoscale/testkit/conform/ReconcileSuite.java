package dev.autoscale.testkit.conform;

import org.jspecify.annotations.Nullable;

/** Sequences of a whole controller, with pods and metrics, faults and changing bounds. */
final class ReconcileSuite implements Suite {
    /** The controller's constant. */
    private static final double SCALE_UP_FACTOR = 2.0;

    private @Nullable Reconciliation scenario;

    @Override
    public void row(Row row, Report report) {
        if (row.text(0).equals("S")) {
            scenario = new Reconciliation(row, SCALE_UP_FACTOR);
            return;
        }
        Reconciliation of = scenario;
        if (of == null || !of.start().text(1).equals(row.text(1))) {
            throw new IllegalArgumentException("a record must follow its S record: id=" + row.text(1));
        }
        switch (row.text(0)) {
            case "M" -> of.metric(row);
            case "T" -> of.step(row);
            case "P" -> of.pods(row);
            case "V" -> of.values(row);
            case "E" -> of.expect(row, report, true);
            default -> throw new IllegalArgumentException("record must be S, M, T, P, V or E: record=" + row.text(0));
        }
    }
}
