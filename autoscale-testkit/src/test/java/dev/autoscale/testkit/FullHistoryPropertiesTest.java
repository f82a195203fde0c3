package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.RateLimits;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.StabilizationWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Decisions every second, more than the histories have entries for: held too long rather than too short, and not much. */
class FullHistoryPropertiesTest {
    private static final int WINDOW_MILLIS = 60_000;

    @Property(tries = 300)
    void a_full_window_holds_at_least_as_long_as_a_complete_one_and_at_most_one_cell_longer(
            @ForAll long seed, @ForAll boolean highest, @ForAll @IntRange(min = 4, max = 30) int capacity) {
        SplittableRandom random = new SplittableRandom(seed);
        // A merge halves the ring, so a cell is twice the window divided by the capacity.
        int cellMillis = 2 * WINDOW_MILLIS / capacity + 1;
        StabilizationWindow full = window(highest, WINDOW_MILLIS, capacity);
        StabilizationWindow complete = window(highest, WINDOW_MILLIS, 10_000);
        StabilizationWindow longer = window(highest, WINDOW_MILLIS + cellMillis, 10_000);
        long now = random.nextLong(2_000_000_000L) - 1_000_000_000L;
        int recommended = 500;
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(2_000);
            recommended = Math.max(0, recommended + random.nextInt(11) - (highest ? 7 : 3));
            int sign = highest ? 1 : -1;
            assertThat(sign * full.extreme(now, recommended))
                    .isBetween(sign * complete.extreme(now, recommended), sign * longer.extreme(now, recommended));
            full.remember(now, recommended);
            complete.remember(now, recommended);
            longer.remember(now, recommended);
        }
    }

    private static StabilizationWindow window(boolean highest, int millis, int capacity) {
        Duration window = Duration.ofMillis(millis);
        return highest ? StabilizationWindow.highest(window, capacity) : StabilizationWindow.lowest(window, capacity);
    }

    @Property(tries = 100)
    void every_second_the_default_history_never_shrinks_below_nor_grows_above_a_complete_one(
            @ForAll long seed, @ForAll boolean isLegacy) {
        SplittableRandom random = new SplittableRandom(seed);
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, 1_000)
                .metric(MetricSpec.external("queue").averageValue(1));
        if (isLegacy) {
            builder.legacy();
        } else {
            builder.scaleUp(ScalingRules.rules()
                            .policy(RatePolicy.pods(20).per(Duration.ofSeconds(30)))
                            .stabilizationWindow(Duration.ofSeconds(40)))
                    .scaleDown(ScalingRules.rules().policy(RatePolicy.pods(15).per(Duration.ofSeconds(30))));
        }
        AutoscalerSpec small = builder.build();
        AutoscalerSpec large = builder.historyCapacity(1_000).build();
        Autoscaler full = small.newAutoscaler();
        Autoscaler complete = large.newAutoscaler();
        Decision out = small.newDecision();
        Decision exact = large.newDecision();
        int replicas = 100;
        double load = 100;
        for (int second = 0; second < 600; second++) {
            load = Math.max(1, load + random.nextInt(15) - (second / 100 % 2 == 0 ? 10 : 4));
            full.decide(observe(small, second, replicas, load), out);
            complete.decide(observe(large, second, replicas, load), exact);
            DecisionInvariants.check(small, out);
            if (exact.stabilized() <= replicas) {
                assertThat(out.stabilized()).isGreaterThanOrEqualTo(exact.stabilized());
                assertThat(out.replicas()).isGreaterThanOrEqualTo(exact.replicas());
            } else if (!isLegacy) {
                assertThat(out.replicas()).isLessThanOrEqualTo(exact.replicas());
            }
            if (out.hasChange()) {
                full.scaled(out);
                complete.scaled(out);
                replicas = out.replicas();
            }
        }
    }

    private static Observation observe(AutoscalerSpec spec, int second, int replicas, double load) {
        return spec.newObservation().at(second * 1_000L).replicas(replicas).value(0, load);
    }

    private record Change(long time, int change) {}

    @Property(tries = 300)
    void with_any_periods_a_full_history_never_allows_more_than_all_changes_together_would(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int capacity) {
        SplittableRandom random = new SplittableRandom(seed);
        int upMillis = 1_000 + random.nextInt(60_000);
        int downMillis = 1_000 + random.nextInt(60_000);
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 1_000_000)
                .metric(MetricSpec.external("queue").averageValue(1))
                .scaleUp(ScalingRules.rules().policy(RatePolicy.pods(10).per(Duration.ofMillis(upMillis))))
                .scaleDown(ScalingRules.rules().policy(RatePolicy.pods(10).per(Duration.ofMillis(downMillis))))
                .historyCapacity(capacity)
                .build();
        RateLimits limits = RateLimits.of(spec);
        List<Change> all = new ArrayList<>();
        long now = 0;
        int count = 10_000;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(2_000);
            assertThat(limits.scaleUpLimit(now, count)).isLessThanOrEqualTo(before(all, now - upMillis, count) + 10);
            assertThat(limits.scaleDownLimit(now, count))
                    .isGreaterThanOrEqualTo(before(all, now - downMillis, count) - 10);
            int change = random.nextInt(9) - 4;
            limits.scaled(now, count, count + change);
            all.add(new Change(now, change));
            count += change;
        }
    }

    /** The count at a time, from the count now and all changes since. */
    private static int before(List<Change> all, long time, int count) {
        int start = count;
        for (Change change : all) {
            start -= change.time > time ? change.change : 0;
        }
        return start;
    }
}
