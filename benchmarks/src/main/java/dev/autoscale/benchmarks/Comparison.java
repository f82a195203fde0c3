package dev.autoscale.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
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

    /**
     * Measures in rounds. Each round goes through all comparisons, so that what changes on the machine meanwhile meets all of them,
     * and each comparison's yardstick and path follow each other at once.
     */
    static void measure(List<Comparison> comparisons, int rounds) {
        comparisons.forEach(comparison -> comparison.begin(rounds));
        for (int round = 0; round < rounds; round++) {
            for (Comparison comparison : comparisons) {
                comparison.measureRound(round);
            }
        }
    }

    private void begin(int rounds) {
        pathNanos = new double[rounds];
        yardstickNanos = new double[rounds];
    }

    private void measureRound(int round) {
        if (yardstick != null) {
            yardstickNanos[round] = yardstick.measure();
            yardstickBytes = Math.max(yardstickBytes, yardstick.bytes);
        }
        pathNanos[round] = path.measure();
        pathBytes = Math.max(pathBytes, path.bytes);
    }

    /** The yardstick's line, if there is one, then the path's. */
    String lines() {
        if (yardstick == null) {
            return line(name, median(pathNanos), "-", pathBytes, rate(path, pathNanos));
        }
        double[] ratios = new double[pathNanos.length];
        Arrays.setAll(ratios, i -> pathNanos[i] / yardstickNanos[i]);
        double median = median(ratios);
        String spread = String.format(Locale.ROOT, "%.2f..%.2f", ratios[0], ratios[ratios.length - 1]);
        return line(yardstickName, median(yardstickNanos), "1.00", yardstickBytes, rate(yardstick, yardstickNanos))
                + System.lineSeparator()
                + line(
                        name,
                        median(pathNanos),
                        String.format(Locale.ROOT, "%.2f", median),
                        pathBytes,
                        spread + rate(path, pathNanos));
    }

    private static String rate(Probe probe, double[] nanos) {
        double bytes = probe.operation.movedBytes();
        return bytes == 0 ? "" : String.format(Locale.ROOT, "   %.2f GB/s", bytes / median(nanos));
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
        return path.checksum + (yardstick == null ? 0 : yardstick.checksum);
    }

    /**
     * Measures an operation on the current thread: the thread's own processor time, so that other programs disturb little, and
     * the bytes that it allocated, exactly.
     */
    private static final class Probe {
        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private final Operation operation;
        private int chunks = 1;
        /** Bytes per operation of the last run. */
        private double bytes;

        private long checksum;

        Probe(Operation operation) {
            this.operation = operation;
        }

        /** Finds out how many operations take about this long. */
        void calibrate(long targetNanos) {
            while (measure() * chunks * operation.atOnce() < targetNanos) {
                chunks *= 2;
            }
        }

        /** Runs once and returns nanoseconds per operation. */
        double measure() {
            long sum = 0;
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long before = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < chunks; i++) {
                sum += operation.run(operation.atOnce());
            }
            long after = THREADS.getCurrentThreadCpuTime();
            long bytesAfter = THREADS.getCurrentThreadAllocatedBytes();
            double operations = (double) chunks * operation.atOnce();
            bytes = (bytesAfter - bytesBefore) / operations;
            checksum += sum;
            return (after - before) / operations;
        }
    }
}
