package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;

/** Arrivals at equal distances, the first at once. */
final class EvenArrivals extends NextArrival {
    private final double perSecond;
    private final ServiceTimes service;
    private final SeededRandom services;
    private long number;

    EvenArrivals(double perSecond, long lengthMicros, ServiceTimes service, SeededRandom random) {
        this.perSecond = perSecond;
        endMicros = lengthMicros;
        this.service = service;
        services = random.split("services");
    }

    @Override
    public boolean next() {
        double exactMicros = (double) number * Micros.PER_SECOND / perSecond;
        if (exactMicros >= endMicros) {
            return false;
        }
        number++;
        arrivalMicros = (long) exactMicros;
        serviceMicros = service.drawMicros(services);
        return true;
    }
}
