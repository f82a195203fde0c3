package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveNomad.Check;
import dev.autoscale.testkit.proof.NaiveNomad.Policy;
import dev.autoscale.testkit.proof.NaiveNomad.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Draws policies of Nomad, and values about their edges. */
final class NomadDraws {
    private static final List<String> STRATEGIES = List.of("target-value", "threshold", "pass-through", "fixed-value");
    private static final List<String> GROUPS = List.of("", "", "", "a", "a", "b");
    private static final List<String> MEANINGS = List.of("", "ignore", "fail");
    private static final List<String> NUMBERS =
            List.of("70", "80", "100", "0.7", "3", "10", "1", "0.1", "0.3", "1e3", "5.", ".5", "+2", "0", "-1", "1e-9");
    private static final List<String> ODD_NUMBERS = List.of(
            "inf",
            "-Inf",
            "+infinity",
            "nan",
            "abc",
            "",
            "1e400",
            "0x10",
            " 3",
            "1_000",
            "3f",
            "1e",
            ".",
            "0x1p3",
            "0x1.8p1");
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[0-9]+|[0-9]*\\.[0-9]+");
    private static final List<String> THRESHOLDS =
            List.of("0.01", "0", "0.1", "0.05", "0.2", "0.5", "1", "1.5", "-0.1");
    private static final List<String> WHOLES =
            List.of("0", "1", "2", "3", "4", "7", "10", "100", "+5", "-1", "-2", "007");
    private static final List<String> ODD_WHOLES =
            List.of("1.5", "abc", "", "1e3", "9223372036854775808", " 1", "1_0", "-", "0x3");
    private static final List<String> PERCENTAGES = List.of(
            "10", "-10", "20", "-20", "50", "-50", "100", "-100", "33.3", "-33.3", "0", "5", "-5", "0.001", "-0.001",
            "-150");
    private static final List<String> LIMITS = List.of("0", "1", "2", "3", "10", "-1", "100");
    private static final long[] WINDOWS = {60_000, 60_000, 10_000, 20_000, 30_000, 1, 1_000, 300_000};
    private static final long[] OFFSETS = {0, 0, 0, 0, 1, 10_000, 30_000};
    private static final long[] COOLDOWNS = {1, 1_000, 9_999, 10_000, 20_000, 20_001, 30_000, 300_000};
    private static final String[][] FIELDS = {
        {"0", "*", "30", "*/15", "5,35", "0-10", "59", "*/7", "10-50/20"},
        {"*", "0", "8", "8-17", "*/6", "9,21", "23", "*/1"},
        {"*", "*", "*", "1", "31", "15", "1-7", "*/2", "29", "30,31", "*/1"},
        {"*", "*", "*", "1", "FEB", "6-8", "*/2", "dec", "2"},
        {"*", "*", "*", "1-5", "MON-FRI", "0", "7", "6", "sun", "0,6", "5-7", "*/3", "*/1", "sat-sun"}
    };
    private static final long[] DURATION_SECONDS = {
        1, 59, 60, 61, 90, 900, 3_600, 28_800, 37_800, 86_400, 129_600, 2_592_000
    };
    private static final long NANOS = 1_000_000_000L;
    private static final long MINUTE_NANOS = 60 * NANOS;

    private final SeededRandom random;

    NomadDraws(SeededRandom random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private long one(long[] of) {
        return of[random.nextInt(of.length)];
    }

    private String one(List<String> usual, List<String> odd) {
        return one(random.nextInt(60) == 0 ? odd : usual);
    }

    Policy policy() {
        long min = random.nextInt(4);
        long max = min + (random.nextInt(10) == 0 ? 0 : random.nextInt(random.nextInt(4) == 0 ? 1_000 : 20));
        List<Check> checks = new ArrayList<>();
        for (int i = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            checks.add(check());
        }
        long cooldown = one(COOLDOWNS);
        long upCooldown = random.nextInt(2) == 0 ? cooldown : one(COOLDOWNS);
        Schedule schedule = random.nextInt(8) == 0 ? schedule() : null;
        return new Policy(min, max, one(MEANINGS), cooldown, upCooldown, schedule, checks);
    }

    private Check check() {
        String strategy = one(STRATEGIES);
        String query = random.nextInt(3) == 0 ? "other" : "load";
        Schedule schedule = random.nextInt(12) == 0 ? schedule() : null;
        long window = one(WINDOWS);
        return new Check(query, one(GROUPS), one(MEANINGS), strategy, config(strategy), window, one(OFFSETS), schedule);
    }

    private Map<String, String> config(String strategy) {
        Map<String, String> config = new LinkedHashMap<>();
        switch (strategy) {
            case "target-value" -> {
                put(config, 60, "target", one(NUMBERS, ODD_NUMBERS));
                put(config, 2, "threshold", one(THRESHOLDS, ODD_NUMBERS));
                limits(config);
            }
            case "threshold" -> threshold(config);
            case "pass-through" -> limits(config);
            default -> put(config, 60, "value", one(WHOLES, ODD_WHOLES));
        }
        return config;
    }

    private void limits(Map<String, String> config) {
        put(config, 1, "max_scale_up", one(LIMITS, ODD_WHOLES));
        put(config, 1, "max_scale_down", one(LIMITS, ODD_WHOLES));
    }

    /** One chance in {@code of} + 1 that it stays away. */
    private void put(Map<String, String> config, int of, String name, String text) {
        if (random.nextInt(of + 1) > 0) {
            config.put(name, text);
        }
    }

    private void threshold(Map<String, String> config) {
        put(config, 4, "lower_bound", one(NUMBERS, ODD_NUMBERS));
        put(config, 3, "upper_bound", one(NUMBERS, ODD_NUMBERS));
        put(config, 8, "within_bounds_trigger", one(WHOLES, ODD_WHOLES));
        int way = random.nextInt(3);
        if (way == 0 || random.nextInt(40) == 0) {
            config.put("delta", one(WHOLES, ODD_WHOLES));
        }
        if (way == 1 || random.nextInt(40) == 0) {
            config.put("percentage", one(PERCENTAGES, ODD_WHOLES));
        }
        if (way == 2 || random.nextInt(40) == 0) {
            config.put("value", one(WHOLES, ODD_WHOLES));
        }
    }

    /** A count about the bounds, beyond them at times. */
    int count(Policy policy) {
        long about = random.nextBoolean() ? policy.max() + 3 : Math.min(policy.max() + 3, 8);
        return random.nextInt((int) about + 1);
    }

    long largeCount() {
        return one(new long[] {1_000, 999_999, 1_000_000_000, (1L << 53) + 1, 1L << 59});
    }

    /** About what a check compares its value with. */
    double value(Check check, long count) {
        double edge = Double.parseDouble(one(NUMBERS));
        for (String text : check.config().values()) {
            edge = random.nextInt(3) > 0 && PLAIN_NUMBER.matcher(text).matches() ? Double.parseDouble(text) : edge;
        }
        double threshold = Double.parseDouble(one(THRESHOLDS));
        double value = switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1, 2 -> edge;
            case 3 -> edge * (1 + threshold);
            case 4 -> edge * (1 - threshold);
            case 5 -> edge * (1 + random.nextInt(12)) / Math.max(1, count);
            case 6 -> count + random.nextInt(3) - 1 + random.nextInt(2) * 0.5;
            case 7 -> random.nextDouble() * 2 * edge;
            case 8 -> random.nextInt(20);
            default -> one(new long[] {1, 5, 1_000_000, 1L << 40});
        };
        return switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : Double.MIN_VALUE;
            case 2 -> -value;
            case 3 -> -1;
            case 4, 5, 6 -> Math.nextUp(value);
            case 7, 8, 9 -> Math.nextDown(value);
            default -> value;
        };
    }

    /** Ascending times of values about a query's window. */
    long[] times(long now, Check check) {
        long window = check.windowMillis();
        long[] ages = {0, 0, 1, -1, window, window + 1, window - 1, window / 2, random.nextInt(120_000)};
        int count = random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(window < 10_000 ? 2 : 8);
        return LongStream.range(0, count)
                .map(i -> Math.min(now, now - check.offsetMillis() - one(ages)))
                .sorted()
                .toArray();
    }

    long startMillis() {
        return 1_700_000_000_000L + random.nextInt(400) * 86_400_000L;
    }

    Schedule schedule() {
        if (random.nextInt(3) == 0) {
            return new Schedule(new NaiveCron(cron()), new NaiveCron(cron()), 0);
        }
        long nanos = DURATION_SECONDS[random.nextInt(DURATION_SECONDS.length)] * NANOS;
        return new Schedule(new NaiveCron(cron()), null, random.nextInt(10) == 0 ? nanos + 1 : nanos);
    }

    private String cron() {
        return String.join(
                " ", Arrays.stream(FIELDS).map(field -> one(List.of(field))).toList());
    }

    /** A time at, shortly before or after a begin or an end where one is near, in epoch nanoseconds. */
    long instant(Schedule schedule) {
        long now = 1_767_225_600L * NANOS + random.nextInt(700_000) * MINUTE_NANOS;
        Long start = schedule.start().last(now, now - 40 * 24 * 60 * MINUTE_NANOS);
        long edge = start == null || random.nextInt(3) == 0 ? now : start;
        edge += random.nextBoolean() ? schedule.durationNanos() : 0;
        return edge + one(new long[] {0, 0, 1, -1, NANOS, -NANOS, 30 * NANOS, 999_999, -2});
    }
}
