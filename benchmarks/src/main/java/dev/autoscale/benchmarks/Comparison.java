package dev.autoscale.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A path and its yardstick, measured in turn. */
final class Comparison {
    static final String HEADER = String.format(
            Locale.ROOT, "%-22s %10s %7s %8s   %s", "name", "ns/op", "ratio", "B/op", "min..max of the ratio");

    private final String name;
    private final String yardstickName;
    private final Probe path;
    private final @Nullable Probe yardstick;
    private double[] pathNanos = {};
    private double[] yardstickNanos = {};
    private double pathBytes;
    private double yardstickBytes;

    Comparison(String name, Operation path, String yardstickName, @Nullable Operation yardstick) {
        this.name = name;
        this.yardstickName = yardstickName;
        this.path = new Probe(path);
        this.yardstick = yardstick == null ? null : new Probe(yardstick);
    }

    void warmUp(long nanos) {
        path.calibrate(nanos);
        if (yardstick != null) {
            yardstick.calibrate(nanos);
        }
    }

    void measure(int rounds) {
        pathNanos = new double[rounds];
        yardstickNanos = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            if (yardstick != null) {
                yardstickNanos[round] = yardstick.measure();
                yardstickBytes = Math.max(yardstickBytes, yardstick.bytes());
            }
            pathNanos[round] = path.measure();
            pathBytes = Math.max(pathBytes, path.bytes());
        }
    }

    /** The yardstick's line, if there is one, then the path's. */
    String lines() {
        if (yardstick == null) {
            return line(name, median(pathNanos), "-", pathBytes, "");
        }
        double[] ratios = new double[pathNanos.length];
        Arrays.setAll(ratios, i -> pathNanos[i] / yardstickNanos[i]);
        double median = median(ratios);
        String spread = String.format(Locale.ROOT, "%.2f..%.2f", ratios[0], ratios[ratios.length - 1]);
        return line(yardstickName, median(yardstickNanos), "1.00", yardstickBytes, "")
                + System.lineSeparator()
                + line(name, median(pathNanos), String.format(Locale.ROOT, "%.2f", median), pathBytes, spread);
    }

    private static String line(String name, double nanos, String ratio, double bytes, String spread) {
        return String.format(Locale.ROOT, "%-22s %10.1f %7s %8.1f   %s", name, nanos, ratio, bytes, spread)
                .stripTrailing();
    }

    /** Sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    long checksum() {
        return path.checksum() + (yardstick == null ? 0 : yardstick.checksum());
    }
}
