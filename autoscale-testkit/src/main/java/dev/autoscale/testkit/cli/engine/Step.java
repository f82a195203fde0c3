package dev.autoscale.testkit.cli.engine;

import dev.autoscale.ScalingDecision;
import java.io.IOException;

/** One decision of a replay, whichever engine took it; overwritten by the next one. */
public interface Step {
    ScalingDecision decision();

    /** The replicas of that time, NaN if not recorded. */
    double recordedReplicas();

    /** The state of what is at work, on its own in a column of the timeline. */
    String state();

    /** What decided, with its value and target; empty if nothing did. */
    String measured();

    String why();

    /** Writes the cells of the table, each with a comma before it. */
    void appendCells(Appendable target) throws IOException;

    /** What a panel of the chart shows, NaN for a failed sample. */
    double measured(int panel);

    /** What the replicas can take of it, once the decision is carried out; NaN if nobody knows. */
    double limit(int panel);

    /** Which of a band's colours this step has, or -1. */
    int shade(int band);
}
