package dev.autoscale.testkit.proof;

import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Prints how many bytes each engine allocates under each policy. To be run by an interpreter, which builds every object that the
 * code asks for: a compiler may do without some, and hide them from other tests.
 */
final class InterpretedAllocations {
    private static final int STEPS = 300;
    private static final int BUFFER_BYTES = 100_000;

    private InterpretedAllocations() {}

    /** Prints a line each: policy and bytes. */
    public static void main(String[] args) {
        for (EachPolicy policy : EachPolicy.values()) {
            System.out.println(policy + " " + byPolicy(policy));
        }
        System.out.println("KNATIVE " + byKnative());
    }

    private static long byPolicy(EachPolicy policy) {
        return ZeroAllocation.fewestBytes(STEPS, ZeroAllocation.deciding(policy.spec(), 11, STEPS));
    }

    private static long byKnative() {
        KpaSpec spec = KpaSpec.of(
                KpaConfig.of(Map.of()),
                new KpaAnnotations(Map.of("autoscaling.knative.dev/scale-down-delay", "20s")),
                10);
        KpaAutoscaler autoscaler = spec.newAutoscaler(0, 3);
        KpaObservation in = autoscaler.newObservation();
        KpaDecision out = autoscaler.newDecision();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        int[] replicas = {1};
        long[] now = {0};
        return ZeroAllocation.fewestBytes(STEPS, i -> {
            now[0] += 2_000;
            in.at(now[0]).replicas(replicas[0]).ready(replicas[0]);
            in.record(now[0] - 1_000, i % 150 < 60 ? i : 0).record(now[0], i % 150 < 60 ? i : 0);
            autoscaler.preview(in, out);
            autoscaler.decide(i % 20 == 7 ? in.failed() : in, out);
            autoscaler.snapshot(buffer.clear());
            autoscaler.restore(buffer.flip());
            replicas[0] = out.replicas();
        });
    }
}
