package dev.autoscale.policies.keda;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.util.List;

/** The text of a formula, what KEDA puts around it, and where in it something is. Immutable. */
final class FormulaText {
    private static final String CAST = "float(";
    private static final String RESULT = "let _kedaCompositeResult = ";
    private static final String RESULT_CAST = "); _kedaCompositeResult == nil ? nil : float(_kedaCompositeResult)";
    private static final int MAX_SHOWN = 40;

    private final String formula;
    private final String prefix;
    private final String suffix;

    FormulaText(String formula) {
        this.formula = formula;
        if (formula.contains("??")) {
            boolean isWrapped = formula.startsWith(RESULT);
            prefix = isWrapped ? "" : RESULT + '(';
            suffix = isWrapped ? "" : RESULT_CAST;
        } else {
            boolean isCast = formula.startsWith(CAST);
            prefix = isCast ? "" : CAST;
            suffix = isCast ? "" : ")";
        }
    }

    /** The formula with what makes its result a double; nil stays nil where the formula can handle it. */
    String wrapped() {
        return prefix + formula + suffix;
    }

    /** Words for a place in the wrapped text. */
    String where(int place) {
        int at = place - prefix.length();
        if (at < 0) {
            return "for the result";
        }
        return at >= formula.length() ? "at the end" : "at character " + (formula.codePointCount(0, at) + 1);
    }

    /** Whether a place is in what KEDA puts around the formula. */
    boolean isAdded(int place) {
        return place < prefix.length() || place >= prefix.length() + formula.length();
    }

    /** What is wrong at a place. */
    InvalidSettingsException refuse(String rule, int place) {
        return exception(Violation.Type.INVALID, rule, place);
    }

    /** What is right for KEDA and not known here. */
    InvalidSettingsException unsupported(String rule, int place) {
        return exception(Violation.Type.NOT_SUPPORTED, rule, place);
    }

    private InvalidSettingsException exception(Violation.Type type, String rule, int place) {
        return new InvalidSettingsException(
                List.of(new Violation("formula", type, rule + ' ' + where(place), excerpt(place))));
    }

    /** The formula, or a part of a long one with the place in it. */
    private String excerpt(int place) {
        int at = Math.max(0, Math.min(formula.length(), place - prefix.length()));
        int begin = Math.max(0, Math.min(at - MAX_SHOWN / 2, formula.length() - MAX_SHOWN));
        int end = Math.min(formula.length(), begin + MAX_SHOWN);
        String shown = formula.substring(begin, end).replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        return '"' + (begin > 0 ? "..." : "") + shown + (end < formula.length() ? "..." : "") + '"';
    }

    String formula() {
        return formula;
    }
}
