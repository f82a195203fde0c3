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
public final class Curves {
    private final TimeAxis time;
    private final int buckets;
    private final boolean isDense;

    public Curves(TimeAxis time, ChartData data) {
        this(time, data.buckets, data.isDense());
    }

    public Curves(TimeAxis time, int buckets, boolean isDense) {
        this.time = time;
        this.buckets = buckets;
        this.isDense = isDense;
    }

    /** The outline of a curve; it is interrupted where there are no values. */
    public String line(Curve curve, YAxis axis) {
        return isDense ? means(curve, axis) : levels(curve, axis);
    }

    private String means(Curve curve, YAxis axis) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < buckets; i++) {
            if (!curve.isEmpty(i)) {
                path.append(i == 0 || curve.isEmpty(i - 1) ? 'M' : 'L');
                path.append(Svg.number(time.x(i + 0.5, buckets))).append(',');
                path.append(Svg.number(axis.y(curve.mean(i))));
            }
        }
        return path.toString();
    }

    /** From the lowest to the highest values of a dense curve; nothing for others. */
    String band(Curve curve, YAxis axis) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < buckets && isDense; i++) {
            if (!curve.isEmpty(i)) {
                path.append('M').append(x(i)).append(',').append(Svg.number(axis.y(curve.lowest[i])));
                path.append('V').append(Svg.number(axis.y(curve.highest[i])));
                path.append('H').append(x(i + 1)).append('V').append(Svg.number(axis.y(curve.lowest[i])));
                path.append('Z');
            }
        }
        return path.toString();
    }

    private String levels(Curve curve, YAxis axis) {
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        String y = "";
        for (int i = 0; i < buckets; i++) {
            if (curve.isEmpty(i)) {
                close(path, isDown, i);
                isDown = false;
                continue;
            }
            if (!isDown) {
                y = Svg.number(axis.y(curve.lowest[i]));
                path.append('M').append(x(i)).append(',').append(y);
                isDown = true;
            }
            y = rise(path, y, i, curve, axis);
        }
        close(path, isDown, buckets);
        return path.toString();
    }

    /** At the bucket's left end over all its values to its last one; nothing at all if the level stays. */
    private String rise(StringBuilder path, String y, int bucket, Curve curve, YAxis axis) {
        String low = Svg.number(axis.y(curve.lowest[bucket]));
        String high = Svg.number(axis.y(curve.highest[bucket]));
        String last = Double.isNaN(curve.last[bucket]) ? high : Svg.number(axis.y(curve.last[bucket]));
        if (low.equals(y) && high.equals(y)) {
            return y;
        }
        path.append('H').append(x(bucket));
        for (String next : new String[] {low, high, last}) {
            if (!next.equals(y)) {
                path.append('V').append(next);
                y = next;
            }
        }
        return y;
    }

    private void close(StringBuilder path, boolean isDown, int bucket) {
        if (isDown) {
            path.append('H').append(x(bucket));
        }
    }

    /** The area between a curve and zero. */
    public String area(Curve curve, YAxis axis) {
        StringBuilder path = new StringBuilder();
        String zero = Svg.number(axis.y(0));
        String y = "";
        for (int i = 0; i < buckets; i++) {
            String next = Svg.number(axis.y(curve.isEmpty(i) ? 0 : isDense ? curve.mean(i) : curve.highest[i]));
            if (i == 0) {
                path.append('M')
                        .append(x(0))
                        .append(',')
                        .append(zero)
                        .append('V')
                        .append(next);
            } else if (!next.equals(y)) {
                path.append('H').append(x(i)).append('V').append(next);
            }
            y = next;
        }
        return path.append('H')
                .append(x(buckets))
                .append('V')
                .append(zero)
                .append('Z')
                .toString();
    }

    /** Where a metric is above what the replicas can take. */
    String above(Panel panel, YAxis axis) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < buckets; i++) {
            if (!Double.isNaN(panel.aboveTo[i])) {
                int end = i + 1;
                while (end < buckets
                        && panel.aboveTo[end] == panel.aboveTo[i]
                        && panel.aboveFrom[end] == panel.aboveFrom[i]) {
                    end++;
                }
                path.append('M').append(x(i)).append(',').append(Svg.number(axis.y(panel.aboveFrom[i])));
                path.append('V').append(Svg.number(axis.y(panel.aboveTo[i])));
                path.append('H').append(x(end)).append('V').append(Svg.number(axis.y(panel.aboveFrom[i])));
                path.append('Z');
                i = end - 1;
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
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < buckets; i++) {
            int end = endOf(wanted, i);
            if (end > i) {
                path.append('M').append(x(i)).append(',').append(Svg.number(top));
                path.append('H').append(x(end)).append('V').append(Svg.number(bottom));
                path.append('H').append(x(i)).append('Z');
                i = end;
            }
        }
        return path.toString();
    }

    /** A level line over the buckets that are wanted. */
    String level(IntPredicate wanted, double y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < buckets; i++) {
            int end = endOf(wanted, i);
            if (end > i) {
                path.append('M').append(x(i)).append(',').append(Svg.number(y));
                path.append('H').append(x(end));
                i = end;
            }
        }
        return path.toString();
    }

    private int endOf(IntPredicate wanted, int begin) {
        int end = begin;
        while (end < buckets && wanted.test(end)) {
            end++;
        }
        return end;
    }

    private String x(int bucket) {
        return Svg.number(time.x(bucket, buckets));
    }
}
