package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;

/**
 * The last step of a revision with {@link KpaScaleToZero}: bounds, initial scale, the way to zero. Owns the memory of what was
 * last desired and of the revision's status.
 *
 * <p>The mode of the service is taken to be what the last decision said, unless the observation says otherwise: who has no
 * activators need not know of any.
 */
final class KpaReconcile {
    static final int BYTES = KpaStatus.BYTES + 3 * Integer.BYTES + Long.BYTES;

    private final KpaStatus status;
    private int desired = KpaStatus.UNKNOWN;
    private int burst;
    private boolean proxyMode;
    private long proxySinceMillis = KpaScaleToZero.Input.NOT_IN_PATH;

    KpaReconcile(long creationMillis) {
        status = new KpaStatus(creationMillis);
    }

    /** The count to run; without replicas or ready pods nothing is known and nothing changes. */
    int pass(long now, KpaObservation in, KpaSpec spec, KpaDecision out) {
        KpaScaleToZero rules = spec.scaleToZero();
        out.reconciled = rules != null && in.replicas >= 0 && in.readyPods() >= 0;
        if (rules == null || !out.reconciled) {
            return rules == null && out.isValid() && in.replicas >= 0 ? out.desired() : in.replicas;
        }
        out.pass
                .pass(out.isValid() ? out.desired() : desired, in.readyPods(), in.replicas)
                .reachable(spec.isReachable())
                .proxyMode(in.modeGiven ? in.proxied : proxyMode)
                .activatorsSince(in.modeGiven ? in.proxiedSinceMillis : proxySinceMillis)
                .probed(in.probed)
                .excessBurstCapacity(out.isValid() ? out.excessBurstCapacity() : lastBurst(spec, rules));
        rules.decide(now, out.pass, status, out.zero);
        return out.zero.writes() ? out.zero.replicas() : in.replicas;
    }

    /** Before the first valid decision it is taken to be that of the pods to begin with, idle. */
    private int lastBurst(KpaSpec spec, KpaScaleToZero rules) {
        if (desired >= 0) {
            return burst;
        }
        double capacity = spec.targetBurstCapacity();
        return (int) (capacity > 0 ? rules.initialScale() * spec.total() - capacity : capacity);
    }

    /**
     * Goes on under another spec. Under one without rules the status goes stale, so with the next rules it starts over, as of an
     * object created then; only what has had its initial scale still has.
     */
    void follow(long now, KpaSpec before, KpaSpec next) {
        if (before.scaleToZero() == null && next.scaleToZero() != null) {
            boolean initialized = status.initialized;
            status.created(now).initialized = initialized;
            proxyMode = false;
            proxySinceMillis = KpaScaleToZero.Input.NOT_IN_PATH;
        }
    }

    void remember(long now, KpaDecision out) {
        if (out.isValid()) {
            desired = out.desired();
            burst = out.excessBurstCapacity();
        }
        if (!out.reconciled) {
            return;
        }
        status.copyFrom(out.zero.status());
        if (out.zero.proxyMode() != proxyMode) {
            proxyMode = out.zero.proxyMode();
            proxySinceMillis =
                    proxyMode ? Math.max(now, KpaScaleToZero.Input.NOT_IN_PATH + 1) : KpaScaleToZero.Input.NOT_IN_PATH;
        }
    }

    void write(ByteBuffer target) {
        status.write(target);
        target.putInt(desired).putInt(burst).putInt(proxyMode ? 1 : 0).putLong(proxySinceMillis);
    }

    /** Whether {@link #read} takes the bytes from a position on, of which there are enough. */
    static boolean canRead(ByteBuffer source, int position, long latestMillis) {
        int own = position + KpaStatus.BYTES;
        int flag = source.getInt(own + 2 * Integer.BYTES);
        return KpaStatus.canRead(source, position)
                && source.getInt(own) >= KpaStatus.UNKNOWN
                && (flag == 0 || flag == 1)
                && source.getLong(own + 3 * Integer.BYTES)
                        <= Math.max(latestMillis, KpaScaleToZero.Input.NOT_IN_PATH + 1);
    }

    void read(ByteBuffer source) {
        status.read(source);
        desired = source.getInt();
        burst = source.getInt();
        proxyMode = source.getInt() != 0;
        proxySinceMillis = source.getLong();
    }
}
