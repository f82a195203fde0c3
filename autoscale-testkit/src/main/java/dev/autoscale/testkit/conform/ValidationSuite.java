package dev.autoscale.testkit.conform;

import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Specs that the API server accepted or refused, with every broken rule in its order. */
final class ValidationSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        HorizontalPodAutoscaler hpa = new HorizontalPodAutoscaler(
                HpaText.TARGET,
                row.optionalInt(1),
                row.isAbsent(2) ? 0 : row.intAt(2),
                metrics(row.optionalText(13)),
                row.flag(4) ? HpaText.behavior(row.from(5)) : null);
        List<Violation> violations = hpa.violations(row.flag(3));
        String errors = violations.stream()
                .map(violation -> violation.path() + "=" + violation.type())
                .collect(Collectors.joining(","));
        report.compare(row.text(0))
                .column("valid", row.text(14), violations.isEmpty() ? "1" : "0")
                .column("errors", row.text(15), errors.isEmpty() ? "-" : errors)
                .end();
    }

    private static List<HpaMetric> metrics(@Nullable String field) {
        return field == null
                ? List.of()
                : Stream.of(field.split("\\|"))
                        .map(text -> metric(new Row(text.split(";", -1))))
                        .toList();
    }

    private static HpaMetric metric(Row row) {
        String type = row.optionalText(1);
        HpaMetric.Target target =
                new HpaMetric.Target(type == null ? "" : type, quantity(row, 4), quantity(row, 3), row.optionalInt(2));
        String name = row.text(0).contains("Resource") ? "cpu" : "m0";
        return HpaText.metric(row.text(0), name, "a", target);
    }

    private static @Nullable Quantity quantity(Row row, int column) {
        return row.isAbsent(column) ? null : Quantity.ofMilli(row.longAt(column));
    }
}
