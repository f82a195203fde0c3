package dev.autoscale.policies.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random cron expressions that know, apart from any parser, what they allow; and instants near the transitions of zones. */
final class CronTexts {
    /** One item of a list, or a whole field. */
    record Field(String text, Set<Integer> values, boolean star) {
        Field and(Field other) {
            Set<Integer> all = new TreeSet<>(values);
            all.addAll(other.values);
            return new Field(text + ',' + other.text, all, star || other.star);
        }
    }

    record Cron(Field minute, Field hour, Field day, Field month, Field weekday) {
        boolean allows(LocalDateTime time) {
            int sundayIsZero = time.getDayOfWeek() == DayOfWeek.SUNDAY
                    ? 0
                    : time.getDayOfWeek().getValue();
            boolean byDay = day.values.contains(time.getDayOfMonth());
            boolean byWeekday = weekday.values.contains(sundayIsZero);
            return minute.values.contains(time.getMinute())
                    && hour.values.contains(time.getHour())
                    && month.values.contains(time.getMonthValue())
                    && time.getSecond() == 0
                    && (day.star || weekday.star ? byDay && byWeekday : byDay || byWeekday);
        }

        @Override
        public String toString() {
            return String.join(" ", minute.text, hour.text, day.text, month.text, weekday.text);
        }
    }

    /** Zones with gaps at midnight, half-hour changes and no changes at all. */
    private static final List<String> ODD_ZONES = List.of(
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Asia/Beirut",
            "America/Havana",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Asia/Tehran",
            "Europe/Dublin",
            "Antarctica/Troll",
            "Asia/Kathmandu",
            "UTC");

    private static final long EARLIEST = Instant.parse("1972-02-01T00:00:00Z").getEpochSecond();
    private static final long LATEST = Instant.parse("2150-01-01T00:00:00Z").getEpochSecond();

    private CronTexts() {}

    static Arbitrary<Cron> crons() {
        return Combinators.combine(
                        field(0, 59),
                        field(0, 23),
                        Arbitraries.frequencyOf(Tuple.of(1, star(1, 31)), Tuple.of(1, field(1, 31))),
                        Arbitraries.frequencyOf(Tuple.of(3, star(1, 12)), Tuple.of(1, field(1, 12))),
                        Arbitraries.frequencyOf(Tuple.of(1, star(0, 6)), Tuple.of(1, field(0, 6))))
                .as(Cron::new);
    }

    private static Arbitrary<Field> field(int least, int most) {
        Arbitrary<Field> item = Arbitraries.oneOf(star(least, most), number(least, most), range(least, most));
        return item.list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(items -> items.stream().reduce(Field::and).orElseThrow());
    }

    private static Arbitrary<Field> star(int least, int most) {
        return Arbitraries.integers()
                .between(1, most)
                .map(step -> new Field(step == 1 ? "*" : "*/" + step, values(least, most, step), step == 1));
    }

    private static Arbitrary<Field> number(int least, int most) {
        return Arbitraries.integers()
                .between(least, most)
                .map(number -> new Field(Integer.toString(number), Set.of(number), false));
    }

    private static Arbitrary<Field> range(int least, int most) {
        Arbitrary<Integer> ends = Arbitraries.integers().between(least, most);
        return Combinators.combine(ends, ends, Arbitraries.integers().between(1, Math.min(most, 9)))
                .as((a, b, step) -> {
                    int low = Math.min(a, b);
                    int high = Math.max(a, b);
                    return new Field(low + "-" + high + "/" + step, values(low, high, step), false);
                });
    }

    private static Set<Integer> values(int low, int high, int step) {
        Set<Integer> values = new TreeSet<>();
        for (int value = low; value <= high; value += step) {
            values.add(value);
        }
        return values;
    }

    static Arbitrary<ZoneId> zones() {
        return Arbitraries.oneOf(
                        Arbitraries.of(ODD_ZONES),
                        Arbitraries.of(
                                ZoneId.getAvailableZoneIds().stream().sorted().toList()))
                .map(ZoneId::of);
    }

    /** An instant, often within two days of a transition. */
    static Instant instant(ZoneId zone, long random, boolean near) {
        Instant any = Instant.ofEpochSecond(EARLIEST + Math.floorMod(random, LATEST - EARLIEST));
        ZoneOffsetTransition next = zone.getRules().nextTransition(any);
        if (!near || next == null) {
            return any;
        }
        long within = Math.floorMod(random / 7, 4 * 86_400L) - 2 * 86_400L;
        return next.getInstant().plusSeconds(within);
    }

    static LocalDateTime local(ZoneId zone, long epochSecond) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond));
        return LocalDateTime.ofEpochSecond(epochSecond, 0, offset);
    }
}
