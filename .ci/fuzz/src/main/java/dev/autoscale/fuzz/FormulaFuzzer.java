package dev.autoscale.fuzz;

import dev.autoscale.policies.keda.Formula;
import java.util.List;

/** Formulas: refused with {@link IllegalArgumentException}, or evaluated for any values, in the same way each time. */
public final class FormulaFuzzer {
    private static final List<String> NAMES = List.of("a", "b", "trigger_1");
    private static final double[][] VALUES = {
        {0, 0, 0},
        {1, 2, 3},
        {5.6, -0.0, 1e300},
        {Double.NaN, 4, Double.NaN},
        {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Long.MAX_VALUE}
    };

    private FormulaFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formula formula;
        try {
            formula = Formula.compile(Texts.of(data), NAMES);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        }
        Formula.Result first = new Formula.Result();
        Formula.Result second = new Formula.Result();
        for (double[] values : VALUES) {
            formula.evaluate(values, first);
            formula.evaluate(values, second);
            Texts.check(first.toString().equals(second.toString()), "values must give one result", formula);
            Texts.check(first.message() != null && first.kind() != null, "a result says what it is", formula);
            double number = formula.evaluate(values);
            Texts.check(Double.isNaN(number) || number == first.value(), "both ways must give one result", formula);
        }
    }
}
