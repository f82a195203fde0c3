package dev.autoscale.policies.keda;

import dev.autoscale.policies.keda.FormulaLexer.Token;
import dev.autoscale.policies.keda.FormulaParser.Operand;
import dev.autoscale.policies.keda.FormulaType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the code of operators, after their left operand, and says what does not fit. Not thread-safe; for one use. */
final class FormulaOperators {
    private final FormulaParser parser;
    private final FormulaText text;
    private final FormulaTokens tokens;
    private final FormulaCode code;

    FormulaOperators(FormulaParser parser, FormulaText text, FormulaTokens tokens, FormulaCode code) {
        this.parser = parser;
        this.text = text;
        this.tokens = tokens;
        this.code = code;
    }

    /** A sign before an operand that was read. */
    Operand sign(Token sign, Operand value) {
        int place = sign.place();
        if (!value.type().canBeNumber()) {
            throw text.refuse("a sign must stand before a number, found " + value.type(), place);
        }
        boolean isNegative = sign.is("-");
        Long constant = value.constant();
        code.add(place, isNegative ? FormulaNumbers::negate : m -> m.requireNumber(m.kind(1)));
        return new Operand(
                value.type(), place, constant == null || !isNegative ? constant : Long.valueOf(-constant), null, null);
    }

    /** The operator, whose sign was read, and its right operand. */
    Operand write(FormulaOperator operator, Operand left, Token sign, boolean isNegated) {
        return switch (operator) {
            case AND, OR -> logic(operator, left, sign);
            case COALESCE -> coalesce(left, sign);
            case LESS, AT_MOST, GREATER, AT_LEAST -> order(operator, left, sign);
            case EQUAL, DIFFERENT -> equality(operator, left, sign);
            case IN -> in(left, sign, isNegated);
            case TEXT -> throw text.unsupported("texts are not supported: " + sign.text(), sign.place());
            case RANGE -> range(left, sign);
            case MODULO -> modulo(left, sign);
            default -> arithmetic(operator, left, sign);
        };
    }

    private Operand right(FormulaOperator operator) {
        return parser.expression(operator.bindsRight());
    }

    private Operand logic(FormulaOperator operator, Operand left, Token sign) {
        parser.requireBoolean(left);
        FormulaCode.Label end = new FormulaCode.Label();
        code.jumpWith(left.place(), operator == FormulaOperator.OR, end);
        Operand right = right(operator);
        parser.requireBoolean(right);
        code.requireBoolean(right.place());
        code.here(end);
        return new Operand(FormulaType.BOOLEAN, sign.place());
    }

    private Operand coalesce(Operand left, Token sign) {
        FormulaCode.Label end = new FormulaCode.Label();
        code.add(sign.place(), m -> {
            if (m.kind(1) == FormulaMachine.NIL) {
                m.pop(1);
            } else {
                m.next = end.at;
            }
        });
        Operand right = right(FormulaOperator.COALESCE);
        code.here(end);
        return new Operand(left.type().or(right.type()), sign.place());
    }

    /** Comparisons in a row hold if each of them does: {@code 1 < a < 5}. */
    private Operand order(FormulaOperator first, Operand leftmost, Token firstSign) {
        FormulaCode.Label end = new FormulaCode.Label();
        FormulaOperator operator = first;
        Operand left = leftmost;
        Token sign = firstSign;
        while (true) {
            Operand right = right(operator);
            requireNumbers(left, right, sign);
            stopEarly(operator, left, right);
            String of = operator.sign();
            FormulaOperator another = FormulaOperator.of(tokens.token());
            if (another == null || !another.isOrder()) {
                code.add(sign.place(), m -> {
                    boolean holds = m.order(of);
                    m.pop(2);
                    m.push(holds);
                });
                code.here(end);
                return new Operand(FormulaType.BOOLEAN, firstSign.place());
            }
            code.add(sign.place(), m -> chain(m, of, end));
            operator = another;
            left = right;
            sign = tokens.token();
            tokens.require(sign.text());
        }
    }

    /** Keeps the right operand for the next comparison, or ends with false. */
    private static void chain(FormulaMachine m, String operator, FormulaCode.Label end) {
        boolean holds = m.order(operator);
        byte kind = m.kind(1);
        long bits = m.bits(1);
        m.pop(2);
        if (holds) {
            m.push(kind, bits);
        } else {
            m.push(false);
            m.next = end.at;
        }
    }

    /** A count that is compared with a written number need not go on when that is reached. */
    private static void stopEarly(FormulaOperator operator, Operand left, Operand right) {
        FormulaLoop loop = left.loop();
        Long number = right.constant();
        if (loop != null && number != null && loop.kind() == FormulaLoop.Kind.COUNT) {
            long enough = operator == FormulaOperator.GREATER ? number + 1 : number;
            boolean isLower = operator == FormulaOperator.GREATER || operator == FormulaOperator.AT_LEAST;
            if (isLower && enough >= 1 && enough < Integer.MAX_VALUE) {
                loop.stopAt((int) enough);
            }
        }
    }

    private Operand equality(FormulaOperator operator, Operand left, Token sign) {
        Operand right = right(operator);
        requireFit(left.type().isComparableWith(right.type()), "comparable values", left, right, sign);
        boolean isEqual = operator == FormulaOperator.EQUAL;
        boolean ofIntegers = left.type().isInteger() && right.type().isInteger();
        code.add(sign.place(), m -> m.equality(isEqual, ofIntegers));
        return new Operand(FormulaType.BOOLEAN, sign.place());
    }

    private Operand in(Operand left, Token sign, boolean isNegated) {
        Operand right = right(FormulaOperator.IN);
        requireFit(right.type().canBe(Kind.LIST), "a list on its right", left, right, sign);
        FormulaType element = right.type().elementOrUnknown();
        requireFit(left.type().isComparableWith(element), "elements that compare", left, right, sign);
        boolean ofIntegers = left.type().isInteger() && right.isOfWrittenIntegers();
        code.add(sign.place(), m -> FormulaLists.contains(m, isNegated, ofIntegers));
        return new Operand(FormulaType.BOOLEAN, sign.place());
    }

    private Operand range(Operand left, Token sign) {
        Operand right = right(FormulaOperator.RANGE);
        boolean areIntegers = left.type().canBe(Kind.INTEGER) && right.type().canBe(Kind.INTEGER);
        requireFit(areIntegers, "integers", left, right, sign);
        code.add(sign.place(), FormulaLists::range);
        return new Operand(FormulaType.listOf(FormulaType.INTEGER), sign.place(), null, List.of(left, right), null);
    }

    private Operand modulo(Operand left, Token sign) {
        Operand right = right(FormulaOperator.MODULO);
        boolean areIntegers = left.type().canBe(Kind.INTEGER) && right.type().canBe(Kind.INTEGER);
        requireFit(areIntegers, "integers, such as int(a) % 2", left, right, sign);
        if (Long.valueOf(0).equals(right.constant())) {
            throw text.refuse("% must not divide by 0", sign.place());
        }
        code.add(sign.place(), FormulaNumbers::modulo);
        return new Operand(FormulaType.INTEGER, sign.place());
    }

    private Operand arithmetic(FormulaOperator operator, Operand left, Token sign) {
        Operand right = right(operator);
        requireNumbers(left, right, sign);
        char of = operator == FormulaOperator.POWER ? '^' : operator.sign().charAt(0);
        code.add(sign.place(), m -> FormulaNumbers.arithmetic(m, of));
        boolean isUnknown = left.type().isUnknown() || right.type().isUnknown();
        boolean areIntegers = left.type().isInteger() && right.type().isInteger();
        FormulaType type = FormulaType.DOUBLE;
        if ("+-*".indexOf(of) >= 0) {
            type = isUnknown ? FormulaType.UNKNOWN : areIntegers ? FormulaType.INTEGER : FormulaType.DOUBLE;
        }
        return new Operand(type, sign.place(), constant(of, left.constant(), right.constant()), null, null);
    }

    /** The integer that written integers come to; null if one of them is not written, or the result is no integer. */
    private static @Nullable Long constant(char operator, @Nullable Long left, @Nullable Long right) {
        if (left == null || right == null) {
            return null;
        }
        return switch (operator) {
            case '+' -> Long.valueOf(left + right);
            case '-' -> Long.valueOf(left - right);
            case '*' -> Long.valueOf(left * right);
            default -> null;
        };
    }

    private void requireNumbers(Operand left, Operand right, Token sign) {
        boolean areNumbers = left.type().canBeNumber() && right.type().canBeNumber();
        requireFit(areNumbers, "numbers", left, right, sign);
    }

    private void requireFit(boolean fits, String wanted, Operand left, Operand right, Token sign) {
        if (!fits) {
            throw text.refuse(
                    sign.text() + " takes " + wanted + ", found " + left.type() + " and " + right.type(), sign.place());
        }
    }
}
