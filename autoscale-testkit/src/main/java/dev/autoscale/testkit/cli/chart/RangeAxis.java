package dev.autoscale.testkit.cli.chart;

import java.math.BigDecimal;
import java.util.stream.LongStream;

/** An axis in either direction over a range that need not begin at zero, with ticks at round numbers. Immutable. */
public final class RangeAxis {
    private final double fromPixel;
    private final double toPixel;
    private final double from;
    private final double to;
    private final BigDecimal tick;

    /**
     * An axis.
     *
     * @param fromPixel where the lowest value is
     * @param toPixel where the highest is
     * @param lowest the lowest value to be shown
     * @param highest the highest value to be shown
     * @param ticks about how many
     */
    public RangeAxis(double fromPixel, double toPixel, double lowest, double highest, int ticks) {
        this.fromPixel = fromPixel;
        this.toPixel = toPixel;
        double span = highest > lowest ? highest - lowest : Math.max(1e-6, Math.abs(highest) / 10);
        tick = step(span / ticks);
        double step = tick.doubleValue();
        from = Math.floor(lowest / step) * step;
        to = Math.max(Math.ceil(highest / step), Math.floor(lowest / step) + 1) * step;
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static BigDecimal step(double least) {
        int exponent = (int) StrictMath.floor(StrictMath.log10(least));
        double share = least / StrictMath.pow(10, exponent);
        int digit = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
        return BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
    }

    /** Where a value is; one beyond an end is at that end. */
    public double at(double value) {
        double inside = Math.max(from, Math.min(to, value));
        return fromPixel + (toPixel - fromPixel) * (inside - from) / (to - from);
    }

    public boolean shows(double value) {
        return value >= from && value <= to;
    }

    /** Values that have a label. */
    public double[] ticks() {
        double step = tick.doubleValue();
        return LongStream.rangeClosed(Math.round(from / step), Math.round(to / step))
                .mapToDouble(i -> tick.multiply(BigDecimal.valueOf(i)).doubleValue())
                .toArray();
    }
}
