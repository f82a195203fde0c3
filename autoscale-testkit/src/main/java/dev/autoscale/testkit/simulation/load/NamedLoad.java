package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A load made of its name and ways to open it and what is expected of it. Immutable. */
record NamedLoad(
        String name, Function<SeededRandom, Arrivals> opening, Function<SeededRandom, ExpectedArrivals> expecting)
        implements Load {
    /** A load without a rate: what is expected of it is counted. */
    static NamedLoad counted(String name, Function<SeededRandom, Arrivals> opening) {
        return new NamedLoad(name, opening, random -> new CountedArrivals(opening.apply(random)));
    }

    /**
     * A load that is made of another.
     *
     * @param derived what becomes of what is expected of the other; of arrivals without a rate those of this load are counted
     */
    static NamedLoad derived(
            String name,
            Load source,
            Function<SeededRandom, Arrivals> opening,
            UnaryOperator<ExpectedArrivals> derived) {
        return new NamedLoad(name, opening, random -> {
            ExpectedArrivals expected = source.expect(random);
            if (expected instanceof CountedArrivals) {
                expected.close();
                return new CountedArrivals(opening.apply(random));
            }
            return derived.apply(expected);
        });
    }

    @Override
    public Arrivals open(SeededRandom random) {
        return opening.apply(Objects.requireNonNull(random, "random"));
    }

    @Override
    public ExpectedArrivals expect(SeededRandom random) {
        return expecting.apply(Objects.requireNonNull(random, "random"));
    }

    @Override
    public String toString() {
        return name;
    }
}
