package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.cloudfoundry.CfAdjustment;
import dev.autoscale.policies.cloudfoundry.CfPolicy;
import dev.autoscale.policies.cloudfoundry.CfRule;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveCf.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Random lives of Cloud Foundry's policies beside {@link NaiveCf}. */
final class CfLives {
    /** Shorter than nearly all pauses, so that no point of a window is dropped: the model drops none. */
    private static final Duration EVALUATION_INTERVAL = Duration.ofSeconds(1);

    private static final long[] PAUSES = {
        0, 1, 30_000, 39_999, 40_000, 40_000, 40_000, 40_001, 60_000, 60_000, 120_000, 300_000
    };
    private static final int STEPS_OF_A_POLICY = 50;
    private static final int EVALUATIONS_OF_A_POLICY = 10;

    private CfLives() {}

    /** Three quarters of the lives are those of engines; the others ask policies alone. */
    static void live(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("cf");
        for (int step = 0; step < steps; ) {
            boolean isEngine = seed % 4 > 0;
            int some = Math.min(steps - step, isEngine ? STEPS_OF_A_POLICY : EVALUATIONS_OF_A_POLICY);
            CfDraws draws = new CfDraws(random);
            Policy config = draws.policy();
            if (isEngine) {
                decide(random, draws, config, some);
            } else {
                evaluate(random, draws, config, some);
            }
            step += some;
        }
    }

    private static void decide(SeededRandom random, CfDraws draws, Policy config, int steps) {
        CfPolicy policy = policy(config);
        NaiveCf naive = new NaiveCf(config);
        long now = 1_700_000_000_000L + random.nextInt(1_000);
        int instances = draws.instances(config);
        UpstreamAutoscaler autoscaler = policy.newAutoscaler(now, instances);
        UpstreamObservation in = policy.newObservation();
        UpstreamDecision out = policy.newDecision();
        boolean isHigh = false;
        for (int step = 0; step < steps; step++) {
            long pause = random.nextInt(8) == 0 ? random.nextInt(120_000) : PAUSES[random.nextInt(PAUSES.length)];
            long told = NomadLives.told(random, now, pause);
            now = Math.max(now, told);
            isHigh ^= random.nextInt(10) == 0;
            NomadLives.forgetsUnknown(random, autoscaler, in.at(told), out);
            in.at(told).replicas(instances);
            List<Long> values = new ArrayList<>();
            for (String metric : policy.metrics()) {
                Long value = draws.value(config, metric, isHigh ^ (random.nextInt(12) == 0));
                values.add(value == null || value < 0 ? null : value);
                in.value(
                        values.size() - 1,
                        value == null ? Double.NaN : value - (value > 0 ? random.nextInt(2) * 0.5 : 0));
            }
            autoscaler.decide(in, out);
            long expected = naive.decide(now, instances, policy.metrics(), values);
            assertThat(out.replicas() + " " + out.reason())
                    .as("step %s, %s of %s: %s", step, in, config, out)
                    .isEqualTo(expected + " " + naive.reason);
            if (out.hasChange() && random.nextInt(10) == 0) {
                autoscaler.scaleFailed(now);
            } else if (out.hasChange()) {
                autoscaler.scaled(now, instances, out.replicas());
                naive.scaled(now);
                instances = out.replicas();
            }
            if (random.nextInt(12) == 0) {
                int others = draws.instances(config);
                autoscaler.scaled(now, instances, others);
                instances = others;
            }
        }
    }

    private static void evaluate(SeededRandom random, CfDraws draws, Policy config, int steps) {
        CfPolicy policy = policy(config);
        long now = 1_700_000_000_000L;
        for (int step = 0; step < steps; step++) {
            NaiveCf naive = new NaiveCf(config);
            long[] memory = new long[policy.memorySize()];
            boolean isHigh = random.nextBoolean();
            for (String metric : policy.metrics()) {
                long[] times = LongStream.range(0, random.nextInt(8))
                        .map(i -> now - draws.age(config))
                        .sorted()
                        .toArray();
                for (long time : times) {
                    Long value = draws.value(config, metric, isHigh ^ (random.nextInt(12) == 0));
                    naive.record(metric, time, value);
                    policy.record(
                            memory, policy.metrics().indexOf(metric), time, value == null ? CfPolicy.NO_VALUE : value);
                }
            }
            int rule = policy.breachedRule(now, memory);
            assertThat(rule).as("%s: %s", config, naive.points).isEqualTo(naive.breachedRule(now));
            adjust(draws.adjustment(), draws.manyInstances());
            mean(random);
            if (rule >= 0) {
                int instances = draws.instances(config);
                String adjustment = config.rules().get(rule).adjustment();
                assertThat(policy.adjusted(rule, instances)).isEqualTo(NaiveCf.adjusted(adjustment, instances));
            }
        }
    }

    private static void adjust(String adjustment, int instances) {
        assertThat(CfAdjustment.parse(adjustment).of(instances))
                .as("%s of %s", adjustment, instances)
                .isEqualTo(NaiveCf.adjusted(adjustment, instances));
    }

    private static void mean(SeededRandom random) {
        List<Long> values = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            values.add(random.nextInt(4) == 0 ? random.nextLong(1L << 55) : random.nextInt(200) - 50);
        }
        Long expected = NaiveCf.mean(values);
        long mean = CfPolicy.mean(values.stream().mapToLong(Long::longValue).sum(), values.size());
        assertThat(mean).as("%s", values).isEqualTo(expected == null ? CfPolicy.NO_VALUE : expected);
    }

    private static CfPolicy policy(Policy config) {
        CfPolicy.Builder builder = CfPolicy.builder(config.min(), config.max())
                .defaultBreachDurationSecs(config.defaultBreachSeconds())
                .defaultCoolDownSecs(config.defaultCoolDownSeconds())
                .evaluationInterval(EVALUATION_INTERVAL);
        for (NaiveCf.Rule rule : config.rules()) {
            builder.rule(CfRule.of(rule.metric(), rule.operator(), rule.threshold(), rule.adjustment())
                    .breachDurationSecs(rule.breachSeconds())
                    .coolDownSecs(rule.coolDownSeconds())
                    .build());
        }
        return builder.build();
    }
}
