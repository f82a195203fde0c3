package dev.autoscale.policies.knative;

import java.util.Objects;

/**
 * What Knative's autoscaler (KPA) does with a revision at each pass after its decision: it holds the count within bounds,
 * leads it to zero, and says whether the revision is active. Immutable and thread-safe; {@link #decide} is a pure function that
 * costs a few comparisons and allocates nothing. Source: Knative Serving, bit for bit.
 *
 * <p>On the way to zero an active revision first becomes inactive, once it has been active for a whole stable window, with its
 * pods still running. Then a probe must have met an activator, and the grace period or the retention must have passed, each
 * counted from that moment; a revision that has been behind the activators for a grace period goes at once.
 *
 * <p>Knative's traps are kept:
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
 */
public final class KpaScaleToZero {
    private static final long ACTIVATION_MARGIN_MILLIS = 30_000;
    private static final long MODE_RECHECK_MILLIS = 3_000;

    private final KpaTargets targets;
    private final boolean enabled;
    private final long activationMillis;
    private final long graceMillis;
    private final long retentionMillis;

    private KpaScaleToZero(KpaConfig config, KpaAnnotations annotations) {
        // Reachability is asked for in each pass, concurrency does not matter.
        this.targets = KpaTargets.of(config, annotations, 0, true);
        this.enabled = config.enableScaleToZero();
        long deadline = KpaSpec.millis(annotations.progressDeadline().orElse(config.progressDeadline()));
        this.activationMillis =
                Math.min(deadline, Long.MAX_VALUE - ACTIVATION_MARGIN_MILLIS) + ACTIVATION_MARGIN_MILLIS;
        this.graceMillis = config.scaleToZeroGracePeriod().toMillis();
        this.retentionMillis = annotations
                .scaleToZeroPodRetentionPeriod()
                .orElse(config.scaleToZeroPodRetentionPeriod())
                .toMillis();
    }

    /**
     * Settings of a revision. Nothing is checked, as in {@link KpaTargets}; fractions of a millisecond are cut.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @return the function
     */
    public static KpaScaleToZero of(KpaConfig config, KpaAnnotations annotations) {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(annotations, "annotations");
        return new KpaScaleToZero(config, annotations);
    }

    /**
     * Decides a pass.
     *
     * @param nowEpochMillis the time of the pass; may lie before any other time
     * @param in what is known; only read; not null
     * @param before the status before the pass; only read, unless it is that of {@code out}; not null
     * @param out receives the answer; not null
     */
    public void decide(long nowEpochMillis, KpaScaleToZeroInput in, KpaStatus before, KpaScaleToZeroDecision out) {
        out.begin(before);
        if (in.service) {
            out.wantedReplicas = scale(nowEpochMillis, in, out);
            out.proxyMode = out.wantedReplicas <= 0 || in.excessBurstCapacity < 0;
        }
        observe(nowEpochMillis, in, out.wantedReplicas, out.status);
    }

    private int scale(long now, KpaScaleToZeroInput in, KpaScaleToZeroDecision out) {
        KpaStatus status = out.status;
        if (in.desired < 0 && !status.condition.isActivating()) {
            return in.desired;
        }
        int bounded = bounded(in, status.initialized);
        if (bounded != 0) {
            return write(bounded, in, out);
        }
        if (!enabled) {
            return write(1, in, out);
        }
        long elapsed = elapsed(status.sinceEpochMillis, now);
        if (status.condition.isActivating()) {
            return whileActivating(elapsed, in, out);
        }
        return status.condition.isInactive() ? whileInactive(now, elapsed, in, out) : whileActive(elapsed, in, out);
    }

    private int bounded(KpaScaleToZeroInput in, boolean initialized) {
        int min = min(in);
        if (targets.initialScale() > 1 && !initialized && in.reachable) {
            min = Math.max(targets.initialScale(), min);
        }
        if (in.desired < min) {
            return min;
        }
        int max = targets.maxScale();
        return max != 0 && in.desired > max ? max : in.desired;
    }

    private int min(KpaScaleToZeroInput in) {
        return in.reachable ? targets.minScale() : 0;
    }

    private int whileActivating(long elapsed, KpaScaleToZeroInput in, KpaScaleToZeroDecision out) {
        if (elapsed > activationMillis) {
            return write(0, in, out);
        }
        out.recheckAfterMillis = activationMillis;
        return KpaStatus.UNKNOWN;
    }

    private int whileActive(long elapsed, KpaScaleToZeroInput in, KpaScaleToZeroDecision out) {
        long window = targets.stableWindowMillis();
        if (elapsed < window) {
            out.recheckAfterMillis = window - elapsed;
            return write(1, in, out);
        }
        if (in.proxyMode) {
            out.recheckAfterMillis = MODE_RECHECK_MILLIS;
        }
        return 0;
    }

    private int whileInactive(long now, long elapsed, KpaScaleToZeroInput in, KpaScaleToZeroDecision out) {
        // -1 keeps the activators in the path, so there is nothing to probe for.
        out.consultsProbe = targets.targetBurstCapacity() != -1;
        if (out.consultsProbe && !in.probed) {
            out.probesLater = true;
            return 0;
        }
        long retention = in.reachable ? retentionMillis : 0;
        if (elapsed >= Math.max(graceMillis, retention)) {
            return write(0, in, out);
        }
        if (elapsed < retention) {
            out.recheckAfterMillis = retention - elapsed;
            return 0;
        }
        long since = in.activatorsSinceEpochMillis;
        long proxied = since == KpaScaleToZeroInput.NOT_IN_PATH ? 0 : elapsed(since, now);
        if (proxied >= graceMillis) {
            return write(0, in, out);
        }
        out.recheckAfterMillis = graceMillis - proxied;
        return 0;
    }

    private static int write(int wanted, KpaScaleToZeroInput in, KpaScaleToZeroDecision out) {
        if (wanted != in.replicas && wanted >= 0) {
            out.replicas = wanted;
        }
        return wanted;
    }

    private void observe(long now, KpaScaleToZeroInput in, int wanted, KpaStatus status) {
        int ready = in.service ? in.ready : 0;
        int threshold = Math.max(min(in), status.initialized ? 1 : targets.initialScale());
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

    int initialScale() {
        return targets.initialScale();
    }

    /** All that answers depend on. */
    long[] values() {
        return new long[] {
            targets.minScale(),
            targets.maxScale(),
            targets.initialScale(),
            targets.stableWindowMillis(),
            Double.doubleToLongBits(targets.targetBurstCapacity()),
            enabled ? 1 : 0,
            activationMillis,
            graceMillis,
            retentionMillis
        };
    }

    private static long elapsed(long from, long to) {
        if (to <= from) {
            return 0;
        }
        long millis = to - from;
        return millis < 0 ? Long.MAX_VALUE : millis;
    }

    /** {@return the times in one line} */
    @Override
    public String toString() {
        return "KpaScaleToZero[enabled=" + enabled + ", graceMillis=" + graceMillis + ", retentionMillis="
                + retentionMillis + ']';
    }
}
