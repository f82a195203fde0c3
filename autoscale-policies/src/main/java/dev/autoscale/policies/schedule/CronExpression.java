package dev.autoscale.policies.schedule;

import java.time.ZoneId;
import java.util.Objects;

/**
 * A cron expression of five fields (minute, hour, day of month, month, day of week) in a time zone. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * CronExpression mornings = CronExpression.parse("30 6 * * MON-FRI", ZoneId.of("Europe/Berlin"));
 * long next = mornings.nextMillis(0); // 1970-01-01T05:30:00Z
 * }</pre>
 *
 * <p><b>Fields.</b> Lists ({@code 1,15}), ranges ({@code MON-FRI}), steps ({@code *}{@code /15}, {@code 8-18/2};
 * {@code 5/20} is every 20 from 5 on), names of months and weekdays ({@code JAN}, {@code SUN}, any case), {@code *} or
 * {@code ?} for all. Sunday is 0. If the day of month or the day of week has a {@code *} or {@code ?} (without a step, or
 * with step 1), both must match; otherwise one of them is enough. Who comes from Quartz, Spring or AWS: their six or seven fields have
 * seconds before or a year after these five, and the weekdays of Quartz and AWS count from Sunday as 1 (names mean the same everywhere). A prefix {@code TZ=Europe/Berlin} or
 * {@code CRON_TZ=Europe/Berlin} overrides the zone. Descriptors: {@code @yearly} ({@code @annually}), {@code @monthly},
 * {@code @weekly}, {@code @daily} ({@code @midnight}), {@code @hourly}, and {@code @every 1h30m}.
 *
 * <p><b>Firing by the wall clock.</b> {@link #nextMillis} and {@link #previousMillis} follow one law: an instant fires if and
 * only if it begins a local minute that all fields allow. So a time that a spring gap leaves out does not fire on that day,
 * a time that an autumn overlap repeats fires twice (as in Spring and KEDA; Quartz fires once), and a day that a zone skipped has no firings. {@code @every} fires at
 * the whole multiples of its duration since 1970-01-01T00:00Z. Next is strictly after, previous is at or before, so
 * {@code previousMillis(t)} is {@code t} at a firing.
 *
 * <p><b>Firing as KEDA</b> does: {@link #kedaNextMillis}, for those who must agree with a running KEDA to the second. It differs
 * around some zone transitions (a midnight gap may lose a day), gives up after five years, and {@code @every} counts from
 * the instant asked for.
 *
 * <p>Every search ends, for every instant, expression and zone, and none allocates. Recorded zone transitions are compiled
 * into a table when the expression is parsed and the zone's last rules are computed for any later year, so there is no
 * horizon. A search costs O(1) between two transitions of the zone and is bounded by 400 years of them. Of the zone's data the
 * running JDK has the last word.
 */
public final class CronExpression {
    /** What {@link #nextMillis} and {@link #kedaNextMillis} answer if the expression does not fire again. */
    public static final long NEVER_AGAIN = Long.MAX_VALUE;

    /** What {@link #previousMillis} answers if the expression did not fire before. */
    public static final long NEVER_BEFORE = Long.MIN_VALUE;

    /**
     * Which texts are expressions. Each constant takes all that {@link #STRICT} takes, {@link #KEDA} and {@link #NOMAD} except
     * descriptors.
     */
    public enum Grammar {
        /**
         * Refuses what is careless: empty list items ({@code 1,,2}), a range after a star ({@code *-99}), signed numbers
         * ({@code +5}), steps beyond the largest value of the field ({@code *}{@code /90}, which fires once an hour, not every 90 minutes),
         * blanks other than space and tab, {@code @every} with anything but whole positive seconds, an empty
         * zone, and what can never fire ({@code 0 0 30 2 *}).
         */
        STRICT,
        /** As {@link #STRICT}, but the expression may be one that never fires. */
        STRICT_OR_NEVER,
        /** What KEDA's cron trigger takes: all of the careless above, and no descriptors. */
        KEDA,
        /** What the standard parser of KEDA's cron library takes: as {@link #KEDA}, and descriptors. */
        STANDARD,
        /**
         * What a schedule of the Nomad Autoscaler takes, but for its {@code L}, {@code W} and {@code #}: as
         * {@link #STRICT_OR_NEVER} without descriptors, and with whole names ({@code Monday}). Sunday is 7 as well as 0, but a
         * range of weekdays that ends on Sunday ends on Saturday there ({@code 5-7} is Friday and Saturday). A star with a step
         * leaves a field of days restricted even if the step is 1.
         */
        NOMAD;

        boolean isStrict() {
            return this == STRICT || this == STRICT_OR_NEVER || this == NOMAD;
        }
    }

    private static final long SECONDS_PER_CYCLE = Civil.DAYS_PER_CYCLE * Civil.SECONDS_PER_DAY;
    /** Of those that can have firings: the one that is cut short by the end of time has none, whichever way it is searched. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1000 - 1;

    private static final long FIRST_SECOND = Long.MIN_VALUE / 1000;

    private final String text;
    private final ZoneId zone;
    private final CronFields fields;
    private final ZoneTimeline timeline;

    /** Seconds of {@code @every}, 0 for fields. */
    private final long everySeconds;

    CronExpression(String text, ZoneId zone, CronFields fields, ZoneTimeline timeline, long everySeconds) {
        this.text = text;
        this.zone = zone;
        this.fields = fields;
        this.timeline = timeline;
        this.everySeconds = everySeconds;
    }

    /**
     * Reads an expression under {@link Grammar#STRICT}.
     *
     * @param expression not null
     * @param zone the zone unless the expression names its own; not null
     * @return the expression
     * @throws IllegalArgumentException if it is malformed or can never fire; the message names the field and the character
     *     (from 1)
     */
    public static CronExpression parse(String expression, ZoneId zone) {
        return parse(expression, zone, Grammar.STRICT);
    }

    /**
     * Reads an expression under a grammar. Expressions in zones with equal rules share a
     * table of about 4 kB.
     *
     * @param expression not null
     * @param zone the zone unless the expression names its own; not null
     * @param grammar which texts are taken; not null
     * @return the expression
     * @throws IllegalArgumentException if the grammar refuses it; the message names the field and the character (from 1)
     */
    public static CronExpression parse(String expression, ZoneId zone, Grammar grammar) {
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(grammar, "grammar");
        return new CronParser(expression, grammar).parse(zone);
    }

    /**
     * The zone of a name as KEDA reads it: a name of the IANA database, exactly as written there; nothing at all is UTC. An
     * offset ({@code +02:00}), {@code Z} and {@code Local} are no names.
     *
     * @param name not null
     * @return the zone
     * @throws IllegalArgumentException if there is none of that name; the message offers near matches
     */
    public static ZoneId zone(String name) {
        return CronZones.named(name);
    }

    /**
     * The first firing after an instant, by the wall clock.
     *
     * @param epochMillis any instant
     * @return epoch milliseconds, greater than {@code epochMillis}; {@link #NEVER_AGAIN} if there is none
     */
    public long nextMillis(long epochMillis) {
        long from = Math.floorDiv(epochMillis, 1000L) + 1;
        if (everySeconds > 0) {
            return next(Math.floorDiv(from - 1, everySeconds) * everySeconds + everySeconds);
        }
        long latest = Math.max(from, timeline.start(timeline.lastRecorded())) + SECONDS_PER_CYCLE;
        long local = Long.MIN_VALUE; // the first allowed local second from searched on
        long searched = 0;
        for (long period = timeline.periodAt(from); from < latest; period++) {
            int offset = timeline.offset(period);
            if (from + offset < searched || from + offset > local) {
                searched = from + offset;
                local = fields.atOrAfter(searched);
            }
            if (local == CronFields.NEVER) {
                return NEVER_AGAIN;
            }
            long end = timeline.end(period);
            if (local - offset < end) {
                return next(local - offset);
            }
            from = end;
        }
        return NEVER_AGAIN;
    }

    /**
     * The last firing at or before an instant, by the wall clock. KEDA has no such search; a firing is one under both rules,
     * as {@link #kedaNextMillis} answers it from one second before.
     *
     * @param epochMillis any instant
     * @return epoch milliseconds, at most {@code epochMillis}; {@link #NEVER_BEFORE} if there is none
     */
    public long previousMillis(long epochMillis) {
        long to = Math.min(LAST_SECOND, Math.floorDiv(epochMillis, 1000L));
        if (everySeconds > 0) {
            return previous(Math.floorDiv(to, everySeconds) * everySeconds);
        }
        long earliest = to - SECONDS_PER_CYCLE;
        long local = Long.MAX_VALUE; // the last allowed local second up to searched
        long searched = 0;
        for (long period = timeline.periodAt(to); period >= 0; period--) {
            int offset = timeline.offset(period);
            if (to + offset > searched || to + offset < local) {
                searched = to + offset;
                local = fields.atOrBefore(searched);
            }
            if (local == CronFields.NEVER) {
                return NEVER_BEFORE;
            }
            long start = timeline.start(period);
            if (local - offset >= start) {
                return previous(local - offset);
            }
            to = start - 1;
            if (to < earliest && period > timeline.lastRecorded()) { // rules repeat: none of them lets it fire
                period = timeline.lastRecorded() + 1;
                to = timeline.start(period) - 1;
            }
        }
        return NEVER_BEFORE;
    }

    /**
     * The first firing after an instant as KEDA computes it. Within a zone's gap or overlap, and where a search crosses one,
     * it may answer another instant than {@link #nextMillis}, even one that the fields do not allow, or miss one that they
     * do. Costs up to a few thousand steps for rare dates.
     *
     * @param epochMillis any instant
     * @return epoch milliseconds, greater than {@code epochMillis}; {@link #NEVER_AGAIN} if there is none up to the end of
     *     the fifth calendar year after
     */
    public long kedaNextMillis(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        if (everySeconds > 0) {
            return next(second + everySeconds);
        }
        long found = KedaCron.next(fields, timeline, second);
        return found == CronFields.NEVER ? NEVER_AGAIN : next(found);
    }

    /** An instant after one, before which {@link #kedaNextMillis} keeps answering {@code next}, as it did at that one. */
    long kedaSameUntilMillis(long epochMillis, long next) {
        long second = Math.floorDiv(epochMillis, 1000L);
        if (everySeconds > 0) {
            return next(second + 1);
        }
        long found = next == NEVER_AGAIN ? CronFields.NEVER : next / 1000;
        return next(KedaCron.sameUntil(fields, timeline, second, found));
    }

    private static long next(long second) {
        return second > LAST_SECOND ? NEVER_AGAIN : second * 1000;
    }

    private static long previous(long second) {
        return second < FIRST_SECOND ? NEVER_BEFORE : second * 1000;
    }

    /** {@return whether no date and time of the calendar is allowed, as in {@code 0 0 30 2 *}} */
    public boolean neverFires() {
        return everySeconds == 0 && !fields.allowsAnything();
    }

    /**
     * {@return the zone whose local time the fields are compared with: the one of the expression's prefix, if it has
     * one}
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Whether the other is the same text in the same zone.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof CronExpression that && text.equals(that.text) && zone.equals(that.zone);
    }

    /** A hash of text and zone. */
    @Override
    public int hashCode() {
        return 31 * text.hashCode() + zone.hashCode();
    }

    /** {@return the expression as it was written} */
    @Override
    public String toString() {
        return text;
    }
}
