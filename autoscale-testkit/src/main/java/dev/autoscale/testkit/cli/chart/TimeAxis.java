package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.engine.ReplayPlan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The horizontal axis, with ticks at round times. Immutable. */
public final class TimeAxis {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] TICKS = Stream.of(
                    multiples(SECOND, 1, 2, 5, 10, 15, 30),
                    multiples(MINUTE, 1, 2, 5, 10, 15, 30),
                    multiples(HOUR, 1, 2, 3, 6, 12),
                    multiples(DAY, 1, 2, 7, 14, 28, 56, 182, 364))
            .flatMapToLong(ticks -> ticks)
            .toArray();
    private static final int MAX_TICKS = 13;

    private final String subject;
    private final boolean isCalendar;
    private final long fromMillis;
    private final long toMillis;
    private final double left;
    private final double right;
    private final long tick;

    public TimeAxis(ReplayPlan plan, double left, double right) {
        this(
                "recording",
                plan.series().timestamps().isCalendar(),
                plan.fromMillis(),
                plan.fromMillis() + plan.spanMillis(),
                left,
                right);
    }

    /**
     * An axis.
     *
     * @param subject what began at 0, unless times are dates
     * @param isCalendar whether times are dates
     * @param fromMillis the time at the left end
     * @param toMillis the time at the right end, later
     * @param left pixels
     * @param right pixels
     */
    public TimeAxis(String subject, boolean isCalendar, long fromMillis, long toMillis, double left, double right) {
        this.subject = subject;
        this.isCalendar = isCalendar;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.left = left;
        this.right = right;
        long fitting = TICKS[TICKS.length - 1];
        for (int i = TICKS.length - 1; i >= 0; i--) {
            fitting = (toMillis - fromMillis) / TICKS[i] <= MAX_TICKS ? TICKS[i] : fitting;
        }
        while ((toMillis - fromMillis) / fitting > MAX_TICKS) {
            fitting *= 2;
        }
        tick = fitting;
    }

    private static LongStream multiples(long unit, long... numbers) {
        return LongStream.of(numbers).map(number -> unit * number);
    }

    /** The left end of a bucket, or a point within it. */
    public double x(double bucket, int buckets) {
        return left + (right - left) * bucket / buckets;
    }

    public void drawGrid(Svg svg, double top, double bottom) {
        for (long at = firstTick(); at <= toMillis; at += tick) {
            svg.line(x(at), top, x(at), bottom, "stroke=\"#000\" stroke-opacity=\".07\"");
        }
    }

    void drawLabels(Svg svg, double y) {
        eachLabel((label, x) -> svg.text(x, y, label, "text-anchor=\"middle\" fill=\"#555\""));
        svg.text((left + right) / 2, y + 20, caption(), "text-anchor=\"middle\" fill=\"#555\"");
    }

    /** Hands out the labels with their places, from left to right. */
    public void eachLabel(ObjDoubleConsumer<String> labels) {
        for (long at = firstTick(); at <= toMillis; at += tick) {
            labels.accept(label(at), x(at));
        }
    }

    private long firstTick() {
        // Weeks begin on Mondays; the epoch was a Thursday.
        long origin = isCalendar && tick >= 7 * DAY ? 4 * DAY : 0;
        return Math.floorDiv(fromMillis - origin + tick - 1, tick) * tick + origin;
    }

    public double x(long millis) {
        return left + (right - left) * (millis - fromMillis) / (toMillis - fromMillis);
    }

    private String label(long at) {
        if (isCalendar) {
            boolean isDate = tick >= DAY || Math.floorMod(at, DAY) == 0;
            String pattern = isDate ? "d MMM" : tick < MINUTE ? "HH:mm:ss" : "HH:mm";
            return date(pattern, at);
        }
        if (tick >= DAY) {
            return Long.toString(at / DAY);
        }
        if (tick >= HOUR) {
            return Long.toString(at / HOUR);
        }
        long big = tick >= MINUTE ? HOUR : MINUTE;
        return at / big + String.format(Locale.ROOT, ":%02d", at % big / (big / 60));
    }

    private static String date(String pattern, long millis) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(millis));
    }

    public String caption() {
        if (isCalendar) {
            return "UTC, from " + date("d MMMM uuuu", fromMillis);
        }
        String unit = tick >= DAY ? "days" : tick >= HOUR ? "hours" : tick >= MINUTE ? "h:mm" : "min:s";
        return "time since the start of the " + subject + " (" + unit + ")";
    }
}
