package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.keda.ScaledJob.Combination;
import dev.autoscale.policies.keda.ScaledJob.Strategy;
import org.junit.jupiter.api.Test;

class ScaledJobExplanationTest {
    private final ScaledJob.Input in = new ScaledJob.Input(1);
    private final ScaledJob.Decision out = new ScaledJob.Decision();

    private String decided(ScaledJob.Builder settings, int unfinished, int pending, double... queues) {
        in.jobs(unfinished, pending);
        for (double queue : queues) {
            in.trigger(queue, 1, queue > 0);
        }
        settings.build().decide(in, out);
        assertThat(out.explainTo(new StringBuilder())).hasToString(out.toString());
        return out.toString();
    }

    private static ScaledJob.Builder of(Strategy strategy) {
        return ScaledJob.builder().maxReplicaCount(10).strategy(strategy);
    }

    @Test
    void the_same_as_json() {
        decided(of(Strategy.DEFAULT), 4, 2, 6);
        assertThat(out.toJson(new StringBuilder()))
                .hasToString(
                        "{\"engine\":\"scaledJob\",\"jobsToCreate\":2,\"active\":true,\"failure\":false,\"unfinished\":4,"
                                + "\"pending\":2,\"activeTriggers\":1,\"queueLength\":6,\"maxValue\":6,\"effectiveMaxScale\":2,"
                                + "\"scaleTo\":6}");
    }

    @Test
    void each_strategy_says_how_it_counts() {
        assertThat(decided(of(Strategy.DEFAULT), 4, 2, 6)).isEqualTo("""
                create 2 jobs, 4 unfinished, 2 of them pending
                  triggers  1 active
                  queue     6
                  wanted    6  jobs for the queue, at most 10
                  strategy  2  DEFAULT: 6 wanted less 4 unfinished
                  created   2
                """);
        assertThat(decided(of(Strategy.DEFAULT), 5, 0, 1))
                .startsWith("no job to create, 5 unfinished\n")
                .contains(
                        "  strategy  -4  DEFAULT: 1 wanted less 5 unfinished\n  limited   0  jobs end by themselves\n");
        assertThat(decided(of(Strategy.ACCURATE), 5, 0, 1))
                .startsWith("create 1 job, 5 unfinished\n")
                .contains("  strategy  1  ACCURATE: 1 wanted less 0 pending\n");
        assertThat(decided(of(Strategy.ACCURATE), 8, 0, 20))
                .contains("  strategy  2  ACCURATE: the maximum 10 less 8 unfinished, as 10 more would exceed it\n");
        assertThat(decided(of(Strategy.EAGER), 4, 2, 6))
                .contains("  strategy  4  EAGER: the maximum 10 less 4 unfinished less 2 pending\n");
        assertThat(decided(of(Strategy.EAGER), 1, 0, 6))
                .contains("  strategy  6  EAGER: 6 wanted, within the maximum 10 less 1 unfinished less 0 pending\n");
        assertThat(decided(of(Strategy.DEFAULT).custom(1, 0.5), 4, 0, 6))
                .contains("  strategy  3  CUSTOM: 6 wanted less 1 less 0.5 x 4 unfinished, at most 10\n");
    }

    @Test
    void the_minimum_comes_first() {
        ScaledJob.Builder settings = ScaledJob.builder().minReplicaCount(3).maxReplicaCount(10);
        assertThat(decided(settings, 1, 0, 6)).isEqualTo("""
                create 2 jobs, 1 unfinished
                  triggers  1 active
                  queue     6
                  wanted    6  jobs for the queue, at most 7
                  minimum   2  missing of minReplicaCount 3; more for the queue once it is reached
                  created   2
                """);
        assertThat(decided(settings, 5, 0, 6))
                .contains("  strategy  4  DEFAULT: 6 wanted less 2 unfinished beyond the minimum\n");
    }

    @Test
    void several_triggers_say_how_they_are_combined() {
        assertThat(decided(of(Strategy.DEFAULT), 0, 0, 3, 5)).contains("  queue     5  the longest queue counts\n");
        assertThat(decided(of(Strategy.DEFAULT).combination(Combination.MIN), 0, 0, 3, 5))
                .contains("  queue     3  the shortest queue counts\n");
        assertThat(decided(of(Strategy.DEFAULT).combination(Combination.AVG), 0, 0, 3, 4))
                .contains("  queue     4  the mean of 2 queues, rounded up\n");
        assertThat(decided(of(Strategy.DEFAULT).combination(Combination.SUM), 0, 0, 3, 4))
                .contains("  queue     7  the sum of 2 queues\n");
    }

    @Test
    void nothing_active_and_failures_are_said() {
        assertThat(out).hasToString("nothing is decided yet\n");
        assertThat(decided(of(Strategy.DEFAULT), 2, 0, Double.NaN)).isEqualTo("""
                no job to create, 2 unfinished
                  triggers  0 active; a trigger failed
                  created   0  no trigger is active, and there is no minimum
                """);
    }
}
