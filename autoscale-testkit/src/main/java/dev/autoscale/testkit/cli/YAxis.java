package dev.autoscale.testkit.cli;

import java.util.function.ObjDoubleConsumer;

/** A vertical axis from zero, with ticks at round numbers. Immutable. */
final class YAxis {
    private final double top;
    private final double bottom;
    private final double tick;
    private final double highest;

    /**
     * An axis.
     *
     * @param top pixels of the highest value
     * @param bottom pixels of zero
     * @param peak the highest value to be shown
     * @param isCount whether only whole numbers mean something
     */
    YAxis(double top, double bottom, double peak, boolean isCount) {
        this.top = top;
        this.bottom = bottom;
        int most = Math.max(2, (int) ((bottom - top) / 22));
        double shown = peak > 0 ? peak * 1.04 : 1;
        tick = Math.max(isCount ? 1 : 0, round(shown / most));
        highest = Math.ceil(shown / tick) * tick;
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static double round(double least) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        double share = least / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    double y(double value) {
        double inside = Math.max(0, Math.min(highest, value));
        return bottom - (bottom - top) * inside / highest;
    }

    boolean shows(double value) {
        return value <= highest;
    }

    void draw(Svg svg, double left, double right) {
        eachLabel((label, y) -> {
            drawLine(svg, y, left, right);
            svg.text(left - 6, y + 4, label, "text-anchor=\"end\" fill=\"#555\"");
        });
    }

    void drawGrid(Svg svg, double left, double right) {
        eachLabel((label, y) -> drawLine(svg, y, left, right));
    }

    private void drawLine(Svg svg, double y, double left, double right) {
        svg.line(left, y, right, y, y == bottom ? "stroke=\"#777\"" : "stroke=\"#000\" stroke-opacity=\".1\"");
    }

    /** Hands out the labels with their places, from zero upwards. */
    void eachLabel(ObjDoubleConsumer<String> labels) {
        for (int i = 0; i * tick <= highest * 1.0001; i++) {
            labels.accept(Numbers.compact(i * tick), y(i * tick));
        }
    }
}
