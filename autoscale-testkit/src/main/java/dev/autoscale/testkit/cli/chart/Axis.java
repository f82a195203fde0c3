package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.text.Numbers;
import java.math.BigDecimal;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An axis of values in either direction, with ticks at round numbers: from zero, over a range, or logarithmic. Immutable. */
public final class Axis {
    private static final int PIXELS_PER_TICK = 22;

    private final double fromPixel;
    private final double toPixel;
    private final double lowest;
    private final double highest;
    private final boolean isLogarithmic;
    private final double[] ticks;

    private Axis(
            double fromPixel, double toPixel, double lowest, double highest, boolean isLogarithmic, double[] ticks) {
        this.fromPixel = fromPixel;
        this.toPixel = toPixel;
        this.lowest = lowest;
        this.highest = highest;
        this.isLogarithmic = isLogarithmic;
        this.ticks = ticks;
    }

    /**
     * A vertical axis from zero.
     *
     * @param top pixels of the highest value
     * @param bottom pixels of zero
     * @param peak the highest value to be shown
     * @param isCount whether only whole numbers mean something
     */
    public static Axis fromZero(double top, double bottom, double peak, boolean isCount) {
        double shown = peak > 0 ? peak * 1.04 : 1;
        BigDecimal tick = round(shown / mostTicks(top, bottom));
        return linear(bottom, top, 0, shown, isCount ? tick.max(BigDecimal.ONE) : tick);
    }

    /**
     * An axis over a range that need not begin at zero.
     *
     * @param fromPixel where the lowest value is
     * @param toPixel where the highest is
     * @param lowest the lowest value to be shown
     * @param highest the highest value to be shown
     * @param ticks about how many
     */
    public static Axis over(double fromPixel, double toPixel, double lowest, double highest, int ticks) {
        double span = highest > lowest ? highest - lowest : Math.max(1e-6, Math.abs(highest) / 10);
        return linear(fromPixel, toPixel, lowest, highest, round(span / ticks));
    }

    private static Axis linear(double fromPixel, double toPixel, double lowest, double highest, BigDecimal tick) {
        double step = tick.doubleValue();
        long first = (long) Math.floor(lowest / step);
        long last = Math.max((long) Math.ceil(highest / step), first + 1);
        double[] ticks = LongStream.rangeClosed(first, last)
                .mapToDouble(i -> tick.multiply(BigDecimal.valueOf(i)).doubleValue())
                .toArray();
        return new Axis(fromPixel, toPixel, first * step, last * step, false, ticks);
    }

    /**
     * A vertical logarithmic axis.
     *
     * @param top pixels of the highest value
     * @param bottom pixels of the lowest value and of all below it
     * @param lowest the lowest value to be shown, above 0
     * @param peak the highest value to be shown, above the lowest
     */
    public static Axis logarithmic(double top, double bottom, double lowest, double peak) {
        double from = roundDown(lowest);
        double to = Math.max(round(peak).doubleValue(), from * 10);
        double[] all = roundNumbers(from, to, 1, 2, 5);
        boolean areTooMany = all.length > mostTicks(top, bottom);
        return new Axis(bottom, top, from, to, true, areTooMany ? roundNumbers(from, to, 1) : all);
    }

    private static int mostTicks(double top, double bottom) {
        return Math.max(2, (int) ((bottom - top) / PIXELS_PER_TICK));
    }

    /** The numbers within a range that are one of some digits times a power of ten. */
    private static double[] roundNumbers(double from, double to, double... digits) {
        double slack = 1.0001;
        double first = StrictMath.floor(StrictMath.log10(from));
        return IntStream.rangeClosed((int) first, (int) StrictMath.ceil(StrictMath.log10(to)))
                .mapToObj(decade -> DoubleStream.of(digits).map(digit -> digit * StrictMath.pow(10, decade)))
                .flatMapToDouble(values -> values)
                .filter(value -> value * slack >= from && value <= to * slack)
                .toArray();
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static BigDecimal round(double least) {
        int exponent = (int) StrictMath.floor(StrictMath.log10(least));
        double share = least / StrictMath.pow(10, exponent);
        int digit = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
        return BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
    }

    private static double roundDown(double most) {
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(most)));
        double share = most / power;
        return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
    }

    /** Where a value is; one beyond an end is at that end. */
    public double at(double value) {
        double inside = Math.max(lowest, Math.min(highest, value));
        double share = isLogarithmic
                ? StrictMath.log(inside / lowest) / StrictMath.log(highest / lowest)
                : (inside - lowest) / (highest - lowest);
        return fromPixel + (toPixel - fromPixel) * share;
    }

    public boolean shows(double value) {
        return value >= lowest && value <= highest;
    }

    void draw(Svg svg, double left, double right) {
        for (double tick : ticks) {
            drawLine(svg, tick, left, right);
            svg.text(left - 6, at(tick) + 4, Numbers.compact(tick), "text-anchor=\"end\" fill=\"#555\"");
        }
    }

    /** Level lines at the ticks; the base line is darker. */
    public void drawGrid(Svg svg, double left, double right) {
        for (double tick : ticks) {
            drawLine(svg, tick, left, right);
        }
    }

    private void drawLine(Svg svg, double tick, double left, double right) {
        String color = tick == 0 ? "stroke=\"#777\"" : "stroke=\"#000\" stroke-opacity=\".1\"";
        svg.line(left, at(tick), right, at(tick), color);
    }

    /** Values that have a label, in ascending order. */
    public double[] ticks() {
        return ticks.clone();
    }
}
