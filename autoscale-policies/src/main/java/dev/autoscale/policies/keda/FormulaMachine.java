package dev.autoscale.policies.keda;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of one evaluation of a formula: a stack of values, variables, and the elements of lists. Not thread-safe.
 *
 * <p>A formula is shared by all threads and must not allocate, so used machines wait in a few slots, by thread, and are taken
 * from there. Where two threads meet at a slot, one of them makes a new machine.
 *
 * <p>The first failure ends an evaluation; until then operations that failed leave any value.
 */
final class FormulaMachine {
    static final byte NIL = 0;
    static final byte INTEGER = 1;
    static final byte DOUBLE = 2;
    static final byte BOOLEAN = 3;
    /** A list of stored elements: where they begin and how many they are. */
    static final byte LIST = 4;
    /** A list of integers in a row: where the first is stored and how many they are. */
    static final byte RANGE = 5;

    static final int MAX_STEPS = 1_000_000;
    static final int MAX_STORED = 10_000;
    static final int MAX_ELEMENTS = 1_000_000;
    private static final int MAX_LIST_DEPTH = 100;

    private static final int SLOTS = 64;
    private static final AtomicReferenceArray<FormulaMachine> SPARE = new AtomicReferenceArray<>(SLOTS);

    /** Why an evaluation fails, as what would be right. */
    enum Failure {
        NUMBER("must be a number"),
        INTEGER("must be an integer"),
        BOOLEAN("must be true or false"),
        LIST("must be a list"),
        DIVISOR("must not be 0 after %"),
        INDEX("must be an index within the list"),
        ELEMENT("must be a list with an element to begin with"),
        ELEMENTS("must not need more than " + MAX_STORED + " list elements in all, or " + MAX_ELEMENTS + " in a range"),
        STEPS("must not take more than " + MAX_STEPS + " steps"),
        DEPTH("must not nest lists deeper than " + MAX_LIST_DEPTH),
        RESULT("must be a double, which float( ) makes, or nil");

        final String rule;

        Failure(String rule) {
            this.rule = rule;
        }

        /** Whether it says something to know what was there instead. */
        boolean takesFound() {
            return ordinal() <= LIST.ordinal();
        }
    }

    /** One operation. Immutable, once the code is complete. */
    @FunctionalInterface
    interface Step {
        void run(FormulaMachine machine);
    }

    double[] inputs = {};

    private long[] bits = new long[32];
    private byte[] kinds = new byte[32];
    int top;

    private long[] variableBits = new long[16];
    private byte[] variableKinds = new byte[16];

    private long[] itemBits = new long[64];
    private byte[] itemKinds = new byte[64];
    private int stored;

    /** The next step. */
    int next;

    private int place;
    private int steps;
    private @Nullable Failure failure;
    private byte failedKind;

    private FormulaMachine() {}

    static FormulaMachine take(int inputs) {
        FormulaMachine spare = SPARE.getAndSet(slot(), null);
        FormulaMachine machine = spare == null ? new FormulaMachine() : spare;
        if (machine.inputs.length < inputs) {
            machine.inputs = new double[inputs];
        }
        return machine;
    }

    void giveBack() {
        SPARE.set(slot(), this);
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & (SLOTS - 1);
    }

    void run(Step[] code, int[] places, int variables) {
        if (variableBits.length < variables) {
            variableBits = new long[variables];
            variableKinds = new byte[variables];
        }
        top = 0;
        stored = 0;
        steps = 0;
        next = 0;
        failure = null;
        while (next < code.length && failure == null) {
            place = places[next];
            charge(1);
            code[next++].run(this);
        }
    }

    // What the outcome is.

    @Nullable
    Failure failure() {
        return failure;
    }

    /** The character that failed, from 1. */
    int failedAt() {
        return place;
    }

    String foundText() {
        return switch (failedKind) {
            case NIL -> "nil";
            case INTEGER -> "an integer";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            default -> "a list";
        };
    }

    /** Fails unless the one value that is left is a double or nil. */
    void requireResult() {
        if (failure == null && kinds[top - 1] != DOUBLE && kinds[top - 1] != NIL) {
            fail(Failure.RESULT);
            place = -1;
        }
    }

    void fail(Failure why) {
        fail(why, NIL);
    }

    void fail(Failure why, byte found) {
        if (failure == null) {
            failure = why;
            failedKind = found;
        }
    }

    void charge(int more) {
        steps += more;
        if (steps > MAX_STEPS) {
            fail(Failure.STEPS);
        }
    }

    // The stack.

    void push(byte kind, long value) {
        if (top == bits.length) {
            bits = Arrays.copyOf(bits, 2 * top);
            kinds = Arrays.copyOf(kinds, 2 * top);
        }
        kinds[top] = kind;
        bits[top++] = value;
    }

    void push(double value) {
        push(DOUBLE, Double.doubleToRawLongBits(value));
    }

    void push(boolean value) {
        push(BOOLEAN, value ? 1 : 0);
    }

    /** A trigger's value; NaN is none. */
    void pushInput(int index) {
        double value = inputs[index];
        push(Double.isNaN(value) ? NIL : DOUBLE, Double.doubleToRawLongBits(value));
    }

    void pushVariable(int variable) {
        push(variableKinds[variable], variableBits[variable]);
    }

    void pop(int count) {
        top -= count;
    }

    byte kind(int depth) {
        return kinds[top - depth];
    }

    long bits(int depth) {
        return bits[top - depth];
    }

    void store(int variable) {
        top--;
        variable(variable, kinds[top], bits[top]);
    }

    void variable(int variable, byte kind, long value) {
        variableKinds[variable] = kind;
        variableBits[variable] = value;
    }

    byte variableKind(int variable) {
        return variableKinds[variable];
    }

    long variable(int variable) {
        return variableBits[variable];
    }

    /** The number that a value is, as a double. */
    static double number(byte kind, long bits) {
        return kind == INTEGER ? bits : Double.longBitsToDouble(bits);
    }

    boolean requireNumber(byte kind) {
        boolean isNumber = kind == INTEGER || kind == DOUBLE;
        if (!isNumber) {
            fail(Failure.NUMBER, kind);
        }
        return isNumber;
    }

    /** Takes a truth off the stack. */
    boolean popBoolean() {
        top--;
        if (kinds[top] != BOOLEAN) {
            fail(Failure.BOOLEAN, kinds[top]);
        }
        return bits[top] != 0;
    }

    /** Takes an integer off the stack; a double loses its fraction. */
    long popIndex() {
        top--;
        return requireNumber(kinds[top]) ? toInteger(kinds[top], bits[top]) : 0;
    }

    /** As amd64 converts: what does not fit is the lowest integer. */
    static long toInteger(byte kind, long bits) {
        double value = Double.longBitsToDouble(bits);
        return kind == INTEGER ? bits : value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    // Comparisons.

    /** Negative, 0 or positive; 2 if one of the two is NaN. */
    static int compare(byte left, long a, byte right, long b) {
        if (left == INTEGER && right == INTEGER) {
            return Long.compare(a, b);
        }
        double x = number(left, a);
        double y = number(right, b);
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }

    boolean order(String operator) {
        if (!requireNumber(kind(2)) || !requireNumber(kind(1))) {
            return false;
        }
        int order = compare(kind(2), bits(2), kind(1), bits(1));
        return switch (operator) {
            case "<" -> order == -1;
            case "<=" -> order == -1 || order == 0;
            case ">" -> order == 1;
            default -> order == 1 || order == 0;
        };
    }

    void equality(boolean isEqual, boolean ofIntegers) {
        byte wrong = kind(2) == INTEGER ? kind(1) : kind(2);
        if (ofIntegers && wrong != INTEGER) {
            fail(Failure.INTEGER, wrong);
            return;
        }
        boolean equal = equal(kind(2), bits(2), kind(1), bits(1), 0);
        pop(2);
        push(equal == isEqual);
    }

    boolean equal(byte left, long a, byte right, long b, int depth) {
        charge(1);
        if (left >= LIST && right >= LIST) {
            if (depth > MAX_LIST_DEPTH) {
                fail(Failure.DEPTH);
            }
            boolean equal = length(a) == length(b);
            for (int i = 0; equal && i < length(a) && failure == null; i++) {
                equal = equal(
                        elementKind(left, a, i),
                        elementBits(left, a, i),
                        elementKind(right, b, i),
                        elementBits(right, b, i),
                        depth + 1);
            }
            return equal;
        }
        boolean areNumbers = (left == INTEGER || left == DOUBLE) && (right == INTEGER || right == DOUBLE);
        return areNumbers ? compare(left, a, right, b) == 0 : left == right && (left == NIL || a == b);
    }

    // Lists.

    static int length(long list) {
        return (int) list;
    }

    private static int begin(long list) {
        return (int) (list >>> 32);
    }

    byte elementKind(byte kind, long list, int index) {
        return kind == RANGE ? INTEGER : itemKinds[begin(list) + index];
    }

    long elementBits(byte kind, long list, int index) {
        return kind == RANGE ? itemBits[begin(list)] + index : itemBits[begin(list) + index];
    }

    void pushElement(byte kind, long list, int index) {
        push(elementKind(kind, list, index), elementBits(kind, list, index));
    }

    /** Room for elements: where they begin, or 0 after a failure. */
    int reserve(int count) {
        if (count > MAX_STORED - stored) {
            fail(Failure.ELEMENTS);
            return 0;
        }
        if (stored + count > itemBits.length) {
            int capacity = Math.max(stored + count, 2 * itemBits.length);
            itemBits = Arrays.copyOf(itemBits, capacity);
            itemKinds = Arrays.copyOf(itemKinds, capacity);
        }
        int begin = stored;
        stored += count;
        return begin;
    }

    void item(int at, byte kind, long value) {
        itemKinds[at] = kind;
        itemBits[at] = value;
    }

    byte itemKind(int at) {
        return itemKinds[at];
    }

    long item(int at) {
        return itemBits[at];
    }

    void pushList(int begin, int count) {
        push(LIST, (long) begin << 32 | count);
    }

    /** Whether the value at the top is a list. */
    boolean requireList() {
        if (kind(1) < LIST) {
            fail(Failure.LIST, kind(1));
        }
        return failure == null;
    }

    static boolean isTooDeep(int depth) {
        return depth > MAX_LIST_DEPTH;
    }

    boolean hasFailed() {
        return failure != null;
    }
}
