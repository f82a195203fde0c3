package dev.autoscale.policies.upstream;

import dev.autoscale.CheckReturnValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The settings and the rules of another system, for one workload. Subclasses are immutable and thread-safe, as one policy serves many
 * autoscalers, and say by {@link #toString} all that their decisions depend on: policies of one class with equal texts are equal.
 *
 * <p>What a rule remembers lies in longs, so that it is part of snapshots, and a preview can work on a copy; 0 is what nothing has been
 * written to yet, unless {@link #begin} says otherwise. Deciding must allocate nothing.
 */
@CheckReturnValue
public abstract class UpstreamPolicy {
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);

    private final String system;
    private final List<String> metrics;
    private final int minReplicas;
    private final int maxReplicas;

    /**
     * A policy.
     *
     * @param system the system's name, in one line; not null
     * @param metrics the ids of what is measured, in the order in which observations index them; not null, nor is any of them
     * @param minReplicas the fewest replicas, at least 0
     * @param maxReplicas the most replicas; {@link Integer#MAX_VALUE} without a limit
     */
    protected UpstreamPolicy(String system, List<String> metrics, int minReplicas, int maxReplicas) {
        this.system = Objects.requireNonNull(system, "system");
        this.metrics = List.copyOf(metrics);
        this.minReplicas = minReplicas;
        this.maxReplicas = maxReplicas;
    }

    /** {@return the system's name} In one line. */
    public final String system() {
        return system;
    }

    /** {@return the ids of what is measured} Observations and decisions index them by their order. */
    public final List<String> metrics() {
        return metrics;
    }

    /** {@return the fewest replicas that the policy asks for} Whether a count below is raised is the system's own rule. */
    public final int minReplicas() {
        return minReplicas;
    }

    /** {@return the most replicas that the policy asks for} Whether a count above is cut is the system's own rule. */
    public final int maxReplicas() {
        return maxReplicas;
    }

    /** {@return the time between two decisions in this system} Above 0; 15 s unless overridden. */
    public Duration interval() {
        return USUAL_INTERVAL;
    }

    /** {@return the names of the numbers that a decision notes, for explanations} None unless overridden. */
    public List<String> notes() {
        return List.of();
    }

    /** {@return how many longs an autoscaler remembers} At least 0, always the same; 0 unless overridden. */
    protected int memorySize() {
        return 0;
    }

    /**
     * Fills the memory of an autoscaler that has seen nothing yet. Does nothing unless overridden.
     *
     * @param memory as long as {@link #memorySize} says, all 0
     * @param epochMillis when it begins
     * @param replicas how many replicas there are then, at least 0
     */
    protected void begin(long[] memory, long epochMillis, int replicas) {}

    /**
     * Decides, and remembers. It is not asked where the counts are unknown or negative.
     *
     * @param nowMillis the time; never before that of an earlier decision
     * @param in what was measured; only read
     * @param memory what is remembered; in a preview a copy of it
     * @param out receives the answer; without one the count stays
     */
    protected abstract void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out);

    /**
     * Remembers that the count was changed. Does nothing unless overridden.
     *
     * @param memory what is remembered
     * @param nowMillis when; never before an earlier decision or report
     * @param from the replicas before, at least 0
     * @param to the replicas after, at least 0
     */
    protected void scaled(long[] memory, long nowMillis, int from, int to) {}

    /**
     * Remembers that a change failed. Does nothing unless overridden.
     *
     * @param memory what is remembered
     * @param nowMillis when; never before an earlier decision or report
     */
    protected void scaleFailed(long[] memory, long nowMillis) {}

    /**
     * {@return whether the rules could have written this memory} Snapshots with another one are refused. True unless overridden.
     *
     * @param memory what was read; only read
     */
    protected boolean isPossible(long[] memory) {
        return true;
    }

    /**
     * Creates an autoscaler for one workload.
     *
     * @param epochMillis the time
     * @param replicas how many replicas there are
     * @return the autoscaler, with an empty memory
     * @throws IllegalArgumentException if the count is negative
     */
    public final UpstreamAutoscaler newAutoscaler(long epochMillis, int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: replicas=" + replicas);
        }
        return new UpstreamAutoscaler(this, epochMillis, replicas);
    }

    /** {@return a new observation for autoscalers of this policy} */
    public final UpstreamObservation newObservation() {
        return new UpstreamObservation(metrics);
    }

    /** {@return a new decision for autoscalers of this policy} */
    public final UpstreamDecision newDecision() {
        return new UpstreamDecision(this);
    }

    /**
     * Whether the other is of the same class and has the same settings. Allocates nothing where texts are kept.
     *
     * @param other may be null
     */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof UpstreamPolicy that
                        && getClass() == that.getClass()
                        && toString().equals(that.toString()));
    }

    /** A hash of all settings. */
    @Override
    public final int hashCode() {
        return toString().hashCode();
    }

    /** {@return every setting, in one line} Always the same text; worked out once, as each decision compares it. */
    @Override
    public abstract String toString();

    /** 64 bits that differ for almost all other policies; two checksums with different polynomials. */
    final long fingerprint() {
        byte[] text = (system + '\n' + metrics + '\n' + this).getBytes(StandardCharsets.UTF_8);
        CRC32 high = new CRC32();
        CRC32C low = new CRC32C();
        high.update(text);
        low.update(text);
        return high.getValue() << Integer.SIZE | low.getValue();
    }
}
