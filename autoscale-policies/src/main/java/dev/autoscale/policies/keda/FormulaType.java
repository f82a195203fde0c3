package dev.autoscale.policies.keda;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a value before a formula is evaluated. Immutable.
 *
 * @param element what is known of a list's elements; null for all but lists
 */
record FormulaType(Kind kind, @Nullable FormulaType element) {
    enum Kind {
        INTEGER("an integer"),
        DOUBLE("a number"),
        BOOLEAN("true or false"),
        NIL("nil"),
        LIST("a list"),
        /** It follows from what is measured; what does not fit fails at evaluation. */
        UNKNOWN("unknown");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final FormulaType INTEGER = new FormulaType(Kind.INTEGER, null);
    static final FormulaType DOUBLE = new FormulaType(Kind.DOUBLE, null);
    static final FormulaType BOOLEAN = new FormulaType(Kind.BOOLEAN, null);
    static final FormulaType NIL = new FormulaType(Kind.NIL, null);
    static final FormulaType UNKNOWN = new FormulaType(Kind.UNKNOWN, null);

    static FormulaType listOf(FormulaType element) {
        return new FormulaType(Kind.LIST, element);
    }

    boolean isUnknown() {
        return kind == Kind.UNKNOWN;
    }

    boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    boolean isNumber() {
        return kind == Kind.INTEGER || kind == Kind.DOUBLE;
    }

    /** Whether a value may turn out to be a number. */
    boolean canBeNumber() {
        return isNumber() || isUnknown();
    }

    boolean canBe(Kind other) {
        return kind == other || isUnknown();
    }

    /** What is known of the elements, if it is a list. */
    FormulaType elementOrUnknown() {
        return element == null ? UNKNOWN : element;
    }

    /** What is known of a value that is either of two. */
    FormulaType or(FormulaType other) {
        if (equals(other) || other.kind == Kind.NIL) {
            return this;
        }
        return kind == Kind.NIL ? other : UNKNOWN;
    }

    /** Whether the two can be compared for equality. */
    boolean isComparableWith(FormulaType other) {
        return kind == other.kind
                || (isNumber() && other.isNumber())
                || isUnknown()
                || other.isUnknown()
                || kind == Kind.NIL
                || other.kind == Kind.NIL;
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
