package dev.autoscale.testkit.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of several sequences, one after the other: the first record of each makes an object, and the others work on it. A row says
 * in its first column what record it is, and in its second one of which sequence. Where the first record has a step too, further
 * ones of the same sequence are steps.
 *
 * @param <T> the object
 */
final class Sequences<T> implements Suite {
    private final String noun;
    private final String first;
    private final Function<Row, T> begin;
    private final Map<String, Step<T>> steps = new LinkedHashMap<>();
    private String id = "";
    private @Nullable T current;

    /** What a row does to the object of its sequence. */
    interface Step<T> {
        void row(T object, Row row, VectorReport report);
    }

    /**
     * Sequences without further records.
     *
     * @param noun what the other rows are called
     * @param first the first record of a sequence
     * @param begin makes the object
     */
    Sequences(String noun, String first, Function<Row, T> begin) {
        this.noun = noun;
        this.first = first;
        this.begin = begin;
    }

    Sequences<T> on(String record, Step<T> step) {
        steps.put(record, step);
        return this;
    }

    Sequences<T> on(String record, BiConsumer<T, Row> step) {
        return on(record, (object, row, report) -> step.accept(object, row));
    }

    @Override
    public void row(Row row, VectorReport report) {
        String record = row.text(0);
        if (record.equals(first) && !(row.text(1).equals(id) && steps.containsKey(first))) {
            id = row.text(1);
            current = begin.apply(row);
            return;
        }
        Step<T> step = steps.get(record);
        if (step == null) {
            throw new IllegalArgumentException("record must be " + records() + ": record=" + record);
        }
        T object = current;
        if (object == null || !row.text(1).equals(id)) {
            throw new IllegalArgumentException(noun + " must follow its " + first + " record: sequence=" + row.text(1));
        }
        step.row(object, row, report);
    }

    private String records() {
        List<String> all = new ArrayList<>(steps.keySet());
        String last = all.remove(all.size() - 1);
        all.remove(first);
        all.add(0, first);
        return String.join(", ", all) + " or " + last;
    }
}
