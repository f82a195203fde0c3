package dev.autoscale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures every path next to its yardstick in one process and prints a line each: nanoseconds per operation, the ratio of path
 * to yardstick, and allocated bytes per operation.
 *
 * <p>Run: {@code java -cp benchmarks/target/benchmarks.jar dev.autoscale.benchmarks.Ratios [--quick] [--only WORD[,WORD]...]}
 *
 * <p>All paths of the plain HPA engine are warmed in turn before the first one is measured and called from one place: the figures are
 * those of a mixed process, as a controller is, not of a loop that was compiled for one path. What goes beyond the HPA comes after
 * them, in groups of its own. Rounds are interleaved: each measures every path of a group, right after its yardstick. The ratio is
 * the median over rounds of the path's time by the yardstick's of the same round. Time is the thread's processor time.
 *
 * @param rounds how often each path is measured
 * @param warmUpNanos how long it runs before, each time
 * @param fleet how many workloads there are where there are many
 * @param only words, one of which a path's name must contain to be measured; empty for all paths
 */
public record Ratios(int rounds, long warmUpNanos, int fleet, List<String> only) {
    private static final long MILLION_NANOS = 1_000_000;
    private static final int WARM_UPS = 3;
    /** The paths of a group are warmed and measured together. */
    private static final List<List<Row>> GROUPS = List.of(
            List.of(
                    new Row(Measured.EXTERNAL, Measured.EXTERNAL_BARE),
                    new Row(Measured.PODS100, Measured.PODS100_BARE),
                    new Row(Measured.THREE, Measured.THREE_BARE),
                    new Row(Measured.LEGACY, Measured.LEGACY_BARE),
                    new Row(Measured.WINDOW3600, Measured.WINDOW300),
                    new Row(Measured.SNAPSHOT, null),
                    new Row(Measured.RESTORE, null),
                    new Row(Measured.EXPLAIN, null),
                    new Row(Measured.MILLION, Measured.MILLION_BARE)),
            List.of(
                    new Row(Measured.FLEET_BATCH, Measured.BATCH_BARE),
                    new Row(Measured.BATCH_FLAT, Measured.BATCH_BARE),
                    new Row(Measured.FLEET_QUIET, Measured.QUIET_BARE),
                    new Row(Measured.FLEET_SLOTS, Measured.SLOTS_BARE),
                    new Row(Measured.SLOTS_FLAT, Measured.SLOTS_BARE),
                    new Row(Measured.FLEET_MIXED, Measured.MIXED_BARE),
                    new Row(Measured.FLEET_ORDER, Measured.ORDER_BARE),
                    new Row(Measured.FLEET_SHUFFLED, Measured.SHUFFLED_BARE),
                    new Row(Measured.AUTOSCALERS_ORDER, Measured.ORDER_BARE),
                    new Row(Measured.AUTOSCALERS_SHUFFLED, Measured.SHUFFLED_BARE)),
            List.of(
                    new Row(Measured.SLOT_SNAPSHOT, Measured.SNAPSHOT),
                    new Row(Measured.SLOT_RESTORE, Measured.RESTORE),
                    new Row(Measured.FLEET_WRITE, Measured.COPY_BARE),
                    new Row(Measured.FLEET_READ, Measured.COPY_BARE)),
            List.of(new Row(Measured.SCHEDULED, Measured.UNSCHEDULED)),
            List.of(
                    new Row(Measured.KPA_TICK, Measured.EXTERNAL),
                    new Row(Measured.KPA_TICK3600, Measured.KPA_TICK),
                    new Row(Measured.KPA_WEIGHTED60, Measured.WEIGHTED60_BARE),
                    new Row(Measured.KPA_WEIGHTED3600, Measured.WEIGHTED3600_BARE)),
            List.of(
                    new Row(Measured.BUDGET_1000, Measured.BUDGET_BARE),
                    new Row(Measured.BUDGET_100000, Measured.BUDGET_1000)),
            List.of(new Row(Measured.OPEN_LOOP, Measured.EXTERNAL)),
            List.of(new Row(Measured.SLO, Measured.EXTERNAL)));

    /**
     * Measures and prints.
     *
     * @param arguments {@code --quick} for shorter measurements and fewer autoscalers; {@code --only} and words, separated by commas, for
     *     the paths with such a word in their names only
     */
    public static void main(String[] arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean quick = words.remove("--quick");
        int at = words.indexOf("--only");
        List<String> only = at < 0 || at + 1 == words.size()
                ? List.of()
                : List.of(words.get(at + 1).split(","));
        if (words.size() != (only.isEmpty() ? 0 : 2)) {
            System.err.println("usage: Ratios [--quick] [--only WORD[,WORD]...]");
            System.exit(2);
        }
        Ratios ratios = quick
                ? new Ratios(9, 25 * MILLION_NANOS, 100_000, only)
                : new Ratios(21, 200 * MILLION_NANOS, 1_000_000, only);
        ratios.print();
    }

    private void print() {
        System.out.println(Comparison.HEADER);
        long checksum = 0;
        for (List<Row> group : GROUPS) {
            checksum += measure(group);
        }
        printHeap();
        if (only.isEmpty()) {
            Year year = Year.scheduled();
            System.out.println(year.runOnce());
            checksum += year.checksum();
        }
        System.out.println("checksum of all results: " + checksum);
    }

    /** What is no path, but a figure of one. */
    private void printHeap() {
        System.out.printf(Locale.ROOT, "%nheap and snapshots, default behavior, of %,d:%n", fleet);
        if (isWanted(Measured.AUTOSCALERS_ORDER)) {
            System.out.printf(Locale.ROOT, "an autoscaler: %.0f B%n", Heap.bytesPerAutoscaler(fleet));
        }
        if (isWanted(Measured.FLEET_ORDER)) {
            System.out.println("a workload of a fleet, fresh: " + Heap.fresh(fleet));
            System.out.println("the same, after an active load: " + Heap.active(fleet));
            System.out.println("the same, all windows full: " + Heap.full(fleet));
        }
        if (isWanted(Measured.SNAPSHOT)) {
            System.out.println(
                    "a snapshot: at most " + Snapshots.ofAutoscalers().largestBytes() + " B");
        }
    }

    private long measure(List<Row> rows) {
        List<Comparison> comparisons = rows.stream()
                .filter(row -> isWanted(row.path))
                .map(this::compare)
                .toList();
        for (int i = 0; i < WARM_UPS; i++) {
            comparisons.forEach(comparison -> comparison.warmUp(warmUpNanos));
        }
        Comparison.measure(comparisons, rounds);
        long checksum = 0;
        for (Comparison comparison : comparisons) {
            System.out.println(comparison.lines());
            checksum += comparison.checksum();
        }
        return checksum;
    }

    private boolean isWanted(Measured path) {
        return only.isEmpty() || only.stream().anyMatch(path.toString()::contains);
    }

    private Comparison compare(Row row) {
        return new Comparison(
                row.path.toString(),
                row.path.create(fleet),
                String.valueOf(row.yardstick),
                row.yardstick == null ? null : row.yardstick.create(fleet));
    }

    /** A path, and what it is compared with. */
    private record Row(Measured path, @Nullable Measured yardstick) {}
}
