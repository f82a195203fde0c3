package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/**
 * Service times that can say what they are, in the words of {@code Loads.parse}. Immutable.
 *
 * @param meanMicros their mean
 */
record NamedTimes(String name, double meanMicros, ServiceTimes times) implements ServiceTimes {
    private static final int DRAWS = 10_000;

    @Override
    public long drawMicros(SeededRandom random) {
        return times.drawMicros(random);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What follows {@code service} in the name of a load. */
    static String of(ServiceTimes times) {
        return times instanceof NamedTimes named ? named.name : "custom";
    }

    /** The mean; of others the mean of many draws. */
    static double meanMicros(ServiceTimes times) {
        if (times instanceof NamedTimes named) {
            return named.meanMicros;
        }
        SeededRandom draws = SeededRandom.of(DRAWS);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += times.drawMicros(draws);
        }
        return sum / DRAWS;
    }
}
