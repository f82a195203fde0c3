package dev.autoscale.testkit.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * Makes {@code examples/queue.csv} and {@code examples/office.csv}. The same on every machine: whole numbers and a seeded
 * generator.
 */
final class ExampleTraces {
    /** Second and length; straight lines between them. */
    private static final int[][] QUEUE = {
        {0, 0},
        {600, 0},
        {630, 60},
        {1500, 130},
        {2100, 40},
        {2400, 0},
        {3600, 0},
        {3615, 2},
        {3900, 3},
        {3930, 0},
        {6300, 0},
        {6330, 25},
        {6900, 12},
        {7050, 0},
        {9000, 0}
    };

    /** Minute of the day (UTC) and requests, the same on both days. A crawler comes before midnight. */
    private static final int[][] OFFICE = {
        {0, 2},
        {360, 3},
        {420, 10},
        {450, 50},
        {540, 95},
        {640, 80},
        {670, 35},
        {740, 30},
        {755, 90},
        {860, 100},
        {960, 35},
        {1020, 12},
        {1330, 5},
        {1340, 40},
        {1400, 38},
        {1410, 3},
        {1440, 2}
    };

    private ExampleTraces() {}

    static String queue() {
        StringBuilder csv =
                new StringBuilder("# made up: recordings that wait for transcription; a level every 15 s\n");
        csv.append("time,recordings\n");
        Instant start = Instant.parse("2026-03-04T07:00:00Z");
        SplittableRandom random = new SplittableRandom(11);
        for (int second = 0; second <= 9000; second += 15) {
            int level = level(QUEUE, second);
            int length = level == 0 ? 0 : Math.max(1, level + level * (random.nextInt(13) - 6) / 100);
            csv.append(start.plusSeconds(second)).append(',').append(length).append('\n');
        }
        return csv.toString();
    }

    static String office() {
        StringBuilder csv =
                new StringBuilder("# made up: two working days of a service in Berlin; a level every 5 min\n");
        csv.append("time,requests\n");
        SplittableRandom random = new SplittableRandom(5);
        Instant start = Instant.parse("2026-03-04T00:00:00Z");
        for (int minute = 0; minute <= 2 * 24 * 60; minute += 5) {
            int level = level(OFFICE, minute % 1440);
            int noise = level * (random.nextInt(15) - 7) / 100 + random.nextInt(2);
            csv.append(start.plus(minute, ChronoUnit.MINUTES)).append(',');
            csv.append(Math.max(0, level + noise)).append('\n');
        }
        return csv.toString();
    }

    private static int level(int[][] course, int at) {
        int i = 0;
        while (course[i + 1][0] < at) {
            i++;
        }
        int from = course[i][0];
        int to = course[i + 1][0];
        int rise = course[i + 1][1] - course[i][1];
        return course[i][1] + rise * (at - from) / (to - from);
    }
}
