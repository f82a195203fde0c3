package dev.autoscale.policies.knative;

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
     * {@return the pods that are wanted, whether anything is written or not: the pods may keep running for a while
     * although none are} {@link KpaStatus#UNKNOWN} if that is not known.
     */
    public int wantedReplicas() {
        return wantedReplicas;
    }

    /** {@return whether replicas are to be written} True if {@link #replicas} are. */
    public boolean writes() {
        return replicas != NO_WRITE;
    }

    /** {@return the count to write} Replicas, at least 0; {@link #NO_WRITE} if none are to be written. */
    public int replicas() {
        return replicas;
    }

    /**
     * {@return when to come back even if nothing changes; a pass asks for at most one such time} Milliseconds from now,
     * at least 0; {@link #NO_RECHECK} if not at all.
     */
    public long recheckAfterMillis() {
        return recheckAfterMillis;
    }

    /**
     * {@return whether this pass looked at {@link KpaScaleToZeroInput#probed}} True if it did, so that the other answer
     * may lead to another decision.
     */
    public boolean consultsProbe() {
        return consultsProbe;
    }

    /**
     * {@return whether the probe has to be repeated outside of passes: in Knative every second, for at most 45 s, with
     * a further pass 1 s after its end} Asking for it again while it runs changes nothing.
     */
    public boolean probesLater() {
        return probesLater;
    }

    /**
     * {@return the mode that the service gets} True if requests go through the activators ({@code Proxy}), false if to
     * the pods ({@code Serve}); without a service there is nothing to set.
     */
    public boolean proxyMode() {
        return proxyMode;
    }

    /**
     * {@return the status afterwards} To be remembered by the caller ({@link KpaStatus#copyFrom}) once the pass is
     * carried out; the next decision overwrites it. Never null, always the same object.
     */
    public KpaStatus status() {
        return status;
    }

    /** {@return what was decided, in one line} */
    @Override
    public String toString() {
        return "KpaScaleToZeroDecision[wantedReplicas=" + wantedReplicas
                + (writes() ? ", replicas=" + replicas : ", no write") + ", proxyMode=" + proxyMode + ", " + status
                + ']';
    }
}
