package dev.autoscale.policies.keda;

import dev.autoscale.policies.keda.FormulaMachine.Failure;

/**
 * A function that asks something of each element of a list, in order. Its list, index and result are variables of the machine, so
 * loops can stand within loops. Immutable, once the code is complete.
 */
final class FormulaLoop {
    /** How many variables a loop has. */
    static final int VARIABLES = 4;

    private static final int NOT_LIMITED = Integer.MAX_VALUE;

    enum Kind {
        ALL,
        ANY,
        NONE,
        ONE,
        COUNT,
        FILTER,
        FIND,
        FIND_INDEX,
        MAP,
        REDUCE,
        SORT_BY,
        SUM;

        /** Whether what it asks is true or false. */
        boolean isAsking() {
            return ordinal() <= FIND_INDEX.ordinal();
        }
    }

    private final Kind kind;
    private final int list;
    private final int index;
    private final int result;
    private final int found;

    /** How many are enough. */
    private int enough = NOT_LIMITED;

    /** Where the code goes on after the loop. */
    int end;

    FormulaLoop(Kind kind, int firstVariable) {
        this.kind = kind;
        this.list = firstVariable;
        this.index = firstVariable + 1;
        this.result = firstVariable + 2;
        this.found = firstVariable + 3;
    }

    Kind kind() {
        return kind;
    }

    /** The number of hits at which the loop ends; for {@link Kind#COUNT} and {@link Kind#FILTER}. */
    void stopAt(int hits) {
        enough = hits;
    }

    /** Only the first hit of a filter is asked for. */
    void stopAtFirstIfFilter() {
        if (kind == Kind.FILTER) {
            stopAt(1);
        }
    }

    int indexVariable() {
        return index;
    }

    int resultVariable() {
        return result;
    }

    void pushElement(FormulaMachine m) {
        m.pushElement(m.variableKind(list), m.variable(list), (int) m.variable(index));
    }

    /** Takes the list off the stack. */
    void begin(FormulaMachine m) {
        if (!m.requireList()) {
            return;
        }
        int length = FormulaMachine.length(m.bits(1));
        m.store(list);
        m.variable(index, FormulaMachine.INTEGER, -1);
        m.variable(found, FormulaMachine.INTEGER, 0);
        switch (kind) {
            case ALL, ANY, NONE, ONE -> m.variable(result, FormulaMachine.BOOLEAN, kind == Kind.ANY ? 0 : 1);
            case FIND, FIND_INDEX -> m.variable(result, FormulaMachine.NIL, 0);
            case FILTER, MAP, SORT_BY -> m.variable(result, FormulaMachine.LIST, m.reserve(length));
            default -> m.variable(result, FormulaMachine.INTEGER, 0);
        }
    }

    /** Begins a {@link Kind#REDUCE} with the value at the top. */
    void beginWithValue(FormulaMachine m) {
        m.store(result);
    }

    /** Begins a {@link Kind#REDUCE} with the first element. */
    void beginWithElement(FormulaMachine m) {
        if (FormulaMachine.length(m.variable(list)) == 0) {
            m.fail(Failure.ELEMENT);
            return;
        }
        m.pushElement(m.variableKind(list), m.variable(list), 0);
        m.store(result);
        m.variable(index, FormulaMachine.INTEGER, 0);
    }

    /** Goes to the next element, or to the end. */
    void next(FormulaMachine m) {
        long at = m.variable(index) + 1;
        if (at >= FormulaMachine.length(m.variable(list))) {
            m.next = end;
        } else {
            m.variable(index, FormulaMachine.INTEGER, at);
        }
    }

    /** Takes what was found out about an element off the stack. */
    void take(FormulaMachine m) {
        if (kind.isAsking()) {
            take(m, m.popBoolean());
            return;
        }
        switch (kind) {
            case MAP, SORT_BY -> {
                int at = (int) m.variable(result) + (int) m.variable(index);
                m.item(at, m.kind(1), m.bits(1));
                m.pop(1);
            }
            case REDUCE -> m.store(result);
            default -> {
                m.pushVariable(result);
                FormulaNumbers.arithmetic(m, '+');
                if (!m.hasFailed()) {
                    m.store(result);
                }
            }
        }
    }

    private void take(FormulaMachine m, boolean isHit) {
        switch (kind) {
            case ALL, ANY, NONE -> {
                if (isHit != (kind == Kind.ALL)) {
                    m.variable(result, FormulaMachine.BOOLEAN, kind == Kind.ANY ? 1 : 0);
                    m.next = end;
                }
            }
            case FIND -> {
                if (isHit) {
                    pushElement(m);
                    m.store(result);
                    m.next = end;
                }
            }
            case FIND_INDEX -> {
                if (isHit) {
                    m.variable(result, FormulaMachine.INTEGER, m.variable(index));
                    m.next = end;
                }
            }
            default -> count(m, isHit);
        }
    }

    private void count(FormulaMachine m, boolean isHit) {
        if (!isHit) {
            return;
        }
        long hits = m.variable(found);
        if (kind == Kind.FILTER) {
            pushElement(m);
            m.item((int) (m.variable(result) + hits), m.kind(1), m.bits(1));
            m.pop(1);
        }
        m.variable(found, FormulaMachine.INTEGER, hits + 1);
        if (hits + 1 >= enough) {
            m.next = end;
        }
    }

    /** Puts the result on the stack. */
    void end(FormulaMachine m) {
        switch (kind) {
            case COUNT -> m.pushVariable(found);
            case ONE -> m.push(m.variable(found) == 1);
            case FILTER -> m.pushList((int) m.variable(result), (int) m.variable(found));
            case MAP -> m.pushList((int) m.variable(result), FormulaMachine.length(m.variable(list)));
            case SORT_BY -> endSort(m);
            default -> m.pushVariable(result);
        }
    }

    private void endSort(FormulaMachine m) {
        byte kindOfList = m.variableKind(list);
        long of = m.variable(list);
        int length = FormulaMachine.length(of);
        int begin = m.reserve(length);
        for (int i = 0; i < length && !m.hasFailed(); i++) {
            m.item(begin + i, m.elementKind(kindOfList, of, i), m.elementBits(kindOfList, of, i));
        }
        if (!m.hasFailed()) {
            FormulaLists.insertionSort(m, (int) m.variable(result), begin, length, false);
            m.pushList(begin, length);
        }
    }
}
