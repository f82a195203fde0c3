package dev.autoscale.policies.knative;

import dev.autoscale.ScalingDecision;
import org.jspecify.annotations.Nullable;

/**
 * How many pods to run, and every step that led there: a reusable result of a {@link KpaAutoscaler}. Not thread-safe; no method
 * but {@link #explainTo} and {@link #toString} allocates. Source of the steps: Knative.
 *
 * <p>The columns follow the order of the steps: averages, what each wants, pods within the rates, the count with panic, the
 * count after the scale-down delay. Those after the averages mean nothing if the decision is not {@linkplain #isValid valid}.
 */
public final class KpaDecision implements ScalingDecision {
    /** A count that is not known: the current one, or, without a valid decision, the desired one. */
    public static final int UNKNOWN_REPLICAS = -1;

    /** Since when there is panic, if there is none. */
    public static final long NOT_IN_PANIC = Long.MIN_VALUE;

    private static final int VALID = -1;
    private static final KpaReason[] REASONS = KpaReason.values();

    /** Where {@link KpaAutoscaler#preview} records samples. */
    final KpaWindows scratch;

    int readyPods = UNKNOWN_REPLICAS;
    int lateSamples;
    boolean hasData;
    double stableAverage;
    double panicAverage;

    /** The rates' bounds. */
    double most;

    double fewest;

    /** What the averages ask for, without limits. */
    double stableWanted;

    double panicWanted;
    int stablePods;
    int panicPods;
    boolean inPanic;
    long panicSinceMillis;
    int highestPanicPods;

    /** The count with panic looked at. */
    int held;

    /** Whether the reconciler's step was taken. */
    boolean reconciled;

    final KpaScaleToZero.Input pass = new KpaScaleToZero.Input();
    final KpaScaleToZero.Decision zero = new KpaScaleToZero.Decision();

    private final KpaSpec spec;
    private long epochMillis;
    private boolean timeWentBack;
    private int currentReplicas = UNKNOWN_REPLICAS;
    private int recordedSamples;
    private int ignoredSamples;
    private int desired = UNKNOWN_REPLICAS;
    private int excessBurstCapacity;
    private int answer = UNKNOWN_REPLICAS;

    /** The ordinal of what makes the decision invalid, or {@link #VALID}. */
    private int failure = KpaReason.NO_DATA.ordinal();

    KpaDecision(KpaSpec spec) {
        this.spec = spec;
        this.scratch = new KpaWindows(spec);
    }

    void begin(long now, KpaObservation in) {
        epochMillis = now;
        timeWentBack = in.epochMillis < now;
        currentReplicas = in.replicas;
        readyPods = in.readyPods();
        recordedSamples = in.sampleCount;
        ignoredSamples = in.ignoredSamples;
        hasData = false;
        stableAverage = 0;
        panicAverage = 0;
    }

    void invalid(KpaReason reason) {
        failure = reason.ordinal();
        desired = UNKNOWN_REPLICAS;
        excessBurstCapacity = 0;
    }

    void decided(int heldPods, int desiredPods, int burst) {
        failure = VALID;
        held = heldPods;
        desired = desiredPods;
        excessBurstCapacity = burst;
    }

    void answer(int replicas) {
        answer = replicas;
    }

    KpaSpec spec() {
        return spec;
    }

    /**
     * {@return the time that was decided for} Epoch milliseconds; the autoscaler's latest time if the observation's
     * lies before it.
     */
    @Override
    public long epochMillis() {
        return epochMillis;
    }

    /** {@return whether the observation's time lies before the autoscaler's latest time, so that no time has passed} */
    public boolean timeWentBack() {
        return timeWentBack;
    }

    @Override
    public int currentReplicas() {
        return currentReplicas;
    }

    /**
     * {@return the answer: how many pods to run} What {@link #scaleToZero} writes, also if the decision is invalid;
     * without that step {@link #desired} of a valid decision. The current replicas if nothing is written, these are not
     * known, or the decision is invalid without that step.
     */
    @Override
    public int replicas() {
        return answer;
    }

    @Override
    public boolean hasChange() {
        return replicas() != currentReplicas;
    }

    /**
     * {@return whether there was enough to decide from} An invalid decision changes neither panic nor the delay; with
     * {@link KpaSpec.Builder#scaleToZero} the last valid one goes on, which may change the count. False if not.
     */
    public boolean isValid() {
        return failure == VALID;
    }

    /**
     * {@return what Knative's autoscaler asks of its reconciler} Pods, at least 0; {@link #UNKNOWN_REPLICAS} if the
     * decision is invalid.
     */
    public int desired() {
        return desired;
    }

    /**
     * {@return what Knative's reconciler makes of it: bounds, the way to zero, the mode of the service, the condition}
     * The step, owned by this decision and overwritten by the next one; null if the spec has no {@link
     * KpaSpec.Builder#scaleToZero}, or replicas or ready pods are not known.
     */
    public KpaScaleToZero.@Nullable Decision scaleToZero() {
        return reconciled ? zero : null;
    }

    /**
     * {@return what the ready pods could take beyond the load of the panic average and the target burst capacity} If it
     * is negative, Knative buffers requests in front of the pods. In units of the spec's total, rounded down,
     * saturating; 0 for a target of 0, -1 for one without bound; 0 if the decision is invalid.
     */
    public int excessBurstCapacity() {
        return excessBurstCapacity;
    }

    /**
     * {@return what fixed the answer: the last step that changed the count, or what makes the decision invalid} The
     * latter is also the reason for a count that the last valid decision asked for and that is carried out only now.
     */
    @Override
    public KpaReason reason() {
        if (reconciled && (isValid() ? answer != desired : hasChange() && (answer == 0 || answer != pass.desired))) {
            return zero.wantedReplicas() > 0 ? KpaReason.SCALE_BOUNDS : KpaReason.SCALE_TO_ZERO;
        }
        if (!isValid()) {
            return failure();
        }
        return desired == held ? heldBy() : KpaReason.SCALE_DOWN_DELAY;
    }

    /** What makes the decision invalid, if anything does. */
    KpaReason failure() {
        return REASONS[failure];
    }

    /** What fixed the count before the delay. */
    KpaReason heldBy() {
        if (held > Math.max(stablePods, panicPods)) {
            return KpaReason.PANIC_HOLDS;
        }
        return held > stablePods
                ? KpaPods.reason(panicWanted, panicPods, KpaReason.PANIC_AVERAGE, this)
                : KpaPods.reason(stableWanted, stablePods, KpaReason.STABLE_AVERAGE, this);
    }

    /** {@return the pods that were ready} Negative if not known. */
    public int readyPods() {
        return readyPods;
    }

    /**
     * {@return whether there were averages: given ones, or a sample within the stable window} False if not; the
     * decision can be valid all the same, see {@link KpaSpec.Builder#targetBurstCapacity}.
     */
    public boolean hasData() {
        return hasData;
    }

    /** {@return the average over the stable window} 0 without data. */
    public double stableAverage() {
        return stableAverage;
    }

    /** {@return the average over the panic window} 0 without data. */
    public double panicAverage() {
        return panicAverage;
    }

    /**
     * {@return what the stable average asks for, within the rates, at least the activation scale if there is load}
     * Pods, at least 0.
     */
    public int stablePods() {
        return stablePods;
    }

    /**
     * {@return what the panic average asks for, within the rates, at least the activation scale if there is load} Pods,
     * at least 0.
     */
    public int panicPods() {
        return panicPods;
    }

    /**
     * {@return whether the revision is in panic after this decision, so that nothing shrinks} True in panic; in an
     * invalid decision as before it.
     */
    public boolean inPanic() {
        return inPanic;
    }

    /**
     * {@return when the load was last above the panic threshold, or, after a start with several ready pods, when that
     * was} Epoch milliseconds; {@link #NOT_IN_PANIC} if there is no panic.
     */
    public long panicSinceMillis() {
        return inPanic ? panicSinceMillis : NOT_IN_PANIC;
    }

    /**
     * {@return the highest count of this panic} Before the first panic it is what was ready at creation. Pods, at least
     * 0.
     */
    public int highestPanicPods() {
        return highestPanicPods;
    }

    /** {@return how many samples the observation brought that can be used, late ones included} */
    public int recordedSamples() {
        return recordedSamples;
    }

    /**
     * {@return how many of them were as old as the stable window or older, counted from its newest sample, and so were
     * left out} Samples.
     */
    public int lateSamples() {
        return lateSamples;
    }

    /**
     * {@return how many samples were left out because they are NaN, infinite or beyond {@link
     * KpaWindow#MAX_SAMPLE}}
     */
    public int ignoredSamples() {
        return ignoredSamples;
    }

    /**
     * {@inheritDoc}
     *
     * <pre>
     * 3 -&gt; 6 replicas, in panic
     *   samples  4, 1 of them too late
     *   stable   37.2 of 70 per pod  1
     *   panic    412 of 70 per pod   6
     *   wanted   6  panic average; 1 to 3000 with 3 ready
     *   highest  6  of this panic, renewed now; it takes 2 x ready
     *   delayed  6
     *   burst    -323  beyond a burst of 211
     * </pre>
     */
    @Override
    public <T extends Appendable> T explainTo(T target) {
        new KpaExplanation(this).appendTo(target);
        return target;
    }

    /**
     * Appends the decision as one JSON object: the answer, the averages rounded to thousandths, what each asks for, and since when
     * there is panic. What is not known is left out, an unknown count is null. Fields may be added in later releases. O(1);
     * allocates nothing itself, and the bytes are the same on every JDK.
     *
     * @param <T> the type of the target
     * @param target receives the text, without a line feed; not null
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    @Override
    public <T extends Appendable> T toJson(T target) {
        KpaJson.append(target, this);
        return target;
    }

    @Override
    public String toString() {
        return explainTo(new StringBuilder()).toString();
    }
}
