package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** What is expected of several loads at a time. */
final class MergedExpected implements ExpectedArrivals {
    private final List<ExpectedArrivals> parts = new ArrayList<>();

    MergedExpected(LoadParts loads, SeededRandom random) {
        try {
            for (int i = 0; i < loads.size(); i++) {
                parts.add(loads.expect(i, random));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void passUntil(long micros) {
        parts.forEach(part -> part.passUntil(micros));
    }

    @Override
    public double arrivals() {
        double sum = 0;
        for (ExpectedArrivals part : parts) {
            sum += part.arrivals();
        }
        return sum;
    }

    @Override
    public double serviceMicros() {
        double sum = 0;
        for (ExpectedArrivals part : parts) {
            sum += part.serviceMicros();
        }
        return sum;
    }

    @Override
    public long endMicros() {
        return parts.stream().mapToLong(ExpectedArrivals::endMicros).max().orElse(0);
    }

    @Override
    public void close() {
        parts.forEach(ExpectedArrivals::close);
    }
}
