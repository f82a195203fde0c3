package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/** Loads one after another, of which one is open at a time. */
final class JoinedArrivals extends NextArrival {
    private final LoadParts loads;
    private final SeededRandom random;
    private int part;
    private Arrivals current;
    private long lastMicros;
    private boolean isOver;

    JoinedArrivals(LoadParts loads, SeededRandom random) {
        this.loads = loads;
        this.random = random;
        current = loads.open(0, random);
    }

    @Override
    public boolean next() {
        while (!isOver) {
            if (current.next()) {
                lastMicros = current.arrivalMicros();
                arrivalMicros = endMicros + lastMicros;
                serviceMicros = current.serviceMicros();
                return true;
            }
            endMicros += Math.max(lastMicros, current.endMicros());
            lastMicros = 0;
            if (part + 1 == loads.size()) {
                isOver = true;
            } else {
                current.close();
                part++;
                current = loads.open(part, random);
            }
        }
        return false;
    }

    @Override
    public void close() {
        isOver = true;
        current.close();
    }
}
