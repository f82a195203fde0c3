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

    /** Does a number of operations and returns the sum of their results. */
    default long run(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += once();
        }
        return sum;
    }
}
