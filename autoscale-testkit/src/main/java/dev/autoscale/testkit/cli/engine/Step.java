package dev.autoscale.testkit.cli.engine;

import dev.autoscale.ScalingDecision;
import java.io.IOException;
import java.util.List;

/** One decision of a replay, whichever engine took it; overwritten by the next one. Not thread-safe. */
public abstract class Step {
    private double recordedReplicas;

    public abstract ScalingDecision decision();

    /** Takes down what a metric was given, NaN for a failed sample. */
    abstract void see(int metric, double value);

    /** The decision was taken, while there were this many recorded replicas. */
    void decided(double replicasOfThatTime) {
        recordedReplicas = replicasOfThatTime;
    }

    /** The replicas of that time, NaN if not recorded. */
    public final double recordedReplicas() {
        return recordedReplicas;
    }

    /** The state of what is at work, on its own in a column of the timeline. */
    public abstract String state();

    /** How wide {@link #state} may be; 0 if there is none. */
    public abstract int stateWidth();

    /** What decided, with its value and target; empty if nothing did. */
    public abstract String measured();

    public abstract String why();

    /** The cells that {@link #appendCells} writes. */
    public abstract List<String> columns();

    /** Writes the cells of the table, each with a comma before it. */
    public abstract void appendCells(Appendable target) throws IOException;

    public abstract List<ChartPanel> panels();

    /** What a panel of the chart shows, NaN for a failed sample. */
    public abstract double measured(int panel);

    /** What the replicas can take of it, once the decision is carried out; NaN if unknown. */
    public abstract double limit(int panel);

    public abstract List<ChartBand> bands();

    /** Which of a band's colours this step has, or -1. */
    public abstract int shade(int band);

    /** Adds up what is this engine's own. */
    public abstract StepTally newTally();
}
