package dev.autoscale.policies.schedule;

import dev.autoscale.TimeWindow;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Times in which something holds, opened by a cron expression. Immutable and thread-safe; {@link #newCursor()} gives a mutable
 * reader that answers in constant time between two transitions.
 *
 * <pre>{@code
 * ZoneId zone = ZoneId.of("America/New_York");
 * CronWindow hours = CronWindow.between(
 *         CronExpression.parse("0 9 * * 1-5", zone), CronExpression.parse("0 17 * * 1-5", zone));
 * boolean open = hours.isActive(0);
 * }</pre>
 *
 * <p>Three ways to say when it closes:
 * <ul>
 *   <li>{@link #between}: opened by a firing of the start, closed by the next firing of the end; half-open {@code [start, end)}.
 *       Where both fire at once it is open. Further starts while it is open change nothing. It is only ever open after a
 *       start that really fired, so {@code 30 6 * * 1-5} to {@code 10 22 * * *} is closed on weekends.
 *   <li>{@link #lasting}: open for a duration from each firing of the start, {@code [start, start + duration)}; where these
 *       overlap, the union. The duration is elapsed time: a window of 8 hours lasts 8 hours across a change to or from
 *       daylight saving time.
 *   <li>{@link #keda}: as KEDA's cron trigger, which looks ahead only: open if the next firing of the end does not come later
 *       than the next one of the start, so the example above is open from Friday to Sunday 22:10. Firings are those of
 *       {@link CronExpression#kedaNextMillis}; an end that never fires never opens it, a start that never fires always does.
 * </ul>
 * The first two go by the wall clock ({@link CronExpression#nextMillis}). Each question costs a few searches and allocates
 * nothing.
 */
public final class CronWindow implements TimeWindow {
    /** What {@link #nextTransitionMillis} answers if nothing changes any more. */
    public static final long NEVER_AGAIN = CronExpression.NEVER_AGAIN;

    /** How many firings that change nothing are looked past before an early answer is given. */
    private static final int LOOK_AHEAD = 64;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private enum Kind {
        BETWEEN,
        LASTING,
        KEDA
    }

    private final Kind kind;
    private final CronExpression start;

    /** The start again if the window closes by its length. */
    private final CronExpression end;

    private final long lengthMillis;

    private CronWindow(Kind kind, CronExpression start, CronExpression end, long lengthMillis) {
        this.kind = kind;
        this.start = Objects.requireNonNull(start, "start");
        this.end = Objects.requireNonNull(end, "end");
        this.lengthMillis = lengthMillis;
    }

    /**
     * A window that one expression opens and another one closes.
     *
     * @param start opens it; not null
     * @param end closes it, in its own zone; not null
     * @return the window
     * @throws IllegalArgumentException if the end never fires, so that it would stay open for ever
     */
    public static CronWindow between(CronExpression start, CronExpression end) {
        Violation.require(!end.neverFires(), "end must fire at some time", "end", end);
        return new CronWindow(Kind.BETWEEN, start, end, 0);
    }

    /**
     * A window that stays open for a duration after each firing.
     *
     * @param start opens it; not null
     * @param length elapsed time, at least 1 ms (finer parts are cut off); not null
     * @return the window
     * @throws IllegalArgumentException if the length is less than 1 ms or does not fit into milliseconds of a long
     */
    public static CronWindow lasting(CronExpression start, Duration length) {
        Violation.require(length.compareTo(LONGEST) <= 0, "length must fit into milliseconds", "length", length);
        Violation.require(length.compareTo(SHORTEST) >= 0, "length must be at least 1 ms", "length", length);
        return new CronWindow(Kind.LASTING, start, start, length.toMillis());
    }

    /**
     * A window as KEDA's cron trigger sees it.
     *
     * @param start not null
     * @param end not null
     * @return the window
     */
    public static CronWindow keda(CronExpression start, CronExpression end) {
        return new CronWindow(Kind.KEDA, start, end, 0);
    }

    /**
     * Whether it is open.
     *
     * @param nowMillis epoch milliseconds, any
     * @return true from a start (inclusive) to an end (exclusive)
     */
    @Override
    public boolean isActive(long nowMillis) {
        if (kind == Kind.KEDA) {
            return isKedaActive(start.kedaNextMillis(nowMillis), end.kedaNextMillis(nowMillis));
        }
        long opened = start.previousMillis(nowMillis);
        if (opened == CronExpression.NEVER_BEFORE) {
            return false;
        }
        return kind == Kind.LASTING ? nowMillis < closes(opened) : end.previousMillis(nowMillis) <= opened;
    }

    /**
     * When it opens or closes next. Never late: {@link #isActive} answers the same at every instant before. It may be early,
     * where many firings follow each other without a change, and for {@link #keda} near changes of the zone's offset.
     *
     * @param nowMillis epoch milliseconds, any
     * @return epoch milliseconds, greater than {@code nowMillis}; {@link #NEVER_AGAIN} if nothing changes any more
     */
    @Override
    public long nextTransitionMillis(long nowMillis) {
        return kind == Kind.KEDA ? kedaTransition(nowMillis) : transition(nowMillis);
    }

    private long transition(long nowMillis) {
        if (!isActive(nowMillis)) {
            return start.nextMillis(nowMillis);
        }
        if (kind == Kind.LASTING) {
            return lastingUntil(start.previousMillis(nowMillis));
        }
        long closes = end.nextMillis(nowMillis);
        for (int i = 0; i < LOOK_AHEAD && closes != NEVER_AGAIN && start.previousMillis(closes) == closes; i++) {
            closes = end.nextMillis(closes);
        }
        return closes;
    }

    private long lastingUntil(long opened) {
        long closes = closes(opened);
        for (int i = 0; i < LOOK_AHEAD && closes != NEVER_AGAIN; i++) {
            long again = start.previousMillis(closes);
            if (closes(again) == closes) {
                return closes;
            }
            closes = closes(again);
        }
        return closes;
    }

    private static boolean isKedaActive(long opens, long closes) {
        return opens == CronExpression.NEVER_AGAIN || closes <= opens;
    }

    private long kedaTransition(long nowMillis) {
        long at = nowMillis;
        long opens = start.kedaNextMillis(at);
        long closes = end.kedaNextMillis(at);
        boolean active = isKedaActive(opens, closes);
        for (int i = 0; i < LOOK_AHEAD && at != NEVER_AGAIN && isKedaActive(opens, closes) == active; i++) {
            at = Math.min(start.kedaSameUntilMillis(at, opens), end.kedaSameUntilMillis(at, closes));
            opens = start.kedaNextMillis(at);
            closes = end.kedaNextMillis(at);
        }
        return at;
    }

    private long closes(long opened) {
        return opened > Long.MAX_VALUE - lengthMillis ? NEVER_AGAIN : opened + lengthMillis;
    }

    /** {@return what opens it} */
    public CronExpression start() {
        return start;
    }

    /** {@return what closes it} Empty if it closes by its {@link #length}. */
    public Optional<CronExpression> end() {
        return kind == Kind.LASTING ? Optional.empty() : Optional.of(end);
    }

    /** {@return how long it stays open after a firing of the start} Empty if an {@link #end} closes it. */
    public Optional<Duration> length() {
        return kind == Kind.LASTING ? Optional.of(Duration.ofMillis(lengthMillis)) : Optional.empty();
    }

    /** {@return whether it looks ahead only, as KEDA's cron trigger does} */
    public boolean isKeda() {
        return kind == Kind.KEDA;
    }

    /** {@return a reader that remembers the last answer for as long as it holds} */
    public Cursor newCursor() {
        return new Cursor(this);
    }

    /** {@return what opens and closes it, and in which zones} A text that differs for windows that differ. */
    @Override
    public String id() {
        String zones = start.zone().equals(end.zone()) ? start.zone().getId() : start.zone() + " and " + end.zone();
        return this + ", " + zones;
    }

    /** What opens and closes it, in words. */
    @Override
    public String toString() {
        return switch (kind) {
            case BETWEEN -> start + " to " + end;
            case LASTING -> start + " for " + Duration.ofMillis(lengthMillis);
            case KEDA -> start + " to " + end + " (KEDA)";
        };
    }

    /**
     * Answers as its window does and searches only when a transition was passed or time went back. Not thread-safe: one per
     * workload or thread. Allocates nothing and has no memory of its own beyond what it could compute again.
     */
    public static final class Cursor {
        private final CronWindow window;
        private long fromMillis = 1;
        private long untilMillis; // empty at first
        private boolean active;

        private Cursor(CronWindow window) {
            this.window = window;
        }

        /**
         * Whether the window is open.
         *
         * @param nowMillis epoch milliseconds, any
         * @return as {@link CronWindow#isActive}
         */
        public boolean isActive(long nowMillis) {
            moveTo(nowMillis);
            return active;
        }

        /**
         * When the window opens or closes next.
         *
         * @param nowMillis epoch milliseconds, any
         * @return an instant after {@code nowMillis}, never late; {@link #NEVER_AGAIN} if nothing changes any more
         */
        public long nextTransitionMillis(long nowMillis) {
            moveTo(nowMillis);
            return untilMillis;
        }

        private void moveTo(long nowMillis) {
            if (nowMillis < fromMillis || nowMillis >= untilMillis) {
                active = window.isActive(nowMillis);
                untilMillis = window.nextTransitionMillis(nowMillis);
                fromMillis = nowMillis;
            }
        }

        /** {@return the window that is read} */
        @Override
        public String toString() {
            return "Cursor of " + window;
        }
    }
}
