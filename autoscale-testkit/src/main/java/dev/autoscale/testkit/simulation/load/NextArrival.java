package dev.autoscale.testkit.simulation.load;

/** Arrivals of which each is written down as it comes. */
abstract class NextArrival implements Arrivals {
    long arrivalMicros;
    long serviceMicros;
    long endMicros;

    @Override
    public final long arrivalMicros() {
        return arrivalMicros;
    }

    @Override
    public final long serviceMicros() {
        return serviceMicros;
    }

    @Override
    public final long endMicros() {
        return endMicros;
    }

    @Override
    public void close() {}
}
