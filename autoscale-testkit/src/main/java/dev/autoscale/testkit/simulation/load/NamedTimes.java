package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/** Service times that can say what they are, in the words of {@code Loads.parse}. Immutable. */
record NamedTimes(String name, ServiceTimes times) implements ServiceTimes {
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
}
