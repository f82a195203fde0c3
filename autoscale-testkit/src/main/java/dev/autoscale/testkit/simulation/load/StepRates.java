package dev.autoscale.testkit.simulation.load;

/** Rates that hold for a while each. */
final class StepRates extends Rates {
    private final double[] perSecond;
    private final long[] lengthsMicros;
    private int piece = -1;
    private long endMicros;

    StepRates(double[] perSecond, long[] lengthsMicros) {
        this.perSecond = perSecond;
        this.lengthsMicros = lengthsMicros;
    }

    @Override
    boolean next() {
        if (piece + 1 == lengthsMicros.length) {
            return false;
        }
        piece++;
        endMicros += lengthsMicros[piece];
        return true;
    }

    @Override
    long endMicros() {
        return endMicros;
    }

    @Override
    double perSecond() {
        return perSecond[piece];
    }
}
