package dev.autoscale.benchmarks;

/** Something that can be measured: a path through the library, or its yardstick. */
interface Operation {
    /**
     * Does one operation. Called for many kinds from one place, so neither a path nor a yardstick is compiled into the loop
     * around it, as in JMH and as in a controller that does more than decide.
     *
     * @return its result, to be consumed
     */
    int once();

    /** How many operations belong together: a measurement does them all, once or several times. */
    default int atOnce() {
        return 1_000;
    }

    /** How many bytes one operation moves, where that is what it is for; else 0. */
    default double movedBytes() {
        return 0;
    }

    /** Does a number of operations and returns the sum of their results. */
    default long run(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += once();
        }
        return sum;
    }
}
