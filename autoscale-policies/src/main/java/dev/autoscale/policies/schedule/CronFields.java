package dev.autoscale.policies.schedule;

/**
 * Which local times a cron expression allows, as bit sets: bit n for value n. Immutable; no method allocates.
 *
 * <p>Local time is counted in seconds from 1970-01-01T00:00 on the same clock, so a day always has 86,400 of them. A local
 * second is allowed if it begins a minute that all fields allow; of the two fields of the day both must if {@code bothDays}, which
 * is so if one of them has a star, else one is enough.
 */
record CronFields(long minutes, int hours, int days, int months, int weekdays, boolean bothDays) {
    /** No such local second. */
    static final long NEVER = Long.MIN_VALUE;

    /** Allows nothing. */
    static final CronFields NONE = new CronFields(0, 0, 0, 0, 0, false);

    /** A date that exists at all comes again within this many months: 29 February skips 1900 and 2100. */
    private static final int MAX_MONTHS = 8 * 12 + 1;

    private static final int MINUTES_PER_DAY = 24 * 60;

    /** Repeats seven bits seven times. */
    private static final long WEEKS = 1 | 1L << 7 | 1L << 14 | 1L << 21 | 1L << 28 | 1L << 35 | 1L << 42;

    CronFields(long[] sets, boolean bothDays) {
        this(
                sets[CronField.MINUTE.ordinal()],
                (int) sets[CronField.HOUR.ordinal()],
                (int) sets[CronField.DAY.ordinal()],
                (int) sets[CronField.MONTH.ordinal()],
                (int) sets[CronField.WEEKDAY.ordinal()],
                bothDays);
    }

    boolean allowsMonth(int month) {
        return (months >> month & 1) != 0;
    }

    boolean allowsDay(int dayOfMonth, int weekday) {
        boolean day = (days >> dayOfMonth & 1) != 0;
        boolean dayOfWeek = (weekdays >> weekday & 1) != 0;
        return bothDays ? day && dayOfWeek : day || dayOfWeek;
    }

    boolean allowsHour(int hour) {
        return (hours >> hour & 1) != 0;
    }

    boolean allowsMinute(int minute) {
        return (minutes >> minute & 1) != 0;
    }

    /** Whether any date and time of the calendar is allowed. */
    boolean allowsAnything() {
        return minutes != 0 && hours != 0 && dayFrom(2000 * 12L, 1) != NEVER;
    }

    /** The first allowed local second at or after one, or {@link #NEVER}. */
    long atOrAfter(long localSecond) {
        return search(localSecond, 1);
    }

    /** The last allowed local second at or before one, or {@link #NEVER}. */
    long atOrBefore(long localSecond) {
        return search(localSecond, -1);
    }

    private long search(long localSecond, int step) {
        if (minutes == 0 || hours == 0) {
            return NEVER;
        }
        boolean isForward = step > 0;
        long today = Math.floorDiv(localSecond, (long) Civil.SECONDS_PER_DAY);
        long date = Civil.dateOf(today);
        int day = Civil.day(date);
        long allowed = daysOf(Civil.year(date), Civil.month(date));
        if ((allowed >> day & 1) != 0) {
            int second = (int) Math.floorMod(localSecond, (long) Civil.SECONDS_PER_DAY);
            int minute = isForward ? minuteFrom((second + 59) / 60) : minuteUpTo(second / 60);
            if (minute >= 0) {
                return today * Civil.SECONDS_PER_DAY + minute * 60L;
            }
        }
        long others = allowed & (isForward ? -2L << day : (1L << day) - 1);
        long found = others != 0
                ? today + nearest(others, step) - day
                : dayFrom(Civil.year(date) * 12 + Civil.month(date) - 1 + step, step);
        int minute = isForward ? minuteFrom(0) : minuteUpTo(MINUTES_PER_DAY - 1);
        return found == NEVER ? NEVER : found * Civil.SECONDS_PER_DAY + minute * 60L;
    }

    /** The first allowed day from a month on, counted from January of year 0; with a step of -1 the last one up to it. */
    private long dayFrom(long month, int step) {
        for (int i = 0; i < MAX_MONTHS; i++) {
            long m = month + (long) i * step;
            long year = Math.floorDiv(m, 12L);
            int monthOfYear = (int) Math.floorMod(m, 12L) + 1;
            long allowed = daysOf(year, monthOfYear);
            if (allowed != 0) {
                return Civil.toDays(year, monthOfYear, nearest(allowed, step));
            }
        }
        return NEVER;
    }

    /** Bit n for the nth day of a month. */
    private long daysOf(long year, int month) {
        if (!allowsMonth(month)) {
            return 0;
        }
        long all = (2L << Civil.lengthOfMonth(year, month)) - 2;
        long byWeekday = ((weekdays * WEEKS) >>> Civil.weekday(Civil.toDays(year, month, 1))) << 1;
        return all & (bothDays ? days & byWeekday : days | byWeekday);
    }

    /** The first allowed minute of the day at or after one, -1 if there is none. */
    private int minuteFrom(int minuteOfDay) {
        if (minuteOfDay >= MINUTES_PER_DAY) {
            return -1;
        }
        int hour = minuteOfDay / 60;
        if (allowsHour(hour)) {
            long rest = minutes >>> (minuteOfDay % 60);
            if (rest != 0) {
                return minuteOfDay + Long.numberOfTrailingZeros(rest);
            }
        }
        int later = hours & -2 << hour;
        return later == 0 ? -1 : Integer.numberOfTrailingZeros(later) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    private int minuteUpTo(int minuteOfDay) {
        int hour = minuteOfDay / 60;
        if (allowsHour(hour)) {
            long rest = minutes & -1L >>> (63 - minuteOfDay % 60);
            if (rest != 0) {
                return hour * 60 + lastBit(rest);
            }
        }
        int earlier = hours & ((1 << hour) - 1);
        return earlier == 0 ? -1 : lastBit(earlier) * 60 + lastBit(minutes);
    }

    /** The first of the bits; with a step of -1 the last. */
    private static int nearest(long bits, int step) {
        return step > 0 ? Long.numberOfTrailingZeros(bits) : lastBit(bits);
    }

    private static int lastBit(long bits) {
        return 63 - Long.numberOfLeadingZeros(bits);
    }
}
