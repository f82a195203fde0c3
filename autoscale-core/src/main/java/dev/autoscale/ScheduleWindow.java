package dev.autoscale;

import java.time.Duration;
import java.util.Objects;

/**
 * What holds for a workload while a {@link TimeWindow} is open. Immutable and thread-safe.
 *
 * <p>A window moves the bounds (FLOOR, CEILING, FIXED) or forbids a direction; it proposes nothing. A moved bound is
 * approached under the rate policies, unless the window says {@link #atOnce}; from zero a floor is always reached at once.
 */
@CheckReturnValue
public final class ScheduleWindow extends Settings {
    /** What a window does. */
    public enum Kind {
        /** At least this many replicas. */
        FLOOR,
        /** At most this many replicas. */
        CEILING,
        /** Exactly this many replicas. */
        FIXED,
        /** The count does not shrink. */
        FORBID_SCALE_DOWN,
        /** The count does not grow. */
        FORBID_SCALE_UP
    }

    private static final int NO_COUNT = -1;

    private static final Duration LONGEST_LEAD = Duration.ofDays(7);

    private final String name;
    private final Kind kind;
    private final TimeWindow window;
    private final int replicas;
    private final Terms terms;

    private ScheduleWindow(String name, Kind kind, TimeWindow window, int replicas, Terms terms) {
        super(Objects.requireNonNull(name, "name"), kind, window.id(), replicas, terms);
        this.name = name;
        this.kind = kind;
        this.window = window;
        this.replicas = replicas;
        this.terms = terms;
    }

    /**
     * How a window holds, whatever it does.
     *
     * @param rank only the open windows of the highest rank count
     * @param leadMillis how much earlier it opens
     * @param atOnce whether its bound is reached in one step
     */
    private record Terms(int rank, long leadMillis, boolean atOnce) {
        static final Terms USUAL = new Terms(0, 0, false);
    }

    /**
     * At least this many replicas.
     *
     * @param name for explanations
     * @param window when
     * @param replicas at least 0, at most {@code maxReplicas}
     * @return the window
     */
    public static ScheduleWindow floor(String name, TimeWindow window, int replicas) {
        return new ScheduleWindow(name, Kind.FLOOR, window, replicas, Terms.USUAL);
    }

    /**
     * At most this many replicas; outranks every floor and {@code minReplicas}.
     *
     * @param name for explanations
     * @param window when
     * @param replicas at least 0, at most {@code maxReplicas}
     * @return the window
     */
    public static ScheduleWindow ceiling(String name, TimeWindow window, int replicas) {
        return new ScheduleWindow(name, Kind.CEILING, window, replicas, Terms.USUAL);
    }

    /**
     * Exactly this many replicas. Two such windows of equal rank must not overlap.
     *
     * @param name for explanations
     * @param window when
     * @param replicas at least 0, at most {@code maxReplicas}
     * @return the window
     */
    public static ScheduleWindow fixed(String name, TimeWindow window, int replicas) {
        return new ScheduleWindow(name, Kind.FIXED, window, replicas, Terms.USUAL);
    }

    /**
     * No shrinking, whatever asks for it but a pause; not even to zero.
     *
     * @param name for explanations
     * @param window when
     * @return the window
     */
    public static ScheduleWindow forbidScaleDown(String name, TimeWindow window) {
        return new ScheduleWindow(name, Kind.FORBID_SCALE_DOWN, window, NO_COUNT, Terms.USUAL);
    }

    /**
     * No growing, whatever asks for it but a pause; not even from zero.
     *
     * @param name for explanations
     * @param window when
     * @return the window
     */
    public static ScheduleWindow forbidScaleUp(String name, TimeWindow window) {
        return new ScheduleWindow(name, Kind.FORBID_SCALE_UP, window, NO_COUNT, Terms.USUAL);
    }

    /**
     * The same window with a rank: of the open windows that move bounds only those of the highest rank count. Windows of equal
     * rank hold together: the highest floor and the lowest ceiling.
     *
     * @param newRank any; 0 unless it is set
     * @return the window
     */
    public ScheduleWindow rank(int newRank) {
        return with(new Terms(newRank, terms.leadMillis, terms.atOnce));
    }

    /**
     * The same window, opened earlier by a lead time, so that what it asks for is ready when it begins. It closes at its time.
     *
     * @param lead at least 0 and at most 7 days; longer ones would have a decision look through any number of openings
     * @return the window
     */
    public ScheduleWindow lead(Duration lead) {
        return with(new Terms(terms.rank, Times.millis(lead), terms.atOnce));
    }

    /** {@return the same window, whose bound is reached in one step, past the rate policies} */
    public ScheduleWindow atOnce() {
        return with(new Terms(terms.rank, terms.leadMillis, true));
    }

    private ScheduleWindow with(Terms newTerms) {
        return new ScheduleWindow(name, kind, window, replicas, newTerms);
    }

    /** {@return the window's name} */
    public String name() {
        return name;
    }

    /** Whether it allows one count alone, and is neither a floor nor a ceiling. */
    boolean isFixed() {
        return kind == Kind.FIXED;
    }

    /** {@return what the window does} */
    public Kind kind() {
        return kind;
    }

    /** {@return when it holds, without its lead time} */
    public TimeWindow window() {
        return window;
    }

    /** {@return the count of a window that moves bounds} Replicas; -1 for a window that forbids a direction. */
    public int replicas() {
        return replicas;
    }

    /**
     * {@return how much earlier the window opens, so that what it asks for is ready when it begins} At least 0; 0
     * unless it is set.
     */
    public Duration lead() {
        return Duration.ofMillis(terms.leadMillis);
    }

    /** {@return the window's rank among those that move bounds} Any number; 0 unless it is set. */
    public int rank() {
        return terms.rank;
    }

    /**
     * Whether the window holds, its lead time included.
     *
     * @param nowMillis epoch milliseconds, any
     * @return true from its opening less the lead (inclusive) to its closing (exclusive)
     */
    public boolean isOpen(long nowMillis) {
        return window.isActive(nowMillis) || (terms.leadMillis > 0 && opensWithinLead(nowMillis));
    }

    private boolean opensWithinLead(long nowMillis) {
        long opensAtMillis = opensAtMillis(nowMillis);
        return opensAtMillis != Long.MAX_VALUE && Times.plus(opensAtMillis, -terms.leadMillis) <= nowMillis;
    }

    /** The next opening, while closed; a time beyond the lead at which nothing is known yet, or {@link Long#MAX_VALUE} for never. */
    private long opensAtMillis(long nowMillis) {
        long transition = window.nextTransitionMillis(nowMillis);
        while (transition != Long.MAX_VALUE
                && Times.plus(transition, -terms.leadMillis) <= nowMillis
                && !window.isActive(transition)) {
            transition = window.nextTransitionMillis(transition);
        }
        return transition;
    }

    /**
     * When the window opens or closes next, its lead time included. Never late; it may be early.
     *
     * @param nowMillis epoch milliseconds, any
     * @return epoch milliseconds, greater than {@code nowMillis}; {@link Long#MAX_VALUE} if nothing changes any more
     */
    public long nextTransitionMillis(long nowMillis) {
        if (terms.leadMillis == 0 || window.isActive(nowMillis)) {
            return window.nextTransitionMillis(nowMillis);
        }
        long opens = opensAtMillis(nowMillis);
        long lead = opens == Long.MAX_VALUE ? opens : Times.plus(opens, -terms.leadMillis);
        return lead > nowMillis ? lead : opens;
    }

    boolean isAtOnce() {
        return terms.atOnce;
    }

    boolean movesBounds() {
        return replicas != NO_COUNT || kind == Kind.FLOOR || kind == Kind.CEILING || kind == Kind.FIXED;
    }

    @Override
    void check(Violation.Collector broken, AutoscalerSpec spec) {
        broken.require(
                terms.leadMillis >= 0 && terms.leadMillis <= LONGEST_LEAD.toMillis(),
                "lead must be >= 0 and <= 7 days",
                name + ".lead",
                terms.leadMillis + " ms");
        broken.require(
                !movesBounds() || (replicas >= 0 && replicas <= spec.maxReplicas()),
                "replicas must be >= 0 and <= maxReplicas",
                name + ".replicas",
                replicas);
    }

    /** {@return the window in a line, for messages and explanations} Name, kind, count and times. */
    @Override
    public String toString() {
        return name + " (" + kind + (movesBounds() ? " " + replicas : "") + ", " + window.id() + ')';
    }
}
