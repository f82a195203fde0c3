package dev.autoscale.testkit.cli.advise;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;

/**
 * What policy files are written from. Immutable.
 *
 * @param min the fewest replicas
 * @param minWhy where that comes from
 * @param max the most replicas
 * @param maxWhy where that comes from
 * @param places what a replica serves at a time
 * @param sloMillis what is promised
 * @param isSloOnWait whether that is about the wait alone
 * @param sharePercent to how many of the arrivals
 * @param startupMillis from an order until the replica serves, the mean
 * @param isDrawn whether that varies
 */
record Workload(
        int min,
        String minWhy,
        int max,
        String maxWhy,
        int places,
        long sloMillis,
        boolean isSloOnWait,
        double sharePercent,
        long startupMillis,
        boolean isDrawn) {
    private static final int DRAWS = 256;

    static Workload of(Options options, int min, int max, String maxWhy, double sharePercent) {
        ServiceTimes startup = options.times("--startup", "0s");
        ServiceTimes scheduling = options.times("--scheduling", "0s");
        SeededRandom random = SeededRandom.of(1);
        double sum = 0;
        long first = -1;
        boolean isDrawn = false;
        for (int i = 0; i < DRAWS; i++) {
            long micros = startup.drawMicros(random) + scheduling.drawMicros(random);
            isDrawn |= first >= 0 && micros != first;
            first = micros;
            sum += micros;
        }
        return new Workload(
                min,
                options.has("--min") ? "as --min says" : "unless --min says otherwise",
                max,
                maxWhy,
                options.wholeNumber("--concurrency", 1, 1),
                options.span("--slo", Duration.ofSeconds(2), 0).toMillis(),
                options.has("--slo-on-wait"),
                sharePercent,
                Math.round(sum / DRAWS / Micros.PER_MILLI),
                isDrawn);
    }

    /** The fewest replicas of what cannot go to zero. */
    int minAbove0() {
        return Math.max(1, min);
    }

    /** The share that may miss, in percent. */
    double allowedPercent() {
        return Double.parseDouble(Numbers.text(100 - sharePercent));
    }

    String promise() {
        return Numbers.text(sharePercent) + " % "
                + (isSloOnWait ? "wait no longer than " : "take no longer than ")
                + Spans.text(sloMillis);
    }
}
