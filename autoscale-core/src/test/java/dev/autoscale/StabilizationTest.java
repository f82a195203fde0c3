package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both windows beside a scan of everything that was recommended, alone and in a fleet, whose windows begin short and get longer. */
class StabilizationTest {
    private static final int STEPS = 250;

    private final Fleet fleet = new Fleet();
    private final List<int[]> secondsAndCounts = new ArrayList<>();

    private static AutoscalerSpec spec(int upSeconds, int downSeconds) {
        return AutoscalerSpec.builder(1, 100)
                .metric(external("queue").averageValue(1))
                .historyCapacity(200)
                .scaleUp(rules().stabilizationWindow(Duration.ofSeconds(upSeconds)))
                .scaleDown(rules().stabilizationWindow(Duration.ofSeconds(downSeconds)))
                .build();
    }

    private int extreme(int second, int windowSeconds, int recommended, boolean highest) {
        int extreme = recommended;
        for (int[] entry : secondsAndCounts) {
            if (second - entry[0] < windowSeconds) {
                extreme = highest ? Math.max(extreme, entry[1]) : Math.min(extreme, entry[1]);
            }
        }
        return extreme;
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    private static int decided(Fleet.Group group, int second, int replicas, int load) {
        int[] answers = new int[1];
        group.decide(group.newBatch()
                .at(second * 1000L)
                .replicas(new int[] {replicas})
                .values(0, new double[] {load})
                .answers(answers));
        return answers[0];
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holds_what_a_scan_of_everything_holds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int up = (int) (seed % 3) * 7;
        int down = 20 + random.nextInt(60);
        AutoscalerSpec spec = spec(up, down);
        Autoscaler alone = spec.newAutoscaler();
        Fleet.Group group = fleet.group(spec);
        group.add();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        int replicas = 40;
        int load = 40;
        int spilled = 0;
        for (int i = 0; i < STEPS; i++) {
            int second = i * 2;
            boolean isSteady = i / 50 % 2 == 1;
            load = isSteady || random.nextInt(12) > 0 ? Math.max(1, load - random.nextInt(2)) : 10 + random.nextInt(80);
            int inFleet = decided(group, second, replicas, load);
            alone.decide(in.at(second * 1000L).replicas(replicas).value(0, load), out);
            if (i == 0) {
                secondsAndCounts.add(new int[] {0, replicas});
            }
            int lowest = extreme(second, up, out.recommended(), false);
            int highest = extreme(second, down, out.recommended(), true);
            secondsAndCounts.add(new int[] {second, out.recommended()});
            assertThat(out.stabilized()).as("step %s", i).isEqualTo(Math.min(Math.max(replicas, lowest), highest));
            assertThat(inFleet).as("step %s", i).isEqualTo(out.replicas());
            assertThat(bytes(group.at(0))).as("step %s", i).isEqualTo(bytes(alone));
            if (out.hasChange()) {
                alone.scaled(out);
                group.at(0).scaled(out);
            }
            // Somebody else scales at times, and what is there may be what is wanted.
            replicas = random.nextInt(6) == 0 ? 5 + random.nextInt(60) : out.replicas();
            load = random.nextInt(6) == 0 ? replicas : load;
            spilled += group.spilled();
        }
        assertThat(spilled).isBetween(10, STEPS - 10);
    }

    /** What was recommended for seven seconds, and the wish of the seventh. */
    private static Autoscaler lived(AutoscalerSpec spec) {
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        for (int second = 0; second <= 7; second++) {
            autoscaler.decide(in.at(second * 1000L).replicas(20).value(0, 30 - 2 * second), out);
        }
        return autoscaler;
    }

    private static int stabilized(Autoscaler autoscaler, AutoscalerSpec spec, int second, int load) {
        Decision out = spec.newDecision();
        autoscaler.preview(spec.newObservation().at(second * 1000L).replicas(20).value(0, load), out);
        return out.stabilized();
    }

    @Test
    void another_spec_goes_on_with_what_was_recommended() {
        AutoscalerSpec before = spec(10, 60);
        AutoscalerSpec after = spec(8, 30);
        Autoscaler autoscaler = lived(before);
        autoscaler.respec(after, 7_000);
        assertThat(stabilized(autoscaler, after, 8, 50)).isEqualTo(20); // the lowest is 16, and the count stays
        assertThat(stabilized(autoscaler, after, 14, 50)).isEqualTo(20);
        assertThat(stabilized(autoscaler, after, 15, 50)).isEqualTo(50);
        assertThat(stabilized(autoscaler, after, 30, 2)).isEqualTo(20);
        assertThat(stabilized(autoscaler, after, 33, 2)).isEqualTo(20);
        assertThat(stabilized(autoscaler, after, 36, 2)).isEqualTo(16);
        assertThat(stabilized(autoscaler, after, 37, 2)).isEqualTo(2);
    }

    @Test
    void a_window_that_is_new_begins_with_the_last_recommendation() {
        AutoscalerSpec before = spec(0, 60);
        AutoscalerSpec after = spec(10, 60);
        Autoscaler autoscaler = lived(before);
        autoscaler.respec(after, 7_000);
        assertThat(stabilized(autoscaler, after, 16, 50)).isEqualTo(20);
        assertThat(stabilized(autoscaler, after, 17, 50)).isEqualTo(50);
        Autoscaler down = lived(spec(60, 0));
        down.respec(after, 7_000);
        assertThat(stabilized(down, after, 66, 2)).isEqualTo(16);
        assertThat(stabilized(down, after, 67, 2)).isEqualTo(2);
    }

    @Test
    void the_count_of_the_first_cycle_is_not_remembered_again_by_another_spec() {
        AutoscalerSpec before = spec(10, 60);
        AutoscalerSpec after = spec(10, 30);
        Autoscaler autoscaler = lived(before);
        autoscaler.respec(after, 100_000);
        assertThat(stabilized(autoscaler, after, 200, 2)).isEqualTo(2);
        assertThat(stabilized(autoscaler, after, 200, 90)).isEqualTo(90);
        Autoscaler fresh = before.newAutoscaler();
        fresh.respec(after, 100_000);
        assertThat(stabilized(fresh, after, 200, 2)).isEqualTo(20);
        assertThat(stabilized(fresh, after, 200, 90)).isEqualTo(20);
    }

    @Test
    void recommendations_keep_their_times_when_the_epoch_moves() {
        AutoscalerSpec spec = spec(60, 60);
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        long far = Block.MAX_OFFSET;
        autoscaler.decide(in.at(0).replicas(30).value(0, 30), out);
        autoscaler.decide(in.at(far - 1_000).replicas(30).value(0, 30), out);
        autoscaler.decide(in.at(far + 1_000).replicas(30).value(0, 20), out);
        assertThat(out.stabilized()).isEqualTo(30);
        autoscaler.decide(in.at(far + 1_001).replicas(30).value(0, 40), out);
        assertThat(out.stabilized()).isEqualTo(30);
        autoscaler.preview(in.at(far + 60_999).replicas(30).value(0, 50), out);
        assertThat(out.stabilized()).isEqualTo(30);
        autoscaler.preview(in.at(far + 61_000).replicas(30).value(0, 50), out);
        assertThat(out.stabilized()).isEqualTo(40);
        autoscaler.preview(in.at(far + 61_000).replicas(50).value(0, 2), out);
        assertThat(out.stabilized()).isEqualTo(40);
        autoscaler.preview(in.at(far + 61_001).replicas(50).value(0, 2), out);
        assertThat(out.stabilized()).isEqualTo(2);
    }

    @Test
    void what_no_longer_counts_takes_no_room() {
        AutoscalerSpec spec = spec(60, 60);
        for (int load : new int[] {2, 90}) {
            Autoscaler autoscaler = spec.newAutoscaler();
            Observation in = spec.newObservation();
            Decision out = spec.newDecision();
            for (int second = 0; second <= 10; second++) {
                int wish = load < 20 ? 60 - 2 * second : 20 + 2 * second;
                autoscaler.decide(in.at(second * 1000L).replicas(20).value(0, wish), out);
            }
            int full = autoscaler.snapshotSize();
            autoscaler.decide(in.at(1_000_000).replicas(20).value(0, load), out);
            assertThat(autoscaler.snapshotSize()).as("at %s", load).isLessThanOrEqualTo(full - 9 * Long.BYTES);
        }
    }
}
