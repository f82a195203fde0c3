package dev.autoscale.policies.keda;

import dev.autoscale.policies.keda.FormulaMachine.Failure;

/**
 * What formulas do with lists and with any number of numbers. Each takes its operands off the machine's stack and puts its result
 * there. Thread-safe; the state is the machine's.
 */
final class FormulaLists {
    private static final int NO_NUMBER = 2;

    private FormulaLists() {}

    /** Makes a list of the values at the top. */
    static void literal(FormulaMachine m, int count) {
        int begin = m.reserve(count);
        for (int i = 0; i < count && !m.hasFailed(); i++) {
            m.item(begin + i, m.kind(count - i), m.bits(count - i));
        }
        m.pop(count);
        m.pushList(begin, count);
    }

    static void range(FormulaMachine m) {
        long last = m.popIndex();
        long first = m.popIndex();
        long count = last < first ? 0 : last - first + 1;
        if (count < 0 || count > FormulaMachine.MAX_ELEMENTS) {
            m.fail(Failure.ELEMENTS);
            return;
        }
        int begin = m.reserve(1);
        if (!m.hasFailed()) {
            m.item(begin, FormulaMachine.INTEGER, first);
            m.push(FormulaMachine.RANGE, (long) begin << 32 | count);
        }
    }

    static void length(FormulaMachine m) {
        if (m.requireList()) {
            int length = FormulaMachine.length(m.bits(1));
            m.pop(1);
            m.push(FormulaMachine.INTEGER, length);
        }
    }

    /** An element by its index; a negative one counts from the end. */
    static void element(FormulaMachine m) {
        long index = m.popIndex();
        if (!m.hasFailed() && m.requireList()) {
            long list = m.bits(1);
            int length = FormulaMachine.length(list);
            long at = index < 0 ? index + length : index;
            if (at < 0 || at >= length) {
                m.fail(Failure.INDEX);
                return;
            }
            byte kind = m.kind(1);
            m.pop(1);
            m.pushElement(kind, list, (int) at);
        }
    }

    /** The first or the last element, or nil of an empty list. */
    static void end(FormulaMachine m, boolean first) {
        if (m.requireList()) {
            byte kind = m.kind(1);
            long list = m.bits(1);
            int length = FormulaMachine.length(list);
            m.pop(1);
            if (length == 0) {
                m.push(FormulaMachine.NIL, 0);
            } else {
                m.pushElement(kind, list, first ? 0 : length - 1);
            }
        }
    }

    /** The elements from an index to before another one, both cut to the list. */
    static void slice(FormulaMachine m) {
        long end = m.popIndex();
        long begin = m.popIndex();
        if (!m.hasFailed() && m.requireList()) {
            int length = FormulaMachine.length(m.bits(1));
            int to = within(end, length);
            int from = Math.min(within(begin, length), to);
            copy(m, from, to - from, false);
        }
    }

    private static int within(long index, int length) {
        return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
    }

    static void reverse(FormulaMachine m) {
        if (m.requireList()) {
            copy(m, 0, FormulaMachine.length(m.bits(1)), true);
        }
    }

    /** Puts a copy of a part in the place of the list at the top. */
    private static int copy(FormulaMachine m, int from, int count, boolean isReversed) {
        byte kind = m.kind(1);
        long list = m.bits(1);
        int begin = m.reserve(count);
        m.charge(count);
        for (int i = 0; i < count && !m.hasFailed(); i++) {
            int at = isReversed ? from + count - 1 - i : from + i;
            m.item(begin + i, m.elementKind(kind, list, at), m.elementBits(kind, list, at));
        }
        m.pop(1);
        m.pushList(begin, count);
        return begin;
    }

    /**
     * Whether a list has a value.
     *
     * @param ofIntegers the value is typed as an integer and the list is written in integers: KEDA then takes nothing else for a
     *     list, and compares with the ends of a range
     */
    static void contains(FormulaMachine m, boolean isNegated, boolean ofIntegers) {
        if (!m.requireList()) {
            return;
        }
        byte kind = m.kind(2);
        boolean isRange = m.kind(1) == FormulaMachine.RANGE;
        if (ofIntegers && !isRange && kind != FormulaMachine.INTEGER) {
            m.fail(Failure.INTEGER, kind);
            return;
        }
        boolean found = isRange ? isBetween(m, ofIntegers) : isElement(m);
        m.pop(2);
        m.push(found != isNegated);
    }

    private static boolean isElement(FormulaMachine m) {
        byte kind = m.kind(1);
        long list = m.bits(1);
        boolean found = false;
        for (int i = 0; i < FormulaMachine.length(list) && !found && !m.hasFailed(); i++) {
            byte element = m.elementKind(kind, list, i);
            found = m.equal(m.kind(2), m.bits(2), element, m.elementBits(kind, list, i), 0);
        }
        return found;
    }

    private static boolean isBetween(FormulaMachine m, boolean alsoFractions) {
        byte kind = m.kind(2);
        long range = m.bits(1);
        int length = FormulaMachine.length(range);
        if (length == 0 || (kind != FormulaMachine.INTEGER && kind != FormulaMachine.DOUBLE)) {
            return false;
        }
        double value = FormulaMachine.number(kind, m.bits(2));
        long first = m.elementBits(FormulaMachine.RANGE, range, 0);
        int low = FormulaMachine.compare(kind, m.bits(2), FormulaMachine.INTEGER, first);
        int high = FormulaMachine.compare(kind, m.bits(2), FormulaMachine.INTEGER, first + length - 1);
        boolean isWithin = (low == 0 || low == 1) && (high == 0 || high == -1);
        return isWithin && (alsoFractions || value == Math.rint(value));
    }

    /** Sums a list up: from 0, or, as KEDA does with written lists, from the first element; only -0.0 tells the two apart. */
    static void sum(FormulaMachine m, boolean isWritten) {
        if (!m.requireList()) {
            return;
        }
        byte kind = m.kind(1);
        long list = m.bits(1);
        boolean fromFirst = isWritten && FormulaMachine.length(list) > 0;
        m.pop(1);
        if (fromFirst) {
            m.pushElement(kind, list, 0);
        } else {
            m.push(FormulaMachine.INTEGER, 0);
        }
        m.charge(FormulaMachine.length(list));
        for (int i = fromFirst ? 1 : 0; i < FormulaMachine.length(list) && !m.hasFailed(); i++) {
            m.pushElement(kind, list, i);
            FormulaNumbers.arithmetic(m, '+');
        }
    }

    /** The highest or lowest of numbers and of lists of them: the first of equals, and a NaN only where it comes first. */
    static void extreme(FormulaMachine m, int count, boolean isHighest) {
        if (count == 1 && m.kind(1) == FormulaMachine.NIL) {
            return;
        }
        int begin = gather(m, count);
        int length = FormulaMachine.length(m.bits(1));
        m.pop(1);
        if (length == 0) {
            m.push(FormulaMachine.NIL, 0);
            return;
        }
        int best = begin;
        for (int i = begin + 1; i < begin + length && !m.hasFailed(); i++) {
            int order = FormulaMachine.compare(m.itemKind(i), m.item(i), m.itemKind(best), m.item(best));
            best = order == (isHighest ? 1 : -1) ? i : best;
        }
        m.push(m.itemKind(best), m.item(best));
    }

    static void mean(FormulaMachine m, int count) {
        int begin = gather(m, count);
        int length = FormulaMachine.length(m.bits(1));
        m.pop(1);
        double sum = 0;
        for (int i = begin; i < begin + length && !m.hasFailed(); i++) {
            sum += FormulaMachine.number(m.itemKind(i), m.item(i));
        }
        m.push(length == 0 ? 0.0 : sum / length);
    }

    static void median(FormulaMachine m, int count) {
        int begin = gather(m, count);
        int length = FormulaMachine.length(m.bits(1));
        m.pop(1);
        for (int i = begin; i < begin + length && !m.hasFailed(); i++) {
            double value = FormulaMachine.number(m.itemKind(i), m.item(i));
            m.item(i, FormulaMachine.DOUBLE, Double.doubleToRawLongBits(value));
        }
        insertionSort(m, begin, begin, length, true);
        double high = length == 0 ? 0 : Double.longBitsToDouble(m.item(begin + length / 2));
        boolean hasMiddle = length % 2 == 1 || length == 0;
        m.push(hasMiddle ? high : (Double.longBitsToDouble(m.item(begin + length / 2 - 1)) + high) / 2);
    }

    /** Puts the numbers of a number of values, and of lists among them, into one list in their place. */
    private static int gather(FormulaMachine m, int count) {
        int total = 0;
        for (int i = count; i > 0 && !m.hasFailed(); i--) {
            total += countNumbers(m, m.kind(i), m.bits(i), 0);
        }
        int begin = m.reserve(total);
        int end = begin;
        for (int i = count; i > 0 && !m.hasFailed(); i--) {
            end = put(m, m.kind(i), m.bits(i), end);
        }
        m.pop(count);
        m.pushList(begin, m.hasFailed() ? 0 : total);
        return begin;
    }

    private static int countNumbers(FormulaMachine m, byte kind, long value, int depth) {
        m.charge(1);
        if (kind < FormulaMachine.LIST) {
            return m.requireNumber(kind) ? 1 : 0;
        }
        if (FormulaMachine.isTooDeep(depth)) {
            m.fail(Failure.DEPTH);
        }
        int count = 0;
        for (int i = 0; i < FormulaMachine.length(value) && !m.hasFailed(); i++) {
            count += countNumbers(m, m.elementKind(kind, value, i), m.elementBits(kind, value, i), depth + 1);
        }
        return count;
    }

    private static int put(FormulaMachine m, byte kind, long value, int at) {
        if (kind < FormulaMachine.LIST) {
            m.item(at, kind, value);
            return at + 1;
        }
        int end = at;
        for (int i = 0; i < FormulaMachine.length(value); i++) {
            end = put(m, m.elementKind(kind, value, i), m.elementBits(kind, value, i), end);
        }
        return end;
    }

    static void sort(FormulaMachine m) {
        if (m.requireList()) {
            int length = FormulaMachine.length(m.bits(1));
            int begin = copy(m, 0, length, false);
            insertionSort(m, begin, begin, length, false);
        }
    }

    /** Sorts keys, and their elements with them, if these are others; equal ones keep their order. */
    static void insertionSort(FormulaMachine m, int keys, int elements, int count, boolean isNanFirst) {
        for (int i = 1; i < count; i++) {
            for (int j = i; j > 0 && !m.hasFailed() && isLess(m, keys + j, keys + j - 1, isNanFirst); j--) {
                m.charge(1);
                swap(m, keys + j);
                if (elements != keys) {
                    swap(m, elements + j);
                }
            }
        }
    }

    private static boolean isLess(FormulaMachine m, int left, int right, boolean isNanFirst) {
        byte kind = m.itemKind(left);
        byte other = m.itemKind(right);
        if (!m.requireNumber(other) || !m.requireNumber(kind)) {
            return false;
        }
        int order = FormulaMachine.compare(kind, m.item(left), other, m.item(right));
        return order == -1
                || (isNanFirst
                        && order == NO_NUMBER
                        && Double.isNaN(FormulaMachine.number(kind, m.item(left)))
                        && !Double.isNaN(FormulaMachine.number(other, m.item(right))));
    }

    private static void swap(FormulaMachine m, int at) {
        byte kind = m.itemKind(at);
        long value = m.item(at);
        m.item(at, m.itemKind(at - 1), m.item(at - 1));
        m.item(at - 1, kind, value);
    }
}
