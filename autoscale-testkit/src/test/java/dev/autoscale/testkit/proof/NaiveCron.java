package dev.autoscale.testkit.proof;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Five cron fields in UTC as bits, looked through day by day. */
final class NaiveCron {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final long NANOS_OF_A_MINUTE = 60_000_000_000L;
    private static final long NANOS_OF_A_DAY = 24 * 60 * NANOS_OF_A_MINUTE;
    private static final int SEARCHED_DAYS = 32 * 366;

    private final String text;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean isEachDay;
    private final boolean isEachDayOfWeek;
    private Boolean comes;

    NaiveCron(String text) {
        this.text = text;
        String[] fields = text.toLowerCase(Locale.ROOT).split(" ");
        minutes = field(fields[0], 0, 59, List.of(), 0);
        hours = field(fields[1], 0, 23, List.of(), 0);
        days = field(fields[2], 1, 31, List.of(), 0);
        months = field(fields[3], 1, 12, MONTHS, 1);
        daysOfWeek = field(fields[4], 0, 7, DAYS, 0);
        daysOfWeek.set(0, daysOfWeek.get(0) || daysOfWeek.get(7));
        isEachDay = isEach(fields[2]);
        isEachDayOfWeek = isEach(fields[4]);
    }

    private static boolean isEach(String field) {
        return List.of(field.split(",")).contains("*");
    }

    private static BitSet field(String text, int lowest, int highest, List<String> names, int first) {
        BitSet numbers = new BitSet();
        for (String part : text.split(",")) {
            String[] range = part.split("/");
            int step = range.length > 1 ? Integer.parseInt(range[1]) : 1;
            String[] ends = range[0].split("-");
            boolean isStar = range[0].equals("*");
            int from = isStar ? lowest : number(ends[0], names, first);
            int to = isStar ? highest : ends.length > 1 ? number(ends[1], names, first) : from;
            if (names.equals(DAYS) && ends.length > 1) {
                from %= 7; // seen with the real parser: a range that ends on Sunday ends on Saturday
                to = to % 7 == 0 ? 6 : to;
            }
            for (int number = from; number <= to; number += step) {
                numbers.set(number);
            }
        }
        return numbers;
    }

    private static int number(String text, List<String> names, int first) {
        return names.contains(text) ? names.indexOf(text) + first : Integer.parseInt(text);
    }

    private boolean hasDay(LocalDate day) {
        int dayOfWeek =
                day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : day.getDayOfWeek().getValue();
        boolean isDay = days.get(day.getDayOfMonth());
        boolean isDayOfWeek = daysOfWeek.get(dayOfWeek);
        boolean isMonth = months.get(day.getMonthValue());
        if (isEachDay && isEachDayOfWeek) {
            return isMonth;
        }
        return isMonth && (isEachDay ? isDayOfWeek : isEachDayOfWeek ? isDay : isDay || isDayOfWeek);
    }

    /** Whether it ever comes. */
    boolean comes() {
        if (comes == null) {
            LocalDate first = LocalDate.of(2000, 1, 1);
            comes = IntStream.range(0, SEARCHED_DAYS).anyMatch(day -> hasDay(first.plusDays(day)));
        }
        return comes;
    }

    /** The last time at or before an instant and after another one, in epoch nanoseconds; null if there is none within 32 years. */
    Long last(long nowNanos, long afterNanos) {
        long today = Math.floorDiv(nowNanos, NANOS_OF_A_DAY);
        for (long day = today; day > today - SEARCHED_DAYS && (day + 1) * NANOS_OF_A_DAY > afterNanos; day--) {
            if (!hasDay(LocalDate.ofEpochDay(day))) {
                continue;
            }
            for (int hour = 23; hour >= 0; hour--) {
                for (int minute = 59; minute >= 0; minute--) {
                    long time = day * NANOS_OF_A_DAY + (hour * 60L + minute) * NANOS_OF_A_MINUTE;
                    if (time <= nowNanos && hours.get(hour) && minutes.get(minute)) {
                        return time > afterNanos ? time : null;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
