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
public final class Autoscaler extends Block implements ScalingEngine<Observation, Decision> {
    private static final int ASKED_BY_PAUSE = Integer.MIN_VALUE;
    /** The conditions of a workload that stays, but for the one about zero. */
    private static final int STAYING =
            Reason.READY_FOR_NEW_SCALE.setIn(Reason.VALID_METRIC_FOUND.setIn(Reason.DESIRED_WITHIN_RANGE.setIn(0)));

    private Memory memory;
    private int version;

    Autoscaler(AutoscalerSpec spec) {
        this(spec.memory.ofOne());
    }

    private Autoscaler(Memory memory) {
        this(memory, new long[memory.words()]);
        memory.clear(this);
    }

    /** A view of blocks that lie in arrays of longs; of the first one at first. */
    Autoscaler(Memory memory, long[] words) {
        super(words, 0);
        this.memory = memory;
    }

    @Override
    public Observation newObservation() {
        return spec().newObservation();
    }

    @Override
    public Decision newDecision() {
        return spec().newDecision();
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
        requireOwn(in, out);
        long now = nowMillis(in);
        if (!evaluate(now, in, out, true)) {
            passTo(now);
            remember(now, in, out);
        }
        out.takenBy(this, true);
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
        requireOwn(in, out);
        evaluate(nowMillis(in), in, out, false);
        out.takenBy(this, false);
    }

    /**
     * The shortest way through {@link #decide}, without its columns: every metric of a plain spec is within its tolerance, and nothing else
     * wants another count than the one that is wanted and exists. Decides and remembers the same.
     *
     * @return whether it has decided; if not, nothing has happened
     */
    boolean stay(long now, int current) {
        boolean stays = memory.isWithinBounds(current)
                && now >= latestMillis()
                && reaches(now)
                && (!memory.countsUnreported || knownReplicas() == current)
                && memory.stabilization.stay(this, now, current);
        if (stays) {
            latestMillis(now);
            status((conditions() & Condition.SCALED_TO_ZERO.mask()) | STAYING, current);
            counts(Overrides.NOT_AT_COUNT, current);
            version++;
        }
        return stays;
    }

    /**
     * The whole decision. Each step reads its own words of the block and writes its own column; nothing is remembered here, unless it may
     * {@link #stay} where nothing changes.
     *
     * @return whether it stays, which is remembered then
     */
    private boolean evaluate(long now, Observation in, Decision out, boolean mayStay) {
        int current = in.specReplicas();
        out.begin(now, in, conditionsAt(current), knownReplicas());
        boolean stays = false;
        if (memory.parts == null && in.overrideBits() == 0) {
            stays = evaluatePlain(now, current, in, out, mayStay);
        } else {
            evaluateAll(now, current, in, out);
        }
        if (out.wantsChange() && !spec().isLegacy()) {
            out.keepLimits(memory.changes, this);
        }
        return stays;
    }

    /** The Kubernetes HPA alone, apart from {@link #evaluateAll}, so that what is compiled for it is small. */
    private boolean evaluatePlain(long now, int current, Observation in, Decision out, boolean mayStay) {
        if (Range.decides(memory.spec, in, desired(), out)) {
            return false;
        }
        int recommended = Recommendation.fromMetrics(memory.spec, in, desired(), out);
        if (mayStay && recommended == current && stay(now, current)) {
            out.stays(conditions());
            return true;
        }
        out.replicas = follow(now, current, recommended, out);
        return false;
    }

    /** The conditions, with a pause's way to zero that was carried out without a report. */
    private int conditionsAt(int current) {
        return current == 0 && pausedAt() == 0 ? Reason.PAUSED_AT_ZERO.setIn(conditions()) : conditions();
    }

    /** With the parts that the Kubernetes HPA does not have; the later a step, the higher its rank. */
    private void evaluateAll(long now, int current, Observation in, Decision out) {
        out.clearSteps();
        if (memory.parts != null) {
            out.readyReplicas = in.countReady();
            memory.parts.inputs.propose(this, now, in, out);
        }
        if (!Range.decides(memory.spec, in, desired(), out)) {
            out.replicas = follow(now, current, Recommendation.from(memory.spec, in, desired(), out), out);
        }
        int followed = out.followed(out.replicas);
        if (!out.areReplicasUnknown()) {
            int outranked = outrank(memory.changes, this, now, current, followed, out);
            out.replicas = in.overrides().apply(now, current, outranked, out);
        }
    }

    private int follow(long now, int current, int recommended, Decision out) {
        return recommended == Recommendation.NONE
                ? Range.held(memory.spec, current, out)
                : bound(memory.changes, this, now, current, recommended, out);
    }

    /**
     * What is left of a recommendation.
     *
     * @param carriedOut the rules for the changes that {@code changed} remembers: this autoscaler's, or, where {@link Recheck} asks
     *     again for later times, those of that time
     */
    int bound(Changes carriedOut, Block changed, long now, int current, int recommended, Decision out) {
        int stabilized = memory.stabilization.hold(this, now, current, recommended, out);
        int damped = memory.parts == null ? stabilized : memory.parts.damping.hold(this, now, current, stabilized, out);
        int limited = Limits.bound(memory.spec, carriedOut, changed, now, current, damped, out);
        // Coming back from zero, growth is not held against min above.
        return current == 0 ? Math.max(limited, memory.spec.lowestReplicas) : limited;
    }

    /** The steps that outrank the metrics, but for what an observation overrides. */
    int outrank(Changes carriedOut, Block changed, long now, int current, int followed, Decision out) {
        Memory.Parts parts = memory.parts;
        if (parts == null) {
            return followed;
        }
        parts.schedule.moveTo(now);
        int activated = parts.activation.gate(this, now, current, followed, parts.schedule.keepsActive(), out);
        int scheduled = parts.schedule.bound(memory.spec, carriedOut, changed, now, current, activated, out);
        return parts.capacity.bound(this, memory.spec, now, current, scheduled, out);
    }

    private void remember(long now, Observation in, Decision out) {
        int current = out.currentReplicas;
        int conditions = memory.countsUnreported && out.isUnreported() ? countUnreported(out) : out.conditions;
        if (out.recommended != Decision.NOT_EVALUATED) {
            memory.stabilization.remember(this, now, current, out.recommended);
        } else {
            rememberNone(out);
        }
        if (memory.parts != null) {
            rememberParts(memory.parts, in, out);
        }
        boolean differs = out.differs();
        status(zeroConditionIn(conditions, out), differs ? desired() : out.statusDesiredReplicas());
        int asked = differs ? out.replicas : Overrides.NOT_AT_COUNT;
        counts(
                out.isOverridden(Overrides.PAUSED) ? asked | ASKED_BY_PAUSE : asked,
                current >= 0 ? current : knownReplicas());
        version++;
    }

    /** The metrics were not asked, or had nothing to say. */
    private void rememberNone(Decision out) {
        if (memory.spec.isIdleAt(out.currentReplicas)) {
            start(); // what comes after idleness may grow at once, so no count is remembered
        } else if (!out.areReplicasUnknown()) {
            memory.stabilization.start(this, out.epochMillis, out.currentReplicas);
        }
    }

    private void rememberParts(Memory.Parts parts, Observation in, Decision out) {
        parts.remember(this, in, out);
        if (out.activationState == Activation.State.ACTIVATING && out.replicas > out.currentReplicas) {
            memory.stabilization.woken(this, out.epochMillis, out.after(Decision.Step.ACTIVATED));
        }
    }

    /** A change that nobody reported counts as one of now. Returns the conditions after it. */
    private int countUnreported(Decision out) {
        recordChange(out.knownReplicas, out.currentReplicas);
        return out.currentReplicas == 0 && asked() == 0 ? zeroCondition(out.conditions, true) : out.conditions;
    }

    /** Even if someone else took it there: the pause wants it to be there. */
    private static int zeroConditionIn(int conditions, Decision out) {
        return out.isPausedAtZero && out.currentReplicas == 0 ? Reason.PAUSED_AT_ZERO.setIn(conditions) : conditions;
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
        passTo(epochMillis);
        recordChange(from, to);
        int conditions = Reason.SUCCEEDED_RESCALE.setIn(conditions());
        status(zeroCondition(conditions, from > 0 && to == 0), to);
        counts(asked(), to);
        version++;
    }

    /** Time never goes back. */
    private void passTo(long epochMillis) {
        latestMillis(Math.max(latestMillis(), epochMillis));
        memory.passTo(this, latestMillis());
    }

    private void recordChange(int from, int to) {
        long now = latestMillis();
        Memory.Parts parts = memory.parts;
        if (isEvent(from, to)) {
            memory.changes.scaled(this, now, from, to);
            if (parts != null) {
                parts.damping.scaled(this, now, from, to);
            }
        }
        if (parts != null) {
            parts.activation.scaled(this, now, from, to);
        }
    }

    /** The conditions with what a change says about who took the workload to zero. */
    private int zeroCondition(int conditions, boolean toZero) {
        AutoscalerSpec spec = memory.spec;
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
        return to != pausedAt() && (memory.parts == null || !memory.parts.activation.owns(from, to));
    }

    /**
     * Reports that the count could not be changed as decided. The recommendation stays remembered; no budget is spent.
     *
     * @param epochMillis when it failed
     */
    @Override
    public void scaleFailed(long epochMillis) {
        passTo(epochMillis);
        status(Reason.FAILED_UPDATE_SCALE.setIn(conditions()), desired());
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
        if (memory.parts == null) {
            throw new IllegalStateException("capacityExhausted needs a spec with capacityBackoff");
        }
        memory.parts.capacity.capacityExhausted(this, Math.max(latestMillis(), epochMillis), reached);
        passTo(epochMillis);
        version++;
    }

    /**
     * Goes on under another spec and keeps everything that still has meaning: recommendations, changes, conditions. A
     * stabilization window that had no memory before begins with the last recommendation. Allocates.
     *
     * @param newSpec the spec from now on; observations and decisions must come from it (or from an equal one)
     * @param epochMillis the time of the change
     * @throws IllegalStateException if this is the view of a workload of a {@link Fleet}; nothing is changed then
     */
    public void respec(AutoscalerSpec newSpec, long epochMillis) {
        Objects.requireNonNull(newSpec, "newSpec");
        if (memory.spills()) {
            throw new IllegalStateException("a workload of a fleet goes to another spec by Fleet.respec");
        }
        Autoscaler next = newSpec.newAutoscaler();
        copyTo(next, epochMillis);
        memory = next.memory;
        words = next.words;
        version++;
    }

    /** Hands everything that still has meaning to an autoscaler that has seen nothing yet. */
    void copyTo(Autoscaler empty, long epochMillis) {
        passTo(epochMillis);
        empty.memory.copyFrom(empty, memory, this, latestMillis());
    }

    /** Makes another block the one that is meant. */
    void moveTo(long[] newWords, int newAt) {
        if (words != newWords) { // storing a reference costs more than looking
            words = newWords;
        }
        at = newAt;
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
        before.respec(spec(), epochMillis);
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
        int limit = spec().isLegacy()
                ? Limits.legacyScaleUpLimit(spec(), current)
                : memory.changes.scaleUpLimit(this, Math.max(latestMillis(), epochMillis), current);
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
        int limit = spec().isLegacy()
                ? 0
                : memory.changes.scaleDownLimit(this, Math.max(latestMillis(), epochMillis), current);
        return Math.max(0, Math.min(current, limit));
    }

    /** {@return the spec that is followed now} */
    public AutoscalerSpec spec() {
        return memory.spec;
    }

    /**
     * The reason of a condition, as of the last report.
     *
     * @param condition the condition
     * @return the reason, whose status is the condition's; null if the condition was never set
     */
    public @Nullable Reason reason(Condition condition) {
        return condition.reasonIn(conditions());
    }

    /**
     * {@return the count that the Kubernetes HPA would show as {@code status.desiredReplicas}: the last one carried out
     * or confirmed} Replicas; 0 before the first.
     */
    public int desiredReplicas() {
        return desired();
    }

    /** Time never goes back. */
    private long nowMillis(Observation in) {
        return Math.max(latestMillis(), in.epochMillis());
    }

    private void requireOwn(Observation in, Decision out) {
        requireOwn(in.spec(), "observation");
        requireOwn(out.spec, "decision");
    }

    private void requireOwn(AutoscalerSpec other, String name) {
        if (!other.equals(memory.spec)) {
            AutoscalerSpec spec = memory.spec;
            throw new IllegalArgumentException(name + " must be of the autoscaler's spec: " + name + " has "
                    + other.metricCount() + " metrics, " + other.minReplicas() + ".." + other.maxReplicas()
                    + " replicas; the autoscaler has " + spec.metricCount() + " metrics, " + spec.minReplicas() + ".."
                    + spec.maxReplicas() + " replicas");
        }
    }

    /** The count that a pause asked for, so that going there is no event; negative if none did. */
    private int pausedAt() {
        int asked = asked();
        return asked < 0 && asked != Overrides.NOT_AT_COUNT ? asked & ~ASKED_BY_PAUSE : Overrides.NOT_AT_COUNT;
    }

    Memory memory() {
        return memory;
    }

    int version() {
        return version;
    }

    void restored() {
        version++;
    }

    /** {@return what the autoscaler goes by and what it last decided, in one line} */
    @Override
    public String toString() {
        return "Autoscaler[" + (latestMillis() == Long.MIN_VALUE ? "no decision yet" : "latestMillis=" + latestMillis())
                + ", spec=" + spec() + ']';
    }
}
