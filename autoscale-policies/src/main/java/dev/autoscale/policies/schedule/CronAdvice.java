package dev.autoscale.policies.schedule;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What to write for what the cron expressions of other systems have: for the end of a message. */
final class CronAdvice {
    private static final int SATURDAY = 6;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int LONGEST = 100_000;
    private static final Pattern YEAR = Pattern.compile("[12]\\d{3}([-/,].*)?");
    private static final Pattern NUMBER = Pattern.compile(".*\\d.*");
    private static final int QUARTZ_FIELDS = 6;
    private static final int WEEKDAY = 4;

    private CronAdvice() {}

    /** For weekdays up to 7, which is Sunday in many systems and Saturday in Quartz. */
    static String weekdays(long low, long high, long step) {
        if (high != SATURDAY + 1 || step < 1 || step > high) {
            return "";
        }
        String days = LongStream.iterate(low, day -> day <= high, day -> day + step)
                .map(day -> day % high)
                .distinct()
                .sorted()
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
        String quartz = low == 0 ? "" : " (" + range(low - 1, SATURDAY, step) + " for Quartz, whose Sunday is 1)";
        return "; Sunday is 0, so write " + days + quartz;
    }

    private static String range(long low, long high, long step) {
        return low == high ? Long.toString(low) : low + "-" + high + (step == 1 ? "" : "/" + step);
    }

    /** For a step that is longer than the field. */
    static String step(CronField field, long step) {
        String first = "; write " + field.least + " for the first value alone";
        boolean isTime = field == CronField.MINUTE || field == CronField.HOUR;
        if (!isTime || step > LONGEST) {
            return first;
        }
        long hours = field == CronField.HOUR ? step : step / MINUTES_PER_HOUR;
        long minutes = field == CronField.HOUR ? 0 : step % MINUTES_PER_HOUR;
        return first + ", or @every " + hours + "h" + (minutes == 0 ? "" : minutes + "m") + " for a period of its own";
    }

    /** For a range over the end of the field. */
    static String around(CronField field, long low, long high) {
        return "; write " + range(low, field.most, 1) + ',' + range(field.least, high, 1);
    }

    /** For six fields, with seconds as in Spring and Quartz or with a year as in AWS, and for seven, with both. */
    static String fields(List<String> words) {
        int size = words.size();
        if (size != QUARTZ_FIELDS && size != QUARTZ_FIELDS + 1) {
            return "";
        }
        String last = words.get(size - 1);
        boolean isYearLast = YEAR.matcher(last).matches()
                || words.get(2).equals("?")
                || words.get(WEEKDAY).equals("?");
        boolean hasSeconds = size > QUARTZ_FIELDS || !isYearLast;
        boolean hasYear = size > QUARTZ_FIELDS || isYearLast;
        List<String> five = words.subList(hasSeconds ? 1 : 0, hasYear ? size - 1 : size);
        String without = hasSeconds ? hasYear ? "seconds and year" : "seconds" : "year";
        boolean hasNumbers =
                NUMBER.matcher(five.get(WEEKDAY).replaceAll("/.*", "")).matches();
        String numbers = hasNumbers ? ", and weekdays by name: Quartz and AWS count them from 1, here Sunday is 0" : "";
        return "; without the " + without + " that is " + String.join(" ", five) + numbers;
    }
}
