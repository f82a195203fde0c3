package dev.autoscale.testkit.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * Makes the traces of {@code examples} beside {@link SpikeTrace}. The same on every machine: whole numbers and a seeded
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

    /** Second and requests in flight: a burst of ten times the load between quiet times. */
    private static final int[][] CONCURRENCY = {
        {0, 0},
        {60, 0},
        {62, 30},
        {240, 36},
        {242, 420},
        {290, 400},
        {292, 40},
        {480, 30},
        {482, 0},
        {780, 0},
        {782, 12},
        {840, 10},
        {842, 0},
        {1020, 0}
    };

    /** Second and jobs, waiting and in progress. */
    private static final int[][] JOBS = {
        {0, 0}, {60, 0}, {65, 6}, {300, 9}, {420, 2}, {480, 0}, {840, 0}, {845, 3}, {960, 1}, {1000, 0}, {1200, 0}
    };

    /** Second and the seconds that the oldest of them has waited. */
    private static final int[][] WAITS = {
        {0, 0}, {60, 0}, {65, 1}, {120, 12}, {240, 9}, {300, 3}, {310, 0}, {840, 0}, {845, 1}, {870, 6}, {900, 0},
        {1200, 0}
    };

    private ExampleTraces() {}

    static String concurrency() {
        StringBuilder csv = new StringBuilder("# made up: requests in flight of a web service; a level every 2 s\n");
        csv.append("t_ms,concurrency\n");
        SplittableRandom random = new SplittableRandom(3);
        for (int second = 0; second <= 1020; second += 2) {
            int level = level(CONCURRENCY, second);
            int noise = level * (random.nextInt(13) - 6) / 100;
            csv.append(second * 1000L).append(',').append(level + noise).append('\n');
        }
        return csv.toString();
    }

    static String jobs() {
        StringBuilder csv =
                new StringBuilder("# made up: jobs of a GPU endpoint, and the oldest wait; a level every 5 s\n");
        csv.append("t_ms,requests,oldest_wait\n");
        for (int second = 0; second <= 1200; second += 5) {
            csv.append(second * 1000L).append(',').append(level(JOBS, second));
            csv.append(',').append(level(WAITS, second)).append('\n');
        }
        return csv.toString();
    }

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
