package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.function.IntToLongFunction;

/** Rates that hold for a while each, in turn, until all time is over. */
final class StepRates extends Rates {
    private final double[] rates;
    private final IntToLongFunction lengths;
    private final long lengthMicros;
    private int step;

    /**
     * Begins before the first step.
     *
     * @param rates per second, taken again from the beginning after the last
     * @param first which of the rates is the first
     * @param lengths how long a rate holds, by its index; asked once for each step
     * @param lengthMicros where the last step ends
     */
    private StepRates(double[] rates, int first, IntToLongFunction lengths, long lengthMicros) {
        this.rates = rates;
        this.lengths = lengths;
        this.lengthMicros = lengthMicros;
        step = first - 1;
    }

    /** Each rate once. */
    static Rates of(double[] perSecond, long... lengthsMicros) {
        long sum = 0;
        for (long micros : lengthsMicros) {
            sum = Micros.sum(sum, micros);
        }
        return new StepRates(perSecond, 0, step -> lengthsMicros[step], sum);
    }

    /** A base rate, and a peak at the end of each period. */
    static Rates bursts(double base, double peak, long everyMicros, long lastingMicros, long lengthMicros) {
        long[] lengths = {everyMicros - lastingMicros, lastingMicros};
        return new StepRates(new double[] {base, peak}, 0, step -> lengths[step], lengthMicros);
    }

    /** Two rates that hold for exponentially distributed times; begins as if it had gone on for ever. */
    static Rates onOff(
            double off, double on, long meanOffMicros, long meanOnMicros, long lengthMicros, SeededRandom random) {
        boolean beginsOn = random.nextDouble() * ((double) meanOffMicros + meanOnMicros) < meanOnMicros;
        double[] means = {meanOffMicros, meanOnMicros};
        return new StepRates(
                new double[] {off, on},
                beginsOn ? 1 : 0,
                step -> 1 + (long) random.nextExponential(means[step]),
                lengthMicros);
    }

    @Override
    boolean next() {
        if (endMicros == lengthMicros) {
            return false;
        }
        step = (step + 1) % rates.length;
        perSecond = rates[step];
        endMicros += Math.min(lengths.applyAsLong(step), lengthMicros - endMicros);
        return true;
    }
}
