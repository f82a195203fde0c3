package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.function.IntToLongFunction;

/** Two rates by turns. */
final class AlternatingRates extends Rates {
    private final double[] perSecond;
    private final IntToLongFunction lengths;
    private final long lengthMicros;
    private int state;
    private long endMicros;

    private AlternatingRates(double[] perSecond, int before, IntToLongFunction lengths, long lengthMicros) {
        this.perSecond = perSecond;
        this.lengths = lengths;
        this.lengthMicros = lengthMicros;
        state = before;
    }

    /** A base rate, and a peak at the end of each period. */
    static Rates bursts(double base, double peak, long everyMicros, long lastingMicros, long lengthMicros) {
        return new AlternatingRates(
                new double[] {base, peak},
                1,
                state -> state == 0 ? everyMicros - lastingMicros : lastingMicros,
                lengthMicros);
    }

    /** Two rates that hold for exponentially distributed times; begins as if it had gone on for ever. */
    static Rates onOff(
            double off, double on, long meanOffMicros, long meanOnMicros, long lengthMicros, SeededRandom random) {
        boolean beginsOn = random.nextDouble() * ((double) meanOffMicros + meanOnMicros) < meanOnMicros;
        return new AlternatingRates(
                new double[] {off, on},
                beginsOn ? 0 : 1,
                state -> 1 + (long) random.nextExponential((double) (state == 0 ? meanOffMicros : meanOnMicros)),
                lengthMicros);
    }

    @Override
    boolean next() {
        if (endMicros == lengthMicros) {
            return false;
        }
        state = 1 - state;
        endMicros += Math.min(lengths.applyAsLong(state), lengthMicros - endMicros);
        return true;
    }

    @Override
    long endMicros() {
        return endMicros;
    }

    @Override
    double perSecond() {
        return perSecond[state];
    }
}
