package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The averages of Knative's windows, to the last bit. */
final class KpaWindowsSuite implements Suite {
    private String sequence = "";
    private @Nullable KpaWindow window;

    @Override
    public void row(Row row, Report report) {
        if (row.text(0).equals("C")) {
            sequence = row.text(1);
            window = KpaWindow.of(
                    KpaText.aggregation(row.text(2)),
                    Duration.ofMillis(row.longAt(3)),
                    Duration.ofMillis(row.longAt(4)));
            return;
        }
        KpaWindow current = window;
        if (current == null || !row.text(1).equals(sequence)) {
            throw new IllegalArgumentException("row must follow its C record: sequence=" + row.text(1));
        }
        long time = row.longAt(2);
        switch (row.text(0)) {
            case "R" -> current.record(time, row.doubleAt(3));
            case "Z" -> current.resize(time, Duration.ofMillis(row.longAt(3)));
            case "Q" -> compare(row, current.average(time), current.isEmpty(time), report);
            default -> throw new IllegalArgumentException("record must be C, R, Z or Q: record=" + row.text(0));
        }
    }

    private static void compare(Row row, double average, boolean empty, Report report) {
        report.compare(row.text(1) + " at " + row.text(2))
                .column("average", row.text(4), KpaText.bits(average))
                .column("empty", row.text(5), KpaText.flag(empty))
                .end();
    }
}
