package dev.autoscale.benchmarks;

import java.util.SplittableRandom;

/**
 * What is known of 100 ready pods: start, readiness and request of each, and its cpu usage, whose level changes from step to
 * step so that some utilizations lie within the tolerance, some above and some below.
 */
final class PodInputs {
    static final int PODS = 100;
    static final long WINDOW_MILLIS = 30_000;
    private static final int OFFSETS = 64;
    private static final long HOUR_MILLIS = 3_600_000;

    final long[] startMillis = new long[PODS];
    final long[] readyMillis = new long[PODS];
    final long[] requestMilli = new long[PODS];

    private final long[] usagesMilli = new long[OFFSETS + PODS];
    private final long[] levelsMilli = new long[OFFSETS];

    PodInputs() {
        SplittableRandom random = new SplittableRandom(43);
        for (int pod = 0; pod < PODS; pod++) {
            startMillis[pod] = Cycle.START_MILLIS - HOUR_MILLIS - random.nextInt(1_000_000);
            readyMillis[pod] = startMillis[pod] + 5_000 + random.nextInt(20_000);
            requestMilli[pod] = 250 * (1 + random.nextInt(4));
        }
        for (int i = 0; i < usagesMilli.length; i++) {
            usagesMilli[i] = random.nextInt(200);
        }
        for (int i = 0; i < OFFSETS; i++) {
            levelsMilli[i] = 200 + random.nextInt(300);
        }
    }

    /** The usage of a pod at a step. */
    long usageMilli(int step, int pod) {
        return levelsMilli[step & (OFFSETS - 1)] + usagesMilli[((step * 7) & (OFFSETS - 1)) + pod];
    }
}
