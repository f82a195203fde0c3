package dev.autoscale.testkit.conform;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.Formula;
import java.util.List;
import java.util.Optional;

/** What KEDA made of the formulas of scaling modifiers; each row stands alone. */
final class FormulaVectors {
    /** The fallback's replicas times the target, in thousandths: what is served where a formula gives nil. */
    private static final String NIL_MILLI = "15000";

    private static final double MILLI = 0.001;
    private static final double APPROXIMATE = 1e-14;

    private FormulaVectors() {}

    static void row(Row row, VectorReport report) {
        String text = unescaped(row.text(0));
        List<String[]> triggers =
                row.list(1, ";").map(trigger -> trigger.split("=", 2)).toList();
        List<String> names = triggers.stream().map(trigger -> trigger[0]).toList();
        VectorReport.Comparison comparison = report.compare(row.text(0) + "  " + row.text(1), row.from(3));
        try {
            Formula formula = Formula.compile(text, names);
            double[] values =
                    triggers.stream().mapToDouble(trigger -> value(trigger[1])).toArray();
            Formula.Result result = new Formula.Result();
            formula.evaluate(values, result);
            compare(result, row, comparison);
        } catch (InvalidSettingsException e) {
            Optional<Violation> unsupported = e.violations().stream()
                    .filter(violation -> violation.type() == Violation.Type.NOT_SUPPORTED)
                    .findFirst();
            if (unsupported.isPresent()) {
                report.leftOut("formulas with texts, maps, times or bits");
                return;
            }
            comparison.column("outcome", "invalid").column("milli", "-").end();
        }
    }

    private static void compare(Formula.Result result, Row row, VectorReport.Comparison comparison) {
        String expected = row.text(3);
        switch (result.kind()) {
            case FAILED -> comparison.column("outcome", "error").column("milli", "-");
            case NIL -> comparison.column("outcome", "nil").column("milli", NIL_MILLI);
            case NUMBER ->
                comparison
                        .column("outcome", isSame(result.value(), row) ? expected : Double.toString(result.value()))
                        .column("milli", milli(result.value()));
        }
        comparison.end();
    }

    private static boolean isSame(double actual, Row row) {
        double expected = number(row.text(3));
        boolean isNear = row.text(5).equals("approx")
                && Math.abs(actual - expected) <= APPROXIMATE * Math.max(Math.abs(actual), Math.abs(expected));
        return isNear || Double.compare(expected, actual) == 0; // -0 is not 0, and any NaN is NaN
    }

    /** The number that a text is, if it is one; else one that nothing is the same as. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            case "invalid", "error", "nil" -> Double.MIN_VALUE;
            default -> Double.parseDouble(text);
        };
    }

    private static String milli(double value) {
        double milli = value * 1000;
        return milli >= -0x1p63 && milli < 0x1p63 ? Long.toString((long) milli) : "?";
    }

    /** A trigger's value as KEDA hands it to a formula: in thousandths, times 0.001. */
    private static double value(String text) {
        return switch (text) {
            case "nil", "absent" -> Double.NaN;
            default -> Math.round(Double.parseDouble(text) * 1000) * MILLI;
        };
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    }
}
