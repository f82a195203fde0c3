package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.containerResource;
import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.object;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodRequests;
import dev.autoscale.PodSamples;
import dev.autoscale.RatePolicy;
import dev.autoscale.Reason;
import dev.autoscale.ScalingRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Loops over everything that the Kubernetes HPA has: all kinds of metrics, pods in all states, errors. */
final class HpaLoops {
    private static final int STEPS = 100_000;
    private static final int PODS = 100;

    private static final int[] DRAWS = new int[STEPS];
    private static final long[] VALUES = new long[STEPS];

    static {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < STEPS; i++) {
            DRAWS[i] = random.nextInt(1 << 30);
            VALUES[i] = random.nextInt(20) == 0 ? random.nextLong() : random.nextLong(100_000);
        }
    }

    /** One loop: an autoscaler, its inputs, and what happens at each step. */
    private static final class Loop {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        final PodRequests requests = new PodRequests();
        final ByteBuffer buffer = ByteBuffer.allocate(100_000);
        final MetricProposal proposal;
        long now = -1_000_000;
        int replicas = 5;

        Loop(AutoscalerSpec.Builder builder) {
            spec = builder.build();
            autoscaler = spec.newAutoscaler();
            in = spec.newObservation().ensureCapacity(PODS);
            out = spec.newDecision();
            // Of the last metric: the one that is asked alone.
            proposal = new MetricProposal(spec.metric(spec.metricCount() - 1));
            requests.container(PodRequests.ContainerKind.APP, "app")
                    .request("cpu", 300)
                    .request("memory", 500);
        }

        /** Random values, failures of all kinds, and counts in and out of the bounds. */
        Loop measure(int i) {
            int draw = DRAWS[i];
            now += (draw >>> 3) % 20_000 - 1_000;
            in.at(now);
            switch (draw & 31) {
                case 0 -> in.replicasUnknown();
                case 1 -> in.replicas(-3);
                case 2 -> in.replicas(0);
                case 3 -> in.replicas(replicas).noUsableInput(Reason.AMBIGUOUS_SELECTOR);
                case 4 -> in.replicas(spec.maxReplicas() + 3);
                case 5 -> in.replicas(replicas, replicas + 2).readyReplicas(2);
                default -> in.replicas(replicas);
            }
            for (int metric = 0; metric < spec.metricCount(); metric++) {
                value(metric, (draw >>> 7) + metric * 11, VALUES[i]);
            }
            return this;
        }

        void value(int metric, int draw, long valueMilli) {
            switch (draw & 31) {
                case 0 -> in.failed(metric);
                case 1 -> in.value(metric, Double.NaN);
                case 2 -> in.value(metric, -1);
                case 3 -> in.addSeriesMilli(metric, valueMilli).addSeries(metric, 2.5);
                case 4 -> in.valueMilli(metric, valueMilli).sampledAt(metric, now - 70_000);
                case 5 -> {}
                case 6 -> in.noSeries(metric);
                case 7 -> in.value(metric, Double.MAX_VALUE);
                default -> in.value(metric, valueMilli / 1000.0);
            }
        }

        /** A hundred pods in all states. */
        Loop measurePods(int i) {
            now += 15_000;
            in.at(now).replicas(replicas);
            PodSamples pods = in.pods();
            int draw = DRAWS[i];
            for (int p = 0; p < PODS; p++, draw = draw * 1_103_515_245 + 12_345) {
                int bits = draw >>> 12;
                int pod = pods.addReady(now - (bits & 0x7ffff), now - (bits & 0x3ffff));
                if ((bits & 7) == 0) {
                    pods.phase(pod, PHASES[(bits >>> 3) % PHASES.length]);
                    pods.ready(pod, READY[(bits >>> 6) % READY.length], now - (bits & 0xffff));
                }
                if ((bits & 63) == 1) {
                    pods.deleted(pod);
                }
                pods.requests(pod, requests);
                for (int metric = 0; metric < spec.metricCount(); metric++) {
                    switch (bits >>> 4 & 15) {
                        case 0 -> {}
                        case 1 -> pods.sample(metric, pod, Double.NaN);
                        case 2 -> pods.sample(metric, pod, 0.2);
                        default -> pods.sampleMilli(metric, pod, VALUES[i] + p, now - (bits & 0xffff), 30_000);
                    }
                }
            }
            pods.unlistedSampleMilli(0, VALUES[i]);
            return this;
        }

        Loop decide() {
            autoscaler.decide(in, out);
            return this;
        }

        Loop collect(Set<Reason> reasons, Set<MetricProposal.Status> statuses) {
            reasons.add(out.reason());
            for (int metric = 0; metric < spec.metricCount(); metric++) {
                statuses.add(out.metric(metric).status());
            }
            return this;
        }

        void goOn(int i) {
            if (out.hasChange() && DRAWS[i] % 5 == 0) {
                autoscaler.scaleFailed(now);
            } else if (out.hasChange()) {
                autoscaler.scaled(now, Math.max(0, out.currentReplicas()), out.replicas());
                replicas = out.replicas();
            }
        }

        void copyThroughTheBuffer() {
            autoscaler.snapshot(buffer.clear());
            autoscaler.restore(buffer.flip());
        }
    }

    private static final PodSamples.Phase[] PHASES = PodSamples.Phase.values();
    private static final PodSamples.Ready[] READY = PodSamples.Ready.values();

    private static AutoscalerSpec.Builder of(MetricSpec... metrics) {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, 40);
        for (int i = 0; i < metrics.length; i++) {
            builder.metric(metrics[i].id("metric-" + i).maxAge(Duration.ofSeconds(60)));
        }
        return builder;
    }

    private static AutoscalerSpec.Builder limited(AutoscalerSpec.Builder builder) {
        RatePolicy pods = RatePolicy.pods(2).per(Duration.ofSeconds(60));
        RatePolicy percent = RatePolicy.percent(30).per(Duration.ofSeconds(300));
        return builder.scaleUp(rules().policy(pods)
                        .policy(percent)
                        .select(ScalingRules.SelectPolicy.MIN)
                        .stabilizationWindow(Duration.ofSeconds(20)))
                .scaleDown(rules().policy(pods).policy(percent).stabilizationWindow(Duration.ofSeconds(45)));
    }

    private enum Kind {
        RESOURCE_UTILIZATION(of(resource("cpu").averageUtilization(70))),
        RESOURCE_AVERAGE(of(resource("memory").averageValue(10))),
        CONTAINER_RESOURCE(of(containerResource("cpu", "app").averageUtilization(70))),
        PODS_AVERAGE(of(pods("requests").averageValue(10))),
        OBJECT_VALUE(of(object("hits").value(10))),
        OBJECT_AVERAGE(of(object("hits").averageValue(10))),
        EXTERNAL_VALUE(of(external("queue").value(10))),
        EXTERNAL_AVERAGE(of(external("queue").averageValue(10))),
        SEVERAL(of(
                external("queue").averageValue(10),
                resource("cpu").averageUtilization(70),
                object("hits").value(9))),
        FROM_AND_TO_ZERO(of(external("queue").averageValue(10)).bounds(0, 40)),
        BOUNDED(of(external("queue").averageValue(10))
                .bounds(3, 8)
                .scaleDown(rules().stabilizationWindow(Duration.ZERO))),
        LIMITED(limited(of(external("queue").averageValue(10)))),
        KUBERNETES_ARITHMETIC(of(external("queue").averageValue(10)).kubernetesArithmetic()),
        LEGACY(of(external("queue").averageValue(10)).legacy());

        final AutoscalerSpec.Builder builder;

        Kind(AutoscalerSpec.Builder builder) {
            this.builder = builder;
        }
    }

    static Stream<AllocationCase> cases() {
        Stream<AllocationCase> kinds = Arrays.stream(Kind.values()).map(kind -> {
            Loop loop = new Loop(kind.builder);
            return AllocationCase.of(kind, STEPS, i -> loop.measure(i).decide().goOn(i));
        });
        return Stream.concat(kinds, Stream.of(utilization(), averages(), everyQuestion(), fullHistories()));
    }

    private static AllocationCase utilization() {
        Loop loop = new Loop(of(resource("cpu").averageUtilization(70)));
        return AllocationCase.of(
                "utilization of a hundred pods",
                STEPS,
                i -> loop.measurePods(i).decide().goOn(i));
    }

    private static AllocationCase averages() {
        Loop loop = new Loop(of(
                containerResource("cpu", "app").averageUtilization(5), pods("x").averageValue(40)));
        return AllocationCase.of(
                "averages of a hundred pods",
                STEPS,
                i -> loop.measurePods(i).decide().goOn(i));
    }

    private static AllocationCase everyQuestion() {
        Loop loop = new Loop(
                limited(of(external("queue").averageValue(10), object("hits").value(10))));
        long[] sum = new long[1];
        return AllocationCase.of("previews, snapshots, limits and single proposals", STEPS, i -> {
                    loop.measure(i).autoscaler.preview(loop.in, loop.out);
                    sum[0] += loop.autoscaler.scaleUpLimit(loop.now, 5) - loop.autoscaler.scaleDownLimit(loop.now, 5);
                    loop.spec.calculator(1).propose(loop.in, loop.proposal);
                    loop.copyThroughTheBuffer();
                    loop.decide().goOn(i);
                })
                .met(() -> assertThat(sum[0]).isNotZero());
    }

    private static AllocationCase fullHistories() {
        Loop loop = new Loop(limited(of(external("queue").averageValue(10))).historyCapacity(4));
        Loop ordinary = new Loop(of(external("queue").averageValue(10)));
        return AllocationCase.of("full histories that merge", STEPS, i -> {
            everySecond(loop, i);
            everySecond(ordinary, i);
        });
    }

    /** Notes all reasons and statuses that the loops come to. */
    static void meet(Set<Reason> reasons, Set<MetricProposal.Status> statuses) {
        for (Kind kind : Kind.values()) {
            Loop loop = new Loop(kind.builder);
            for (int i = 0; i < STEPS; i++) {
                loop.measure(i).decide().collect(reasons, statuses).goOn(i);
            }
        }
        Loop pods =
                new Loop(of(resource("cpu").averageUtilization(70), pods("x").averageValue(40)));
        for (int i = 0; i < 2_000; i++) {
            pods.measurePods(i).decide().collect(reasons, statuses).goOn(i);
        }
    }

    private static void everySecond(Loop loop, int i) {
        loop.now += 1_000;
        // Slowly up and down, so that every recommendation is worth remembering and every answer a change.
        int wave = Math.abs(i % 400 - 200);
        loop.in.at(loop.now).replicas(loop.replicas).valueMilli(0, wave * 1_000L);
        loop.decide();
        loop.autoscaler.scaled(loop.out);
        loop.replicas = loop.out.replicas();
    }
}
