package dev.autoscale;

/**
 * What every engine answers: how many replicas to run, and why. A reusable result; not thread-safe. What else an engine can say
 * is in its own type.
 */
public interface ScalingDecision {
    /**
     * The time that was decided for.
     *
     * @return milliseconds since the epoch
     */
    long epochMillis();

    /**
     * The replicas before.
     *
     * @return replicas; negative if unknown
     */
    int currentReplicas();

    /**
     * The answer.
     *
     * @return replicas; if the current ones are unknown or negative, just these again
     */
    int replicas();

    /**
     * Whether there is something to carry out.
     *
     * @return true if the answer differs from the current replicas and is meant to be carried out
     */
    boolean changes();

    /**
     * Appends the decision step by step, in words for an operator. Allocates.
     *
     * @param <T> the type of the target
     * @param target receives the text, which ends with a line feed
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    <T extends Appendable> T explainTo(T target);
}
