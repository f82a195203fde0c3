package dev.autoscale.testkit.cli;

import dev.autoscale.DampingStep;
import dev.autoscale.Decision;

/** What may hold a count between stabilization and rate policies, in the order in which it does. */
enum DampingPart {
    ALIGNMENT("aligned", "aligned"),
    BREACH("sustained", "not sustained"),
    COOLDOWN("cooled", "in cooldown"),
    BUDGET("budgeted", "over budget");

    /** The name of the count behind this part. */
    final String column;
    /** What the workload is while this part changes the count. */
    final String label;

    DampingPart(String column, String label) {
        this.column = column;
        this.label = label;
    }

    /** The count behind this part, {@link Decision#NOT_EVALUATED} where there is none. */
    int after(Decision out) {
        DampingStep step = out.damping();
        return switch (this) {
            case ALIGNMENT -> step.wanted();
            case BREACH -> step.sustained();
            case COOLDOWN -> step.cooled();
            case BUDGET -> step.replicas();
        };
    }

    private int before(Decision out) {
        DampingStep step = out.damping();
        return switch (this) {
            case ALIGNMENT -> out.stabilized();
            case BREACH -> step.wanted();
            case COOLDOWN -> step.sustained();
            case BUDGET -> step.cooled();
        };
    }

    /** Whether this part changes the count. */
    boolean isFelt(Decision out) {
        return after(out) != Decision.NOT_EVALUATED && after(out) != before(out);
    }

    String why(Decision out) {
        return switch (this) {
            case ALIGNMENT -> "aligned to " + after(out);
            case BREACH -> "not sustained";
            case COOLDOWN -> "in cooldown";
            case BUDGET -> "flap budget allows " + after(out);
        };
    }

    /** What all parts leave of the stabilized count. */
    static int left(Decision out) {
        int left = BUDGET.after(out);
        return left == Decision.NOT_EVALUATED ? out.stabilized() : left;
    }
}
