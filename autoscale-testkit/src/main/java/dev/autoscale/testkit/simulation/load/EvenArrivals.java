package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;

/** Arrivals at equal distances, the first at once. */
final class EvenArrivals implements Arrivals {
    private final double perSecond;
    private final long lengthMicros;
    private final ServiceTimes service;
    private final SeededRandom services;
    private long number = -1;
    private long serviceMicros;

    EvenArrivals(double perSecond, long lengthMicros, ServiceTimes service, SeededRandom random) {
        this.perSecond = perSecond;
        this.lengthMicros = lengthMicros;
        this.service = service;
        services = random.split("services");
    }

    @Override
    public boolean next() {
        if (exactMicros() >= lengthMicros) {
            return false;
        }
        number++;
        serviceMicros = service.drawMicros(services);
        return exactMicros() < lengthMicros;
    }

    private double exactMicros() {
        return (double) number * Micros.PER_SECOND / perSecond;
    }

    @Override
    public long arrivalMicros() {
        return (long) exactMicros();
    }

    @Override
    public long serviceMicros() {
        return serviceMicros;
    }

    @Override
    public long endMicros() {
        return lengthMicros;
    }

    @Override
    public void close() {}
}
