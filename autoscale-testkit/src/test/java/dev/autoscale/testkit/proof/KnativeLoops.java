package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaCondition;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaReason;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaStatus;
import dev.autoscale.policies.knative.KpaTargets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Loops over Knative's autoscaler: samples, panic, delay, missing data, errors, and revisions that go to zero and back. */
final class KnativeLoops {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(11).ints(STEPS, 0, 1 << 30).toArray();

    private static final int[] PASS_DRAWS =
            new SplittableRandom(42).ints(STEPS, 0, 1 << 30).toArray();
    private static final KpaConfig CONFIG = new KpaConfig(
            Map.of("stable-window", "6s", "scale-to-zero-grace-period", "10s", "initial-scale", "2"),
            Duration.ofSeconds(1));

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

    /** A revision, and what is seen of it at each pass. */
    private static final class Passes {
        private final KpaScaleToZero revision = KpaScaleToZero.of(
                CONFIG,
                new KpaAnnotations(Map.of("autoscaling.knative.dev/scale-to-zero-pod-retention-period", "15s")));
        private final KpaScaleToZero.Input in = new KpaScaleToZero.Input();
        private final KpaScaleToZero.Decision out = new KpaScaleToZero.Decision();
        private final KpaStatus status = new KpaStatus(0);
        private final ByteBuffer bytes = ByteBuffer.allocate(KpaStatus.BYTES);
        private final Set<KpaCondition> conditions = EnumSet.noneOf(KpaCondition.class);
        private int writesOfZero;
        private int probes;
        private int rechecks;

        void pass(int step) {
            int draw = PASS_DRAWS[step];
            if (step % 500 == 0) {
                status.created(step * 1000L);
            }
            // Phases of a few hundred steps with and without traffic, so that revisions come to rest.
            boolean traffic = step % 500 > 40 && step % 500 < 100;
            in.pass(
                    traffic ? 1 + draw % 3 : (draw & 7) == 0 ? KpaStatus.UNKNOWN : 0,
                    step % 1000 < 500 ? 2 : draw >>> 3 & 1,
                    2);
            in.probed((draw & 32) != 0).proxyMode((draw & 64) != 0).reachable((draw & 384) != 0);
            if ((draw & 512) != 0) {
                in.activatorsSince(step * 1000L - (draw >>> 16));
            }
            if ((draw >>> 10 & 63) == 0) {
                in.noService();
            }
            long now = (draw >>> 16 & 255) == 0 ? Long.MIN_VALUE : step * 1000L;
            revision.decide(now, in, status, out);
            status.copyFrom(out.status());
            bytes.clear();
            status.write(bytes);
            status.read(bytes.flip());
            conditions.add(status.condition());
            writesOfZero += out.replicas() == 0 ? 1 : 0;
            probes += out.probesLater() ? 1 : 0;
            rechecks += out.recheckAfterMillis() > 0 ? 1 : 0;
        }
    }

    static Stream<AllocationCase> cases() {
        return Stream.concat(
                Arrays.stream(KpaAggregation.values())
                        .flatMap(aggregation -> Stream.of(
                                decisions(aggregation, false),
                                decisions(aggregation, true),
                                everyQuestion(aggregation))),
                Stream.of(bursts(), passes(), targets()));
    }

    private static AllocationCase decisions(KpaAggregation aggregation, boolean scalesToZero) {
        Loop loop = new Loop(aggregation, scalesToZero);
        return AllocationCase.of(
                        aggregation + (scalesToZero ? " to zero and back" : ""),
                        STEPS,
                        i -> loop.measure(i).decide())
                .met(() -> {
                    assertThat(loop.late).isPositive();
                    assertThat(loop.ignored).isPositive();
                });
    }

    private static AllocationCase everyQuestion(KpaAggregation aggregation) {
        Loop loop = new Loop(aggregation, true);
        ByteBuffer readOnly = loop.heap.asReadOnlyBuffer();
        return AllocationCase.of(aggregation + ", previews and snapshots", STEPS, i -> {
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

    private static AllocationCase bursts() {
        KpaSpec spec = KpaSpec.of(
                KpaConfig.of(Map.of()),
                new KpaAnnotations(Map.of("autoscaling.knative.dev/scale-down-delay", "20s")),
                10);
        KpaAutoscaler autoscaler = spec.newAutoscaler(0, 3);
        KpaObservation in = autoscaler.newObservation();
        KpaDecision out = autoscaler.newDecision();
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        int[] replicas = {1};
        long[] now = {0};
        return AllocationCase.of("bursts as annotated", STEPS, i -> {
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

    private static AllocationCase passes() {
        Passes passes = new Passes();
        return AllocationCase.of("passes", STEPS, passes::pass).met(() -> {
            assertThat(passes.conditions)
                    .containsExactlyInAnyOrder(
                            KpaCondition.QUEUED, KpaCondition.ACTIVE, KpaCondition.NO_TRAFFIC, KpaCondition.TIMED_OUT);
            assertThat(passes.writesOfZero).isPositive();
            assertThat(passes.probes).isPositive();
            assertThat(passes.rechecks).isPositive();
        });
    }

    private static AllocationCase targets() {
        KpaTargets targets = KpaTargets.of(CONFIG, new KpaAnnotations(Map.of()), 0, true);
        long[] sum = new long[1];
        return AllocationCase.of(
                        "what is derived",
                        STEPS,
                        i -> sum[0] += targets.activators(PASS_DRAWS[i])
                                + targets.panicWindowMillis()
                                + (long) targets.target()
                                + targets.minScale())
                .met(() -> assertThat(sum[0]).isPositive());
    }

    /** Notes all reasons that the loops of an aggregation come to. */
    static void meet(KpaAggregation aggregation, Set<KpaReason> reasons) {
        for (boolean scalesToZero : new boolean[] {false, true}) {
            Loop loop = new Loop(aggregation, scalesToZero);
            for (int i = 0; i < STEPS; i++) {
                loop.measure(i).decide();
            }
            reasons.addAll(loop.reasons);
        }
    }
}
