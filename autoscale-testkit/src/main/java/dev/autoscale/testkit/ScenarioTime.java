package dev.autoscale.testkit;

import java.time.Duration;
import java.util.List;

/** Durations of scenarios as milliseconds, and milliseconds as text. */
final class ScenarioTime {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private ScenarioTime() {}

    /** Whole milliseconds; what is below the least, or too long, is a problem and counts as 0. */
    static long millis(List<String> problems, String name, Duration time, long least) {
        try {
            long millis = time.toMillis();
            if (millis >= least) {
                return millis;
            }
        } catch (ArithmeticException e) {
            problems.add(name + " must fit into milliseconds: " + name + '=' + time);
            return 0;
        }
        problems.add(name + " must be >= " + Duration.ofMillis(least) + ": " + name + '=' + time);
        return 0;
    }

    static long saturatedSum(long millis, long more) {
        return millis > Long.MAX_VALUE - more ? Long.MAX_VALUE : millis + more;
    }

    /** As people say it: {@code 1 h 5 min}, {@code 90.5 s} as {@code 1 min 30.5 s}. */
    static String text(long millis) {
        StringBuilder text = new StringBuilder();
        append(text, millis / HOUR, " h");
        append(text, millis % HOUR / MINUTE, " min");
        long rest = millis % MINUTE;
        if (rest > 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(rest / SECOND);
            if (rest % SECOND > 0) {
                text.append('.').append(String.valueOf(SECOND + rest % SECOND).substring(1));
            }
            text.append(" s");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : " ").append(count).append(unit);
        }
    }
}
