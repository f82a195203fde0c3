package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;

/** Arrivals that come independently of each other at a rate that changes over time. */
final class RateArrivals extends NextArrival {
    /*
     * A Poisson process of rate r(t) is one of rate 1 whose time is stretched: the area under r between two arrivals is
     * exponentially distributed with mean 1 (time rescaling). While r is constant the next arrival is area / r away; what is left
     * of the area at the end of a piece is carried over to the next, so that this is exact for rates that change in steps. Where
     * r only has a bound, candidates come at the bound, and each stays with probability r / bound (thinning: Lewis, Shedler,
     * "Simulation of nonhomogeneous Poisson processes by thinning", 1979), which is exact too.
     */
    private final Rates rates;
    private final ServiceTimes service;
    private final SeededRandom gaps;
    private final SeededRandom thinning;
    private final SeededRandom services;
    private double atMicros;
    private double perMicro;
    private boolean isOver;

    RateArrivals(Rates rates, ServiceTimes service, SeededRandom random) {
        this.rates = rates;
        this.service = service;
        gaps = random.split("gaps");
        thinning = random.split("thinning");
        services = random.split("services");
    }

    @Override
    public boolean next() {
        while (goOn(gaps.nextExponential(1))) {
            double share = rates.shareAt(atMicros);
            if (share >= 1 || thinning.nextDouble() < share) {
                arrivalMicros = (long) atMicros;
                serviceMicros = service.drawMicros(services);
                return true;
            }
        }
        return false;
    }

    /** Goes on until the area under the rate has grown by so much. */
    private boolean goOn(double area) {
        double rest = area;
        while (!isOver) {
            double available = perMicro * (endMicros - atMicros);
            if (rest < available) {
                // The quotient may be rounded up to the end, at which the load may be over.
                atMicros = Math.min(atMicros + rest / perMicro, Math.nextDown((double) endMicros));
                return true;
            }
            rest -= available;
            atMicros = endMicros;
            isOver = !rates.next();
            if (!isOver) {
                endMicros = rates.endMicros;
                perMicro = rates.perSecond / Micros.PER_SECOND;
            }
        }
        return false;
    }

    @Override
    public void close() {
        isOver = true;
        rates.close();
    }
}
