package dev.autoscale;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The rules for going to zero (or to an idle count) and back. Immutable and thread-safe.
 *
 * <p>A workload is active while one of its metrics is above its {@linkplain MetricSpec#activation activation threshold}, or
 * while the observation forces it. Once nothing was active for the cooldown it rests: at zero if {@code minReplicas} is 0, or
 * at its idle count. The first decision that sees activity brings it back. A failing metric might be active: it keeps a
 * working workload from resting, and starts its cooldown again, but does not wake a resting one; so do a scale or a selector
 * that cannot be read. Source of the rules: KEDA's
 * {@code ScaledObject}, with the safe answer where metrics fail or the autoscaler has just been created.
 */
public final class Activation {
    private static final long NONE = Long.MIN_VALUE;
    private static final int NO_COUNT = Integer.MIN_VALUE;

    final long cooldownMillis;
    final long initialCooldownMillis;
    final int idleReplicas;
    final long idleTtlMillis;
    final int landingReplicas;
    final long zeroDelayMillis;

    private Activation(long cooldown, long initialCooldown, int idle, long idleTtl, int landing, long zeroDelay) {
        this.cooldownMillis = cooldown;
        this.initialCooldownMillis = initialCooldown;
        this.idleReplicas = idle;
        this.idleTtlMillis = idleTtl;
        this.landingReplicas = landing;
        this.zeroDelayMillis = zeroDelay;
    }

    /**
     * Begins with KEDA's way: from any count to zero in one step after the cooldown.
     *
     * @param cooldown how long nothing must have been active before the workload rests, at least 0; the instant at which it
     *     is over counts as over
     * @return the rules
     */
    public static Activation cooldown(Duration cooldown) {
        long millis = Times.millis(cooldown);
        return new Activation(millis, millis, NO_COUNT, NONE, 0, NONE);
    }

    /**
     * Sets the cooldown that holds while nothing has been active yet, counted from the autoscaler's first decision.
     *
     * @param cooldown at least 0; the same as the cooldown unless it is set (KEDA: 0)
     * @return new rules
     */
    public Activation initialCooldown(Duration cooldown) {
        return new Activation(
                cooldownMillis, Times.millis(cooldown), idleReplicas, idleTtlMillis, landingReplicas, zeroDelayMillis);
    }

    /**
     * Rests at a count instead of zero.
     *
     * @param replicas at least 0, at most {@code max(1, minReplicas)} of the spec; while the workload works it has
     *     {@code minReplicas}
     * @return new rules
     */
    public Activation idleReplicas(int replicas) {
        return new Activation(
                cooldownMillis, initialCooldownMillis, replicas, idleTtlMillis, landingReplicas, zeroDelayMillis);
    }

    /**
     * Limits how long the idle count is kept: after the cooldown and this time the workload goes to zero.
     *
     * @param ttl at least 0; for ever unless it is set. Needs {@link #idleReplicas} above 0
     * @return new rules
     */
    public Activation idleTtl(Duration ttl) {
        return new Activation(
                cooldownMillis,
                initialCooldownMillis,
                idleReplicas,
                Times.millis(ttl),
                landingReplicas,
                zeroDelayMillis);
    }

    /**
     * Sets the count with which the workload comes back (Knative's activation scale). It is then held for a scale-down
     * stabilization window.
     *
     * @param replicas at least 0, at most {@code maxReplicas}; never fewer than {@code max(1, minReplicas)}, the default
     * @return new rules
     */
    public Activation landingReplicas(int replicas) {
        return new Activation(
                cooldownMillis, initialCooldownMillis, idleReplicas, idleTtlMillis, replicas, zeroDelayMillis);
    }

    /**
     * Goes to zero in two stages: the metrics take the count down to {@code max(1, minReplicas)} under the rules for
     * shrinking, and only from there, after a delay of its own, to zero.
     *
     * @param delay at least 0; how long the workload must have been inactive at that count, beside the cooldown
     * @return new rules
     */
    public Activation zeroDelay(Duration delay) {
        return new Activation(
                cooldownMillis,
                initialCooldownMillis,
                idleReplicas,
                idleTtlMillis,
                landingReplicas,
                Times.millis(delay));
    }

    /**
     * {@return how long nothing must have been active before the workload rests} The time; negative only in rules that
     * no spec takes.
     */
    public Duration cooldown() {
        return Duration.ofMillis(cooldownMillis);
    }

    /** {@return the count at which the workload rests} Replicas; empty for zero. */
    public OptionalInt idleReplicas() {
        return hasIdleReplicas() ? OptionalInt.of(idleReplicas) : OptionalInt.empty();
    }

    /**
     * {@return whether the way to zero has two stages, the first of them under the rules for shrinking} True with
     * {@link #zeroDelay(Duration)}.
     */
    public boolean isTwoStage() {
        return hasZeroDelay();
    }

    boolean hasIdleReplicas() {
        return idleReplicas != NO_COUNT;
    }

    boolean hasIdleTtl() {
        return idleTtlMillis != NONE;
    }

    boolean hasZeroDelay() {
        return zeroDelayMillis != NONE;
    }

    void check(Violation.Collector broken, int minReplicas, int maxReplicas) {
        requireDuration(broken, "cooldown", cooldownMillis, false);
        requireDuration(broken, "initialCooldown", initialCooldownMillis, false);
        requireDuration(broken, "idleTtl", idleTtlMillis, true);
        requireDuration(broken, "zeroDelay", zeroDelayMillis, true);
        int floor = Math.max(1, minReplicas);
        broken.require(
                !hasIdleReplicas() || (idleReplicas >= 0 && idleReplicas <= floor),
                "idleReplicas must be >= 0 and <= max(1, minReplicas)",
                "idleReplicas",
                idleReplicas);
        broken.require(
                landingReplicas >= 0 && landingReplicas <= maxReplicas,
                "landingReplicas must be >= 0 and <= maxReplicas",
                "landingReplicas",
                landingReplicas);
        broken.require(
                !hasIdleTtl() || idleReplicas > 0,
                "idleTtl needs idleReplicas above 0",
                "idleTtl",
                idleTtlMillis + " ms" + (hasIdleReplicas() ? ", idleReplicas=" + idleReplicas : ""));
        broken.require(
                !hasZeroDelay() || !hasIdleReplicas(),
                "zeroDelay must be without idleReplicas",
                "zeroDelay",
                zeroDelayMillis + " ms, idleReplicas=" + idleReplicas);
    }

    private static void requireDuration(Violation.Collector broken, String name, long millis, boolean mayBeUnset) {
        broken.require(millis >= 0 || (mayBeUnset && millis == NONE), name + " must be >= 0", name, millis + " ms");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Activation that
                && cooldownMillis == that.cooldownMillis
                && initialCooldownMillis == that.initialCooldownMillis
                && idleReplicas == that.idleReplicas
                && idleTtlMillis == that.idleTtlMillis
                && landingReplicas == that.landingReplicas
                && zeroDelayMillis == that.zeroDelayMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                cooldownMillis, initialCooldownMillis, idleReplicas, idleTtlMillis, landingReplicas, zeroDelayMillis);
    }

    void addTo(Checksum sum) {
        sum.add(cooldownMillis).add(initialCooldownMillis).add(idleReplicas);
        sum.add(idleTtlMillis).add(landingReplicas).add(zeroDelayMillis);
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

    /** Whether a metric, or all of them together, keep a workload from resting. Immutable and thread-safe. */
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
