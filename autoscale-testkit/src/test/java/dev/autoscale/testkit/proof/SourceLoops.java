package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.policies.source.StepAdjustment.changeInCapacity;
import static dev.autoscale.policies.source.StepAdjustment.exactCapacity;
import static dev.autoscale.policies.source.StepAdjustment.percentChangeInCapacity;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepAdjustment.Rounding;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.policies.source.WatermarkBand.Watermark;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loops over the sources, with missing and bad values, and with negative numbers let through to them. */
final class SourceLoops {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(43).ints(STEPS, 0, 1 << 30).toArray();
    private static final int[] RATIO_DRAWS =
            new SplittableRandom(42).ints(STEPS, 0, 1 << 30).toArray();
    private static final int RATE = 1;
    private static final int OTHER = 2;

    private enum Kind {
        STEP_SCALING(StepScaling.builder()
                .below(10, exactCapacity(1))
                .between(10, 30, percentChangeInCapacity(-10).rounding(Rounding.NEAREST))
                .between(60, 80, changeInCapacity(2))
                .from(80, percentChangeInCapacity(30).minAdjustmentMagnitude(2))
                .asMetric("source")),
        AVERAGE_BAND(WatermarkBand.ofAverage(60, 80).asMetric("source")),
        TOTAL_BAND(WatermarkBand.ofTotal(600, 800)
                .convergeTowards(Watermark.HIGH, 1)
                .asMetric("source")),
        BACKLOG_PER_REPLICA(Backlog.perReplica(20).maxAddedPerDecision(4).asMetric("source")),
        DRAIN(Backlog.drainWithin(ofSeconds(300))
                .ratesPer(ofSeconds(60))
                .ratePerReplica(12)
                .asMetric("source")),
        MEASURED_DRAIN(Backlog.drainWithin(ofSeconds(300))
                .arrivalRateFrom("other")
                .ratePerReplicaFrom("rate")
                .asMetric("source")),
        QUEUE_DELAY(QueueDelay.longerThan(ofSeconds(4)).abstainWhileInTime().asMetric("source")),
        COUNTED_QUEUE_DELAY(
                QueueDelay.longerThan(ofSeconds(4)).requestsFrom("other", 2).asMetric("source"));

        final MetricSpec metric;

        Kind(MetricSpec metric) {
            this.metric = metric;
        }
    }

    /** An autoscaler of one source, and what is measured at each step. */
    private static final class Loop {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        final Set<MetricProposal.Status> statuses = EnumSet.noneOf(MetricProposal.Status.class);

        Loop(MetricSpec metric, boolean isKubernetesArithmetic) {
            AutoscalerSpec.Builder builder = AutoscalerSpec.builder(0, 40)
                    .metric(metric)
                    .metric(signal("rate"))
                    .metric(signal("other"));
            spec = (isKubernetesArithmetic ? builder.kubernetesArithmetic() : builder).build();
            autoscaler = spec.newAutoscaler();
            in = spec.newObservation();
            out = spec.newDecision();
        }

        void decide(int step) {
            int draw = DRAWS[step];
            in.at(Long.MIN_VALUE + step * 15_000L).replicas(1 + draw % 40).readyReplicas(draw % 7 == 0 ? 0 : draw % 41);
            measure(0, draw >>> 6);
            measure(RATE, draw >>> 10);
            measure(OTHER, draw >>> 14);
            autoscaler.decide(in, out);
            statuses.add(out.metric(0).status());
        }

        private void measure(int metric, int draw) {
            switch (draw & 15) {
                case 0 -> {}
                case 1 -> in.failed(metric);
                case 2 -> in.value(metric, -1);
                case 3 -> in.value(metric, Double.NaN);
                case 4 -> in.value(metric, 0);
                case 5 -> in.valueMilli(metric, Long.MAX_VALUE - draw);
                default -> in.valueMilli(metric, draw >>> 2);
            }
        }
    }

    private enum Ratio {
        CEIL(RatioTarget.of("other").dividedBy(3).atMost(3)),
        FLOOR(RatioTarget.of("other").times(3).dividedBy(2).plus(-1).rounding(RatioTarget.Rounding.FLOOR)),
        HALF_UP(RatioTarget.of("other").dividedBy(7).atLeast(1).rounding(RatioTarget.Rounding.HALF_UP)),
        LADDER(RatioTarget.ladder("other").step(1, 1).step(64, 3).step(512, 5));

        final MetricSpec metric;

        Ratio(RatioTarget.Builder builder) {
            metric = builder.asMetric();
        }
    }

    /** An autoscaler of one ratio, and what is measured at each step. */
    private static final class RatioLoop {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        final Set<MetricProposal.Status> statuses = EnumSet.noneOf(MetricProposal.Status.class);

        RatioLoop(MetricSpec metric) {
            spec = AutoscalerSpec.builder(0, 40).metric(metric).build();
            autoscaler = spec.newAutoscaler();
            in = spec.newObservation();
            out = spec.newDecision();
        }

        void decide(int step) {
            int draw = RATIO_DRAWS[step];
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
        }
    }

    static Stream<AllocationCase> cases() {
        return Stream.of(
                        Arrays.stream(Kind.values()).map(SourceLoops::asked),
                        Arrays.stream(Kind.values()).map(SourceLoops::withNegativeNumbers),
                        Arrays.stream(Ratio.values()).map(SourceLoops::ratio))
                .flatMap(Function.identity());
    }

    private static AllocationCase asked(Kind kind) {
        Loop loop = new Loop(kind.metric, false);
        return AllocationCase.of(kind, STEPS, loop::decide).met(() -> {
            assertThat(loop.statuses)
                    .contains(
                            MetricProposal.Status.PROPOSED,
                            MetricProposal.Status.MISSING,
                            MetricProposal.Status.FETCH_FAILED,
                            MetricProposal.Status.NEGATIVE,
                            MetricProposal.Status.NOT_FINITE);
            assertThat(loop.statuses.contains(MetricProposal.Status.ABSTAINED)).isEqualTo(kind == Kind.QUEUE_DELAY);
            assertThat(loop.statuses.contains(MetricProposal.Status.SOURCE_FAILED))
                    .isEqualTo(kind == Kind.MEASURED_DRAIN);
        });
    }

    private static AllocationCase withNegativeNumbers(Kind kind) {
        Loop loop = new Loop(kind.metric, true);
        return AllocationCase.of(kind + " with negative numbers", STEPS, loop::decide)
                .met(() -> {
                    assertThat(loop.statuses).doesNotContain(MetricProposal.Status.NEGATIVE);
                    assertThat(loop.statuses.contains(MetricProposal.Status.SOURCE_FAILED))
                            .isEqualTo(kind != Kind.STEP_SCALING);
                });
    }

    private static AllocationCase ratio(Ratio ratio) {
        RatioLoop loop = new RatioLoop(ratio.metric);
        return AllocationCase.of(ratio, STEPS, loop::decide)
                .met(() -> assertThat(loop.statuses)
                        .containsExactlyInAnyOrder(
                                MetricProposal.Status.PROPOSED,
                                MetricProposal.Status.MISSING,
                                MetricProposal.Status.FETCH_FAILED,
                                MetricProposal.Status.NEGATIVE,
                                MetricProposal.Status.NOT_FINITE));
    }
}
