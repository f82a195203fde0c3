package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Loops over the rules of other systems: loads that come and go, bad values, unknown counts, reports, previews and snapshots. */
final class UpstreamLoops {
    private static final int STEPS = 20_000;
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 1e300};

    private final UpstreamAutoscaler autoscaler;
    private final UpstreamObservation in;
    private final UpstreamDecision out;
    private final ByteBuffer bytes;
    private final int metrics;
    private final int[] draws;
    private long now;
    private int replicas = 3;
    private int grown;
    private int shrunk;

    private UpstreamLoops(UpstreamPolicy policy) {
        autoscaler = policy.newAutoscaler(0, replicas);
        in = policy.newObservation();
        out = policy.newDecision();
        bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        metrics = policy.metrics().size();
        draws = new SplittableRandom(17).ints(STEPS, 0, 1 << 30).toArray();
    }

    static Stream<AllocationCase> cases() {
        return Stream.of(EachUpstream.values()).map(UpstreamLoops::of);
    }

    private static AllocationCase of(EachUpstream each) {
        UpstreamLoops loop = new UpstreamLoops(each.policy());
        return AllocationCase.of(each, STEPS, loop::step)
                .met(() -> assertThat(Math.min(loop.grown, loop.shrunk)).isGreaterThan(10));
    }

    private void step(int i) {
        int draw = draws[i];
        now += 1_000 + draw % 20_000;
        boolean isBad = (draw >>> 20 & 31) == 0;
        in.at(now).replicas((draw >>> 15 & 63) == 0 ? -1 : replicas);
        double total = (i / 200) % 2 == 0 ? 1_500 : 100;
        for (int metric = 0; metric < metrics; metric++) {
            in.value(metric, isBad ? BAD[draw % BAD.length] : total / Math.max(1, replicas) + draw % 7);
        }
        autoscaler.preview(in, out);
        autoscaler.decide(in, out);
        if (out.hasChange() && (draw & 3) > 0) {
            grown += out.replicas() > replicas ? 1 : 0;
            shrunk += out.replicas() < replicas ? 1 : 0;
            autoscaler.scaled(out);
            replicas = out.replicas();
        } else if (out.hasChange()) {
            autoscaler.scaleFailed(now);
        }
        if ((draw & 63) == 0) {
            autoscaler.snapshot(bytes.clear());
            autoscaler.restore(bytes.flip());
        }
    }
}
