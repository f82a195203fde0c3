package dev.autoscale.testkit.cli.engine;

import dev.autoscale.ScalingDecision;
import java.util.List;
import java.util.function.Supplier;

/** One decision of a replay, whichever engine took it; overwritten by the next one. Not thread-safe. */
public abstract class Step {
    /**
     * A column of the table.
     *
     * @param name its heading
     * @param cell what the current step has in it
     */
    public record Column(String name, Supplier<String> cell) {}

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

    /**
     * Whether it changes nothing although another count is asked for, or would be if metrics had not failed; and not because of what is meant
     * to hold counts for a while, or of a rate.
     */
    public boolean keepsBack() {
        return false;
    }

    /** The state of what is at work, on its own in a column of the timeline. */
    public abstract String state();

    /** How wide {@link #state} may be; 0 if there is none. */
    public abstract int stateWidth();

    /** What decided, with its value and target; empty if nothing did. */
    public abstract String measured();

    public abstract String why();

    public abstract List<Column> columns();

    public abstract List<ChartPanel> panels();

    public abstract List<ChartBand> bands();

    /** Adds up what is this engine's own. */
    public abstract StepTally newTally();
}
