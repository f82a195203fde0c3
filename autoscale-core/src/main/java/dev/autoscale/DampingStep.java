package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * What stands between the stabilization windows and the rate policies made of a decision, a column per part: a reusable result.
 * Not thread-safe. All columns are {@link Decision#NOT_EVALUATED} for a spec without such parts, and where the metrics did not
 * decide.
 */
public final class DampingStep {
    private int wanted;
    private int sustained;
    private int cooled;
    private int budgeted;
    private long changesAtMillis;
    private long replicasChanged;
    private long reversals;

    DampingStep() {
        clear();
    }

    /**
     * The stabilized count, raised to the next one that the {@link Alignment} allows.
     *
     * @return replicas, or {@link Decision#NOT_EVALUATED}
     */
    public int wanted() {
        return wanted;
    }

    /**
     * What is left of it if only breaches count that {@linkplain ScalingRules#sustainedFor last}.
     *
     * @return replicas, or {@link Decision#NOT_EVALUATED}
     */
    public int sustained() {
        return sustained;
    }

    /**
     * What the {@linkplain ScalingRules#cooldown cooldowns} leave of that.
     *
     * @return replicas, or {@link Decision#NOT_EVALUATED}
     */
    public int cooled() {
        return cooled;
    }

    /**
     * What the {@link FlapBudget} leaves of that: the count that the rate policies are applied to.
     *
     * @return replicas, or {@link Decision#NOT_EVALUATED}
     */
    public int replicas() {
        return budgeted;
    }

    /**
     * When a part that holds the count now may let go.
     *
     * @return epoch milliseconds; the decision's time if the next decision may be enough; {@link Long#MAX_VALUE} if none holds
     *     it
     */
    public long changesAtMillis() {
        return changesAtMillis;
    }

    /**
     * How many replicas were started or stopped within the period of the {@link FlapBudget}.
     *
     * @return replicas; 0 without a budget
     */
    public long replicasChanged() {
        return replicasChanged;
    }

    /**
     * How often the count turned around within the period of the {@link FlapBudget}.
     *
     * @return reversals; 0 without a budget
     */
    public long reversals() {
        return reversals;
    }

    /** What holds the count; null if nothing does. */
    @Nullable
    Reason reason() {
        if (budgeted != cooled) {
            return Reason.FLAP_BUDGET_SPENT;
        }
        if (cooled != sustained) {
            return Reason.COOLDOWN;
        }
        return isBreachHeld() ? Reason.BREACH_NOT_SUSTAINED : null;
    }

    boolean isBreachHeld() {
        return sustained != wanted;
    }

    void clear() {
        set(Decision.NOT_EVALUATED, Decision.NOT_EVALUATED, Decision.NOT_EVALUATED, Decision.NOT_EVALUATED);
        changesAtMillis = Long.MAX_VALUE;
        counted(0, 0);
    }

    void set(int newWanted, int newSustained, int newCooled, int newBudgeted) {
        wanted = newWanted;
        sustained = newSustained;
        cooled = newCooled;
        budgeted = newBudgeted;
    }

    void counted(long newReplicasChanged, long newReversals) {
        replicasChanged = newReplicasChanged;
        reversals = newReversals;
    }

    /** The first part that holds the count says when; later ones have nothing to hold any more. */
    void changesAt(long millis) {
        changesAtMillis = Math.min(changesAtMillis, millis);
    }
}
