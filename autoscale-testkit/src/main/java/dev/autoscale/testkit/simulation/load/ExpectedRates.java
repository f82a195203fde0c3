package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;

/** The area under a rate. */
final class ExpectedRates implements ExpectedArrivals {
    /** A curve is looked at so often between two times: within a minute it hardly bends. */
    private static final int LOOKS = 16;

    private final Rates rates;
    private final double serviceMicros;
    private long nowMicros;
    private double arrivals;
    private boolean isOver;

    /** @param serviceMicros the mean service time */
    ExpectedRates(Rates rates, double serviceMicros) {
        this.rates = rates;
        this.serviceMicros = serviceMicros;
    }

    @Override
    public void passUntil(long micros) {
        while (!isOver && nowMicros < micros) {
            if (nowMicros < rates.endMicros) {
                long next = Math.min(micros, rates.endMicros);
                arrivals += area(nowMicros, next);
                nowMicros = next;
            } else {
                isOver = !rates.next();
            }
        }
    }

    /** Of one piece; by the middle of each part, which is exact where the rate is a straight line. */
    private double area(long fromMicros, long toMicros) {
        if (rates.perSecond == 0) {
            return 0;
        }
        double part = (toMicros - fromMicros) / (double) LOOKS;
        double shares = 0;
        for (int i = 0; i < LOOKS; i++) {
            shares += rates.shareAt(fromMicros + (i + 0.5) * part);
        }
        return rates.perSecond * shares * part / Micros.PER_SECOND;
    }

    @Override
    public double arrivals() {
        return arrivals;
    }

    @Override
    public double serviceMicros() {
        return arrivals * serviceMicros;
    }

    @Override
    public long endMicros() {
        return isOver ? nowMicros : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        isOver = true;
        rates.close();
    }
}
