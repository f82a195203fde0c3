package dev.autoscale.testkit.cli;

import java.util.SplittableRandom;

/** Makes the traces that the charts of the cookbook are drawn from. The same on every machine, as {@link SpikeTrace}. */
final class CookbookTraces {
    private static final int SWING_SECONDS = 1200;
    private static final int SPIKE_REQUESTS = 70;

    private CookbookTraces() {}

    /** Two hours of requests that swing between 30 and 70 every 20 minutes, with short spikes. */
    static String swing() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder csv = new StringBuilder("# made up: requests in flight that swing, with spikes of half a minute;"
                + " a level every 15 s\nt_ms,requests\n");
        for (int second = 0; second <= 7200; second += 15) {
            int part = second % SWING_SECONDS;
            int level = 30 + 40 * Math.min(part, SWING_SECONDS - part) / (SWING_SECONDS / 2);
            boolean isSpike = second % 2100 >= 900 && second % 2100 < 930;
            int requests = level + random.nextInt(-4, 5) + (isSpike ? SPIKE_REQUESTS : 0);
            csv.append(second * 1000L).append(',').append(requests).append('\n');
        }
        return csv.toString();
    }

    /** An hour and a half of the average CPU of ten instances. */
    static String cpu() {
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder csv = new StringBuilder(
                "# made up: average cpu of ten instances, that grows and falls; a level every 60 s\nt_ms,replicas,cpu_percent\n");
        for (int minute = 0; minute <= 90; minute++) {
            int cpu = minute < 5 ? 20 : minute < 40 ? Math.min(90, 20 + 7 * (minute - 4)) : 31;
            csv.append(minute * 60_000L)
                    .append(",10,")
                    .append(cpu + random.nextInt(-1, 2))
                    .append('\n');
        }
        return csv.toString();
    }
}
