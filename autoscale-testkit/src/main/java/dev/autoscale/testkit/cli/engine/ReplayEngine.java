package dev.autoscale.testkit.cli.engine;

import java.util.List;

/** What decides in a replay. Not thread-safe. */
public interface ReplayEngine {
    /** What is to be told about each decision. */
    Step step();

    /** Decides from what was recorded, into {@link #step}. */
    void decide(long nowMillis, int current, int row);

    void scaled(long nowMillis, int from, int to);

    /** The cells that {@link Step#appendCells} writes. */
    List<String> columns();

    /** How wide {@link Step#state} may be; 0 if there is none. */
    int stateWidth();

    List<ChartPanel> panels();

    List<ChartBand> bands();

    /** Adds up what is this engine's own. */
    StepTally newTally();
}
