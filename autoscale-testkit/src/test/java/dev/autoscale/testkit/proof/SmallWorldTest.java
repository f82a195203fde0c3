package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.drive.Snapshots;
import dev.autoscale.testkit.proof.NaiveHpa.Config;
import dev.autoscale.testkit.proof.NaiveHpa.Policy;
import dev.autoscale.testkit.proof.NaiveHpa.Rules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every life of four steps in a small world, compared step by step with {@link NaiveHpa}. */
class SmallWorldTest {
    private static final int MAX_REPLICAS = 6;
    private static final int STEPS = 4;

    private enum Fate {
        CARRIED_OUT,
        FAILS,
        /** Carried out, and then someone else sets the count to 4. */
        OVERRULED
    }

    /** What happens in one step; {@code surge} replicas too many exist. A value of null is a metric that fails. */
    private record Step(long afterMillis, Fate fate, int surge, Long milli, Long otherMilli) {}

    private static final List<Step> ONE_METRIC = List.of(
            new Step(15_000, Fate.CARRIED_OUT, 0, null, 0L),
            new Step(15_000, Fate.CARRIED_OUT, 0, 0L, 0L),
            new Step(15_000, Fate.CARRIED_OUT, 0, 2_200L, 0L),
            new Step(15_000, Fate.CARRIED_OUT, 0, 4_000L, 0L),
            new Step(15_000, Fate.CARRIED_OUT, 0, 9_000L, 0L),
            new Step(0, Fate.CARRIED_OUT, 0, 9_000L, 0L),
            new Step(30_000, Fate.CARRIED_OUT, 0, 1_000L, 0L),
            new Step(29_999, Fate.CARRIED_OUT, 1, 4_300L, 0L),
            new Step(15_000, Fate.FAILS, 0, 3_000L, 0L),
            new Step(15_001, Fate.OVERRULED, 0, 1_000L, 0L));

    private static final List<Step> TWO_METRICS = List.of(
            new Step(15_000, Fate.CARRIED_OUT, 0, null, null),
            new Step(15_000, Fate.CARRIED_OUT, 0, null, 2_000L),
            new Step(15_000, Fate.CARRIED_OUT, 0, 6_000L, null),
            new Step(15_000, Fate.CARRIED_OUT, 0, 0L, 3_000L),
            new Step(30_000, Fate.CARRIED_OUT, 2, 2_000L, 1_000L),
            new Step(15_000, Fate.OVERRULED, 0, 0L, 0L));

    private Function<AutoscalerSpec, Autoscaler> home = AutoscalerSpec::newAutoscaler;
    private long compared;

    @Test
    void one_metric_in_every_life_of_four_steps() {
        List<Config> configs = configs(1);
        configs.forEach(config -> explore(config, ONE_METRIC));
        assertThat(compared).isEqualTo(configs.size() * (MAX_REPLICAS + 1L) * 10 * 10 * 10 * 10);
        assertThat(compared).isEqualTo(2_100_000);
    }

    @Test
    void two_metrics_in_every_life_of_four_steps() {
        List<Config> configs = configs(2);
        configs.forEach(config -> explore(config, TWO_METRICS));
        assertThat(compared).isEqualTo(configs.size() * (MAX_REPLICAS + 1L) * 6 * 6 * 6 * 6);
        assertThat(compared).isEqualTo(272_160);
    }

    @Test
    void and_in_a_fleet() {
        home = FleetTwins::view;
        configs(2).forEach(config -> explore(config, TWO_METRICS));
        assertThat(compared).isEqualTo(272_160);
    }

    private static List<Config> configs(int metrics) {
        Policy onePod = new Policy(false, 1, 15_000);
        Policy twoPods = new Policy(false, 2, 30_000);
        Policy half = new Policy(true, 50, 15_000);
        Policy slow = new Policy(false, 1, 45_000);
        Policy all = new Policy(true, 100, 15_000);
        List<Rules> ups = List.of(
                new Rules(0, "Max", List.of(new Policy(false, 4, 15_000), all)),
                new Rules(15_000, "Min", List.of(onePod, half)),
                new Rules(30_000, "Max", List.of(twoPods)),
                new Rules(0, "Disabled", List.of(onePod)));
        List<Rules> downs = List.of(
                new Rules(300_000, "Max", List.of(all)),
                new Rules(30_000, "Min", List.of(twoPods, half)),
                // Looks back on growth for longer than growth itself is kept for.
                new Rules(0, "Max", List.of(slow)));
        List<Config> configs = new ArrayList<>();
        for (int min = 0; min <= 2; min += 2) {
            for (Rules up : ups) {
                for (Rules down : downs) {
                    configs.add(new Config(min, 5, min == 0, false, 300_000, up, down, metrics));
                }
            }
            for (long window : new long[] {0, 15_000, 30_000}) {
                configs.add(new Config(min, 5, min == 0, true, window, ups.get(0), downs.get(0), metrics));
            }
        }
        return configs;
    }

    private void explore(Config config, List<Step> steps) {
        Level top = new Level(config, steps, STEPS);
        byte[] unborn = Snapshots.bytes(top.autoscaler);
        for (int replicas = 0; replicas <= MAX_REPLICAS; replicas++) {
            top.explore(unborn, new NaiveHpa(config), 0, replicas);
        }
    }

    /** One level of the tree of all lives, with an autoscaler that is set back for each branch. */
    private final class Level {
        private final Config config;
        private final List<Step> steps;
        private final Autoscaler autoscaler;
        private final Observation in;
        private final Decision out;
        private final Level next;

        Level(Config config, List<Step> steps, int left) {
            this.config = config;
            this.steps = steps;
            AutoscalerSpec spec = spec(config);
            autoscaler = home.apply(spec);
            in = spec.newObservation();
            out = spec.newDecision();
            next = left == 1 ? null : new Level(config, steps, left - 1);
        }

        void explore(byte[] memory, NaiveHpa parent, long beforeMillis, int replicas) {
            for (Step step : steps) {
                autoscaler.restore(ByteBuffer.wrap(memory));
                NaiveHpa naive = parent.copy();
                long now = beforeMillis + step.afterMillis;
                int after = live(step, naive, now, replicas);
                if (next == null) {
                    compared++;
                } else {
                    next.explore(Snapshots.bytes(autoscaler), naive, now, after);
                }
            }
        }

        private int live(Step step, NaiveHpa naive, long now, int replicas) {
            Long[] values = config.metrics() == 1 ? new Long[] {step.milli} : new Long[] {step.milli, step.otherMilli};
            in.at(now).replicas(replicas, replicas + step.surge);
            for (int metric = 0; metric < values.length; metric++) {
                if (values[metric] == null) {
                    in.failed(metric);
                } else {
                    in.valueMilli(metric, values[metric]);
                }
            }
            autoscaler.decide(in, out);
            int expected = naive.decide(now, replicas, replicas + step.surge, values);
            compare(naive, expected, step, now);
            if (out.hasChange() && step.fate == Fate.FAILS) {
                autoscaler.scaleFailed(now);
                naive.scaleFailed();
            } else if (out.hasChange()) {
                autoscaler.scaled(now, replicas, expected);
                naive.scaled(now, replicas, expected);
            }
            compareConditions(naive, step, now);
            return step.fate == Fate.OVERRULED ? 4 : step.fate == Fate.FAILS ? replicas : expected;
        }

        private void compare(NaiveHpa naive, int expected, Step step, long now) {
            boolean same = out.replicas() == expected
                    && out.recommended() == naive.recommended
                    && out.stabilized() == naive.stabilized
                    && out.limited() == naive.limited;
            if (!same) {
                throw new AssertionError(
                        "expected " + naive.recommended + ", " + naive.stabilized + ", " + naive.limited + ", "
                                + expected + " at " + now + " in " + step + " of " + config + "\n" + out);
            }
        }

        private void compareConditions(NaiveHpa naive, Step step, long now) {
            boolean same = is(naive.ableToScale, Condition.ABLE_TO_SCALE)
                    && is(naive.scalingActive, Condition.SCALING_ACTIVE)
                    && is(naive.scalingLimited, Condition.SCALING_LIMITED)
                    && is(naive.scaledToZero, Condition.SCALED_TO_ZERO);
            if (!same) {
                throw new AssertionError("expected " + naive.ableToScale + ", " + naive.scalingActive + ", "
                        + naive.scalingLimited + ", " + naive.scaledToZero + " at " + now + " in " + step + " of "
                        + config + "\n" + out);
            }
        }

        private boolean is(String expected, Condition condition) {
            return Objects.equals(expected, autoscaler.reason(condition) == null ? null : text(condition));
        }

        private String text(Condition condition) {
            return Objects.requireNonNull(autoscaler.reason(condition)).toString();
        }
    }

    static AutoscalerSpec spec(Config config) {
        return builder(config).build();
    }

    static AutoscalerSpec.Builder builder(Config config) {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(config.min(), config.max())
                .tolerance(NaiveHpa.TOLERANCE)
                .scaleToZero(config.gate())
                .downscaleStabilization(Duration.ofMillis(config.downStabMillis()));
        for (int i = 0; i < config.metrics(); i++) {
            builder.metric(MetricSpec.external("load-" + i).averageValueMilli(NaiveHpa.TARGET_MILLI));
        }
        return config.legacy()
                ? builder.legacy()
                : builder.scaleUp(rules(config.up())).scaleDown(rules(config.down()));
    }

    private static ScalingRules rules(Rules from) {
        ScalingRules rules = ScalingRules.rules()
                .stabilizationWindow(Duration.ofMillis(from.windowMillis()))
                .select(ScalingRules.SelectPolicy.valueOf(from.select().toUpperCase(Locale.ROOT)));
        for (Policy policy : from.policies()) {
            RatePolicy.Amount amount =
                    policy.isPercent() ? RatePolicy.percent(policy.value()) : RatePolicy.pods(policy.value());
            rules = rules.policy(amount.per(Duration.ofMillis(policy.periodMillis())));
        }
        return rules;
    }
}
