package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.Arrays;

/** A load that has been read to its end; microseconds. */
record Read(long[] arrivals, long[] services) {
    static Read of(Load load, long seed) {
        try (Arrivals arrivals = load.open(SeededRandom.of(seed))) {
            return of(arrivals);
        }
    }

    static Read of(Arrivals arrivals) {
        long[] times = new long[1024];
        long[] services = new long[1024];
        int count = 0;
        while (arrivals.next()) {
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
                services = Arrays.copyOf(services, count * 2);
            }
            times[count] = arrivals.arrivalMicros();
            services[count++] = arrivals.serviceMicros();
        }
        return new Read(Arrays.copyOf(times, count), Arrays.copyOf(services, count));
    }

    int count() {
        return arrivals.length;
    }

    boolean isInOrder() {
        for (int i = 1; i < arrivals.length; i++) {
            if (arrivals[i] < arrivals[i - 1]) {
                return false;
            }
        }
        return count() == 0 || arrivals[0] >= 0;
    }

    /** How many arrive from one second, inclusive, to another, exclusive. */
    long between(double fromSecond, double toSecond) {
        return Arrays.stream(arrivals)
                .filter(micros -> micros >= fromSecond * 1e6 && micros < toSecond * 1e6)
                .count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Read read
                && Arrays.equals(arrivals, read.arrivals)
                && Arrays.equals(services, read.services);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(arrivals);
    }

    @Override
    public String toString() {
        return Arrays.toString(arrivals) + ' ' + Arrays.toString(services);
    }
}
