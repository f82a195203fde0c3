package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/** Arrivals made of those of another load. */
abstract class DerivedArrivals implements Arrivals {
    private final Arrivals source;
    private long lastMicros;

    DerivedArrivals(Arrivals source) {
        this.source = source;
    }

    @Override
    public boolean next() {
        if (!source.next()) {
            return false;
        }
        lastMicros = source.arrivalMicros();
        return true;
    }

    @Override
    public long arrivalMicros() {
        return lastMicros;
    }

    @Override
    public long serviceMicros() {
        return source.serviceMicros();
    }

    @Override
    public long endMicros() {
        return Math.max(lastMicros, source.endMicros());
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
        public long arrivalMicros() {
            return (long) (super.arrivalMicros() / factor);
        }

        @Override
        public long endMicros() {
            return (long) (super.endMicros() / factor);
        }
    }

    /** What arrives between two times. */
    static final class Clipped extends DerivedArrivals {
        private final long fromMicros;
        private final long toMicros;
        private boolean isCut;

        Clipped(Arrivals source, long fromMicros, long toMicros) {
            super(source);
            this.fromMicros = fromMicros;
            this.toMicros = toMicros;
        }

        @Override
        public boolean next() {
            while (!isCut && super.next()) {
                isCut = super.arrivalMicros() >= toMicros;
                if (!isCut && super.arrivalMicros() >= fromMicros) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public long arrivalMicros() {
            return super.arrivalMicros() - fromMicros;
        }

        @Override
        public long endMicros() {
            long micros = isCut ? toMicros : Math.min(super.endMicros(), toMicros);
            return Math.max(0, micros - fromMicros);
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
