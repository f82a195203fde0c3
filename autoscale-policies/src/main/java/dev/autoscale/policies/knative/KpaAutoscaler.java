package dev.autoscale.policies.knative;

import dev.autoscale.ScalingEngine;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Decides how many pods one revision should run, as the Knative Pod Autoscaler does. Not thread-safe: one thread at a time per
 * autoscaler; different autoscalers are independent and may share their {@link KpaSpec}.
 *
 * <pre>{@code
 * KpaSpec revision = KpaSpec.builder().target(10).build();
 * KpaAutoscaler pods = revision.newAutoscaler(0, 1); // the time, and the ready pods at the start
 * KpaDecision answer = revision.newDecision();
 * pods.decide(revision.newObservation().at(2_000).replicas(1).ready(1).record(1_000, 45), answer);
 * }</pre>
 *
 * <p>The caller hands over samples of the load as they come and asks {@link #decide} in regular intervals; Knative does so every
 * 2 s. Deciding allocates nothing, reads no clock and costs O(1) amortised. Decision time never goes back: an instant before the
 * latest one counts as no time passed. Samples have their own times and may be late.
 *
 * <p>An invalid decision (ready pods unknown, no data, a failing metric) keeps the current count and changes no state; its
 * samples are still recorded. So panic does not end while there is no data. With {@link KpaSpec.Builder#scaleToZero} the last
 * valid decision goes on to hold, so a revision that was on its way to zero arrives there.
 *
 * <p>Source: Knative, to the last bit, except that counts beyond the range of an int saturate (Knative on amd64 turns them into
 * the lowest int, which is zero replicas or an endless shortage of burst capacity), that a sample from the future counts as one
 * of now, that samples that are not finite are left out, and that a clock that goes back does no harm.
 */
public final class KpaAutoscaler implements ScalingEngine<KpaObservation, KpaDecision> {
    final KpaPanic panic;
    final KpaWindows windows;
    final KpaReconcile reconcile;
    final CRC32C checksum = new CRC32C();
    KpaDelay delay;
    long latestMillis;
    long fingerprint;
    private KpaSpec spec;

    KpaAutoscaler(KpaSpec spec, long epochMillis, int readyPods) {
        this.spec = spec;
        panic = new KpaPanic(epochMillis, readyPods);
        windows = new KpaWindows(spec);
        reconcile = new KpaReconcile(epochMillis);
        delay = KpaDelay.of(spec.scaleDownDelay());
        fingerprint = KpaSnapshot.fingerprint(spec);
        latestMillis = epochMillis;
    }

    @Override
    public KpaObservation newObservation() {
        return spec.newObservation();
    }

    @Override
    public KpaDecision newDecision() {
        return spec.newDecision();
    }

    /**
     * Records the samples and decides, and remembers both.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code out} belongs to a spec that is not equal to this autoscaler's
     */
    @Override
    public void decide(KpaObservation in, KpaDecision out) {
        long now = begin(in, out);
        evaluate(now, in, windows, out);
        out.answer(reconcile.pass(now, in, spec, out));
        remember(now, out);
    }

    /**
     * Decides as {@link #decide} would now, without remembering anything. If there are samples, it works on a copy of the
     * windows in {@code out}, which costs time proportional to their length.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code out} belongs to a spec that is not equal to this autoscaler's
     */
    @Override
    public void preview(KpaObservation in, KpaDecision out) {
        long now = begin(in, out);
        KpaWindows from = windows;
        if (in.sampleCount > 0) {
            from = out.scratch;
            from.copyFrom(windows);
        }
        evaluate(now, in, from, out);
        out.answer(reconcile.pass(now, in, spec, out));
    }

    private long begin(KpaObservation in, KpaDecision out) {
        if (!out.spec().equals(spec)) {
            throw new IllegalArgumentException("decision must be of the autoscaler's spec: decision has target="
                    + out.spec().target() + ", stableWindow=" + out.spec().stableWindow()
                    + "; the autoscaler has target="
                    + spec.target() + ", stableWindow=" + spec.stableWindow());
        }
        long now = Math.max(latestMillis, in.epochMillis);
        out.begin(now, in);
        return now;
    }

    /** The decision, before bounds and zero. Each step writes its own column; nothing but samples is remembered here. */
    private void evaluate(long now, KpaObservation in, KpaWindows from, KpaDecision out) {
        out.lateSamples = from.record(now, in);
        panic.writeTo(out);
        KpaReason failure = from.measure(now, in, spec, out);
        if (in.readyPods() == KpaObservation.UNKNOWN) {
            failure = KpaReason.READY_PODS_UNKNOWN;
        }
        if (failure != null) {
            out.invalid(failure);
            return;
        }
        KpaPods.propose(spec, out);
        int held = panic.hold(now, spec, out);
        int delayed = delay.hold(now, spec, held);
        int burst = KpaPods.excessBurstCapacity(spec, out);
        out.decided(held, delayed, burst);
    }

    private void remember(long now, KpaDecision out) {
        latestMillis = now;
        if (out.isValid()) {
            panic.remember(out);
            delay.remember(now, spec, out.held);
        }
        reconcile.remember(now, out);
    }

    /** Does nothing: Knative decides from ready pods, whoever started them. */
    @Override
    public void scaled(long epochMillis, int from, int to) {}

    /** Does nothing: the next decision asks again. */
    @Override
    public void scaleFailed(long epochMillis) {}

    /**
     * Goes on under another spec. Windows keep their samples, see {@link KpaWindow#resize}; panic goes on. As in Knative the
     * scale-down delay stays as it was at creation, also if there was none. The aggregation changes at once, with the samples
     * there are. What was desired last and the revision's status go on with other rules of {@link KpaSpec.Builder#scaleToZero};
     * where there were none before, the status begins at this time as that of a new revision. Allocates.
     *
     * @param newSpec the spec from now on; decisions must come from it (or from an equal one)
     * @param epochMillis the time of the change
     * @throws IllegalArgumentException if a window of an unchecked spec is not longer than 0 or longer than an hour
     */
    public void respec(KpaSpec newSpec, long epochMillis) {
        Objects.requireNonNull(newSpec, "newSpec");
        long now = Math.max(latestMillis, epochMillis);
        windows.follow(newSpec, now);
        reconcile.follow(now, spec, newSpec);
        latestMillis = now;
        fingerprint = KpaSnapshot.fingerprint(newSpec);
        spec = newSpec;
    }

    /** {@return the spec that is followed now} */
    public KpaSpec spec() {
        return spec;
    }

    @Override
    public int snapshotSize() {
        return KpaSnapshot.size(this);
    }

    /**
     * Writes the whole memory. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them; its byte order does not
     *     matter
     * @throws IllegalArgumentException if there is too little room; nothing is written then
     */
    @Override
    public void snapshot(ByteBuffer target) {
        KpaSnapshot.write(this, target);
    }

    /**
     * Replaces the whole memory by a snapshot of an autoscaler with an equal spec; from then on both decide alike. Allocates
     * nothing unless it throws, with one exception: if a {@link #respec} changed the scale-down delay of the autoscaler that was
     * saved, its memory has another length than this one's.
     *
     * @param source holds the snapshot from its position on, which moves past it; its byte order does not matter
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of another spec; nothing is changed then
     */
    @Override
    public void restore(ByteBuffer source) {
        KpaSnapshot.read(this, source);
    }

    /**
     * Replaces the whole memory by a snapshot that was taken under another spec, and keeps of it what {@link #respec} keeps: what a
     * restart with changed settings needs. Allocates.
     *
     * @param source as for {@link #restore(ByteBuffer)}
     * @param oldSpec the spec under which the snapshot was taken, or an equal one; not null
     * @param epochMillis the time of the change
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of a spec that is not equal to {@code
     *     oldSpec}, or if a window of an unchecked spec is not longer than 0 or longer than an hour; nothing is changed then
     */
    public void restore(ByteBuffer source, KpaSpec oldSpec, long epochMillis) {
        KpaAutoscaler before = Objects.requireNonNull(oldSpec, "oldSpec").newAutoscaler(epochMillis, 0);
        before.restore(source);
        before.respec(spec, epochMillis);
        ByteBuffer bytes = ByteBuffer.allocate(before.snapshotSize());
        before.snapshot(bytes);
        restore(bytes.flip());
    }

    /** {@return what the autoscaler goes by, in one line} */
    @Override
    public String toString() {
        return "KpaAutoscaler[latestMillis=" + latestMillis + ", spec=" + spec + ']';
    }
}
