package dev.autoscale.policies.knative;

/**
 * What is known about a revision at one pass of {@link KpaScaleToZero}. Reusable; not thread-safe. No method allocates but to
 * throw. Source: Knative Serving.
 *
 * <p>A pass begins as a revision that is reachable, has a service with a name in serve mode, no activators in the path, no
 * burst capacity to spare (0) and no answer to a probe.
 */
public final class KpaScaleToZeroInput {
    /** The activators are not in the path. */
    public static final long NOT_IN_PATH = Long.MIN_VALUE;

    int desired;
    int ready;
    int replicas;
    boolean reachable;
    boolean service;
    boolean serviceName;
    boolean proxyMode;
    long activatorsSinceEpochMillis;
    boolean probed;
    int excessBurstCapacity;

    /** An input that knows of no pods and no service. */
    public KpaScaleToZeroInput() {
        pass(KpaStatus.UNKNOWN, 0, 0).noService();
    }

    /**
     * Begins anew.
     *
     * @param desired the pods that the last valid decision asked for; negative if there was none yet
     * @param ready the ready pods, at least 0
     * @param replicas the workload's wanted replicas ({@code spec.replicas}; 1 if it does not set them), at least 0
     * @return this
     * @throws IllegalArgumentException if ready pods or replicas are negative; this input is then as it was
     */
    public KpaScaleToZeroInput pass(int desired, int ready, int replicas) {
        if (ready < 0 || replicas < 0) {
            throw new IllegalArgumentException(
                    "ready and replicas must be >= 0: ready=" + ready + ", replicas=" + replicas);
        }
        this.desired = Math.max(KpaStatus.UNKNOWN, desired);
        this.ready = ready;
        this.replicas = replicas;
        reachable = true;
        service = true;
        serviceName = true;
        proxyMode = false;
        activatorsSinceEpochMillis = NOT_IN_PATH;
        probed = false;
        excessBurstCapacity = 0;
        return this;
    }

    /**
     * Says that the revision has no service yet ({@code ServerlessService}, or its private service): nothing is scaled, and
     * no pod counts as ready.
     *
     * @return this
     */
    public KpaScaleToZeroInput noService() {
        service = false;
        serviceName = false;
        return this;
    }

    /**
     * Whether the service has a name; without one a revision never counts as initialized.
     *
     * @param present whether it has
     * @return this
     */
    public KpaScaleToZeroInput serviceName(boolean present) {
        this.serviceName = present;
        return this;
    }

    /**
     * Whether a route leads to the revision.
     *
     * @param known false only if it is known that none does
     * @return this
     */
    public KpaScaleToZeroInput reachable(boolean known) {
        this.reachable = known;
        return this;
    }

    /**
     * The mode that the service is in before the pass.
     *
     * @param on true if requests go through the activators ({@code Proxy}), false if to the pods ({@code Serve})
     * @return this
     */
    public KpaScaleToZeroInput proxyMode(boolean on) {
        this.proxyMode = on;
        return this;
    }

    /**
     * Since when the service's endpoints have been the activators' ({@code ActivatorEndpointsPopulated}).
     *
     * @param epochMillis milliseconds since the epoch, any time, also a later one than now; {@link #NOT_IN_PATH} if they are not
     * @return this
     */
    public KpaScaleToZeroInput activatorsSince(long epochMillis) {
        this.activatorsSinceEpochMillis = epochMillis;
        return this;
    }

    /**
     * What a probe of the revision's public service says. It is looked at only in some passes
     * ({@link KpaScaleToZeroDecision#consultsProbe()}): who does not want to probe in vain decides without an answer first, and
     * once more with it if that pass asks for it.
     *
     * @param passed whether an activator answered; false also after an error, or without an answer
     * @return this
     */
    public KpaScaleToZeroInput probed(boolean passed) {
        this.probed = passed;
        return this;
    }

    /**
     * The excess burst capacity of the last valid decision; matters only for the mode of the service afterwards.
     *
     * @param requests negative if a burst would be too much for the pods
     * @return this
     */
    public KpaScaleToZeroInput excessBurstCapacity(int requests) {
        this.excessBurstCapacity = requests;
        return this;
    }

    /** {@return what was told, in one line} */
    @Override
    public String toString() {
        return "KpaScaleToZeroInput[desired=" + desired + ", ready=" + ready + ", replicas=" + replicas + ", reachable="
                + reachable + ", proxyMode=" + proxyMode + ", probed=" + probed + ']';
    }
}
