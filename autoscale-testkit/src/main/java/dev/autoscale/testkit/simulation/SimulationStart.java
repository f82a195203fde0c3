package dev.autoscale.testkit.simulation;

import java.util.function.IntSupplier;

/** Where a simulation begins. Immutable but for what lies ahead, which is read as the simulation goes on. */
public final class SimulationStart {
    private final long epochMillis;
    private final int replicas;
    private final boolean isGiven;
    private final IntSupplier demandAhead;
    private final IntSupplier demandAheadOfScores;
    private final IntSupplier rateNeedAhead;

    SimulationStart(
            long epochMillis,
            int replicas,
            boolean isGiven,
            IntSupplier demandAhead,
            IntSupplier demandAheadOfScores,
            IntSupplier rateNeedAhead) {
        this.epochMillis = epochMillis;
        this.replicas = replicas;
        this.isGiven = isGiven;
        this.demandAhead = demandAhead;
        this.demandAheadOfScores = demandAheadOfScores;
        this.rateNeedAhead = rateNeedAhead;
    }

    /** Whether the environment says the count. */
    boolean isGiven() {
        return isGiven;
    }

    /** How many replicas it takes to keep up until an order of the next cycle is ready. */
    IntSupplier demandAhead() {
        return demandAhead;
    }

    /** How many the rate takes, of all minutes until an order of the next cycle is ready. */
    IntSupplier rateNeedAhead() {
        return rateNeedAhead;
    }

    /** The same before scores count; 0 from then on. */
    IntSupplier demandAheadOfScores() {
        return demandAheadOfScores;
    }

    /** {@return the first instant} Epoch milliseconds. */
    public long epochMillis() {
        return epochMillis;
    }

    /**
     * {@return the ready replicas at the beginning: as many as the environment says, or else as the oracle begins with, and at
     * least 1} At least 0.
     */
    public int replicas() {
        return replicas;
    }

    /** {@return when the simulation begins, and with how many replicas} */
    @Override
    public String toString() {
        return "SimulationStart[epochMillis=" + epochMillis + ", replicas=" + replicas + ']';
    }
}
