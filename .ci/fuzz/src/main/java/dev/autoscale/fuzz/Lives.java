package dev.autoscale.fuzz;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.file.LoadedPolicy;
import dev.autoscale.testkit.proof.RandomLife;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An engine of each kind and what happens to it; whatever a policy says, engines decide soundly, without an exception.
 *
 * @param engine what decides
 * @param other another one of an equal spec, for snapshots
 * @param step one decision of an engine, looked at, and carried out
 */
record Lives<I extends ScalingObservation<I>, O extends ScalingDecision>(
        ScalingEngine<I, O> engine, ScalingEngine<I, O> other, Step<I, O> step) {
    static final long START_MILLIS = RandomLife.START_MILLIS;
    private static final long SEED = 1;
    private static final double[] VALUES = {0, 1, 3.5, 40, 1_000, 1e12, Double.NaN, -1, Double.POSITIVE_INFINITY};

    interface Step<I extends ScalingObservation<I>, O extends ScalingDecision> {
        void of(ScalingEngine<I, O> engine, I in, O out);
    }

    static Lives<?, ?> of(LoadedPolicy policy, long startMillis) {
        return policy.spec().isPresent()
                ? of(policy.spec().get(), startMillis)
                : policy.knative().isPresent()
                        ? of(policy.knative().get(), startMillis)
                        : of(policy.upstream().orElseThrow(), startMillis);
    }

    static Lives<Observation, Decision> of(AutoscalerSpec spec, long startMillis) {
        RandomLife life = RandomLife.of(spec, SEED).startingAt(startMillis);
        Autoscaler engine = spec.newAutoscaler();
        return new Lives<>(engine, spec.newAutoscaler(), (any, in, out) -> {
            life.next();
            life.measure(in);
            any.decide(in, out);
            DecisionInvariants.check(spec, out);
            life.answered(out);
            life.tell(any);
        });
    }

    private static Lives<KpaObservation, KpaDecision> of(KpaSpec spec, long startMillis) {
        SeededRandom random = SeededRandom.of(SEED);
        KpaAutoscaler engine = spec.newAutoscaler(startMillis, 1);
        long[] now = {startMillis};
        int[] replicas = {1};
        return new Lives<>(engine, spec.newAutoscaler(startMillis, 1), (any, in, out) -> {
            now[0] += random.nextInt(30_000);
            in.at(now[0]).replicas(replicas[0]).ready(random.nextInt(replicas[0] + 1));
            in.record(now[0], VALUES[random.nextInt(VALUES.length)]);
            any.decide(in, out);
            KpaInvariants.check(spec, out);
            replicas[0] = Math.min(1_000, out.replicas());
        });
    }

    private static Lives<UpstreamObservation, UpstreamDecision> of(UpstreamPolicy policy, long startMillis) {
        SeededRandom random = SeededRandom.of(SEED);
        UpstreamAutoscaler engine = policy.newAutoscaler(startMillis, 1);
        long[] now = {startMillis};
        int[] replicas = {1};
        return new Lives<>(engine, policy.newAutoscaler(startMillis, 1), (any, in, out) -> {
            now[0] += random.nextInt(30_000);
            in.at(now[0]).replicas(replicas[0]);
            for (int metric = 0; metric < policy.metrics().size(); metric++) {
                in.value(metric, VALUES[random.nextInt(VALUES.length)]);
            }
            any.decide(in, out);
            Texts.check(out.replicas() >= 0, "replicas must be >= 0", out);
            any.scaled(out);
            replicas[0] = out.replicas();
        });
    }

    /** The other one lives on for some steps. */
    void liveOther(int steps) {
        live(other, steps);
    }

    /** Lives on for some steps. */
    void live(ScalingEngine<I, O> of, int steps) {
        I in = of.newObservation();
        O out = of.newDecision();
        for (int i = 0; i < steps; i++) {
            step.of(of, in, out);
            Texts.check(out.toString() != null, "a decision has a text", "");
        }
    }

    /** Lives, and hands its memory to the other one. */
    void liveAndRestore(int steps) {
        live(engine, steps);
        byte[] bytes = snapshot(engine);
        other.restore(ByteBuffer.wrap(bytes));
        Texts.check(Arrays.equals(bytes, snapshot(other)), "a restored memory must be the same", other);
    }

    static byte[] snapshot(ScalingEngine<?, ?> of) {
        ByteBuffer bytes = ByteBuffer.allocate(of.snapshotSize());
        of.snapshot(bytes);
        Texts.check(!bytes.hasRemaining(), "a snapshot must be as long as it says", of);
        return bytes.array();
    }
}
