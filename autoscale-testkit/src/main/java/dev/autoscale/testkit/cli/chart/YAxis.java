package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.text.Numbers;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A vertical axis with ticks at round numbers: from zero, or logarithmic. Immutable. */
public final class YAxis {
    private static final int PIXELS_PER_TICK = 22;
    private static final double[] STEPS = {1, 2, 5};

    private final double top;
    private final double bottom;
    private final double highest;
    /** The value at the bottom of a logarithmic axis; 0 for others. */
    private final double lowest;

    private final double[] ticks;

    /**
     * An axis from zero.
     *
     * @param top pixels of the highest value
     * @param bottom pixels of zero
     * @param peak the highest value to be shown
     * @param isCount whether only whole numbers mean something
     */
    public YAxis(double top, double bottom, double peak, boolean isCount) {
        this.top = top;
        this.bottom = bottom;
        int most = Math.max(2, (int) ((bottom - top) / PIXELS_PER_TICK));
        double shown = peak > 0 ? peak * 1.04 : 1;
        double tick = Math.max(isCount ? 1 : 0, round(shown / most));
        highest = Math.ceil(shown / tick) * tick;
        lowest = 0;
        ticks = IntStream.rangeClosed(0, (int) Math.round(highest / tick))
                .mapToDouble(i -> i * tick)
                .toArray();
    }

    /**
     * A logarithmic axis.
     *
     * @param top pixels of the highest value
     * @param bottom pixels of the lowest value and of all below it
     * @param lowest the lowest value to be shown, above 0
     * @param peak the highest value to be shown, above the lowest
     */
    public static YAxis logarithmic(double top, double bottom, double lowest, double peak) {
        return new YAxis(lowest, peak, top, bottom);
    }

    private YAxis(double least, double peak, double top, double bottom) {
        this.top = top;
        this.bottom = bottom;
        lowest = roundDown(least);
        highest = Math.max(round(peak), lowest * 10);
        int most = Math.max(2, (int) ((bottom - top) / PIXELS_PER_TICK));
        double[] all = round(lowest, highest, STEPS);
        ticks = all.length > most ? round(lowest, highest, new double[] {1}) : all;
    }

    /** The round numbers within a range. */
    private static double[] round(double from, double to, double[] steps) {
        double slack = 1.0001;
        double first = StrictMath.floor(StrictMath.log10(from));
        return IntStream.rangeClosed((int) first, (int) StrictMath.ceil(StrictMath.log10(to)))
                .mapToObj(decade -> DoubleStream.of(steps).map(step -> step * StrictMath.pow(10, decade)))
                .flatMapToDouble(values -> values)
                .filter(value -> value * slack >= from && value <= to * slack)
                .toArray();
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static double round(double least) {
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(least)));
        double share = least / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private static double roundDown(double most) {
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(most)));
        double share = most / power;
        return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
    }

    public double y(double value) {
        double inside = Math.max(lowest, Math.min(highest, value));
        double share =
                lowest > 0 ? StrictMath.log(inside / lowest) / StrictMath.log(highest / lowest) : inside / highest;
        return bottom - (bottom - top) * share;
    }

    boolean shows(double value) {
        return value <= highest;
    }

    void draw(Svg svg, double left, double right) {
        for (int i = 0; i < ticks.length; i++) {
            drawLine(svg, i, left, right);
            svg.text(left - 6, y(ticks[i]) + 4, Numbers.compact(ticks[i]), "text-anchor=\"end\" fill=\"#555\"");
        }
    }

    public void drawGrid(Svg svg, double left, double right) {
        for (int i = 0; i < ticks.length; i++) {
            drawLine(svg, i, left, right);
        }
    }

    private void drawLine(Svg svg, int tick, double left, double right) {
        boolean isBase = tick == 0 && lowest == 0;
        double y = y(ticks[tick]);
        svg.line(left, y, right, y, isBase ? "stroke=\"#777\"" : "stroke=\"#000\" stroke-opacity=\".1\"");
    }

    /** Values that have a label, from below. */
    public double[] ticks() {
        return ticks.clone();
    }
}
