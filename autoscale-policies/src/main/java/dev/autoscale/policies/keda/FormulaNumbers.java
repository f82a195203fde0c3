package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.GoMath;
import dev.autoscale.policies.keda.FormulaMachine.Failure;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on the values at the top of a machine's stack. Thread-safe; the state is the machine's. */
final class FormulaNumbers {
    private FormulaNumbers() {}

    static void arithmetic(FormulaMachine m, char operator) {
        byte left = m.kind(2);
        byte right = m.kind(1);
        if (!m.requireNumber(left) || !m.requireNumber(right)) {
            return;
        }
        long a = m.bits(2);
        long b = m.bits(1);
        m.pop(2);
        if (left == FormulaMachine.INTEGER && right == FormulaMachine.INTEGER && "+-*".indexOf(operator) >= 0) {
            m.push(FormulaMachine.INTEGER, operator == '+' ? a + b : operator == '-' ? a - b : a * b);
            return;
        }
        double x = FormulaMachine.number(left, a);
        double y = FormulaMachine.number(right, b);
        m.push(
                switch (operator) {
                    case '+' -> x + y;
                    case '-' -> x - y;
                    case '*' -> x * y;
                    case '/' -> x / y;
                    default -> GoMath.pow(x, y);
                });
    }

    static void modulo(FormulaMachine m) {
        if (m.kind(2) != FormulaMachine.INTEGER || m.kind(1) != FormulaMachine.INTEGER) {
            m.fail(Failure.INTEGER, m.kind(2) == FormulaMachine.INTEGER ? m.kind(1) : m.kind(2));
        } else if (m.bits(1) == 0) {
            m.fail(Failure.DIVISOR);
        } else {
            long rest = m.bits(2) % m.bits(1);
            m.pop(2);
            m.push(FormulaMachine.INTEGER, rest);
        }
    }

    static void negate(FormulaMachine m) {
        byte kind = m.kind(1);
        if (m.requireNumber(kind)) {
            long value = m.bits(1);
            m.pop(1);
            m.push(kind, kind == FormulaMachine.INTEGER ? -value : value ^ Long.MIN_VALUE);
        }
    }

    static void toDouble(FormulaMachine m, DoubleUnaryOperator function) {
        byte kind = m.kind(1);
        if (m.requireNumber(kind)) {
            double value = FormulaMachine.number(kind, m.bits(1));
            m.pop(1);
            m.push(function.applyAsDouble(value));
        }
    }

    static void toInteger(FormulaMachine m) {
        byte kind = m.kind(1);
        if (m.requireNumber(kind)) {
            long value = FormulaMachine.toInteger(kind, m.bits(1));
            m.pop(1);
            m.push(FormulaMachine.INTEGER, value);
        }
    }

    static void abs(FormulaMachine m) {
        byte kind = m.kind(1);
        if (m.requireNumber(kind)) {
            long bits = m.bits(1);
            m.pop(1);
            m.push(kind, kind == FormulaMachine.INTEGER ? Math.abs(bits) : bits & Long.MAX_VALUE);
        }
    }

    /** To the nearest whole number, a half away from zero. */
    static double round(double value) {
        double magnitude = Math.abs(value);
        double floor = Math.floor(magnitude);
        return Math.copySign(magnitude - floor >= 0.5 ? floor + 1 : floor, value);
    }
}
