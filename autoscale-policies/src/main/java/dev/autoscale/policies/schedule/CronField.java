package dev.autoscale.policies.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.Locale;

/** The fields of a cron expression in their order, with the values that each may have. */
enum CronField {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    WEEKDAY("day of week", 0, 6, "sun mon tue wed thu fri sat");

    /** Marks a field that some item of its list leaves open. */
    static final long STAR = 1L << 63;

    final String title;
    final int least;
    final int most;
    /** Of three letters each, a blank between them. */
    private final String names;

    CronField(String title, int least, int most, String names) {
        this.title = title;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** The value of a name of three letters in any case, -1 if it is none. */
    int named(String name) {
        int at = name.length() == 3 ? names.indexOf(name.toLowerCase(Locale.ROOT)) : -1;
        return at < 0 || at % 4 != 0 ? -1 : least + at / 4;
    }

    /** The value of a whole name in any case, -1 if it is none. */
    int namedInFull(String name) {
        Enum<?>[] all = this == MONTH ? Month.values() : this == WEEKDAY ? DayOfWeek.values() : new Month[0];
        for (Enum<?> each : all) {
            if (each.name().equalsIgnoreCase(name)) {
                return named(name.substring(0, 3));
            }
        }
        return -1;
    }

    String orName() {
        return names.isEmpty()
                ? ""
                : " or a name such as " + names.substring(0, 3).toUpperCase(Locale.ROOT);
    }

    static long bits(long low, long high, long step) {
        long bits = 0;
        long value = low;
        while (value <= high) {
            bits |= 1L << value;
            if (step > high - value) {
                break;
            }
            value += step;
        }
        return bits;
    }
}
