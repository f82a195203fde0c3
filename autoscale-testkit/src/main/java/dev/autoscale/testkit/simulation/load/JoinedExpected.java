package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;

/** What is expected of loads one after another, of which one is open at a time. */
final class JoinedExpected implements ExpectedArrivals {
    private final LoadParts loads;
    private final SeededRandom random;
    private int part;
    private ExpectedArrivals current;
    private long beginMicros;
    private double arrivalsBefore;
    private double serviceBefore;

    JoinedExpected(LoadParts loads, SeededRandom random) {
        this.loads = loads;
        this.random = random;
        current = loads.expect(0, random);
    }

    @Override
    public void passUntil(long micros) {
        current.passUntil(micros - beginMicros);
        while (part + 1 < loads.size() && current.endMicros() < micros - beginMicros) {
            beginMicros = Micros.sum(beginMicros, current.endMicros());
            arrivalsBefore += current.arrivals();
            serviceBefore += current.serviceMicros();
            current.close();
            current = loads.expect(++part, random);
            current.passUntil(micros - beginMicros);
        }
    }

    @Override
    public double arrivals() {
        return arrivalsBefore + current.arrivals();
    }

    @Override
    public double serviceMicros() {
        return serviceBefore + current.serviceMicros();
    }

    @Override
    public long endMicros() {
        return part + 1 < loads.size() ? Long.MAX_VALUE : Micros.sum(beginMicros, current.endMicros());
    }

    @Override
    public void close() {
        current.close();
    }
}
