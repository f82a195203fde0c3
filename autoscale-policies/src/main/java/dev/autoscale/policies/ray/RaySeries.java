package dev.autoscale.policies.ray;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points of a gauge, such as the requests that wait at one proxy: each value holds until the next point. Immutable and thread-safe.
 * Source of the rules: Ray 2.58.0.
 */
public final class RaySeries {
    /** A series without points. */
    public static final RaySeries EMPTY = new RaySeries(new double[0], new double[0]);

    private static final double SHORTEST_SECONDS = 0.001;
    private static final double TICKS_PER_SECOND = 100;

    /** How the values of a time become one ({@code aggregation_function}). */
    public enum Aggregation {
        /** The mean, each value as heavy as the time for which it held. */
        MEAN,
        /** The highest value. */
        MAX,
        /** The lowest value. */
        MIN
    }

    private final double[] seconds;
    private final double[] values;

    private RaySeries(double[] seconds, double[] values) {
        this.seconds = seconds;
        this.values = values;
    }

    /**
     * A series. Points of one time keep their order.
     *
     * @param seconds the times, in any order; copied; not null
     * @param values the values; copied; not null
     * @return the points by time
     * @throws IllegalArgumentException if there are not as many times as values, or a number is not finite
     */
    public static RaySeries of(double[] seconds, double[] values) {
        if (seconds.length != values.length) {
            throw new IllegalArgumentException(
                    "there must be a value for each time: times=" + seconds.length + ", values=" + values.length);
        }
        if (!Arrays.stream(seconds).allMatch(Double::isFinite)
                || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("points must be finite: seconds=" + Arrays.toString(seconds)
                    + ", values=" + Arrays.toString(values));
        }
        int[] byTime = IntStream.range(0, seconds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> seconds[i]))
                .mapToInt(i -> i)
                .toArray();
        return new RaySeries(
                Arrays.stream(byTime).mapToDouble(i -> seconds[i]).toArray(),
                Arrays.stream(byTime).mapToDouble(i -> values[i]).toArray());
    }

    /** {@return how many points there are} */
    public int size() {
        return seconds.length;
    }

    /**
     * {@return the time of a point, in seconds}
     *
     * @param index from 0 on, by time
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public double secondsAt(int index) {
        return seconds[index];
    }

    /**
     * {@return the value of a point}
     *
     * @param index from 0 on, by time
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public double valueAt(int index) {
        return values[index];
    }

    /**
     * The points after a time.
     *
     * @param startSeconds the time; a point at it is too old
     * @return what is left; null if there is no point at the time or after it, not even one that is too old
     */
    public @Nullable RaySeries after(double startSeconds) {
        if (size() == 0 || seconds[size() - 1] < startSeconds) {
            return null;
        }
        int from = 0;
        while (from < size() && seconds[from] <= startSeconds) {
            from++;
        }
        return new RaySeries(Arrays.copyOfRange(seconds, from, size()), Arrays.copyOfRange(values, from, size()));
    }

    /** {@return the sum of all values} */
    double sum() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * The sum of several gauges, each holding its last value. Before its first point a gauge is 0. Times are rounded to hundredths of a
     * second; a point that changes nothing is left out. A single series with points is returned as it is.
     *
     * @param parts the series; not null
     * @return their sum
     */
    public static RaySeries total(List<RaySeries> parts) {
        List<RaySeries> filled = parts.stream().filter(part -> part.size() > 0).toList();
        if (filled.size() <= 1) {
            return filled.isEmpty() ? EMPTY : filled.get(0);
        }
        List<double[]> points = new ArrayList<>();
        for (int part = 0; part < filled.size(); part++) {
            RaySeries series = filled.get(part);
            for (int i = 0; i < series.size(); i++) {
                points.add(new double[] {series.seconds[i], series.values[i], part});
            }
        }
        points.sort(Comparator.comparingDouble(point -> point[0]));
        return total(points, new double[filled.size()]);
    }

    /** The running sum of points of time, value and part. */
    private static RaySeries total(List<double[]> points, double[] lasts) {
        double[] times = new double[points.size()];
        double[] sums = new double[points.size()];
        int size = 0;
        double sum = 0;
        for (double[] point : points) {
            double change = point[1] - lasts[(int) point[2]];
            if (change != 0) {
                lasts[(int) point[2]] = point[1];
                sum += change;
                double time = hundredths(point[0]);
                size += size > 0 && times[size - 1] == time ? 0 : 1;
                times[size - 1] = time;
                sums[size - 1] = sum;
            }
        }
        return new RaySeries(Arrays.copyOf(times, size), Arrays.copyOf(sums, size));
    }

    /** Halves go away from zero. */
    private static double hundredths(double second) {
        double ticks = Math.abs(second * TICKS_PER_SECOND);
        double whole = Math.floor(ticks);
        return Math.copySign(ticks - whole >= 0.5 ? whole + 1 : whole, second) / TICKS_PER_SECOND;
    }

    /**
     * What several gauges came to in the time for which all of them have reported, their last values carried on until now.
     *
     * @param parts the series; not null
     * @param aggregation how values become one; not null
     * @param nowSeconds now; where the last point is no earlier, it counts for a millisecond
     * @return the aggregate of their sum; 0 if there is none
     */
    public static double aggregate(List<RaySeries> parts, Aggregation aggregation, double nowSeconds) {
        RaySeries total = total(parts);
        if (total.size() == 0) {
            return 0;
        }
        double last = nowSeconds - total.end();
        double from = Double.NaN;
        List<RaySeries> filled = parts.stream().filter(part -> part.size() > 0).toList();
        if (filled.size() > 1) {
            double all =
                    filled.stream().mapToDouble(part -> part.seconds[0]).max().orElseThrow();
            from = all <= total.end() ? Math.max(all, total.seconds[0]) : from;
        }
        double value = total.aggregate(aggregation, from, last <= 0 ? SHORTEST_SECONDS : last);
        return Double.isNaN(value) ? 0 : value;
    }

    private double end() {
        return seconds[size() - 1];
    }

    /**
     * The values of a time as one.
     *
     * @param aggregation how values become one; not null
     * @param fromSeconds the first time that counts; NaN for the first point
     * @param lastSeconds how long the last value holds
     * @return the mean over the time, or the extreme of the points in it; NaN if there is none
     */
    public double aggregate(Aggregation aggregation, double fromSeconds, double lastSeconds) {
        if (size() == 0) {
            return Double.NaN;
        }
        double from = Double.isNaN(fromSeconds) ? seconds[0] : fromSeconds;
        return aggregation == Aggregation.MEAN ? mean(from, end() + lastSeconds) : extreme(aggregation, from);
    }

    private double extreme(Aggregation aggregation, double from) {
        double extreme = Double.NaN;
        for (int i = 0; i < size(); i++) {
            if (seconds[i] >= from) {
                double value = values[i];
                boolean isFurther = aggregation == Aggregation.MAX ? value > extreme : value < extreme;
                extreme = isFurther || Double.isNaN(extreme) ? value : extreme;
            }
        }
        return extreme;
    }

    /** The mean of a time; NaN if it is empty. */
    private double mean(double from, double until) {
        double weighted = 0;
        double length = 0;
        double value = 0;
        double since = from;
        for (int i = 0; i <= size(); i++) {
            double time = i < size() ? Math.min(seconds[i], until) : until;
            if (time > from) {
                double span = time - since;
                if (span > 0) {
                    weighted += value * span;
                    length += span;
                }
                since = time;
            }
            value = i < size() ? values[i] : value;
            if (time >= until) {
                break;
            }
        }
        return length > 0 ? weighted / length : Double.NaN;
    }

    /** {@return the points in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("RaySeries[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(seconds[i]).append(':').append(values[i]);
        }
        return text.append(']').toString();
    }
}
