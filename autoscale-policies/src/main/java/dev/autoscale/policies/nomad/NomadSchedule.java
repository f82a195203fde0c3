package dev.autoscale.policies.nomad;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.TimeWindow;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoDuration;
import dev.autoscale.policies.schedule.CronExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a policy or a check of the Nomad Autoscaler counts, exactly: cron in UTC, from a start to an end or for a duration.
 * Immutable and thread-safe; each question costs two searches and allocates nothing.
 *
 * <pre>{@code
 * NomadSchedule hours = NomadSchedule.builder().start("0 8 * * 1-5").duration("10h").build();
 * boolean open = hours.isActive(0);
 * }</pre>
 *
 * <ul>
 *   <li>With a duration: active from a start (inclusive) until the duration is over (exclusive, its last nanosecond too);
 *       overlapping ones merge. A start that never comes (31 February) is <b>always</b> active.
 *   <li>With an end: active if the last start is later than the last end. So it is not active where both come at once, and a
 *       start on Friday whose end comes on weekdays only lasts until Monday. Without a start before now it is not active; without
 *       an end that ever comes it stays active.
 * </ul>
 */
public final class NomadSchedule implements TimeWindow {
    private static final long NANOS = 1_000_000_000L;
    private static final long MILLIS = 1000;

    /** Seconds beyond this have no milliseconds. */
    private static final long LAST_SECOND = Long.MAX_VALUE / MILLIS - 1;

    private final String startText;
    private final CronExpression start;
    /** Null where it goes by its duration. */
    private final @Nullable CronExpression end;

    private final long durationNanos;

    private NomadSchedule(String startText, CronExpression start, @Nullable CronExpression end, long durationNanos) {
        this.startText = startText;
        this.start = start;
        this.end = end;
        this.durationNanos = durationNanos;
    }

    /** {@return a builder in which nothing is set} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether it is active.
     *
     * @param nowMillis epoch milliseconds, any
     * @return whether what it belongs to counts then
     */
    @Override
    public boolean isActive(long nowMillis) {
        long second = Math.floorDiv(nowMillis, MILLIS);
        return isActive(second, (nowMillis - second * MILLIS) * (NANOS / MILLIS));
    }

    /**
     * Whether it is active, to the nanosecond.
     *
     * @param now not null
     * @return whether what it belongs to counts then
     */
    public boolean isActive(Instant now) {
        return isActive(now.getEpochSecond(), now.getNano());
    }

    private boolean isActive(long second, long nano) {
        long nowMillis = Math.max(-LAST_SECOND, Math.min(second, LAST_SECOND)) * MILLIS;
        if (end != null) {
            long started = start.previousMillis(nowMillis);
            return started != CronExpression.NEVER_BEFORE && started > end.previousMillis(nowMillis);
        }
        if (start.neverFires()) {
            return true;
        }
        // The first start after a duration ago; starts are at whole minutes, so a part of a second plays no part in
        // "after".
        long after = second - durationNanos / NANOS + Math.floorDiv(nano - durationNanos % NANOS + 1, NANOS);
        return start.nextMillis(Math.max(-LAST_SECOND, after) * MILLIS) <= nowMillis;
    }

    /**
     * When the answer may be another one.
     *
     * @param nowMillis epoch milliseconds, any
     * @return an instant after {@code nowMillis}, never late, often early; {@link Long#MAX_VALUE} if the answer stays
     */
    @Override
    public long nextTransitionMillis(long nowMillis) {
        long next = start.nextMillis(nowMillis);
        if (end != null) {
            return Math.min(next, end.nextMillis(nowMillis));
        }
        long last = start.previousMillis(nowMillis);
        long over = last == CronExpression.NEVER_BEFORE ? Long.MIN_VALUE : last + durationNanos / (NANOS / MILLIS);
        // The last nanosecond does not count, so a duration is over a millisecond early; and parts of one are cut off.
        return over > nowMillis ? Math.min(next, over) : over + 1 > nowMillis ? Math.min(next, over + 1) : next;
    }

    /** {@return all settings in one text} */
    @Override
    public String id() {
        return toString();
    }

    /**
     * Whether the other has the same settings, letter by letter.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NomadSchedule that
                && startText.equals(that.startText)
                && Objects.equals(end, that.end)
                && durationNanos == that.durationNanos;
    }

    /** A hash of all settings. */
    @Override
    public int hashCode() {
        return Objects.hash(startText, end, durationNanos);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return startText + (end == null ? " for " + Duration.ofNanos(durationNanos) : " to " + end);
    }

    /** Settings by their names in a Nomad policy. Not thread-safe. */
    public static final class Builder {
        private String start = "";
        private String end = "";
        private String duration = "";

        private Builder() {}

        /**
         * What begins it.
         *
         * @param cron five fields, in UTC; Sunday is 0 or 7; not null. Required
         * @return this
         */
        public Builder start(String cron) {
            start = Objects.requireNonNull(cron, "cron");
            return this;
        }

        /**
         * What ends it, where no duration does.
         *
         * @param cron five fields, in UTC; not null; empty for none
         * @return this
         */
        public Builder end(String cron) {
            end = Objects.requireNonNull(cron, "cron");
            return this;
        }

        /**
         * How long it lasts, where no {@link #end} ends it.
         *
         * @param text as Go writes durations ({@code 1h30m}), above 0; not null; empty for none
         * @return this
         */
        public Builder duration(String text) {
            duration = Objects.requireNonNull(text, "text");
            return this;
        }

        /**
         * Builds the schedule.
         *
         * @return the schedule
         * @throws InvalidSettingsException if a text cannot be read, the start is missing, or there is not exactly one of end and
         *     duration; the message names all of them
         */
        public NomadSchedule build() {
            Violation.Collector broken = new Violation.Collector();
            boolean isOne = end.isEmpty() != duration.isEmpty();
            broken.require(isOne, "there must be one of end and duration", "end, duration", end + ", " + duration);
            CronExpression from = cron("start", start, broken);
            CronExpression to = end.isEmpty() ? null : cron("end", end, broken);
            long nanos = duration.isEmpty() ? 0 : GoDuration.nanos(duration);
            broken.requireBound(
                    duration.isEmpty() || nanos > 0, "a duration above 0, such as 1h", "duration", duration);
            broken.throwIfAny();
            return new NomadSchedule(start, Objects.requireNonNull(from), to, nanos);
        }

        private static @Nullable CronExpression cron(String path, String text, Violation.Collector broken) {
            try {
                return CronExpression.parse(text, ZoneOffset.UTC, CronExpression.Grammar.NOMAD);
            } catch (IllegalArgumentException e) {
                String[] parts = String.valueOf(e.getMessage()).split(": ", 2);
                broken.require(false, parts[0], path, text.isEmpty() ? text : parts[parts.length - 1]);
                return null;
            }
        }

        /** {@return what is set so far} */
        @Override
        public String toString() {
            return "NomadSchedule.Builder[start=" + start + ", end=" + end + ", duration=" + duration + ']';
        }
    }
}
