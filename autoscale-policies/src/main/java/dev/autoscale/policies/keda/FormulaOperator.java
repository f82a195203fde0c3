package dev.autoscale.policies.keda;

import org.jspecify.annotations.Nullable;

/** The operators between two operands, with how close they bind. */
enum FormulaOperator {
    PIPE(0, "|"),
    OR(10, "or ||"),
    AND(15, "and &&"),
    EQUAL(20, "=="),
    DIFFERENT(20, "!="),
    LESS(20, "<"),
    AT_MOST(20, "<="),
    GREATER(20, ">"),
    AT_LEAST(20, ">="),
    IN(20, "in"),
    TEXT(20, "contains startsWith endsWith matches"),
    RANGE(25, ".."),
    PLUS(30, "+"),
    MINUS(30, "-"),
    TIMES(60, "*"),
    DIVIDED(60, "/"),
    MODULO(60, "%"),
    POWER(100, "** ^"),
    COALESCE(500, "??");

    /** How close {@code not} binds. */
    static final int NOT_BINDS = 50;

    /** How close a sign before an operand binds. */
    static final int SIGN_BINDS = 90;

    final int binds;
    /** The signs, a blank before and after each. */
    private final String signs;

    FormulaOperator(int binds, String signs) {
        this.binds = binds;
        this.signs = ' ' + signs + ' ';
    }

    /** The operator that a token is, or null. */
    static @Nullable FormulaOperator of(FormulaLexer.Token token) {
        if (token.kind() == FormulaLexer.Token.Kind.SIGN) {
            for (FormulaOperator operator : values()) {
                if (operator.signs.contains(' ' + token.text() + ' ')) {
                    return operator;
                }
            }
        }
        return null;
    }

    String sign() {
        return signs.substring(1, signs.indexOf(' ', 1));
    }

    /** Whether operators of this kind in a row are a chain: {@code 1 < a < 5}. */
    boolean isOrder() {
        return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
    }

    boolean canBeNegated() {
        return this == IN || this == TEXT;
    }

    /** How close an operator on the right must bind to be part of the right operand. */
    int bindsRight() {
        return this == POWER ? binds : binds + 1;
    }
}
