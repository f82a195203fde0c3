package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;

/**
 * Arrivals of which no rate is known: it is taken from what arrives, as the mean over five minutes, of which a minute is the middle;
 * their service time as the mean over an hour in the same way. A minute alone would tell too much of its arrivals.
 */
final class CountedArrivals implements ExpectedArrivals {
    private static final long MINUTE_MICROS = 60 * Micros.PER_SECOND;
    private static final int RATE_MINUTES = 2;
    private static final int SERVICE_MINUTES = 30;

    /** More than the minutes that are looked at together. */
    private static final int KEPT = 64;

    private final Arrivals arriving;
    private final long[] counts = new long[KEPT];
    private final double[] services = new double[KEPT];
    private boolean hasNext;
    private long lastMicros;

    /** How many minutes have been read. */
    private long known;

    private long nowMicros;
    private double arrivals;
    private double serviceMicros;

    CountedArrivals(Arrivals arriving) {
        this.arriving = arriving;
        try {
            hasNext = arriving.next();
        } catch (RuntimeException e) {
            arriving.close();
            throw e;
        }
    }

    @Override
    public void passUntil(long micros) {
        while (nowMicros < micros) {
            long minute = nowMicros / MINUTE_MICROS;
            read(minute + SERVICE_MINUTES);
            long nextMicros = Math.min(micros, Micros.product(minute + 1, MINUTE_MICROS));
            double expected =
                    perMinute(minute) * Math.max(0, Math.min(nextMicros, endMicros()) - nowMicros) / MINUTE_MICROS;
            arrivals += expected;
            serviceMicros += expected * meanService(minute);
            nowMicros = nextMicros;
        }
    }

    private void read(long throughMinute) {
        for (; known <= throughMinute; known++) {
            int at = (int) (known % KEPT);
            counts[at] = 0;
            services[at] = 0;
            long endMicros = Micros.product(known + 1, MINUTE_MICROS);
            while (hasNext && arriving.arrivalMicros() < endMicros) {
                lastMicros = arriving.arrivalMicros();
                counts[at]++;
                services[at] += arriving.serviceMicros();
                hasNext = arriving.next();
            }
        }
    }

    private double perMinute(long minute) {
        long first = Math.max(0, minute - RATE_MINUTES);
        long last = minute + RATE_MINUTES;
        double covered =
                (double) Math.min(endMicros(), Micros.product(last + 1, MINUTE_MICROS)) - first * MINUTE_MICROS;
        return count(first, last) / Math.max(1, covered / MINUTE_MICROS);
    }

    private long count(long first, long last) {
        long count = 0;
        for (long minute = first; minute <= last; minute++) {
            count += counts[(int) (minute % KEPT)];
        }
        return count;
    }

    private double meanService(long minute) {
        long first = Math.max(0, minute - SERVICE_MINUTES);
        long last = minute + SERVICE_MINUTES;
        double sum = 0;
        for (long each = first; each <= last; each++) {
            sum += services[(int) (each % KEPT)];
        }
        return sum / Math.max(1, count(first, last));
    }

    @Override
    public double arrivals() {
        return arrivals;
    }

    @Override
    public double serviceMicros() {
        return serviceMicros;
    }

    @Override
    public long endMicros() {
        if (hasNext) {
            return Long.MAX_VALUE;
        }
        long second = Micros.product(lastMicros / Micros.PER_SECOND + 1, Micros.PER_SECOND);
        return Math.max(second, arriving.endMicros());
    }

    @Override
    public void close() {
        hasNext = false;
        arriving.close();
    }
}
