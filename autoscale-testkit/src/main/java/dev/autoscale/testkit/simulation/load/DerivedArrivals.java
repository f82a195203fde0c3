package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.text.Spans;

/** Arrivals made of those of another load. */
abstract class DerivedArrivals extends NextArrival {
    private final Arrivals source;

    /** When the latest of the source arrived there. */
    long sourceMicros;

    DerivedArrivals(Arrivals source) {
        this.source = source;
    }

    /** The time of something of the source. */
    long derived(long micros) {
        return micros;
    }

    @Override
    public boolean next() {
        if (!source.next()) {
            endMicros = derived(Math.max(sourceMicros, source.endMicros()));
            return false;
        }
        sourceMicros = source.arrivalMicros();
        arrivalMicros = derived(sourceMicros);
        serviceMicros = source.serviceMicros();
        return true;
    }

    @Override
    public void close() {
        source.close();
    }

    /** Time runs faster, or slower. */
    static final class Faster extends DerivedArrivals {
        private final double factor;

        Faster(Arrivals source, double factor) {
            super(source);
            this.factor = factor;
        }

        @Override
        long derived(long micros) {
            return (long) (micros / factor);
        }
    }

    /** What arrives between two times. */
    static final class Clipped extends DerivedArrivals {
        /** So that a load of endless copies does not read for ever before its first arrival. */
        private static final long MAX_LEFT_OUT = 100_000_000;

        private final long fromMicros;
        private final long toMicros;
        private boolean isCut;
        private long leftOut;

        Clipped(Arrivals source, long fromMicros, long toMicros) {
            super(source);
            this.fromMicros = fromMicros;
            this.toMicros = toMicros;
        }

        @Override
        long derived(long micros) {
            return Math.max(0, Math.min(micros, toMicros) - fromMicros);
        }

        @Override
        public boolean next() {
            while (!isCut && super.next()) {
                isCut = sourceMicros >= toMicros;
                if (!isCut && sourceMicros >= fromMicros) {
                    return true;
                }
                if (++leftOut > MAX_LEFT_OUT) {
                    throw new IllegalArgumentException("arrivals before from must be <= " + MAX_LEFT_OUT
                            + " (what is scaled can be cut before): from=" + Spans.word(fromMicros));
                }
            }
            endMicros = isCut ? derived(toMicros) : endMicros;
            return false;
        }
    }

    /** Each arrival several times, or only some of them. */
    static final class Scaled extends DerivedArrivals {
        private final long whole;
        private final double part;
        private final SeededRandom copies;
        private long left;

        Scaled(Arrivals source, double factor, SeededRandom copies) {
            super(source);
            whole = (long) factor;
            part = factor - whole;
            this.copies = copies;
        }

        @Override
        public boolean next() {
            while (left == 0) {
                if (!super.next()) {
                    return false;
                }
                left = whole + (copies.nextDouble() < part ? 1 : 0);
            }
            left--;
            return true;
        }
    }
}
