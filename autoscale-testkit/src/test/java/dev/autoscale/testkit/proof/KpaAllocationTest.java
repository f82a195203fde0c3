package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaReason;
import dev.autoscale.policies.knative.KpaSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link AllocationTest}, for Knative's autoscaler: samples, panic, delay, missing data, errors. */
class KpaAllocationTest {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(11).ints(STEPS, 0, 1 << 30).toArray();

    /** One loop: an autoscaler and what is measured at each step. */
    private static final class Loop {
        final KpaAutoscaler autoscaler;
        final KpaObservation in;
        final KpaDecision out;
        final ByteBuffer heap = ByteBuffer.allocate(100_000);
        final ByteBuffer direct = ByteBuffer.allocateDirect(100_000);
        final Set<KpaReason> reasons = EnumSet.noneOf(KpaReason.class);
        long now = -1_000_000;
        int late;
        int ignored;

        Loop(KpaAggregation aggregation, boolean scalesToZero) {
            KpaSpec spec = KpaSpec.builder()
                    .aggregation(aggregation)
                    .target(5)
                    .maxScaleUpRate(3)
                    .scaleDownDelay(Duration.ofSeconds(30))
                    .activationScale(4)
                    .scaleToZero(scalesToZero ? RandomKnativeLife.rules("max-scale", "40", "window", "6s") : null)
                    .build();
            autoscaler = spec.newAutoscaler(now, 2);
            in = spec.newObservation();
            out = spec.toBuilder().build().newDecision(); // of an equal spec
        }

        Loop measure(int i) {
            int draw = DRAWS[i];
            now += (i & 1023) == 0 ? 200_000 : draw % 3_000 - 200;
            in.at(now).replicas(draw & 7);
            double load = (i >> 5) % 7 == 0 ? 200 : (i >> 5) % 3 == 0 ? 0 : 20;
            for (int k = 0; k < 4; k++) {
                switch (draw >>> (4 * k) & 15) {
                    case 0 -> in.record(now - 70_000, load);
                    case 1 -> in.record(now + 70_000, load);
                    case 2 -> in.record(now, Double.NaN);
                    case 3 -> {}
                    default -> in.record(now - 500 * k, load);
                }
            }
            switch (draw >>> 16 & 31) {
                case 0 -> in.noData();
                case 1 -> in.failed();
                case 2 -> in.averages(Double.NaN, 1);
                case 3 -> in.averages(30, 40);
                case 4 -> in.readyUnknown();
                case 5 -> in.readyNotFound();
                case 6 -> in.probed(false);
                case 7 -> in.service((draw & 8) == 0, now - 40_000);
                default -> {}
            }
            return this;
        }

        void decide() {
            autoscaler.decide(in, out);
            reasons.add(out.reason());
            late += out.lateSamples();
            ignored += out.ignoredSamples();
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_kind_of_decision_allocates(KpaAggregation aggregation) {
        Loop loop = new Loop(aggregation, false);
        Loop whole = new Loop(aggregation, true);
        ZeroAllocation.check(STEPS, i -> loop.measure(i).decide());
        ZeroAllocation.check(STEPS, i -> whole.measure(i).decide());
        loop.reasons.addAll(whole.reasons);
        assertThat(loop.reasons).containsExactlyInAnyOrder(KpaReason.values());
        assertThat(loop.late).isPositive();
        assertThat(loop.ignored).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void previews_and_snapshots_allocate_nothing(KpaAggregation aggregation) {
        Loop loop = new Loop(aggregation, true);
        ByteBuffer readOnly = loop.heap.asReadOnlyBuffer();
        ZeroAllocation.check(STEPS, i -> {
            loop.measure(i).autoscaler.preview(loop.in, loop.out);
            ByteBuffer buffer = (i & 1) == 0 ? loop.heap : loop.direct;
            loop.autoscaler.snapshot(buffer.clear());
            loop.autoscaler.restore(buffer.flip());
            if ((i & 7) == 0) {
                loop.autoscaler.restore(readOnly.position(0));
            }
            loop.decide();
        });
    }
}
