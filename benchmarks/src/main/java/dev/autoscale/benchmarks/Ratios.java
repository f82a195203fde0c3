package dev.autoscale.benchmarks;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures every path next to its yardstick in one process and prints a line each: nanoseconds per operation, the ratio of path
 * to yardstick, and allocated bytes per operation.
 *
 * <p>Run: {@code java -cp benchmarks/target/benchmarks.jar dev.autoscale.benchmarks.Ratios [--quick]}
 *
 * <p>All paths of the plain HPA engine are warmed in turn before the first one is measured and called from one place: the figures are
 * those of a mixed process, as a controller is, not of a loop that was compiled for one path. What goes beyond the HPA comes after
 * them, in groups of its own. Rounds are interleaved: each measures every path of a group, right after its yardstick. The ratio is
 * the median over rounds of the path's time by the yardstick's of the same round. Time is the thread's processor time.
 *
 * @param rounds how often each path is measured
 * @param warmUpNanos how long it runs before, each time
 * @param fleet how many autoscalers the fleet has
 */
public record Ratios(int rounds, long warmUpNanos, int fleet) {
    private static final long MILLION_NANOS = 1_000_000;
    private static final int WARM_UPS = 3;

    /**
     * Measures and prints.
     *
     * @param arguments {@code --quick} for shorter measurements and fewer autoscalers
     */
    public static void main(String[] arguments) {
        boolean quick = List.of(arguments).equals(List.of("--quick"));
        if (!quick && arguments.length > 0) {
            System.err.println("usage: Ratios [--quick]");
            System.exit(2);
        }
        Ratios ratios =
                quick ? new Ratios(9, 25 * MILLION_NANOS, 100_000) : new Ratios(21, 200 * MILLION_NANOS, 1_000_000);
        ratios.print();
    }

    private void print() {
        double heapBytes = Fleet.bytesPerAutoscaler(fleet);
        System.out.println(Comparison.HEADER);
        long checksum = measure(comparisons());
        checksum += measure(List.of(compare(Measured.SCHEDULED, Measured.UNSCHEDULED)));
        checksum += measure(List.of(
                compare(Measured.KPA_TICK, Measured.EXTERNAL),
                compare(Measured.KPA_TICK3600, Measured.KPA_TICK),
                compare(Measured.KPA_WEIGHTED60, Measured.WEIGHTED60_BARE),
                compare(Measured.KPA_WEIGHTED3600, Measured.WEIGHTED3600_BARE)));
        checksum += measure(List.of(compare(Measured.OPEN_LOOP, Measured.EXTERNAL)));
        System.out.printf(Locale.ROOT, "%nheap per autoscaler, default behavior: %.0f B (of %,d)%n", heapBytes, fleet);
        System.out.printf(Locale.ROOT, "snapshot, default behavior: at most %d B%n", new Snapshots().largestBytes());
        Year year = Year.scheduled();
        System.out.println(year.runOnce());
        checksum += year.checksum();
        System.out.println("checksum of all results: " + checksum);
    }

    private long measure(List<Comparison> comparisons) {
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

    private List<Comparison> comparisons() {
        String fleetName = fleet == 1_000_000 ? "million" : "fleet-" + fleet;
        return List.of(
                compare(Measured.EXTERNAL, Measured.EXTERNAL_BARE),
                compare(Measured.PODS100, Measured.PODS100_BARE),
                compare(Measured.THREE, Measured.THREE_BARE),
                compare(Measured.LEGACY, Measured.LEGACY_BARE),
                compare(Measured.WINDOW3600, Measured.WINDOW300),
                compare(Measured.SNAPSHOT, null),
                compare(Measured.RESTORE, null),
                compare(Measured.EXPLAIN, null),
                new Comparison(fleetName, Fleet.of(fleet), fleetName + "-bare", Fleet.Bare.of(fleet)));
    }

    private Comparison compare(Measured path, @Nullable Measured yardstick) {
        return new Comparison(
                path.toString(),
                path.create(fleet),
                String.valueOf(yardstick),
                yardstick == null ? null : yardstick.create(fleet));
    }
}
