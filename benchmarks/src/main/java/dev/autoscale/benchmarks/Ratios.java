package dev.autoscale.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Measures every path beside its yardstick in one process and prints a line each: nanoseconds per operation, the ratio of path
 * to yardstick, and allocated bytes per operation.
 *
 * <p>Run: {@code java -cp benchmarks/target/benchmarks.jar dev.autoscale.benchmarks.Ratios [--quick]}
 *
 * <p>All paths of the plain HPA engine are warmed in turn before the first one is measured and called from one place: the figures are
 * those of a mixed process, as a controller is, not of a loop that was compiled for one path. What goes beyond the HPA comes after
 * them, in groups of its own. Yardstick and path alternate;
 * the ratio is the median over rounds of the path's time by the yardstick's of the same round. Time is the thread's processor
 * time.
 */
public final class Ratios {
    private static final long MILLION_NANOS = 1_000_000;
    private static final int WARM_UPS = 3;

    private final int rounds;
    private final long warmUpNanos;
    private final int fleet;

    private Ratios(int rounds, long warmUpNanos, int fleet) {
        this.rounds = rounds;
        this.warmUpNanos = warmUpNanos;
        this.fleet = fleet;
    }

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
                quick ? new Ratios(9, 40 * MILLION_NANOS, 100_000) : new Ratios(21, 200 * MILLION_NANOS, 1_000_000);
        ratios.print();
    }

    private void print() {
        double heapBytes = HeapSize.bytesPerAutoscaler(fleet);
        System.out.println(Comparison.HEADER);
        long checksum = measure(comparisons());
        checksum += measure(List.of(new Comparison("scheduled", Year.scheduled(), "unscheduled", Year.unscheduled())));
        checksum += measure(knative());
        checksum += measure(
                List.of(new Comparison("open-loop", OpenLoopDecision.create(), "external", OneMetric.external())));
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
        long checksum = 0;
        for (Comparison comparison : comparisons) {
            comparison.measure(rounds);
            System.out.println(comparison.lines());
            checksum += comparison.checksum();
        }
        return checksum;
    }

    private List<Comparison> comparisons() {
        String fleetName = fleet == 1_000_000 ? "million" : "fleet-" + fleet;
        return List.of(
                new Comparison("external", OneMetric.external(), "external-bare", BareOneMetric.external()),
                new Comparison("pods100", HundredPods.create(), "pods100-bare", BareHundredPods.create()),
                new Comparison("three", ThreeMetrics.create(), "three-bare", BareThreeMetrics.create()),
                new Comparison("legacy", OneMetric.legacy(), "legacy-bare", BareOneMetric.legacy()),
                new Comparison("window3600", OneMetric.window(3600), "window300", OneMetric.window(300)),
                new Comparison("snapshot", new Snapshots()::snapshot, "", null),
                new Comparison("restore", new Snapshots()::restore, "", null),
                new Comparison("explain", new Explaining(), "", null),
                new Comparison(fleetName, Fleet.of(fleet), fleetName + "-bare", BareFleet.of(fleet)));
    }

    private static List<Comparison> knative() {
        return List.of(
                new Comparison("kpa-tick", KpaTick.window(60), "external", OneMetric.external()),
                new Comparison("kpa-tick3600", KpaTick.window(3600), "kpa-tick60", KpaTick.window(60)),
                new Comparison("kpa-weighted60", KpaWeighted.window(60), "weighted60-bare", BareWeighted.window(60)),
                new Comparison(
                        "kpa-weighted3600", KpaWeighted.window(3600), "weighted3600-bare", BareWeighted.window(3600)));
    }
}
