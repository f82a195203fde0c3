package dev.autoscale;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The rules for going to zero (or to an idle count) and back. Immutable and thread-safe.
 *
 * <pre>{@code
 * AutoscalerSpec.builder(0, 20)
 *         .metric(MetricSpec.external("queue").averageValue(10).activation(5)) // works above 5
 *         .activation(Activation.cooldown(Duration.ofMinutes(5)).activationReplicas(2)) // comes back with 2
 *         .build();
 * }</pre>
 *
 * <p>A workload is active while one of its metrics is above its {@linkplain MetricSpec#activation activation threshold}, while a
 * FLOOR or FIXED window of its {@link Schedule} asks for replicas, or while the observation forces it. Once nothing was active for the cooldown it goes idle: to zero if {@code minReplicas} is 0, or to its idle count. The first decision that sees activity brings it back. A failing metric might be active: it keeps a
 * working workload from going idle, and starts its cooldown again, but does not wake an idle one; so do a scale or a selector
 * that cannot be read. Source of the rules: KEDA's
 * {@code ScaledObject}, with the safe answer where metrics fail or the autoscaler has just been created.
 */
@CheckReturnValue
public final class Activation extends Settings {
    private static final long NONE = Long.MIN_VALUE;
    private static final int NO_COUNT = Integer.MIN_VALUE;

    final Cooldown cooldown;
    final Idle idle;
    final int activationReplicas;
    final long zeroDelayMillis;

    private Activation(Cooldown cooldown, Idle idle, int activationReplicas, long zeroDelayMillis) {
        super(cooldown, idle, activationReplicas, zeroDelayMillis);
        this.cooldown = cooldown;
        this.idle = idle;
        this.activationReplicas = activationReplicas;
        this.zeroDelayMillis = zeroDelayMillis;
    }

    /** {@return the settings in one line, as they were given} */
    @Override
    public String toString() {
        return "Activation[cooldown=" + cooldown() + ", initialCooldown=" + Duration.ofMillis(cooldown.initialMillis)
                + (cooldown.wokenMillis > 0 ? ", keepAfterWaking=" + Duration.ofMillis(cooldown.wokenMillis) : "")
                + (hasIdleReplicas() ? ", idleReplicas=" + idle.replicas : "")
                + (hasIdleTtl() ? ", idleTtl=" + Duration.ofMillis(idle.ttlMillis) : "")
                + (activationReplicas > 0 ? ", activationReplicas=" + activationReplicas : "")
                + (hasZeroDelay() ? ", zeroDelay=" + Duration.ofMillis(zeroDelayMillis) : "") + ']';
    }

    /**
     * How long nothing must have been active.
     *
     * @param millis after the last activity
     * @param initialMillis after the first decision, while nothing has been active yet
     * @param wokenMillis after a wake-up, whatever is active
     */
    record Cooldown(long millis, long initialMillis, long wokenMillis) {}

    /**
     * The count that an inactive workload keeps.
     *
     * @param replicas {@link #NO_COUNT} for zero
     * @param ttlMillis how long it is kept; {@link #NONE} for ever
     */
    record Idle(int replicas, long ttlMillis) {}

    /**
     * Begins with KEDA's way: from any count to zero in one step after the cooldown.
     *
     * @param cooldown how long nothing must have been active before the workload goes idle, at least 0; the instant at which it
     *     is over counts as over
     * @return the rules
     */
    public static Activation cooldown(Duration cooldown) {
        long millis = Times.millis(cooldown);
        return new Activation(new Cooldown(millis, millis, 0), new Idle(NO_COUNT, NONE), 0, NONE);
    }

    /**
     * Sets the cooldown that holds while nothing has been active yet, counted from the autoscaler's first decision.
     *
     * @param time at least 0; the same as the cooldown unless it is set (KEDA: 0)
     * @return new rules
     */
    public Activation initialCooldown(Duration time) {
        Cooldown changed = new Cooldown(cooldown.millis, Times.millis(time), cooldown.wokenMillis);
        return new Activation(changed, idle, activationReplicas, zeroDelayMillis);
    }

    /**
     * Keeps a workload that woke up for a time, even if nothing is active any more: its first replica is not stopped before it could
     * start, so that the next request need not wait for another one.
     *
     * @param time at least 0, from the report that it was woken; 0 unless it is set. The instant at which it is over counts as over
     * @return new rules
     */
    public Activation keepAfterWaking(Duration time) {
        Cooldown changed = new Cooldown(cooldown.millis, cooldown.initialMillis, Times.millis(time));
        return new Activation(changed, idle, activationReplicas, zeroDelayMillis);
    }

    /**
     * Idles at a count instead of zero.
     *
     * @param replicas at least 0, at most {@code max(1, minReplicas)} of the spec; while the workload works it has
     *     {@code minReplicas}
     * @return new rules
     */
    public Activation idleReplicas(int replicas) {
        return new Activation(cooldown, new Idle(replicas, idle.ttlMillis), activationReplicas, zeroDelayMillis);
    }

    /**
     * Limits how long the idle count is kept: after the cooldown and this time the workload goes to zero.
     *
     * @param ttl at least 0; for ever unless it is set. Needs {@link #idleReplicas} above 0
     * @return new rules
     */
    public Activation idleTtl(Duration ttl) {
        return new Activation(
                cooldown, new Idle(idle.replicas, Times.millis(ttl)), activationReplicas, zeroDelayMillis);
    }

    /**
     * Sets the count with which the workload comes back (Knative's activation scale). It is then held for a scale-down
     * stabilization window.
     *
     * @param replicas at least 0, at most {@code maxReplicas}; never fewer than {@code max(1, minReplicas)}, the default
     * @return new rules
     */
    public Activation activationReplicas(int replicas) {
        return new Activation(cooldown, idle, replicas, zeroDelayMillis);
    }

    /**
     * Goes to zero in two stages: the metrics take the count down to {@code max(1, minReplicas)} under the rules for
     * shrinking, and only from there, after a delay of its own, to zero.
     *
     * @param delay at least 0; how long the workload must have been inactive at that count, in addition to the cooldown
     * @return new rules
     */
    public Activation zeroDelay(Duration delay) {
        return new Activation(cooldown, idle, activationReplicas, Times.millis(delay));
    }

    /**
     * {@return how long nothing must have been active before the workload goes idle} The time; negative only in rules that
     * no spec takes.
     */
    public Duration cooldown() {
        return Duration.ofMillis(cooldown.millis);
    }

    /** {@return the count at which the workload idles} Replicas; empty for zero. */
    public OptionalInt idleReplicas() {
        return hasIdleReplicas() ? OptionalInt.of(idle.replicas) : OptionalInt.empty();
    }

    /**
     * {@return whether the way to zero has two stages, the first of them under the rules for shrinking} True with
     * {@link #zeroDelay(Duration)}.
     */
    public boolean isTwoStage() {
        return hasZeroDelay();
    }

    boolean hasIdleReplicas() {
        return idle.replicas != NO_COUNT;
    }

    boolean hasIdleTtl() {
        return idle.ttlMillis != NONE;
    }

    boolean hasZeroDelay() {
        return zeroDelayMillis != NONE;
    }

    @Override
    void check(Violation.Collector broken, AutoscalerSpec spec) {
        requireDuration(broken, "cooldown", cooldown.millis, false);
        requireDuration(broken, "initialCooldown", cooldown.initialMillis, false);
        requireDuration(broken, "keepAfterWaking", cooldown.wokenMillis, false);
        requireDuration(broken, "idleTtl", idle.ttlMillis, true);
        requireDuration(broken, "zeroDelay", zeroDelayMillis, true);
        int floor = Math.max(1, spec.minReplicas());
        broken.require(
                !hasIdleReplicas() || (idle.replicas >= 0 && idle.replicas <= floor),
                "idleReplicas must be >= 0 and <= max(1, minReplicas)",
                "idleReplicas",
                idle.replicas);
        broken.require(
                activationReplicas >= 0 && activationReplicas <= spec.maxReplicas(),
                "activationReplicas must be >= 0 and <= maxReplicas",
                "activationReplicas",
                activationReplicas);
        broken.require(
                !hasIdleTtl() || idle.replicas > 0,
                "idleTtl needs idleReplicas above 0",
                "idleTtl",
                idle.ttlMillis + " ms" + (hasIdleReplicas() ? ", idleReplicas=" + idle.replicas : ""));
        broken.require(
                !hasZeroDelay() || !hasIdleReplicas(),
                "zeroDelay must be without idleReplicas",
                "zeroDelay",
                zeroDelayMillis + " ms, idleReplicas=" + idle.replicas);
    }

    private static void requireDuration(Violation.Collector broken, String name, long millis, boolean mayBeUnset) {
        broken.require(millis >= 0 || (mayBeUnset && millis == NONE), name + " must be >= 0", name, millis + " ms");
    }

    /** Where a workload stands between zero and its work. Immutable and thread-safe. */
    public enum State {
        /** At zero; nothing is active. */
        ZERO,
        /** A metric became active: the workload leaves zero or its idle count with this decision. */
        ACTIVATING,
        /** At work: a metric is active, or might be, because one fails. */
        ACTIVE,
        /** Nothing is active, but the cooldown is not over. */
        COOLING,
        /** At, or on the way to, its idle count; nothing is active. */
        IDLE
    }

    /** Whether a metric, or all of them together, keep a workload from going idle. Immutable. */
    enum Activity {
        /** Does not count: a metric that cannot be measured at zero. */
        NOT_COUNTED,
        INACTIVE,
        /** A metric fails, so it might be active. */
        UNKNOWN,
        ACTIVE;

        /** The stronger one. */
        Activity or(Activity other) {
            return ordinal() >= other.ordinal() ? this : other;
        }
    }
}
