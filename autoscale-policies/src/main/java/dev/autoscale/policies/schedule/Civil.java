package dev.autoscale.policies.schedule;

/**
 * Days of the proleptic Gregorian calendar, counted from 1970-01-01, and back. Thread-safe; pure functions that allocate
 * nothing. A date is packed into a long, so that a year, month and day come from one computation.
 */
final class Civil {
    static final int SECONDS_PER_DAY = 86_400;

    /** 400 years: after them dates fall on the same weekdays again. */
    static final long DAYS_PER_CYCLE = 146_097;

    private static final int FEBRUARY = 2;
    private static final int DAYS_BEFORE_EPOCH = 719_468;
    private static final int LENGTHS_31 = 0b1_0101_1010_1010;
    private static final int WEEKDAY_OF_EPOCH = 4;

    private Civil() {}

    /** The day of a date; the day of the month may lie outside of it, and counts on. */
    static long toDays(long year, int month, int dayOfMonth) {
        long y = month <= FEBRUARY ? year - 1 : year; // years begin in March: the leap day comes last
        long cycle = Math.floorDiv(y, 400L);
        long yearOfCycle = y - cycle * 400;
        int monthFromMarch = month + (month <= FEBRUARY ? 9 : -3);
        long dayOfYear = (153L * monthFromMarch + 2) / 5;
        long dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
        return cycle * DAYS_PER_CYCLE + dayOfCycle - DAYS_BEFORE_EPOCH + dayOfMonth - 1;
    }

    /** The packed date of a day. */
    static long dateOf(long days) {
        long fromMarch = days + DAYS_BEFORE_EPOCH;
        long cycle = Math.floorDiv(fromMarch, DAYS_PER_CYCLE);
        long dayOfCycle = fromMarch - cycle * DAYS_PER_CYCLE;
        long yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        long dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfCycle + cycle * 400 + (month <= FEBRUARY ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    static long year(long date) {
        return date >> 9;
    }

    /** 1 to 12. */
    static int month(long date) {
        return (int) (date >> 5) & 15;
    }

    /** 1 to 31. */
    static int day(long date) {
        return (int) date & 31;
    }

    static int lengthOfMonth(long year, int month) {
        if (month == FEBRUARY) {
            return isLeap(year) ? 29 : 28;
        }
        return 30 + (LENGTHS_31 >> month & 1);
    }

    static boolean isLeap(long year) {
        return Math.floorMod(year, 4) == 0 && (Math.floorMod(year, 100) != 0 || Math.floorMod(year, 400) == 0);
    }

    /** 0 (Sunday) to 6. */
    static int weekday(long days) {
        return Math.floorMod(days + WEEKDAY_OF_EPOCH, 7);
    }
}
