package dev.autoscale.testkit.simulation;

import java.util.function.IntSupplier;

/** Where a simulation begins. Immutable but for what lies ahead, which is read as the simulation goes on. */
public final class SimulationStart {
    private final long epochMillis;
    private final int replicas;
    private final IntSupplier demandAhead;
    private final IntSupplier demandAheadOfScores;
    private final IntSupplier rateNeedAhead;

    SimulationStart(
            long epochMillis,
            int replicas,
            IntSupplier demandAhead,
            IntSupplier demandAheadOfScores,
            IntSupplier rateNeedAhead) {
        this.epochMillis = epochMillis;
        this.replicas = replicas;
        this.demandAhead = demandAhead;
        this.demandAheadOfScores = demandAheadOfScores;
        this.rateNeedAhead = rateNeedAhead;
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

    /** {@return the ready replicas at the beginning} At least 0; -1 if not known yet. */
    public int replicas() {
        return replicas;
    }

    /** {@return when the simulation begins, and with how many replicas} */
    @Override
    public String toString() {
        return "SimulationStart[epochMillis=" + epochMillis + ", replicas=" + replicas + ']';
    }
}
