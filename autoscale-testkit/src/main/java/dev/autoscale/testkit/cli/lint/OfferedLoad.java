package dev.autoscale.testkit.cli.lint;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import java.util.PriorityQueue;

/**
 * How much of a load is at work at a time if nothing ever waits: arrivals in service with unlimited replicas, as means of slots of 15 s.
 * Immutable.
 *
 * @param mean of all slots until the last arrival
 * @param peak of the busiest slot
 */
record OfferedLoad(double mean, double peak) {
    private static final long SLOT_MICROS = 15_000_000;

    /** Reads the load once; memory grows with what is in service at a time only. */
    static OfferedLoad of(Load load, long seed) {
        Slots slots = new Slots();
        PriorityQueue<Long> ends = new PriorityQueue<>();
        try (Arrivals arrivals = load.open(SeededRandom.of(seed).split("arrivals"))) {
            while (arrivals.next()) {
                slots.pass(arrivals.arrivalMicros(), ends);
                ends.add(arrivals.arrivalMicros() + arrivals.serviceMicros());
            }
        }
        slots.pass(slots.startMicros + SLOT_MICROS, ends);
        return new OfferedLoad(hundredths(slots.total / Math.max(1, slots.count)), hundredths(slots.peak));
    }

    private static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }

    /** Adds up what is in service over time. */
    private static final class Slots {
        private long startMicros;
        private long seenMicros;
        private double busyMicros;
        private double total;
        private double count;
        private double peak;

        /** Goes on to a time; what ends until then leaves. */
        void pass(long micros, PriorityQueue<Long> ends) {
            while (!ends.isEmpty() && ends.element() <= micros) {
                pass(ends.element(), ends.size());
                ends.remove();
            }
            pass(micros, ends.size());
        }

        private void pass(long micros, int inService) {
            if (micros - startMicros >= SLOT_MICROS) {
                close(1, (busyMicros + (double) inService * (startMicros + SLOT_MICROS - seenMicros)) / SLOT_MICROS);
                long whole = (micros - startMicros) / SLOT_MICROS;
                if (whole > 0) {
                    close(whole, inService);
                }
            }
            busyMicros += (double) inService * (micros - seenMicros);
            seenMicros = micros;
        }

        /** Some slots of the same mean are over. */
        private void close(long slots, double mean) {
            startMicros += slots * SLOT_MICROS;
            seenMicros = startMicros;
            busyMicros = 0;
            total += slots * mean;
            count += slots;
            peak = Math.max(peak, mean);
        }
    }
}
