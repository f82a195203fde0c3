package dev.autoscale.policies.schedule;

/**
 * The next firing as KEDA finds it: field by field from the month down, stepping local dates through a conversion that does
 * not know every gap and overlap. Thread-safe; pure functions that allocate nothing.
 *
 * <p>Where no zone transition lies between, it answers what {@link CronFields} does. The search always ends.
 */
final class KedaCron {
    private static final int MONTH = 0;
    private static final int DAY = 1;
    private static final int HOUR = 2;
    private static final int MINUTE = 3;
    private static final int SECOND = 4;
    private static final int FOUND = 5;

    private static final int MAX_YEARS = 5;
    private static final long HOUR_SECONDS = 3600;
    private static final int JANUARY = 1;

    private KedaCron() {}

    /** The epoch second of the first firing after an epoch second, {@link CronFields#NEVER} if none is found. */
    static long next(CronFields fields, ZoneTimeline zone, long epochSecond) {
        if (!fields.allowsAnything()) {
            return CronFields.NEVER;
        }
        long t = epochSecond + 1;
        long local = local(zone, t);
        long limit = Civil.year(date(local)) + MAX_YEARS;
        boolean moved = false;
        while (Civil.year(date(local)) <= limit) {
            int field = MONTH;
            boolean wrapped = false;
            while (field < FOUND && !wrapped) {
                if (allows(field, fields, local)) {
                    field++;
                } else {
                    t = step(field, zone, moved ? t : beginning(field, zone, t));
                    moved = true;
                    local = local(zone, t);
                    wrapped = isFirst(field, local);
                }
            }
            if (!wrapped) {
                return t;
            }
        }
        return CronFields.NEVER;
    }

    /**
     * An epoch second until which {@link #next} answers the same as at one before it. Far from zone transitions that is the
     * firing found. Else it is the end of the local month, day, hour or minute that the first field refuses, for all its
     * instants begin the search at the same time.
     */
    static long sameUntil(CronFields fields, ZoneTimeline zone, long epochSecond, long found) {
        if (!fields.allowsAnything()) {
            return ZoneTimeline.END;
        }
        long t = epochSecond + 1;
        long period = zone.periodAt(t);
        long local = t + zone.offset(period);
        long earliest = t - (Civil.day(date(local)) + 1L) * Civil.SECONDS_PER_DAY;
        if (found != CronFields.NEVER
                && earliest >= zone.start(period)
                && found + Civil.SECONDS_PER_DAY < zone.end(period)) {
            return found;
        }
        int field = MONTH;
        while (field < SECOND && allows(field, fields, local)) {
            field++;
        }
        long date = date(local);
        long localEnd = switch (field) {
            case MONTH -> Civil.toDays(Civil.year(date), Civil.month(date) + 1, 1) * Civil.SECONDS_PER_DAY;
            case DAY -> (day(local) + 1) * Civil.SECONDS_PER_DAY;
            case HOUR -> (Math.floorDiv(local, HOUR_SECONDS) + 1) * HOUR_SECONDS;
            default -> Math.floorMod(local, 60) == 0 ? local + 1 : (Math.floorDiv(local, 60L) + 1) * 60;
        };
        long end = Math.min(localEnd - zone.offset(period), zone.end(period));
        return (field < MINUTE ? end : Math.min(end, (Math.floorDiv(t, 60L) + 1) * 60)) - 1;
    }

    private static boolean allows(int field, CronFields fields, long local) {
        return switch (field) {
            case MONTH -> fields.allowsMonth(Civil.month(date(local)));
            case DAY -> fields.allowsDay(Civil.day(date(local)), Civil.weekday(day(local)));
            case HOUR -> fields.allowsHour(hour(local));
            case MINUTE -> fields.allowsMinute(minute(local));
            default -> second(local) == 0;
        };
    }

    /** Sets what is smaller than a field to its first value; done once in a search, however many fields move after it. */
    private static long beginning(int field, ZoneTimeline zone, long t) {
        long local = local(zone, t);
        long date = date(local);
        return switch (field) {
            case MONTH -> instant(zone, Civil.toDays(Civil.year(date), Civil.month(date), 1), 0);
            case DAY -> instant(zone, day(local), 0);
            case HOUR -> instant(zone, day(local), hour(local) * 3600);
            case MINUTE -> t - Math.floorMod(t, 60);
            default -> t;
        };
    }

    private static long step(int field, ZoneTimeline zone, long t) {
        return switch (field) {
            case MONTH -> nextMonth(zone, t);
            case DAY -> nextDay(zone, t);
            case HOUR -> t + HOUR_SECONDS;
            case MINUTE -> t + 60;
            default -> t + 1;
        };
    }

    private static boolean isFirst(int field, long local) {
        return switch (field) {
            case MONTH -> Civil.month(date(local)) == JANUARY;
            case DAY -> Civil.day(date(local)) == 1;
            case HOUR -> hour(local) == 0;
            case MINUTE -> minute(local) == 0;
            default -> second(local) == 0;
        };
    }

    private static long nextMonth(ZoneTimeline zone, long t) {
        long local = local(zone, t);
        long date = date(local);
        int month = Civil.month(date);
        long year = Civil.year(date) + month / 12;
        return instant(zone, Civil.toDays(year, month % 12 + 1, Civil.day(date)), secondOfDay(local));
    }

    /** The start of the next local day; if the conversion leads back, the next period of the zone. */
    private static long nextDay(ZoneTimeline zone, long t) {
        long local = local(zone, t);
        long next = instant(zone, day(local) + 1, secondOfDay(local));
        int hour = hour(local(zone, next));
        if (hour > 12) {
            next += (24 - hour) * HOUR_SECONDS;
        } else {
            next -= hour * HOUR_SECONDS;
        }
        return next > t ? next : zone.end(zone.periodAt(t));
    }

    /**
     * The instant of a local time: as universal time, less the offset in force then, or, if that leads into another period,
     * less that period's offset. A local time in a gap becomes one before or after it, one in an overlap either of the two.
     */
    private static long instant(ZoneTimeline zone, long day, int secondOfDay) {
        long local = day * Civil.SECONDS_PER_DAY + secondOfDay;
        long period = zone.periodAt(local);
        int offset = zone.offset(period);
        long instant = local - offset;
        if (instant < zone.start(period) || instant >= zone.end(period)) {
            instant = local - (offset == 0 ? 0 : zone.offsetAt(instant));
        }
        return instant;
    }

    private static long local(ZoneTimeline zone, long t) {
        return t + zone.offsetAt(t);
    }

    private static long day(long local) {
        return Math.floorDiv(local, (long) Civil.SECONDS_PER_DAY);
    }

    private static long date(long local) {
        return Civil.dateOf(day(local));
    }

    private static int secondOfDay(long local) {
        return (int) Math.floorMod(local, (long) Civil.SECONDS_PER_DAY);
    }

    private static int hour(long local) {
        return secondOfDay(local) / 3600;
    }

    private static int minute(long local) {
        return secondOfDay(local) / 60 % 60;
    }

    private static int second(long local) {
        return secondOfDay(local) % 60;
    }
}
