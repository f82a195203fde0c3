package dev.autoscale.policies.keda;

import java.util.Map;

/**
 * What is known about a {@code ScaledObject} at one poll, for {@link RequestScale}. Reusable; not thread-safe. No method
 * allocates. Source: KEDA.
 */
public final class RequestScaleInput {
    boolean active;
    boolean failed;
    boolean unreadable;
    int replicas;
    long lastActiveEpochMillis;
    boolean paused;
    boolean pausedReplicas;
    boolean pausedScaleIn;
    boolean pausedScaleOut;
    boolean forceActivation;

    /** An input whose replicas cannot be read yet. */
    public RequestScaleInput() {
        replicasUnreadable();
    }

    /**
     * Begins anew: never active before, no annotation.
     *
     * @param active whether a trigger is active
     * @param failed whether a trigger failed without a fallback that covers it
     * @param replicas the target's wanted replicas ({@code spec.replicas}; 1 if a workload does not set them), at least 0
     * @return this
     * @throws IllegalArgumentException if the replicas are negative; this input is then as it was
     */
    public RequestScaleInput poll(boolean active, boolean failed, int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: replicas=" + replicas);
        }
        replicasUnreadable();
        this.active = active;
        this.failed = failed;
        this.unreadable = false;
        this.replicas = replicas;
        return this;
    }

    /**
     * Begins anew with a target whose replicas could not be read: nothing can be decided, whatever else is known.
     *
     * @return this
     */
    public RequestScaleInput replicasUnreadable() {
        active = false;
        failed = false;
        unreadable = true;
        replicas = 0;
        lastActiveEpochMillis = RequestScale.NEVER_ACTIVE;
        return annotations(Map.of());
    }

    /**
     * When a trigger was last active, as the status says it ({@code lastActiveTime}). KEDA stores whole seconds, cut, and
     * decides with the cut time; who keeps the milliseconds scales in up to a second later than KEDA.
     *
     * @param epochMillis any time, also a later one than now; {@link RequestScale#NEVER_ACTIVE} if the status has none
     * @return this
     */
    public RequestScaleInput lastActive(long epochMillis) {
        this.lastActiveEpochMillis = epochMillis;
        return this;
    }

    /**
     * Takes all switches from the annotations of the {@code ScaledObject}, as {@link KedaAnnotations} reads them; a switch
     * without an annotation is off.
     *
     * @param annotations by full name; others are ignored; not null, only read
     * @return this
     */
    public RequestScaleInput annotations(Map<String, String> annotations) {
        paused = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED));
        pausedReplicas = annotations.containsKey(KedaAnnotations.PAUSED_REPLICAS);
        pausedScaleIn = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_IN));
        pausedScaleOut = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_OUT));
        forceActivation = KedaAnnotations.isSet(annotations.get(KedaAnnotations.FORCE_ACTIVATION));
        return this;
    }

    /**
     * Pauses everything ({@code paused}).
     *
     * @param on whether to pause
     * @return this
     */
    public RequestScaleInput paused(boolean on) {
        this.paused = on;
        return this;
    }

    /**
     * Pauses everything, as the presence of {@code paused-replicas} does. The count is the controller's business, see
     * {@link KedaAnnotations#pausedReplicas}.
     *
     * @param present whether the annotation is there, with any value
     * @return this
     */
    public RequestScaleInput pausedReplicas(boolean present) {
        this.pausedReplicas = present;
        return this;
    }

    /**
     * Pauses scaling in ({@code paused-scale-in}).
     *
     * @param on whether to pause
     * @return this
     */
    public RequestScaleInput pausedScaleIn(boolean on) {
        this.pausedScaleIn = on;
        return this;
    }

    /**
     * Pauses scaling out ({@code paused-scale-out}); lifting to the minimum is not paused.
     *
     * @param on whether to pause
     * @return this
     */
    public RequestScaleInput pausedScaleOut(boolean on) {
        this.pausedScaleOut = on;
        return this;
    }

    /**
     * Decides as if a trigger were active ({@code force-activation}); any pause is stronger.
     *
     * @param on whether to force
     * @return this
     */
    public RequestScaleInput forceActivation(boolean on) {
        this.forceActivation = on;
        return this;
    }

    /** {@return what was told, in one line} */
    @Override
    public String toString() {
        return "RequestScaleInput[replicas=" + (unreadable ? "unreadable" : replicas) + ", active=" + active
                + ", failed=" + failed + ", paused=" + paused + ", lastActiveEpochMillis=" + lastActiveEpochMillis
                + ']';
    }
}
