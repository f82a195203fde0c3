package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.chart.ChartData.Curve;
import dev.autoscale.testkit.cli.chart.ChartData.Panel;
import java.util.function.IntPredicate;

/**
 * Turns curves into SVG path data. Immutable.
 *
 * <p>A level holds until the next bucket, so a curve is made of steps. A dense one is a line through the means and a band from
 * the lowest to the highest values.
 */
public record Curves(TimeAxis time, int buckets, boolean isDense) {
    private interface Run {
        void draw(double left, double right);
    }

    Curves(TimeAxis time, ChartData data) {
        this(time, data.buckets, data.isDense());
    }

    /** The outline of a curve; it is interrupted where there are no values. */
    public String line(Curve curve, Axis axis) {
        return isDense ? means(curve, axis) : levels(curve, axis);
    }

    private String means(Curve curve, Axis axis) {
        PathData path = new PathData();
        for (int i = 0; i < buckets; i++) {
            if (curve.isEmpty(i)) {
                continue;
            }
            double x = time.x(i + 0.5, buckets);
            double y = axis.at(curve.mean(i));
            if (i == 0 || curve.isEmpty(i - 1)) {
                path.move(x, y);
            } else {
                path.line(x, y);
            }
        }
        return path.toString();
    }

    /** From the lowest to the highest values of a dense curve; nothing for others. */
    String band(Curve curve, Axis axis) {
        PathData path = new PathData();
        for (int i = 0; i < buckets && isDense; i++) {
            if (!curve.isEmpty(i)) {
                path.box(x(i), x(i + 1), axis.at(curve.lowest[i]), axis.at(curve.highest[i]));
            }
        }
        return path.toString();
    }

    private String levels(Curve curve, Axis axis) {
        PathData path = new PathData();
        boolean isDown = false;
        for (int i = 0; i < buckets; i++) {
            if (curve.isEmpty(i)) {
                lift(path, isDown, i);
                isDown = false;
                continue;
            }
            if (!isDown) {
                path.move(x(i), axis.at(curve.lowest[i]));
                isDown = true;
            }
            rise(path, i, curve, axis);
        }
        lift(path, isDown, buckets);
        return path.toString();
    }

    private void lift(PathData path, boolean isDown, int bucket) {
        if (isDown) {
            path.horizontal(x(bucket));
        }
    }

    /** At the bucket's left end over all its values to its last one; nothing at all if the level stays. */
    private void rise(PathData path, int bucket, Curve curve, Axis axis) {
        double low = axis.at(curve.lowest[bucket]);
        double high = axis.at(curve.highest[bucket]);
        double last = Double.isNaN(curve.last[bucket]) ? high : axis.at(curve.last[bucket]);
        if (path.isAt(low) && path.isAt(high)) {
            return;
        }
        path.horizontal(x(bucket));
        for (double next : new double[] {low, high, last}) {
            if (!path.isAt(next)) {
                path.vertical(next);
            }
        }
    }

    /** The area between a curve and zero. */
    public String area(Curve curve, Axis axis) {
        double zero = axis.at(0);
        PathData path = new PathData().move(x(0), zero);
        for (int i = 0; i < buckets; i++) {
            double y = axis.at(curve.isEmpty(i) ? 0 : isDense ? curve.mean(i) : curve.highest[i]);
            if (i == 0) {
                path.vertical(y);
            } else if (!path.isAt(y)) {
                path.horizontal(x(i)).vertical(y);
            }
        }
        return path.horizontal(x(buckets)).vertical(zero).close().toString();
    }

    /** Where a metric is above what the replicas can take. */
    String above(Panel panel, Axis axis) {
        PathData path = new PathData();
        int end;
        for (int i = 0; i < buckets; i = end) {
            end = i + 1;
            while (end < buckets
                    && panel.aboveTo[end] == panel.aboveTo[i]
                    && panel.aboveFrom[end] == panel.aboveFrom[i]) {
                end++;
            }
            if (!Double.isNaN(panel.aboveTo[i])) {
                path.box(x(i), x(end), axis.at(panel.aboveFrom[i]), axis.at(panel.aboveTo[i]));
            }
        }
        return path.toString();
    }

    /** Where a curve has no values: full-height bars. */
    String gaps(Curve curve, double top, double bottom) {
        return bars(curve::isEmpty, top, bottom);
    }

    /** Bars over the buckets that are wanted. */
    public String bars(IntPredicate wanted, double top, double bottom) {
        PathData path = new PathData();
        eachRun(
                wanted,
                (left, right) -> path.move(left, top)
                        .horizontal(right)
                        .vertical(bottom)
                        .horizontal(left)
                        .close());
        return path.toString();
    }

    /** A level line over the buckets that are wanted. */
    String level(IntPredicate wanted, double y) {
        PathData path = new PathData();
        eachRun(wanted, (left, right) -> path.move(left, y).horizontal(right));
        return path.toString();
    }

    private void eachRun(IntPredicate wanted, Run run) {
        for (int i = 0; i < buckets; i++) {
            int begin = i;
            while (i < buckets && wanted.test(i)) {
                i++;
            }
            if (i > begin) {
                run.draw(x(begin), x(i));
            }
        }
    }

    private double x(int bucket) {
        return time.x(bucket, buckets);
    }
}
