package dev.autoscale;

/** A user's own {@link Combination}. Implementations must be immutable and thread-safe and should allocate nothing. */
@FunctionalInterface
public interface ProposalFunction {
    /** The answer that the count is to stay. */
    int HOLD = -1;

    /**
     * Combines the proposals of all metrics into one recommendation. It is asked only if at least one metric proposes; the
     * engine still lets nothing shrink while a metric fails. With a {@link Fallback} among healthy metrics it is asked again
     * without the fallbacks, and the higher answer counts. An exception counts as {@link #HOLD}.
     *
     * @param proposals a decision of which the current replicas and the {@linkplain Decision#metric metrics} are set
     * @return replicas, at least 0; or a negative number to hold the count
     */
    int combine(Decision proposals);
}
