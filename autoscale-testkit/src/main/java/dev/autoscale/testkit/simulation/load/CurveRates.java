package dev.autoscale.testkit.simulation.load;

/** A curve in pieces in which it only grows or only falls, so that the rates at both ends bound it. */
final class CurveRates extends Rates {
    private final RateCurve curve;
    private final long lengthMicros;

    CurveRates(RateCurve curve, long lengthMicros) {
        this.curve = curve;
        this.lengthMicros = lengthMicros;
    }

    @Override
    boolean next() {
        if (endMicros == lengthMicros) {
            return false;
        }
        double atBegin = curve.perSecondAt((double) endMicros);
        endMicros = Math.min(curve.monotoneUntil(endMicros), lengthMicros);
        perSecond = Math.max(atBegin, curve.perSecondAt(Math.nextDown((double) endMicros)));
        return true;
    }

    @Override
    double shareAt(double micros) {
        return curve.perSecondAt(micros) / perSecond;
    }
}
