package dev.autoscale.testkit.conform;

import dev.autoscale.MilliRounding;

/** A trigger's double, and the milli-units that KEDA publishes for it. */
final class MetricValueSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        long milli = MilliRounding.KEDA.toMilli(parse(row.text(0)));
        report.compare(row.text(0))
                .column("milli", row.text(2), milli == Long.MAX_VALUE ? "-" : Long.toString(milli))
                .end();
    }

    private static double parse(String value) {
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }
}
