package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.Objects;
import java.util.function.Function;

/** A load made of its name and a way to open it. Immutable. */
record NamedLoad(String name, Function<SeededRandom, Arrivals> opening) implements Load {
    @Override
    public Arrivals open(SeededRandom random) {
        return opening.apply(Objects.requireNonNull(random, "random"));
    }

    @Override
    public String toString() {
        return name;
    }
}
