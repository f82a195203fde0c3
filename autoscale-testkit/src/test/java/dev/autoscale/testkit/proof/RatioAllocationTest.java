package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.RatioTarget.Rounding;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counts the bytes that a thread allocates while ratios are asked in decisions, with missing and bad values.
 */
class RatioAllocationTest {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(42).ints(STEPS, 0, 1 << 30).toArray();

    /** Where what is computed goes, so that nothing is computed in vain. */
    private long sum;

    private enum Ratio {
        CEIL(RatioTarget.of("other").dividedBy(3).atMost(3)),
        FLOOR(RatioTarget.of("other").times(3).dividedBy(2).plus(-1).rounding(Rounding.FLOOR)),
        HALF_UP(RatioTarget.of("other").dividedBy(7).atLeast(1).rounding(Rounding.HALF_UP)),
        LADDER(RatioTarget.ladder("other").step(1, 1).step(64, 3).step(512, 5));

        final MetricSpec metric;

        Ratio(RatioTarget.Builder builder) {
            metric = builder.asMetric();
        }
    }

    /** An autoscaler of one ratio, and what is measured at each step. */
    private static final class Loop {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        final Set<MetricProposal.Status> statuses = EnumSet.noneOf(MetricProposal.Status.class);

        Loop(MetricSpec metric) {
            spec = AutoscalerSpec.builder(0, 40).metric(metric).build();
            autoscaler = spec.newAutoscaler();
            in = spec.newObservation();
            out = spec.newDecision();
        }

        int decide(int step) {
            int draw = DRAWS[step];
            in.at(step * 15_000L).replicas(1 + draw % 40);
            switch (draw >>> 6 & 15) {
                case 0 -> {}
                case 1 -> in.failed(0);
                case 2 -> in.value(0, -1);
                case 3 -> in.value(0, Double.NaN);
                case 4 -> in.value(0, 0);
                case 5 -> in.valueMilli(0, Long.MAX_VALUE - draw);
                default -> in.valueMilli(0, draw >>> 10);
            }
            autoscaler.decide(in, out);
            statuses.add(out.metric(0).status());
            return out.replicas();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ratios_are_asked_without_allocation(Ratio ratio) {
        Loop loop = new Loop(ratio.metric);
        ZeroAllocation.check(STEPS, i -> sum += loop.decide(i));
        assertThat(loop.statuses)
                .containsExactlyInAnyOrder(
                        MetricProposal.Status.PROPOSED,
                        MetricProposal.Status.MISSING,
                        MetricProposal.Status.FETCH_FAILED,
                        MetricProposal.Status.NEGATIVE,
                        MetricProposal.Status.NOT_FINITE);
    }
}
