package dev.autoscale;

/**
 * What every engine answers: how many replicas to run, and why. A reusable result; not thread-safe. What else an engine can say
 * is in its own type.
 */
public interface ScalingDecision {
    /** {@return the time that was decided for} Epoch milliseconds. */
    long epochMillis();

    /** {@return the replicas before} Negative if unknown. */
    int currentReplicas();

    /** {@return the answer} Replicas; if the current ones are unknown or negative, just these again. */
    int replicas();

    /** {@return whether there is something to carry out} */
    boolean hasChange();

    /** {@return why, in a word: what fixed the answer} A constant of the engine's own; {@code toString} is the word. */
    Enum<?> reason();

    /**
     * Appends the decision step by step, in words for an operator. Allocates.
     *
     * @param <T> the type of the target
     * @param target receives the text, which ends with a line feed
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    <T extends Appendable> T explainTo(T target);

    /**
     * Appends the decision as one JSON object. Allocates nothing itself.
     *
     * @param <T> the type of the target
     * @param target receives the text, without a line feed; not null
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    <T extends Appendable> T toJson(T target);
}
