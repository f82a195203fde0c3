package dev.autoscale.testkit.cli.engine;

import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.text.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Adds up what is one engine's own: steps of some kinds, and the lines of the summary that tell how many there were. Not
 * thread-safe.
 */
public final class StepTally {
    /** How many steps are of a kind. Each counts for the time until the next step. */
    final class Count {
        private final String label;
        private final BooleanSupplier isOne;
        private boolean wasOne;
        private long steps;
        private long runs;

        private Count(String label, BooleanSupplier isOne) {
            this.label = label;
            this.isOne = isOne;
        }

        private void add() {
            boolean is = isOne.getAsBoolean();
            steps += is ? 1 : 0;
            runs += is && !wasOne ? 1 : 0;
            wasOne = is;
        }

        long steps() {
            return steps;
        }

        /** How often such a step came after one of another kind. */
        long runs() {
            return runs;
        }

        String ofTheTime() {
            return Numbers.percent(steps, plan.steps()) + " of the time";
        }

        String ofTheTimeInAll() {
            return ofTheTime() + " (" + Spans.text(steps * plan.everyMillis()) + ')';
        }

        String number() {
            return Numbers.grouped(steps);
        }
    }

    private final ReplayPlan plan;
    private final List<Count> counts = new ArrayList<>();
    private final Map<String, Supplier<String>> lines = new LinkedHashMap<>();
    private Supplier<String> inShort = () -> "";

    StepTally(ReplayPlan plan) {
        this.plan = plan;
    }

    /**
     * Counts steps of a kind.
     *
     * @param label what they are called; empty if they are a part of others
     * @param isOne whether the current step is of it; asked at every step
     */
    Count count(String label, BooleanSupplier isOne) {
        Count count = new Count(label, isOne);
        counts.add(count);
        return count;
    }

    /** A line of the summary; none if the text is empty. */
    void line(String label, Supplier<String> text) {
        lines.put(label, text);
    }

    /** A line that says how much of the time steps are of a kind. */
    void share(String label, BooleanSupplier isOne) {
        line(label, count(label, isOne)::ofTheTime);
    }

    /** The few words for the chart. */
    void inShort(Supplier<String> words) {
        inShort = () -> ", " + words.get();
    }

    /** Adds the engine's current step. */
    public void add() {
        counts.forEach(Count::add);
    }

    /** A few words for the chart, with a comma before them; or nothing. */
    public String inShort() {
        return inShort.get();
    }

    /** Writes the lines of the summary: label and text. */
    public void print(BiConsumer<String, String> target) {
        lines.forEach((label, line) -> {
            String text = line.get();
            if (!text.isEmpty()) {
                target.accept(label, text);
            }
        });
    }

    /** Adds a field for each kind: how many steps are of it, and how often such a step came after one of another kind. */
    public void addTo(JsonText json) {
        counts.stream()
                .filter(count -> !count.label.isEmpty())
                .forEach(count -> json.object(
                        JsonText.name(count.label),
                        fields -> fields.number("steps", count.steps).number("runs", count.runs)));
    }
}
