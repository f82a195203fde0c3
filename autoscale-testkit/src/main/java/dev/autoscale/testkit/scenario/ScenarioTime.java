package dev.autoscale.testkit.scenario;

import dev.autoscale.Violation;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;

/** Durations of scenarios as milliseconds, and milliseconds as text. */
final class ScenarioTime {
    private static final long MICROS = 1_000;

    private ScenarioTime() {}

    /** Whole milliseconds; what is below the least, or too long, is a problem and counts as 0. */
    static long millis(Violation.Collector problems, String name, Duration time, long least) {
        try {
            long millis = time.toMillis();
            if (millis >= least) {
                return millis;
            }
        } catch (ArithmeticException e) {
            problems.require(false, name + " must fit into milliseconds", name, time);
            return 0;
        }
        problems.requireBound(false, ">= " + Duration.ofMillis(least), name, time);
        return 0;
    }

    static long saturatedSum(long millis, long more) {
        return millis > Long.MAX_VALUE - more ? Long.MAX_VALUE : millis + more;
    }

    /** Exactly, in one word: {@code 1h5m}, {@code 2m14.999s}. */
    static String text(long millis) {
        return Spans.word(Math.min(millis, Long.MAX_VALUE / MICROS) * MICROS);
    }
}
