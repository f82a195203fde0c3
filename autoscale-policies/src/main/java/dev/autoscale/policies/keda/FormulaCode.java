package dev.autoscale.policies.keda;

import dev.autoscale.policies.keda.FormulaMachine.Step;
import java.util.ArrayList;
import java.util.List;

/** The steps of a formula while they are written. Not thread-safe. */
final class FormulaCode {
    static final int MAX_STEPS = 10_000;

    /** A place in the code that is not known when the way there is written. */
    static final class Label {
        int at;
    }

    private final FormulaText text;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int variables;

    FormulaCode(FormulaText text) {
        this.text = text;
    }

    void add(int place, Step step) {
        if (steps.size() == MAX_STEPS) {
            throw text.refuse("a formula must not have more than " + MAX_STEPS + " operations", place);
        }
        steps.add(step);
        places.add(place);
    }

    void jump(int place, Label to) {
        add(place, m -> m.next = to.at);
    }

    void jumpUnless(int place, Label to) {
        add(place, m -> {
            if (!m.popBoolean()) {
                m.next = to.at;
            }
        });
    }

    /** Keeps a truth and goes, or takes it off the stack and goes on. */
    void jumpWith(int place, boolean value, Label to) {
        add(place, m -> {
            if (m.popBoolean() == value) {
                m.push(value);
                m.next = to.at;
            }
        });
    }

    void requireBoolean(int place) {
        add(place, m -> m.push(m.popBoolean()));
    }

    void here(Label label) {
        label.at = steps.size();
    }

    int variables(int count) {
        variables += count;
        return variables - count;
    }

    int size() {
        return steps.size();
    }

    int variableCount() {
        return variables;
    }

    Step[] steps() {
        return steps.toArray(new Step[0]);
    }

    int[] places() {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }
}
