package dev.autoscale;

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
     * {@return the stabilized count, raised to the next one that the {@link Alignment} allows} Replicas, or {@link
     * Decision#NOT_EVALUATED}.
     */
    public int wanted() {
        return wanted;
    }

    /**
     * {@return what is left of it if only breaches count that {@linkplain ScalingRules#sustainedFor last}} Replicas, or
     * {@link Decision#NOT_EVALUATED}.
     */
    public int sustained() {
        return sustained;
    }

    /**
     * {@return what the {@linkplain ScalingRules#cooldown cooldowns} leave of that} Replicas, or {@link
     * Decision#NOT_EVALUATED}.
     */
    public int cooled() {
        return cooled;
    }

    /**
     * {@return what the {@link FlapBudget} leaves of that: the count that the rate policies are applied to} Replicas,
     * or {@link Decision#NOT_EVALUATED}.
     */
    public int replicas() {
        return budgeted;
    }

    /**
     * {@return when a part that holds the count now may let go} Epoch milliseconds; the decision's time if the next
     * decision may be enough; {@link Long#MAX_VALUE} if none holds it.
     */
    public long changesAtMillis() {
        return changesAtMillis;
    }

    /**
     * {@return how many replicas were started or stopped within the period of the {@link FlapBudget}} 0 without a
     * budget.
     */
    public long replicasChanged() {
        return replicasChanged;
    }

    /**
     * {@return how often the count turned around within the period of the {@link FlapBudget}} Reversals; 0 without a
     * budget.
     */
    public long reversals() {
        return reversals;
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
