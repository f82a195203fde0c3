package dev.autoscale.policies;

/**
 * What {@link KpaScaleToZero} does at one pass. Reusable; not thread-safe. No method allocates. Source: Knative Serving.
 */
public final class KpaScaleToZeroDecision {
    /** {@link #replicas} if nothing is to be written. */
    public static final int NO_WRITE = -1;

    /** {@link #recheckAfterMillis} if no further pass is asked for. */
    public static final long NO_RECHECK = -1;

    int wantedReplicas = KpaStatus.UNKNOWN;
    int replicas = NO_WRITE;
    long recheckAfterMillis = NO_RECHECK;
    boolean consultsProbe;
    boolean probesLater;
    boolean proxyMode = true;
    final KpaStatus status = new KpaStatus(0);

    /** A decision that does nothing yet. */
    public KpaScaleToZeroDecision() {}

    void begin(KpaStatus before) {
        wantedReplicas = KpaStatus.UNKNOWN;
        replicas = NO_WRITE;
        recheckAfterMillis = NO_RECHECK;
        consultsProbe = false;
        probesLater = false;
        proxyMode = true;
        status.copyFrom(before);
    }

    /**
     * The pods that are wanted, whether anything is written or not: the pods may keep running for a while although none are.
     *
     * @return pods; {@link KpaStatus#UNKNOWN} if that is not known
     */
    public int wantedReplicas() {
        return wantedReplicas;
    }

    /**
     * Whether replicas are to be written.
     *
     * @return true if {@link #replicas} are
     */
    public boolean writes() {
        return replicas != NO_WRITE;
    }

    /**
     * The count to write.
     *
     * @return replicas, at least 0; {@link #NO_WRITE} if none are to be written
     */
    public int replicas() {
        return replicas;
    }

    /**
     * When to come back even if nothing changes; a pass asks for at most one such time.
     *
     * @return milliseconds from now, at least 0; {@link #NO_RECHECK} if not at all
     */
    public long recheckAfterMillis() {
        return recheckAfterMillis;
    }

    /**
     * Whether this pass looked at {@link KpaScaleToZeroInput#probed}.
     *
     * @return true if it did, so that the other answer may lead to another decision
     */
    public boolean consultsProbe() {
        return consultsProbe;
    }

    /**
     * Whether the probe has to be repeated outside of passes: in Knative every second, for at most 45 s, with a further pass
     * 1 s after its end. Asking for it again while it runs changes nothing.
     *
     * @return true if the probe of this pass did not pass
     */
    public boolean probesLater() {
        return probesLater;
    }

    /**
     * The mode that the service gets.
     *
     * @return true if requests go through the activators ({@code Proxy}), false if to the pods ({@code Serve}); without a
     *     service there is nothing to set
     */
    public boolean proxyMode() {
        return proxyMode;
    }

    /**
     * The status afterwards. To be remembered by the caller ({@link KpaStatus#copyFrom}) once the pass is carried out; the next
     * decision overwrites it.
     *
     * @return never null, always the same object
     */
    public KpaStatus status() {
        return status;
    }
}
