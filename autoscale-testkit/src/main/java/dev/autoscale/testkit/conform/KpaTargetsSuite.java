package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaTargets;

/** What Knative derives for one revision from the cluster's settings and its annotations; each row stands alone. */
final class KpaTargetsSuite implements Suite {
    private static final String UNREACHABLE = "2";
    private static final int CONTAINER_CONCURRENCY = 2;
    private static final int UTILIZATION = 6;
    private static final int REACHABILITY = 15;
    private static final int READY = 25;
    private static final int FIRST_OUTPUT = 26;

    private int number;

    @Override
    public void row(Row row, Report report) {
        if (row.doubleAt(UTILIZATION) != KpaTargets.RPS_UTILIZATION) {
            throw new IllegalArgumentException("utilization must be fixed: utilization=" + row.text(UTILIZATION));
        }
        KnativeText text = settings(row);
        KpaTargets targets = KpaTargets.of(
                text.toConfig(),
                text.toAnnotations(),
                row.longAt(CONTAINER_CONCURRENCY),
                !row.text(REACHABILITY).equals(UNREACHABLE));
        Row expected = row.from(FIRST_OUTPUT);
        report.compare("row " + ++number)
                .column("target", expected.text(0), like(expected.text(0), targets.target()))
                .column("target_bits", expected.text(1), bits(targets.target()))
                .column("total", expected.text(2), like(expected.text(2), targets.total()))
                .column("panic_threshold", expected.text(3), like(expected.text(3), targets.panicThreshold()))
                .column("tbc", expected.text(4), like(expected.text(4), targets.targetBurstCapacity()))
                .column("stable_window_ms", expected.text(5), Long.toString(targets.stableWindowMillis()))
                .column("panic_window_ms", expected.text(6), Long.toString(targets.panicWindowMillis()))
                .column("scale_down_delay_ms", expected.text(7), Long.toString(targets.scaleDownDelayMillis()))
                .column("initial", expected.text(8), Integer.toString(targets.initialScale()))
                .column("activation", expected.text(9), Integer.toString(targets.activationScale()))
                .column("reachable", expected.text(10), targets.isReachable() ? "1" : "0")
                .column("num_activators", expected.text(11), Integer.toString(targets.activators(row.intAt(READY))))
                .end();
    }

    private static KnativeText settings(Row row) {
        return new KnativeText()
                .annotation("metric", row.text(1))
                .config("container-concurrency-target-percentage", row.text(3))
                .config("container-concurrency-target-default", row.text(4))
                .config("requests-per-second-target-default", row.text(5))
                .config("target-burst-capacity", row.text(7))
                .config("panic-window-percentage", row.text(8))
                .config("panic-threshold-percentage", row.text(9))
                .configMillis("stable-window", row.text(10))
                .configMillis("scale-down-delay", row.text(11))
                .config("initial-scale", row.text(12))
                .config("allow-zero-initial-scale", row.text(13))
                .config("activator-capacity", row.text(14))
                .annotation("target", row.text(16))
                .annotation("target-utilization-percentage", row.text(17))
                .annotation("target-burst-capacity", row.text(18))
                .annotation("panic-window-percentage", row.text(19))
                .annotation("panic-threshold-percentage", row.text(20))
                .annotationMillis("window", row.text(21))
                .annotationMillis("scale-down-delay", row.text(22))
                .annotation("initial-scale", row.text(23))
                .annotation("activation-scale", row.text(24));
    }

    /** The value in the words of the file if they mean exactly the same double. */
    private static String like(String text, double value) {
        boolean same = bits(Double.parseDouble(text)).equals(bits(value));
        return same ? text : Double.toString(value);
    }

    private static String bits(double value) {
        return String.format("%016x", Double.doubleToRawLongBits(value));
    }
}
