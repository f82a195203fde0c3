package dev.autoscale.testkit.cli;

import java.util.SplittableRandom;

/**
 * Makes {@code examples/spike.csv}: two hours of concurrent requests every 15 s, with a morning ramp, a spike beyond what ten
 * workers can take, and a gradual decline. The same on every machine: whole numbers and a seeded generator.
 */
final class SpikeTrace {
    private static final int EVERY_SECONDS = 15;
    private static final int SECONDS = 7200;

    /** Second and requests; straight lines between them. */
    private static final int[][] COURSE = {
        {0, 3}, {600, 4}, {2400, 14}, {2415, 54}, {2850, 58}, {2940, 30}, {3900, 34}, {6300, 9}, {7200, 3}
    };

    private SpikeTrace() {}

    static String csv() {
        StringBuilder csv =
                new StringBuilder("# made up: concurrent requests of a speech service; a level every 15 s\n");
        csv.append("t_ms,asr_active_requests\n");
        SplittableRandom random = new SplittableRandom(7);
        for (int second = 0; second <= SECONDS; second += EVERY_SECONDS) {
            int level = level(second);
            int noise = level * (random.nextInt(15) - 7) / 100 + random.nextInt(2);
            csv.append(second * 1000L)
                    .append(',')
                    .append(Math.max(0, level + noise))
                    .append('\n');
        }
        return csv.toString();
    }

    private static int level(int second) {
        int i = 0;
        while (COURSE[i + 1][0] < second) {
            i++;
        }
        int from = COURSE[i][0];
        int to = COURSE[i + 1][0];
        int rise = COURSE[i + 1][1] - COURSE[i][1];
        return COURSE[i][1] + rise * (second - from) / (to - from);
    }
}
