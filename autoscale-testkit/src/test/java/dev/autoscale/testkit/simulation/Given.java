package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;

/** Arrivals that are written down: at second, for seconds. */
final class Given implements Load {
    private final double[] arrivals;

    private Given(double... arrivals) {
        this.arrivals = arrivals;
    }

    /** Pairs of arrival and service time in seconds. */
    static Given of(double... arrivals) {
        return new Given(arrivals);
    }

    @Override
    public String name() {
        return "given";
    }

    @Override
    public Arrivals open(SeededRandom random) {
        return new Arrivals() {
            private int next = -2;

            @Override
            public boolean next() {
                next += 2;
                return next < arrivals.length;
            }

            @Override
            public long arrivalMicros() {
                return Math.round(arrivals[next] * 1e6);
            }

            @Override
            public long serviceMicros() {
                return Math.round(arrivals[next + 1] * 1e6);
            }

            @Override
            public void close() {}
        };
    }
}
