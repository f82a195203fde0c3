package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricProposal;
import dev.autoscale.Observation;
import dev.autoscale.RatePolicy;
import dev.autoscale.Reason;
import dev.autoscale.ScalingRules;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Loops over everything beyond the Kubernetes HPA. */
final class ExtrasLoops {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(7).ints(STEPS, 0, 1 << 30).toArray();
    private static final RuntimeException READY_MADE = new IllegalStateException("broken");

    private enum Kind {
        ACTIVATION(everything(Combination.MAX).activation(Activation.cooldown(ofSeconds(20)))),
        IDLE(everything(Combination.MIN)
                .bounds(4, 30)
                .activation(Activation.cooldown(ofSeconds(20)).idleReplicas(2).idleTtl(ofSeconds(15)))),
        TWO_STAGES(everything(Combination.SUM)
                .activation(Activation.cooldown(ofSeconds(5))
                        .initialCooldown(ofMillis(0))
                        .activationReplicas(6)
                        .zeroDelay(ofSeconds(15)))),
        NO_ACTIVATION(everything(Combination.AVERAGE)),
        VOTES(everything(Combination.votes(2, Combination.ALL))),
        FUNCTION(everything(Combination.of("f", function(out -> {
            int replicas = out.metric(0).replicas();
            if (replicas % 5 == 3) {
                throw READY_MADE;
            }
            return replicas % 5 == 2 ? -1 : replicas;
        })))),
        LEGACY(legacy()),
        DAMPED(damped(Alignment.multiplesOf(2))),
        DIVISORS(damped(Alignment.divisorsOf(30)).activation(Activation.cooldown(ofSeconds(20))));

        final AutoscalerSpec.Builder builder;

        Kind(AutoscalerSpec.Builder builder) {
            this.builder = builder;
        }

        private static dev.autoscale.Combination.Function function(ToIntFunction<Decision> function) {
            return function::applyAsInt;
        }
    }

    private static AutoscalerSpec.Builder legacy() {
        return inputs(Combination.MAX).legacy().schedule(schedule());
    }

    private static AutoscalerSpec.Builder damped(Alignment alignment) {
        ScalingRules rules = rules().policy(RatePolicy.pods(40).per(ofSeconds(30)))
                .sustainedFor(ofSeconds(5))
                .sustainedIn(2, 4)
                .cooldown(ofSeconds(8))
                .cooldownAfterAny(ofSeconds(4));
        return inputs(Combination.MAX)
                .scaleUp(rules.gain(0.7))
                .scaleDown(rules.gain(0.5).stabilizationWindow(ofSeconds(10)))
                .flapBudget(FlapBudget.per(ofSeconds(60)).replicas(30).reversals(3))
                .alignment(alignment)
                .capacityBackoff(ofSeconds(5), ofSeconds(30))
                .rolloutHold();
    }

    private static AutoscalerSpec.Builder everything(Combination combination) {
        return inputs(combination)
                .scaleUp(rules().policy(RatePolicy.pods(3).per(ofSeconds(30))))
                .scaleDown(rules().policy(RatePolicy.percent(50).per(ofSeconds(30)))
                        .stabilizationWindow(ofSeconds(10)))
                .schedule(schedule());
    }

    private static AutoscalerSpec.Builder inputs(Combination combination) {
        return AutoscalerSpec.builder(0, 30)
                .metric(external("queue")
                        .averageValue(5)
                        .activation(1)
                        .maxAge(ofSeconds(30))
                        .lookBack(LookBack.max(ofSeconds(20)))
                        .fallback(Fallback.afterFailures(2, 7).behavior(Fallback.Behavior.CURRENT_REPLICAS_IF_HIGHER)))
                .metric(resource("cpu").averageUtilization(60).onlyWhile("signal"))
                .metric(signal("signal").activation(2).lookBack(LookBack.mean(ofSeconds(40))))
                .metric(source("value", new RandomSource(RandomSource.Rule.SMOOTH)))
                .metric(source("window", new RandomSource(RandomSource.Rule.WINDOW)))
                .metric(source("total", new RandomSource(RandomSource.Rule.SIGNAL))
                        .fallback(Fallback.afterFailures(1, 3)))
                .combination(combination);
    }

    private static Schedule schedule() {
        return Schedule.of(
                ScheduleWindow.floor("floor", new PeriodicWindow(400_000, 90_000), 8)
                        .lead(ofSeconds(40)),
                ScheduleWindow.ceiling("ceiling", new PeriodicWindow(700_000, 150_000), 5)
                        .atOnce(),
                ScheduleWindow.fixed("fixed", new PeriodicWindow(1_900_000, 100_000), 4)
                        .rank(3),
                ScheduleWindow.forbidScaleDown("down", new PeriodicWindow(510_000, 60_000)),
                ScheduleWindow.forbidScaleUp("up", new PeriodicWindow(610_000, 50_000)));
    }

    /** One loop: an autoscaler, its inputs, and what happens at each step. */
    private static final class Loop {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        final ByteBuffer buffer = ByteBuffer.allocate(100_000);
        final boolean reportsCapacity;
        long now = -1_000_000;
        int replicas = 5;

        Loop(AutoscalerSpec.Builder builder) {
            spec = builder.build();
            reportsCapacity = spec.alignment() != null;
            autoscaler = spec.newAutoscaler();
            in = spec.newObservation();
            out = spec.newDecision();
        }

        Loop measure(int i) {
            int draw = DRAWS[i];
            now += draw % 12_000 - 500;
            in.at(now).replicas(replicas);
            boolean isQuiet = (i >> 4) % 3 == 0;
            for (int metric = 0; metric < spec.metricCount(); metric++) {
                int bits = draw >>> (metric * 3) & 31;
                switch (bits) {
                    case 0 -> in.failed(metric);
                    case 1 -> in.value(metric, Double.NaN);
                    case 2 -> in.value(metric, -1);
                    case 3 -> in.value(metric, 1e30);
                    case 4 -> {}
                    case 5 -> in.value(metric, 9).sampledAt(metric, now - 40_000);
                    default -> in.value(metric, isQuiet ? 0 : bits * 2.5);
                }
            }
            switch (draw >>> 20 & 63) {
                case 0 -> in.replicasUnknown();
                case 1 -> in.noUsableInput(Reason.INVALID_SELECTOR);
                case 2 -> in.replicas(50);
                case 3 -> in.overrides().pause();
                case 4 -> in.overrides().pauseAt(2);
                case 5 -> in.overrides().freezeScaleUp(now + 1).freezeScaleDown(now);
                case 6 -> in.overrides().freezeScaleDown(Long.MAX_VALUE).shadow();
                case 7, 8 -> in.overrides().forceActivation();
                case 9, 10, 11 -> in.overrides().removable(1);
                case 12, 13, 14 -> in.replicas(replicas, replicas + 2);
                default -> {}
            }
            return this;
        }

        Loop decide() {
            autoscaler.decide(in, out);
            return this;
        }

        void goOn(int i) {
            if (out.hasChange() && DRAWS[i] % 7 == 0) {
                autoscaler.scaleFailed(now);
            } else if (out.hasChange()) {
                autoscaler.scaled(now, Math.max(0, out.currentReplicas()), out.replicas());
                replicas = out.replicas();
            }
            if (reportsCapacity && DRAWS[i] % 11 == 0) {
                autoscaler.capacityExhausted(now, replicas);
            }
        }
    }

    static Stream<AllocationCase> cases() {
        Stream<AllocationCase> kinds = Arrays.stream(Kind.values()).map(kind -> {
            Loop loop = new Loop(kind.builder);
            return AllocationCase.of(kind, STEPS, i -> loop.measure(i).decide().goOn(i));
        });
        AllocationCase columns = everyQuestion(
                "previews, snapshots and columns",
                Kind.TWO_STAGES,
                out -> (out.untilMillis(Decision.Step.ACTIVATED) >>> 60)
                        + out.floor()
                        + out.reason().ordinal());
        AllocationCase damped = everyQuestion(
                "those of damped specs",
                Kind.DAMPED,
                out -> out.replicasChanged()
                        + out.untilMillis(Decision.Step.BUDGETED) % 2
                        + out.untilMillis(Decision.Step.GRANTED) % 2
                        + out.combined() % 2);
        return Stream.concat(kinds, Stream.of(columns, damped));
    }

    private static AllocationCase everyQuestion(String name, Kind kind, ToLongFunction<Decision> columns) {
        Loop loop = new Loop(kind.builder);
        long[] sum = new long[1];
        return AllocationCase.of(name, STEPS, i -> {
                    loop.measure(i).autoscaler.preview(loop.in, loop.out);
                    sum[0] += columns.applyAsLong(loop.out);
                    loop.autoscaler.snapshot(loop.buffer.clear());
                    loop.autoscaler.restore(loop.buffer.flip());
                    loop.decide().goOn(i);
                })
                .met(() -> assertThat(sum[0]).isPositive());
    }

    /** Notes all reasons and statuses that the loops come to. */
    static void meet(Set<Reason> reasons, Set<MetricProposal.Status> statuses) {
        for (Kind kind : Kind.values()) {
            Loop loop = new Loop(kind.builder);
            for (int i = 0; i < STEPS; i++) {
                loop.measure(i).decide().goOn(i);
                reasons.add(loop.out.reason());
                for (int metric = 0; metric < loop.spec.metricCount(); metric++) {
                    statuses.add(loop.out.metric(metric).status());
                }
            }
        }
    }
}
