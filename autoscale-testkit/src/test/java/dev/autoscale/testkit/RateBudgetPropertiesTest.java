package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.RatePolicy;
import dev.autoscale.RatePolicy.Unit;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What the rate policies guarantee when all of them have the same period P: a count reached by growing at t is at most what
 * they allow from the count at t - P, and one reached by shrinking at least that. So within any span of P in which the count
 * only grows (or only shrinks) the net change stays within the policies; opposite changes make room for each other, because
 * only the count at t - P matters and not the way since.
 */
class RateBudgetPropertiesTest {
    private static final long[] PERIODS = {1_000, 15_000, 60_000, 300_000};

    private record Change(long time, int from, int to) {}

    private final class World {
        final SplittableRandom random;
        final long periodMillis;
        final List<RatePolicy> up = new ArrayList<>();
        final List<RatePolicy> down = new ArrayList<>();
        final ScalingRules.SelectPolicy upSelect;
        final ScalingRules.SelectPolicy downSelect;
        final AutoscalerSpec spec;
        final List<Change> changes = new ArrayList<>();
        long now;
        int replicas;

        World(long seed, int capacity) {
            random = new SplittableRandom(seed);
            periodMillis = PERIODS[random.nextInt(PERIODS.length)];
            draw(up);
            draw(down);
            upSelect = ScalingRules.SelectPolicy.values()[random.nextInt(2)];
            downSelect = ScalingRules.SelectPolicy.values()[random.nextInt(2)];
            int max = 5 + random.nextInt(200);
            AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, max)
                    .metric(MetricSpec.external("load").averageValue(1))
                    .scaleUp(ScalingRules.rules().policies(up).select(upSelect))
                    .scaleDown(ScalingRules.rules()
                            .policies(down)
                            .select(downSelect)
                            .stabilizationWindow(Duration.ofSeconds(random.nextInt(20))));
            spec = builder.historyCapacity(capacity).build();
            replicas = 1 + random.nextInt(max);
        }

        private void draw(List<RatePolicy> policies) {
            for (int left = 1 + random.nextInt(2); left > 0; left--) {
                int value = 1 + random.nextInt(random.nextBoolean() ? 5 : 120);
                Unit unit = random.nextBoolean() ? Unit.PODS : Unit.PERCENT;
                policies.add(new RatePolicy(unit, value, Duration.ofMillis(periodMillis)));
            }
        }

        /** Short steps mostly, so that a period sees many changes, and its very edges. */
        void tick() {
            now += switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1 -> periodMillis;
                case 2 -> periodMillis - 1;
                case 3 -> periodMillis + 1;
                case 4 -> -random.nextInt(5_000);
                default -> 1 + random.nextLong(periodMillis / 3);
            };
        }

        void changed(long time, int to) {
            changes.add(new Change(time, replicas, to));
            replicas = to;
        }

        /** The count one period before, after the changes of that very time. */
        int countBefore(long time) {
            for (Change change : changes) {
                if (change.time > time - periodMillis) {
                    return change.from;
                }
            }
            return replicas;
        }

        int highestFrom(int start) {
            return up.stream()
                    .mapToInt(policy -> policy.unit() == Unit.PODS
                            ? start + policy.value()
                            : (int) Math.ceil(start * (1 + policy.value() / 100.0)))
                    .reduce((a, b) -> upSelect == ScalingRules.SelectPolicy.MAX ? Math.max(a, b) : Math.min(a, b))
                    .orElseThrow();
        }

        int lowestFrom(int start) {
            return down.stream()
                    .mapToInt(policy -> policy.unit() == Unit.PODS
                            ? start - policy.value()
                            : (int) (start * (1 - policy.value() / 100.0)))
                    .reduce((a, b) -> downSelect == ScalingRules.SelectPolicy.MAX ? Math.min(a, b) : Math.max(a, b))
                    .orElseThrow();
        }
    }

    @Property(tries = 600)
    void growth_and_shrinkage_within_any_period_stay_within_the_policies(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int steps) {
        live(new World(seed, 2 + Math.floorMod(seed, 20)), steps, false);
    }

    @Property(tries = 600)
    void a_complete_history_allows_exactly_what_the_policies_say(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int steps) {
        live(new World(seed, 200), steps, true);
    }

    private static void live(World world, int steps, boolean isComplete) {
        Autoscaler autoscaler = world.spec.newAutoscaler();
        Observation in = world.spec.newObservation();
        Decision out = world.spec.newDecision();
        for (int i = 0; i < steps; i++) {
            world.tick();
            in.at(world.now).replicas(world.replicas).value(0, world.random.nextInt(200));
            autoscaler.decide(in, out);
            DecisionInvariants.check(world.spec, out);
            long now = out.epochMillis();
            int start = world.countBefore(now);
            int highest = Math.max(world.replicas, world.highestFrom(start));
            int lowest = Math.max(0, Math.min(world.replicas, world.lowestFrom(start)));
            assertThat(out.replicas()).as("%s", out).isBetween(lowest, highest);
            if (isComplete) {
                assertThat(autoscaler.scaleUpLimit(now, world.replicas)).isEqualTo(highest);
                assertThat(autoscaler.scaleDownLimit(now, world.replicas)).isEqualTo(lowest);
            }
            boolean byAnother = world.random.nextInt(15) == 0;
            int to = byAnother ? 1 + world.random.nextInt(world.spec.maxReplicas()) : out.replicas();
            if (to != world.replicas && world.random.nextInt(5) != 0) {
                // Reported with a clock that is behind: that counts as no time passed.
                autoscaler.scaled(now - world.random.nextInt(3_000), world.replicas, to);
                world.changed(now, to);
            }
        }
    }
}
