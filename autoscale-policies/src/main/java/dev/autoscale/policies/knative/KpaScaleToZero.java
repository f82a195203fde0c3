package dev.autoscale.policies.knative;

import dev.autoscale.policies.internal.Texts;
import java.io.UncheckedIOException;

/**
 * What Knative's autoscaler (KPA) does with a revision at each pass after its decision: it holds the count within bounds,
 * leads it to zero, and says whether the revision is active. Immutable and thread-safe; {@link #decide} is a pure function that
 * costs a few comparisons and allocates nothing. Source: Knative Serving, bit for bit.
 *
 * <p>On the way to zero an active revision first becomes inactive, once it has been active for a whole stable window, with its
 * pods still running. Then a probe must have met an activator, and the grace period or the retention must have passed, each
 * counted from that moment; a revision that has been behind the activators for a grace period goes at once.
 *
 * <p>Knative's quirks are reproduced:
 * <ul>
 *   <li>A count below the minimum becomes the minimum, also above the maximum; otherwise one above the maximum becomes the
 *       maximum, also below the minimum. The initial scale is part of the minimum.
 *   <li>Without scale to zero the count stops at 1, also on its way from above; so it does while the stable window lasts, whatever
 *       the activation scale is.
 *   <li>While a revision activates, the re-check is asked for after the whole deadline, not its rest. One with a minimum is
 *       never given up.
 *   <li>A revision that is not reachable is held to no minimum, initial scale or retention.
 *   <li>With an initial scale of 0 a revision is inactive at its first pass even if pods are wanted.
 *   <li>A revision that activates becomes active with enough ready pods before anything is measured.
 *   <li>A change of the reason restarts the clock of the condition, also from one kind of inactive to another.
 * </ul>
 *
 * <p>Times may lie anywhere; a time before another counts as the same. A negative count, which only settings that Knative
 * refuses lead to, is never written.
 *
 * <p>Made from settings by {@link #of}; nothing is checked, as in {@link KpaTargets}.
 *
 * @param minScale the fewest pods of a revision that is reachable
 * @param maxScale the most pods; 0 means no limit
 * @param initialScale the pods with which the revision begins
 * @param stableWindowMillis how long a revision must have been active before it becomes inactive, in milliseconds
 * @param targetBurstCapacity -1 if the activators are always in the path, so that there is nothing to probe for
 * @param isEnabled whether the count may go to zero; false if it stops at 1
 * @param activationMillis how long a revision may be activating, in milliseconds
 * @param graceMillis how long the activators must be in the path before the last pod goes, in milliseconds
 * @param retentionMillis how long the last pod is kept at least, in milliseconds
 */
public record KpaScaleToZero(
        int minScale,
        int maxScale,
        int initialScale,
        long stableWindowMillis,
        double targetBurstCapacity,
        boolean isEnabled,
        long activationMillis,
        long graceMillis,
        long retentionMillis) {
    private static final long ACTIVATION_MARGIN_MILLIS = 30_000;
    private static final long MODE_RECHECK_MILLIS = 3_000;

    /**
     * Settings of a revision. Nothing is checked, as in {@link KpaTargets}; fractions of a millisecond are cut.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @return the function
     */
    public static KpaScaleToZero of(KpaConfig config, KpaAnnotations annotations) {
        // Reachability is asked for in each pass, concurrency does not matter.
        KpaTargets targets = KpaTargets.of(config, annotations, 0, true);
        long deadline = KpaSpec.millis(annotations.progressDeadline().orElse(config.progressDeadline()));
        return new KpaScaleToZero(
                targets.minScale(),
                targets.maxScale(),
                targets.initialScale(),
                targets.stableWindowMillis(),
                targets.targetBurstCapacity(),
                config.get(KpaSetting.ENABLE_SCALE_TO_ZERO),
                Math.min(deadline, Long.MAX_VALUE - ACTIVATION_MARGIN_MILLIS) + ACTIVATION_MARGIN_MILLIS,
                config.get(KpaSetting.SCALE_TO_ZERO_GRACE_PERIOD).toMillis(),
                annotations
                        .get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD, config)
                        .toMillis());
    }

    /**
     * Decides a pass.
     *
     * @param nowEpochMillis the time of the pass; may lie before any other time
     * @param in what is known; only read; not null
     * @param before the status before the pass; only read, unless it is that of {@code out}; not null
     * @param out receives the answer; not null
     */
    public void decide(long nowEpochMillis, Input in, KpaStatus before, Decision out) {
        out.begin(before);
        if (in.service) {
            out.cause = Cause.MEASURED;
            out.wantedReplicas = scale(nowEpochMillis, in, out);
            out.proxyMode = out.wantedReplicas <= 0 || in.excessBurstCapacity < 0;
        }
        observe(nowEpochMillis, in, out.wantedReplicas, out.status);
    }

    private int scale(long now, Input in, Decision out) {
        KpaStatus status = out.status;
        if (in.desired < 0 && !status.condition.isActivating()) {
            out.cause = Cause.NOT_MEASURED;
            return in.desired;
        }
        int bounded = bounded(in, status.initialized);
        if (bounded != 0) {
            out.cause = bounded == in.desired ? Cause.MEASURED : bounded > in.desired ? Cause.MIN : Cause.MAX;
            return write(bounded, in, out);
        }
        if (!isEnabled) {
            out.cause = Cause.NEVER_ZERO;
            return write(1, in, out);
        }
        long elapsed = elapsed(status.sinceEpochMillis, now);
        if (status.condition.isActivating()) {
            return whileActivating(elapsed, in, out);
        }
        return status.condition.isInactive() ? whileInactive(now, elapsed, in, out) : whileActive(elapsed, in, out);
    }

    private int bounded(Input in, boolean initialized) {
        int min = min(in);
        if (initialScale > 1 && !initialized && in.reachable) {
            min = Math.max(initialScale, min);
        }
        if (in.desired < min) {
            return min;
        }
        int max = maxScale;
        return max != 0 && in.desired > max ? max : in.desired;
    }

    private int min(Input in) {
        return in.reachable ? minScale : 0;
    }

    private int whileActivating(long elapsed, Input in, Decision out) {
        if (elapsed > activationMillis) {
            out.because(Cause.TIMED_OUT, activationMillis);
            return write(0, in, out);
        }
        out.because(Cause.ACTIVATES, activationMillis - elapsed);
        out.recheckAfterMillis = activationMillis;
        return KpaStatus.UNKNOWN;
    }

    private int whileActive(long elapsed, Input in, Decision out) {
        if (elapsed < stableWindowMillis) {
            out.because(Cause.STABLE_WINDOW, stableWindowMillis - elapsed);
            out.recheckAfterMillis = stableWindowMillis - elapsed;
            return write(1, in, out);
        }
        out.cause = Cause.TURNS_INACTIVE;
        if (in.proxyMode) {
            out.recheckAfterMillis = MODE_RECHECK_MILLIS;
        }
        return 0;
    }

    private int whileInactive(long now, long elapsed, Input in, Decision out) {
        // -1 keeps the activators in the path, so there is nothing to probe for.
        out.consultsProbe = targetBurstCapacity != -1;
        if (out.consultsProbe && !in.probed) {
            out.probesLater = true;
            out.cause = Cause.PROBES;
            return 0;
        }
        long retention = in.reachable ? retentionMillis : 0;
        out.cause = Cause.GOES;
        if (elapsed >= Math.max(graceMillis, retention)) {
            return write(0, in, out);
        }
        if (elapsed < retention) {
            out.because(Cause.RETENTION, retention - elapsed);
            out.recheckAfterMillis = retention - elapsed;
            return 0;
        }
        long since = in.activatorsSinceEpochMillis;
        long proxied = since == Input.NOT_IN_PATH ? 0 : elapsed(since, now);
        if (proxied >= graceMillis) {
            return write(0, in, out);
        }
        out.because(Cause.GRACE, graceMillis - proxied);
        out.recheckAfterMillis = graceMillis - proxied;
        return 0;
    }

    private static int write(int wanted, Input in, Decision out) {
        if (wanted != in.replicas && wanted >= 0) {
            out.replicas = wanted;
        }
        return wanted;
    }

    private void observe(long now, Input in, int wanted, KpaStatus status) {
        int ready = in.service ? in.ready : 0;
        int threshold = Math.max(min(in), status.initialized ? 1 : initialScale);
        status.actualScale = ready;
        if (wanted != KpaStatus.UNKNOWN || status.desiredScale < 0) {
            status.desiredScale = wanted;
        }
        status.initialized |= ready >= threshold && in.serviceName;
        KpaCondition next = condition(wanted, ready, threshold, status.condition);
        if (next != status.condition) {
            status.condition = next;
            status.sinceEpochMillis = now;
        }
    }

    private static KpaCondition condition(int wanted, int ready, int threshold, KpaCondition before) {
        if (wanted == 0 || threshold == 0) {
            boolean timedOut = before.isActivating() && threshold > 0;
            return timedOut ? KpaCondition.TIMED_OUT : KpaCondition.NO_TRAFFIC;
        }
        boolean wakes = wanted > 0 || !before.isInactive();
        if (ready < threshold) {
            return wakes ? KpaCondition.QUEUED : KpaCondition.NO_TRAFFIC;
        }
        return wakes ? KpaCondition.ACTIVE : before;
    }

    private static long elapsed(long from, long to) {
        if (to <= from) {
            return 0;
        }
        long millis = to - from;
        return millis < 0 ? Long.MAX_VALUE : millis;
    }

    /** Why so many pods are wanted and why they are there for now, in words; those that end with a blank are followed by a time. */
    private enum Cause {
        UNDECIDED("nothing is decided yet"),
        NO_SERVICE("there is no service yet"),
        NOT_MEASURED("nothing is measured yet"),
        MEASURED("by the last decision"),
        MIN("the minimum or initial scale"),
        MAX("the maximum"),
        NEVER_ZERO("scale to zero is off"),
        ACTIVATES("activating; given up after another "),
        TIMED_OUT("given up: not ready within "),
        STABLE_WINDOW("still active, for the rest of the stable window: "),
        TURNS_INACTIVE("becomes inactive; the pods stay until an activator has answered a probe"),
        PROBES("inactive; the pods stay until an activator has answered a probe"),
        RETENTION("inactive; the last pod is kept for another "),
        GRACE("inactive; the activators must be in the path for another "),
        GOES("inactive, and behind the activators for long enough");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    /**
     * What is known about a revision at one pass of {@link KpaScaleToZero}. Reusable; not thread-safe. No method allocates but to
     * throw. Source: Knative Serving.
     *
     * <p>A pass begins as a revision that is reachable, has a service with a name in serve mode, no activators in the path, no
     * burst capacity to spare (0) and no answer to a probe.
     */
    public static final class Input {
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
        public Input() {
            pass(KpaStatus.UNKNOWN, 0, 0).noService();
        }

        /**
         * Starts over.
         *
         * @param desired the pods that the last valid decision asked for; negative if there was none yet
         * @param ready the ready pods, at least 0
         * @param replicas the workload's wanted replicas ({@code spec.replicas}; 1 if it does not set them), at least 0
         * @return this
         * @throws IllegalArgumentException if ready pods or replicas are negative; this input is then as it was
         */
        public Input pass(int desired, int ready, int replicas) {
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
        public Input noService() {
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
        public Input serviceName(boolean present) {
            this.serviceName = present;
            return this;
        }

        /**
         * Whether a route leads to the revision.
         *
         * @param known false only if it is known that none does
         * @return this
         */
        public Input reachable(boolean known) {
            this.reachable = known;
            return this;
        }

        /**
         * The mode that the service is in before the pass.
         *
         * @param on true if requests go through the activators ({@code Proxy}), false if to the pods ({@code Serve})
         * @return this
         */
        public Input proxyMode(boolean on) {
            this.proxyMode = on;
            return this;
        }

        /**
         * Since when the service's endpoints have been the activators' ({@code ActivatorEndpointsPopulated}).
         *
         * @param epochMillis milliseconds since the epoch, any time, also a later one than now; {@link #NOT_IN_PATH} if they are not
         * @return this
         */
        public Input activatorsSince(long epochMillis) {
            this.activatorsSinceEpochMillis = epochMillis;
            return this;
        }

        /**
         * What a probe of the revision's public service says. It is looked at only in some passes
         * ({@link Decision#consultsProbe()}): who does not want to probe in vain decides without an answer first, and
         * once more with it if that pass asks for it.
         *
         * @param passed whether an activator answered; false also after an error, or without an answer
         * @return this
         */
        public Input probed(boolean passed) {
            this.probed = passed;
            return this;
        }

        /**
         * The excess burst capacity of the last valid decision; matters only for the mode of the service afterwards.
         *
         * @param requests negative if a burst would be too much for the pods
         * @return this
         */
        public Input excessBurstCapacity(int requests) {
            this.excessBurstCapacity = requests;
            return this;
        }

        /** {@return what was told, in one line} */
        @Override
        public String toString() {
            return "KpaScaleToZero.Input[desired=" + desired + ", ready=" + ready + ", replicas=" + replicas
                    + ", reachable=" + reachable + ", proxyMode=" + proxyMode + ", probed=" + probed + ']';
        }
    }

    /**
     * What {@link KpaScaleToZero} does at one pass. Reusable; not thread-safe. No method allocates. Source: Knative Serving.
     */
    public static final class Decision {
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
        private Cause cause = Cause.UNDECIDED;
        private long causeMillis;
        final KpaStatus status = new KpaStatus(0);

        /** A decision that does nothing yet. */
        public Decision() {}

        void begin(KpaStatus before) {
            wantedReplicas = KpaStatus.UNKNOWN;
            replicas = NO_WRITE;
            recheckAfterMillis = NO_RECHECK;
            consultsProbe = false;
            probesLater = false;
            proxyMode = true;
            cause = Cause.NO_SERVICE;
            causeMillis = 0;
            status.copyFrom(before);
        }

        private void because(Cause why, long millis) {
            cause = why;
            causeMillis = millis;
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
         * {@return whether this pass looked at {@link Input#probed}} True if it did, so that the other answer
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

        /**
         * Says what is written, what is wanted and why (what keeps the last pods, and for how long), where requests go, when to come
         * back and the status, a line each. Allocates.
         *
         * <pre>
         * write 0 replicas
         *   wanted    0  inactive, and behind the activators for long enough
         *   requests  are buffered
         *   recheck   not needed
         *   status    Active=False NoTraffic
         * </pre>
         *
         * @param target where to; not null
         * @param <T> its type
         * @return the target
         * @throws UncheckedIOException if the target throws
         */
        public <T extends Appendable> T explainTo(T target) {
            KpaCondition condition = status.condition();
            String again = recheckAfterMillis == NO_RECHECK ? "not needed" : "in " + Texts.span(recheckAfterMillis);
            StringBuilder text = new StringBuilder(128);
            text.append(
                    writes() ? "write " + replicas + (replicas == 1 ? " replica" : " replicas") : "nothing to write");
            text.append("\n  wanted    ").append(wantedReplicas == KpaStatus.UNKNOWN ? "unknown" : wantedReplicas);
            text.append("  ").append(cause.words);
            text.append(cause.words.endsWith(" ") ? Texts.span(causeMillis) : "");
            text.append("\n  requests  ").append(proxyMode ? "are buffered" : "go to the pods");
            text.append("\n  recheck   ").append(again);
            text.append(probesLater ? ", and the probe is repeated" : "");
            text.append("\n  status    Active=").append(condition.status());
            text.append(condition.reason().isEmpty() ? "" : ' ' + condition.reason())
                    .append('\n');
            return Texts.append(target, text);
        }

        /** {@return what {@link #explainTo} says} */
        @Override
        public String toString() {
            return explainTo(new StringBuilder()).toString();
        }
    }
}
