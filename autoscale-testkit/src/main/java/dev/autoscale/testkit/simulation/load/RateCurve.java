package dev.autoscale.testkit.simulation.load;

/** A rate as a function of time. Immutable. */
interface RateCurve {
    /** Arrivals per second at a time. */
    double perSecondAt(double micros);

    /** A later time, up to which the rate only grows or only falls. */
    long monotoneUntil(long micros);

    /** A straight line. */
    record Ramp(double from, double to, long lengthMicros) implements RateCurve {
        @Override
        public double perSecondAt(double micros) {
            return from + (to - from) * (micros / lengthMicros);
        }

        @Override
        public long monotoneUntil(long micros) {
            return pieceEnd(micros, lengthMicros, 8);
        }
    }

    /** A cosine that begins at its lowest. */
    record Diurnal(double low, double high, long periodMicros) implements RateCurve {
        @Override
        public double perSecondAt(double micros) {
            double phase = micros % periodMicros / periodMicros;
            return low + (high - low) * (1 - StrictMath.cos(2 * Math.PI * phase)) / 2;
        }

        @Override
        public long monotoneUntil(long micros) {
            return pieceEnd(micros, periodMicros, 16);
        }
    }

    /** A base rate, then a straight rise, then an exponential decay. */
    record FlashCrowd(double base, double peak, long atMicros, long riseMicros, long decayMicros) implements RateCurve {
        @Override
        public double perSecondAt(double micros) {
            double since = micros - atMicros;
            if (since < 0) {
                return base;
            }
            double share = since < riseMicros ? since / riseMicros : StrictMath.exp((riseMicros - since) / decayMicros);
            return base + (peak - base) * share;
        }

        @Override
        public long monotoneUntil(long micros) {
            if (micros < atMicros) {
                return atMicros;
            }
            long since = micros - atMicros;
            if (since < riseMicros) {
                return atMicros + riseMicros;
            }
            // After 40 times the decay nothing is left that could be seen.
            boolean isOver = (since - riseMicros) / 40 >= decayMicros;
            return isOver ? Long.MAX_VALUE : micros + Math.max(1, decayMicros / 4);
        }
    }

    /** The end of the part that a time is in, of this many equal parts of a length. */
    private static long pieceEnd(long micros, long lengthMicros, int parts) {
        double piece = (double) lengthMicros / parts;
        return Math.max(micros + 1, (long) StrictMath.ceil((StrictMath.floor(micros / piece) + 1) * piece));
    }
}
