package dev.autoscale.testkit.cli;

import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.KpaAutoscaler;
import dev.autoscale.policies.KpaDecision;
import dev.autoscale.policies.KpaObservation;
import dev.autoscale.policies.KpaScaleToZero;
import dev.autoscale.policies.KpaScaleToZeroDecision;
import dev.autoscale.policies.KpaScaleToZeroInput;
import dev.autoscale.policies.KpaSpec;
import dev.autoscale.policies.KpaStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * One revision whose pods start and stop at once: what Knative's autoscaler decides, and what its reconciler makes of it. Not
 * thread-safe. The activators answer every probe.
 */
final class KnativeRevision implements ScalingDecision {
    private final int min;
    private final int max;
    private final boolean scalesToZero;
    private final KpaAutoscaler autoscaler;
    private final KpaObservation in;
    private final KpaDecision decision;
    private final KpaScaleToZero reconciler;
    private final KpaScaleToZeroInput pass = new KpaScaleToZeroInput();
    private final KpaScaleToZeroDecision reconciled = new KpaScaleToZeroDecision();
    private final KpaStatus status;
    private int desired = KpaStatus.UNKNOWN;
    private int burst;
    private boolean proxyMode;
    private long proxySinceMillis;
    private int replicas;

    KnativeRevision(KnativePolicy policy, long nowMillis, int readyPods) {
        min = policy.minReplicas();
        max = policy.maxReplicas();
        scalesToZero = policy.config().enableScaleToZero();
        KpaSpec spec = policy.spec();
        autoscaler = spec.newAutoscaler(nowMillis, readyPods);
        in = spec.newObservation();
        decision = spec.newDecision();
        reconciler = KpaScaleToZero.of(policy.config(), policy.annotations());
        status = new KpaStatus(nowMillis);
    }

    /** To be filled before {@link #decide}. */
    KpaObservation in() {
        return in;
    }

    /** What the autoscaler decided, before the reconciler. */
    KpaDecision decision() {
        return decision;
    }

    KpaStatus status() {
        return status;
    }

    void decide() {
        autoscaler.decide(in, decision);
        if (decision.isValid()) {
            desired = decision.desired();
            burst = decision.excessBurstCapacity();
        }
        int current = decision.currentReplicas();
        long now = decision.epochMillis();
        pass.pass(desired, current, current)
                .proxyMode(proxyMode)
                .activatorsSince(proxyMode ? proxySinceMillis : KpaScaleToZeroInput.NOT_IN_PATH)
                .probed(true)
                .excessBurstCapacity(burst);
        reconciler.decide(now, pass, status, reconciled);
        status.copyFrom(reconciled.status());
        proxySinceMillis = reconciled.proxyMode() && !proxyMode ? now : proxySinceMillis;
        proxyMode = reconciled.proxyMode();
        replicas = reconciled.writes() ? reconciled.replicas() : current;
    }

    void scaled(long nowMillis, int from, int to) {
        autoscaler.scaled(nowMillis, from, to);
    }

    @Override
    public long epochMillis() {
        return decision.epochMillis();
    }

    @Override
    public int currentReplicas() {
        return decision.currentReplicas();
    }

    @Override
    public int replicas() {
        return replicas;
    }

    @Override
    public boolean changes() {
        return replicas != currentReplicas();
    }

    /** Why the autoscaler decided so, in words. */
    String reason() {
        return decision.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What the reconciler made of it, in words; empty if nothing. */
    String bound() {
        if (!decision.isValid() || replicas == decision.desired()) {
            return "";
        }
        if (replicas < decision.desired()) {
            return replicas == max ? "max-scale " + replicas : "held at " + replicas;
        }
        if (replicas == min) {
            return "min-scale " + replicas;
        }
        if (decision.desired() > 0) {
            return "initial-scale " + replicas;
        }
        return scalesToZero ? "on the way to zero at " + replicas : "no scale to zero, so " + replicas;
    }

    @Override
    public <T extends Appendable> T explainTo(T target) {
        decision.explainTo(target);
        try {
            target.append("  scaled   ").append(Integer.toString(replicas));
            target.append(bound().isEmpty() ? "\n" : "  " + bound() + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
