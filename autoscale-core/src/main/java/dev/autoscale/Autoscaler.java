package dev.autoscale;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many replicas one workload should run, as the Kubernetes HPA does. Not thread-safe: one thread at a time per
 * autoscaler; different autoscalers are independent and may share their {@link AutoscalerSpec}.
 *
 * <pre>{@code
 * Autoscaler autoscaler = spec.newAutoscaler();
 * autoscaler.decide(in.at(0).replicas(3).value(0, 37), out);
 * if (out.hasChange()) {
 *     autoscaler.scaled(out); // once it has been carried out; otherwise scaleFailed
 * }
 * }</pre>
 *
 * <p>The caller asks {@link #decide} in regular intervals, carries the answer out and reports that with {@link #scaled} or
 * {@link #scaleFailed}. Deciding allocates nothing and reads no clock. Time never goes back: an instant before the latest one
 * counts as no time passed.
 */
public final class Autoscaler implements ScalingEngine<Observation, Decision> {
    private static final int ASKED_BY_PAUSE = Integer.MIN_VALUE;

    private AutoscalerSpec spec;
    private Stabilization stabilization;
    private RateLimits rates;
    private long latestMillis = Long.MIN_VALUE;
    private int conditions;
    private int desiredReplicas;
    private int version;
    /**
     * The other count that the last decision asked for, with the sign bit if a pause did; {@link Overrides#NOT_AT_COUNT} if it asked for
     * none.
     */
    private int asked = Overrides.NOT_AT_COUNT;

    /** The count as this autoscaler knows it: the last one seen or carried out. Unknown before the first decision. */
    private int knownReplicas = Decision.UNKNOWN_REPLICAS;

    private @Nullable OptionalParts parts;

    Autoscaler(AutoscalerSpec spec) {
        this.spec = spec;
        this.stabilization = new Stabilization(spec);
        this.rates = new RateLimits(spec);
        this.parts = spec.isPlain() ? null : new OptionalParts(spec);
    }

    @Override
    public Observation newObservation() {
        return spec.newObservation();
    }

    @Override
    public Decision newDecision() {
        return spec.newDecision();
    }

    /**
     * Decides, and remembers the recommendation and the conditions.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code in} or {@code out} belongs to a spec that is not equal to this autoscaler's
     */
    @Override
    public void decide(Observation in, Decision out) {
        evaluate(in, out);
        remember(in, out);
    }

    /**
     * Decides as {@link #decide} would now, without remembering anything.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code in} or {@code out} belongs to a spec that is not equal to this autoscaler's
     */
    @Override
    public void preview(Observation in, Decision out) {
        evaluate(in, out);
        out.takenBy(this, false);
    }

    /** The whole decision. Each step reads its own memory and writes its own column; nothing is remembered here. */
    private void evaluate(Observation in, Decision out) {
        requireOwn(in.spec(), "observation");
        requireOwn(out.spec, "decision");
        long now = Math.max(latestMillis, in.epochMillis());
        int current = in.specReplicas();
        out.begin(now, in, conditionsAt(current), knownReplicas);
        if (parts == null && in.overrideBits() == 0) {
            out.replicas = followMetrics(now, current, in, out);
        } else {
            evaluateAll(now, current, in, out);
        }
        if (out.wantsChange() && !spec.isLegacy()) {
            out.keepLimits(rates);
        }
    }

    /** The conditions, with a pause's way to zero that was carried out without a report. */
    private int conditionsAt(int current) {
        return current == 0 && pausedAt() == 0 ? Reason.PAUSED_AT_ZERO.setIn(conditions) : conditions;
    }

    /** With the parts that the Kubernetes HPA does not have; the later a step, the higher its rank. */
    private void evaluateAll(long now, int current, Observation in, Decision out) {
        out.clearSteps();
        if (parts != null) {
            parts.inputs.propose(now, in, out);
        }
        int followed = out.followed(followMetrics(now, current, in, out));
        if (!out.areReplicasUnknown()) {
            int outranked = outrank(rates, now, current, followed, out);
            out.replicas = in.overrides().apply(now, current, outranked, out);
        }
    }

    /** The Kubernetes HPA. */
    private int followMetrics(long now, int current, Observation in, Decision out) {
        if (Range.decides(spec, in, desiredReplicas, out)) {
            return out.replicas();
        }
        int recommended = Recommendation.from(spec, in, desiredReplicas, out);
        return recommended == Recommendation.NONE
                ? Range.held(spec, current, out)
                : bound(rates, now, current, recommended, out);
    }

    /** What is left of a recommendation; {@link Recheck} asks again for later times, with the changes of that time. */
    int bound(RateLimits carriedOut, long now, int current, int recommended, Decision out) {
        int stabilized = stabilization.hold(now, current, recommended, out);
        int damped = parts == null ? stabilized : parts.damping.hold(now, current, stabilized, out);
        int limited = Limits.bound(spec, carriedOut, now, current, damped, out);
        // Coming back from zero, growth is not held against min above.
        return current == 0 ? Math.max(limited, spec.lowestReplicas) : limited;
    }

    /** The steps that outrank the metrics, but for what an observation overrides. */
    int outrank(RateLimits carriedOut, long now, int current, int followed, Decision out) {
        if (parts == null) {
            return followed;
        }
        parts.schedule.moveTo(now);
        int activated = parts.activation.gate(now, current, followed, parts.schedule.keepsActive(), out);
        int scheduled = parts.schedule.bound(spec, carriedOut, now, current, activated, out);
        return parts.capacity.bound(spec, now, current, scheduled, out);
    }

    private void remember(Observation in, Decision out) {
        latestMillis = out.epochMillis();
        conditions = out.conditions;
        if (out.currentReplicas() >= 0) {
            if (spec.settings.countsUnreported && out.isUnreported()) {
                recordChange(knownReplicas, out.currentReplicas());
                if (out.currentReplicas() == 0 && asked == 0) {
                    conditions = zeroCondition(true);
                }
            }
            knownReplicas = out.currentReplicas();
        }
        if (out.recommended() != Decision.NOT_EVALUATED) {
            stabilization.remember(latestMillis, out.currentReplicas(), out.recommended());
        } else if (spec.isIdleAt(out.currentReplicas())) {
            stabilization.startIdle();
        } else if (!out.areReplicasUnknown()) {
            stabilization.start(latestMillis, out.currentReplicas());
        }
        if (parts != null) {
            parts.remember(in, out);
            if (out.activationState == Activation.State.ACTIVATING && out.replicas() > out.currentReplicas()) {
                stabilization.woken(latestMillis, out.after(Decision.Step.ACTIVATED));
            }
        }
        if (!out.differs()) {
            desiredReplicas = out.statusDesiredReplicas();
        }
        asked = out.differs() ? out.replicas() : Overrides.NOT_AT_COUNT;
        asked |= out.isOverridden(Overrides.PAUSED) ? ASKED_BY_PAUSE : 0;
        if (out.isPausedAtZero && out.currentReplicas() == 0) {
            // Even if someone else took it there: the pause wants it to be there.
            conditions = Reason.PAUSED_AT_ZERO.setIn(conditions);
        }
        version++;
        out.takenBy(this, true);
    }

    /**
     * Reports that the count was changed, whether this autoscaler asked for it or not. Only this spends the rate policies'
     * budget, unless {@link AutoscalerSpec.Builder#countUnreported} says otherwise. Where {@code from} and {@code to} are the same
     * nothing was changed, and nothing happens.
     *
     * @param epochMillis when it was changed
     * @param from the replicas before, at least 0
     * @param to the replicas after, at least 0
     * @throws IllegalArgumentException if a count is negative
     */
    @Override
    public void scaled(long epochMillis, int from, int to) {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: from=" + from + ", to=" + to);
        }
        if (from == to) {
            return;
        }
        latestMillis = Math.max(latestMillis, epochMillis);
        recordChange(from, to);
        knownReplicas = to;
        conditions = Reason.SUCCEEDED_RESCALE.setIn(conditions);
        conditions = zeroCondition(from > 0 && to == 0);
        desiredReplicas = to;
        version++;
    }

    private void recordChange(int from, int to) {
        if (isEvent(from, to)) {
            rates.scaled(latestMillis, from, to);
            if (parts != null) {
                parts.damping.scaled(latestMillis, from, to);
            }
        }
        if (parts != null) {
            parts.activation.scaled(latestMillis, from, to);
        }
    }

    /** The conditions with what a change says about who took the workload to zero. */
    private int zeroCondition(boolean toZero) {
        boolean isLateReport = Condition.SCALED_TO_ZERO.reasonIn(conditions) == Reason.PAUSED_AT_ZERO;
        if (toZero && (pausedAt() == 0 || isLateReport)) {
            return Reason.PAUSED_AT_ZERO.setIn(conditions);
        }
        if (!spec.remembersZero()) {
            return Condition.SCALED_TO_ZERO.removedFrom(conditions);
        }
        boolean own = toZero && spec.mayReachZero();
        return (own ? Reason.SCALED_TO_ZERO_REPLICAS : Reason.NOT_SCALED_TO_ZERO).setIn(conditions);
    }

    /** Neither activation nor a pause spends the budget of the rate policies. */
    private boolean isEvent(int from, int to) {
        return to != pausedAt() && (parts == null || !parts.activation.owns(from, to));
    }

    /**
     * Reports that the count could not be changed as decided. The recommendation stays remembered; no budget is spent.
     *
     * @param epochMillis when it failed
     */
    @Override
    public void scaleFailed(long epochMillis) {
        latestMillis = Math.max(latestMillis, epochMillis);
        conditions = Reason.FAILED_UPDATE_SCALE.setIn(conditions);
        version++;
    }

    /**
     * Reports that the platform could give no more than this many replicas: growth waits as
     * {@link AutoscalerSpec.Builder#capacityBackoff} says, then it is tried again. Nothing shrinks because of it. Further
     * reports during the wait only move the ceiling.
     *
     * @param epochMillis when that became known
     * @param reached how many replicas there are, at least 0
     * @throws IllegalArgumentException if the count is negative
     * @throws IllegalStateException if the spec has no capacityBackoff
     */
    public void capacityExhausted(long epochMillis, int reached) {
        if (reached < 0) {
            throw new IllegalArgumentException("reached must be >= 0: reached=" + reached);
        }
        if (parts == null) {
            throw new IllegalStateException("capacityExhausted needs a spec with capacityBackoff");
        }
        parts.capacity.capacityExhausted(Math.max(latestMillis, epochMillis), reached);
        latestMillis = Math.max(latestMillis, epochMillis);
        version++;
    }

    /**
     * Goes on under another spec and keeps everything that still has meaning: recommendations, changes, conditions. A
     * stabilization window that had no memory before begins with the last recommendation. Allocates.
     *
     * @param newSpec the spec from now on; observations and decisions must come from it (or from an equal one)
     * @param epochMillis the time of the change
     */
    public void respec(AutoscalerSpec newSpec, long epochMillis) {
        Objects.requireNonNull(newSpec, "newSpec");
        latestMillis = Math.max(latestMillis, epochMillis);
        stabilization = stabilization.under(newSpec);
        rates = rates.under(newSpec);
        if (newSpec.isPlain()) {
            parts = null;
        } else {
            parts = parts == null ? new OptionalParts(newSpec) : parts.under(newSpec, latestMillis);
        }
        spec = newSpec;
        version++;
    }

    /** {@return how many bytes {@link #snapshot} would write now} */
    @Override
    public int snapshotSize() {
        return Snapshot.size(this);
    }

    /**
     * Writes the whole memory. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them; its byte order does
     *     not matter
     * @throws IllegalArgumentException if there is too little room; nothing is written then
     */
    @Override
    public void snapshot(ByteBuffer target) {
        Snapshot.write(this, target);
    }

    /**
     * Replaces the whole memory by a snapshot of an autoscaler with an equal spec; from then on both decide alike. Allocates
     * nothing unless it throws.
     *
     * @param source holds the snapshot from its position on, which moves past it; its byte order does not matter
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of another spec; nothing is changed
     *     then
     */
    @Override
    public void restore(ByteBuffer source) {
        Snapshot.read(this, source);
    }

    /**
     * Replaces the whole memory by a snapshot that was taken under another spec, and keeps of it what {@link #respec} keeps: what a
     * restart with changed settings needs. Allocates.
     *
     * @param source as for {@link #restore(ByteBuffer)}
     * @param oldSpec the spec under which the snapshot was taken, or an equal one
     * @param epochMillis the time of the change
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of a spec that is not equal to {@code
     *     oldSpec}; nothing is changed then
     */
    public void restore(ByteBuffer source, AutoscalerSpec oldSpec, long epochMillis) {
        Autoscaler before = Objects.requireNonNull(oldSpec, "oldSpec").newAutoscaler();
        before.restore(source);
        before.respec(spec, epochMillis);
        ByteBuffer bytes = ByteBuffer.allocate(before.snapshotSize());
        before.snapshot(bytes);
        restore(bytes.flip());
    }

    /**
     * The highest count that the rate policies allow now; for a legacy spec the scale-up limit. Bounds are not looked at.
     *
     * @param epochMillis the time
     * @param current the current replicas
     * @return replicas, at least {@code current}
     */
    public int scaleUpLimit(long epochMillis, int current) {
        int limit = spec.isLegacy()
                ? Limits.legacyScaleUpLimit(spec, current)
                : rates.scaleUpLimit(Math.max(latestMillis, epochMillis), current);
        return Math.max(current, limit);
    }

    /**
     * The lowest count that the rate policies allow now; 0 for a legacy spec. Bounds are not looked at.
     *
     * @param epochMillis the time
     * @param current the current replicas
     * @return replicas, at most {@code current}
     */
    public int scaleDownLimit(long epochMillis, int current) {
        int limit = spec.isLegacy() ? 0 : rates.scaleDownLimit(Math.max(latestMillis, epochMillis), current);
        return Math.max(0, Math.min(current, limit));
    }

    /** {@return the spec that is followed now} */
    public AutoscalerSpec spec() {
        return spec;
    }

    /**
     * The reason of a condition, as of the last report.
     *
     * @param condition the condition
     * @return the reason, whose status is the condition's; null if the condition was never set
     */
    public @Nullable Reason reason(Condition condition) {
        return condition.reasonIn(conditions);
    }

    /**
     * {@return the count that the Kubernetes HPA would show as {@code status.desiredReplicas}: the last one carried out
     * or confirmed} Replicas; 0 before the first.
     */
    public int desiredReplicas() {
        return desiredReplicas;
    }

    private void requireOwn(AutoscalerSpec other, String name) {
        if (!other.equals(spec)) {
            throw new IllegalArgumentException(name + " must be of the autoscaler's spec: " + name + " has "
                    + other.metricCount() + " metrics, " + other.minReplicas() + ".." + other.maxReplicas()
                    + " replicas; the autoscaler has " + spec.metricCount() + " metrics, " + spec.minReplicas() + ".."
                    + spec.maxReplicas() + " replicas");
        }
    }

    Stabilization stabilization() {
        return stabilization;
    }

    RateLimits rates() {
        return rates;
    }

    @Nullable
    OptionalParts parts() {
        return parts;
    }

    /** The count that a pause asked for, so that going there is no event; negative if none did. */
    private int pausedAt() {
        return asked < 0 && asked != Overrides.NOT_AT_COUNT ? asked & ~ASKED_BY_PAUSE : Overrides.NOT_AT_COUNT;
    }

    int asked() {
        return asked;
    }

    int knownReplicas() {
        return knownReplicas;
    }

    long latestMillis() {
        return latestMillis;
    }

    int conditions() {
        return conditions;
    }

    int version() {
        return version;
    }

    void restored(long newLatestMillis, int newConditions, int newDesiredReplicas, int newAsked, int newKnown) {
        knownReplicas = newKnown;
        asked = newAsked;
        latestMillis = newLatestMillis;
        conditions = newConditions;
        desiredReplicas = newDesiredReplicas;
        version++;
    }

    /** {@return what the autoscaler goes by and what it last decided, in one line} */
    @Override
    public String toString() {
        return "Autoscaler[" + (latestMillis == Long.MIN_VALUE ? "no decision yet" : "latestMillis=" + latestMillis)
                + ", spec=" + spec + ']';
    }
}
