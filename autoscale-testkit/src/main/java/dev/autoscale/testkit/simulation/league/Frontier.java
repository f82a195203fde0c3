package dev.autoscale.testkit.simulation.league;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What is worth choosing from when two numbers count, one the lower the better and one the higher. Thread-safe; has no memory. */
public final class Frontier {
    private Frontier() {}

    /**
     * The rows of which no other one costs no more and is no worse, and is better in one of the two (the Pareto frontier). Rows that
     * are equal in both do not rule each other out. Takes n · log n steps.
     *
     * @param rows what there is to choose from; the same object at most once
     * @param cost less is better; not NaN
     * @param quality more is better; not NaN
     * @param <T> a row
     * @return those that no other one rules out, in the order in which they were given; empty only if there are no rows
     * @throws IllegalArgumentException if a number is NaN
     */
    public static <T> List<T> of(
            List<? extends T> rows, ToDoubleFunction<? super T> cost, ToDoubleFunction<? super T> quality) {
        List<T> byCost = new ArrayList<>(rows);
        for (T row : byCost) {
            if (Double.isNaN(cost.applyAsDouble(row)) || Double.isNaN(quality.applyAsDouble(row))) {
                throw new IllegalArgumentException("cost and quality must be numbers: row=" + row);
            }
        }
        // Adding 0 makes one of the two zeros, which Double.compare tells apart.
        Comparator<T> order = Comparator.comparingDouble(row -> cost.applyAsDouble(row) + 0.0);
        byCost.sort(order.thenComparing(Comparator.<T>comparingDouble(quality).reversed()));
        Set<T> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        double lastCost = Double.NaN;
        double best = Double.NEGATIVE_INFINITY;
        for (T row : byCost) {
            double rowCost = cost.applyAsDouble(row);
            double rowQuality = quality.applyAsDouble(row);
            boolean isFirst = kept.isEmpty();
            if (isFirst || rowQuality > best || (rowQuality == best && rowCost == lastCost)) {
                kept.add(row);
                lastCost = rowCost;
                best = rowQuality;
            }
        }
        return rows.stream().filter(kept::contains).<T>map(row -> row).toList();
    }
}
