package dev.autoscale.policies.knative;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KpaAutoscalerTest {
    /** One pod carries 10; the stable window is 60 s. */
    private static final KpaSpec SPEC = spec(builder -> builder);

    private KpaSpec spec = SPEC;
    private KpaAutoscaler autoscaler = SPEC.newAutoscaler(0, 1);
    private KpaDecision out = SPEC.newDecision();

    private static KpaSpec spec(UnaryOperator<KpaSpec.Builder> change) {
        return change.apply(KpaSpec.builder().target(10).total(12).targetBurstCapacity(20))
                .build();
    }

    private void begin(long epochMillis, int ready, UnaryOperator<KpaSpec.Builder> change) {
        spec = spec(change);
        autoscaler = spec.newAutoscaler(epochMillis, ready);
        out = spec.newDecision();
    }

    private KpaObservation at(long epochMillis, int ready) {
        return spec.newObservation().at(epochMillis).replicas(ready);
    }

    /** Decides from averages that are alike. */
    private int decide(long epochMillis, int ready, double average) {
        return decide(epochMillis, ready, average, average);
    }

    private int decide(long epochMillis, int ready, double stable, double panic) {
        autoscaler.decide(at(epochMillis, ready).averages(stable, panic), out);
        return out.desired();
    }

    private void assertReason(KpaReason reason) {
        assertThat(out.reason()).isEqualTo(reason);
    }

    @Test
    void a_calm_load_is_followed_up_and_down_within_the_rates() {
        begin(0, 1, builder -> builder.maxScaleUpRate(1.5).panicThreshold(100));
        assertThat(decide(0, 4, 35)).isEqualTo(4);
        assertReason(KpaReason.STABLE_AVERAGE);
        assertThat(decide(2_000, 4, 90)).isEqualTo(6);
        assertReason(KpaReason.MAX_SCALE_UP_RATE);
        assertThat(decide(4_000, 7, 3)).isEqualTo(3);
        assertReason(KpaReason.MAX_SCALE_DOWN_RATE);
        assertThat(decide(6_000, 1, 0)).isZero();
        assertReason(KpaReason.STABLE_AVERAGE);
        assertThat(decide(8_000, 0, 1000)).as("no pod counts as one").isEqualTo(2);
        assertThat(decide(8_000, 4, -7)).isEqualTo(2);
        begin(0, 1, builder -> builder.reachable(false));
        assertThat(decide(0, 40, 3)).as("nothing is routed to it").isEqualTo(1);
    }

    @Test
    void panic_begins_at_the_threshold_and_nothing_shrinks_in_it() {
        assertThat(decide(0, 3, 30, 50)).isEqualTo(3);
        assertThat(out.inPanic()).isFalse();
        assertThat(out.panicSinceMillis()).isEqualTo(KpaDecision.NOT_IN_PANIC);
        assertThat(decide(2_000, 3, 30, 51)).isEqualTo(6);
        assertThat(out.panicSinceMillis()).isEqualTo(2_000);
        assertReason(KpaReason.PANIC_AVERAGE);
        assertThat(decide(4_000, 6, 70, 51)).isEqualTo(7);
        assertReason(KpaReason.STABLE_AVERAGE);
        assertThat(decide(6_000, 6, 30, 31)).isEqualTo(7);
        assertReason(KpaReason.PANIC_HOLDS);
        assertThat(decide(62_000, 6, 30, 31)).as("exactly a stable window").isEqualTo(7);
        assertThat(decide(62_001, 6, 30, 31)).isEqualTo(3);
        assertThat(out.inPanic()).isFalse();
        assertThat(out.highestPanicPods()).isZero();
    }

    @Test
    void panic_is_extended_whenever_the_load_is_above_the_threshold() {
        decide(0, 2, 10, 40);
        decide(50_000, 2, 10, 40);
        assertThat(decide(110_000, 4, 0)).isEqualTo(4);
        assertThat(decide(110_001, 4, 0)).isEqualTo(2);
    }

    @Test
    void more_than_one_ready_pod_at_creation_is_panic() {
        begin(5_000, 3, builder -> builder);
        assertThat(decide(6_000, 3, 10)).isEqualTo(3);
        assertThat(out.panicSinceMillis()).isEqualTo(5_000);
        assertThat(decide(65_001, 3, 10)).isEqualTo(1);
        begin(0, 1, builder -> builder);
        assertThat(decide(1, 1, 0)).isZero();
        begin(0, -1, builder -> builder);
        assertThat(decide(1, 1, 0)).isZero();
        assertThat(out.highestPanicPods()).isZero();
    }

    @Test
    void an_activation_scale_outranks_the_rate_and_is_silent_without_load() {
        begin(0, 1, builder -> builder.activationScale(5).maxScaleUpRate(2).panicThreshold(100));
        assertThat(decide(0, 1, 1)).isEqualTo(5);
        assertReason(KpaReason.ACTIVATION_SCALE);
        assertThat(decide(2_000, 5, 0)).isEqualTo(2);
        assertThat(decide(4_000, 1, 0)).isZero();
    }

    /** Slots of 2 s; a delay of 7 s is 4 of them. */
    @Test
    void a_delay_holds_the_highest_count_of_its_slots() {
        begin(0, 1, builder -> builder.scaleDownDelay(ofSeconds(7)).panicThreshold(100));
        assertThat(decide(0, 8, 80)).isEqualTo(8);
        assertThat(decide(2_000, 8, 50)).isEqualTo(8);
        assertReason(KpaReason.SCALE_DOWN_DELAY);
        assertThat(decide(7_999, 8, 40)).isEqualTo(8);
        assertThat(decide(8_000, 8, 40)).isEqualTo(5);
        assertThat(decide(10_000, 8, 40)).isEqualTo(4);
        assertThat(decide(10_500, 8, 90)).isEqualTo(9);
        assertThat(decide(11_000, 8, 40)).as("the largest of a slot").isEqualTo(9);
    }

    @Test
    void a_delay_of_one_slot_delays_nothing_across_slots() {
        begin(0, 1, builder -> builder.scaleDownDelay(ofSeconds(2)).panicThreshold(100));
        assertThat(decide(1_000, 8, 80)).isEqualTo(8);
        assertThat(decide(1_999, 8, 40)).isEqualTo(8);
        assertThat(decide(2_000, 8, 40)).isEqualTo(4);
    }

    @Test
    void the_delay_stays_as_it_was_created_and_pauses_while_unreachable() {
        begin(0, 1, builder -> builder.scaleDownDelay(ofSeconds(60)).panicThreshold(100));
        decide(0, 8, 80);
        autoscaler.respec(spec(builder -> builder.panicThreshold(100).reachable(false)), 1_000);
        out = autoscaler.newDecision();
        assertThat(decide(2_000, 8, 10)).isEqualTo(1);
        autoscaler.respec(spec(builder -> builder.panicThreshold(100)), 1_000);
        out = autoscaler.newDecision();
        assertThat(decide(4_000, 8, 50)).isEqualTo(8);
        assertThat(decide(60_000, 8, 50)).isEqualTo(5);
        begin(0, 1, builder -> builder.panicThreshold(100));
        decide(0, 8, 80);
        autoscaler.respec(spec(builder -> builder.panicThreshold(100).scaleDownDelay(ofSeconds(60))), 1_000);
        out = autoscaler.newDecision();
        assertThat(decide(2_000, 8, 50)).isEqualTo(5);
    }

    @Test
    void excess_burst_capacity_is_what_ready_pods_have_left() {
        decide(0, 3, 0, 7.5);
        assertThat(out.excessBurstCapacity()).isEqualTo(8); // 3 * 12 - 20 - 7.5
        autoscaler.decide(at(0, 9).ready(0).averages(0, 0), out);
        assertThat(out.excessBurstCapacity()).isEqualTo(-20);
        begin(0, 1, builder -> builder.targetBurstCapacity(0));
        decide(0, 3, 0, 700);
        assertThat(out.excessBurstCapacity()).isZero();
        begin(0, 1, builder -> builder.targetBurstCapacity(KpaSpec.UNLIMITED_BURST));
        decide(0, 3, 0, 0);
        assertThat(out.excessBurstCapacity()).isEqualTo(-1);
    }

    @Test
    void counts_out_of_range_saturate() {
        begin(0, 1, builder -> builder.maxScaleUpRate(Double.POSITIVE_INFINITY).total(1e300));
        assertThat(decide(0, 3, 1e12)).isEqualTo(Integer.MAX_VALUE);
        assertThat(out.excessBurstCapacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(decide(0, 0, Double.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(out.excessBurstCapacity()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void samples_are_recorded_and_averaged_over_both_windows() {
        KpaObservation in = at(9_500, 1);
        for (int second = 0; second < 10; second++) {
            in.record(second * 1000L, second < 4 ? 2 : 7);
        }
        autoscaler.decide(in, out);
        assertThat(out.stableAverage()).isEqualTo(5);
        assertThat(out.panicAverage()).isEqualTo(7);
        assertThat(out.desired()).isEqualTo(1);
        assertThat(out.recordedSamples()).isEqualTo(10);
        autoscaler.decide(at(11_000, 1).record(3_000, 10).record(-60_000, 10), out);
        assertThat(out.stableAverage())
                .as("a late sample counts where it belongs")
                .isEqualTo(6);
        assertThat(out.lateSamples()).isEqualTo(1);
        assertThat(out.hasData()).isTrue();
    }

    @Test
    void a_sample_from_the_future_counts_as_one_of_now() {
        autoscaler.decide(at(5_000, 1).record(Long.MAX_VALUE, 30).record(5_000, 10), out);
        assertThat(out.stableAverage()).isEqualTo(40);
        autoscaler.decide(at(6_000, 1).record(6_000, 20), out);
        assertThat(out.stableAverage()).isEqualTo(30);
    }

    @Test
    void samples_that_are_no_numbers_are_counted_and_left_out() {
        autoscaler.decide(at(0, 1).record(0, 10).record(0, Double.NaN).record(0, 1e300), out);
        assertThat(out.stableAverage()).isEqualTo(10);
        assertThat(out.recordedSamples()).isEqualTo(1);
        assertThat(out.ignoredSamples()).isEqualTo(2);
    }

    @Test
    void without_data_nothing_changes_and_panic_goes_on() {
        decide(0, 2, 10, 40);
        autoscaler.decide(at(100_000, 4), out);
        assertThat(out.isValid()).isFalse();
        assertReason(KpaReason.NO_DATA);
        assertThat(out.replicas()).isEqualTo(4);
        assertThat(out.hasChange()).isFalse();
        assertThat(out.desired()).isEqualTo(KpaDecision.UNKNOWN_REPLICAS);
        assertThat(out.excessBurstCapacity()).isZero();
        assertThat(out.panicSinceMillis()).isZero();
        autoscaler.decide(at(100_000, 4).averages(1, 1).readyUnknown(), out);
        assertReason(KpaReason.READY_PODS_UNKNOWN);
        autoscaler.decide(at(100_000, 4).averages(1, 1).failed(), out);
        assertReason(KpaReason.METRIC_FAILED);
        autoscaler.decide(at(100_000, 4).averages(1, 1).noData(), out);
        assertReason(KpaReason.NO_DATA);
        autoscaler.decide(at(100_000, 4).averages(Double.NaN, 1), out);
        assertReason(KpaReason.NOT_FINITE);
        autoscaler.decide(at(100_000, 4).averages(1, Double.NEGATIVE_INFINITY), out);
        assertReason(KpaReason.NOT_FINITE);
        assertThat(out.inPanic()).isTrue();
        assertThat(decide(100_000, 4, 10)).isEqualTo(2);
    }

    @Test
    void an_invalid_decision_still_records() {
        autoscaler.decide(at(0, 1).record(0, 30).readyUnknown(), out);
        autoscaler.decide(at(0, 1), out);
        assertThat(out.desired()).isEqualTo(3);
    }

    @Test
    void without_scraping_an_empty_window_is_no_load() {
        begin(0, 1, builder -> builder.targetBurstCapacity(KpaSpec.UNLIMITED_BURST));
        autoscaler.decide(at(0, 1), out);
        assertThat(out.isValid()).isTrue();
        assertThat(out.hasData()).isFalse();
        assertThat(out.desired()).isZero();
    }

    @Test
    void an_unknown_current_count_stays_put_while_the_state_goes_on() {
        autoscaler.decide(at(0, 1).replicas(-7).ready(2).averages(10, 90), out);
        assertThat(out.replicas()).isEqualTo(KpaDecision.UNKNOWN_REPLICAS);
        assertThat(out.hasChange()).isFalse();
        assertThat(out.desired()).isEqualTo(9);
        assertThat(decide(1_000, 2, 10)).isEqualTo(9);
        autoscaler.decide(spec.newObservation().at(0).averages(1, 1), out);
        assertReason(KpaReason.READY_PODS_UNKNOWN);
        autoscaler.decide(at(0, 5).readyNotFound().averages(1, 1), out);
        assertThat(out.readyPods()).isZero();
    }

    @Test
    void a_clock_that_goes_back_does_no_harm() {
        begin(100_000, 1, builder -> builder.scaleDownDelay(ofSeconds(10)));
        decide(110_000, 2, 10, 50);
        assertThat(decide(0, 2, 10)).isEqualTo(5);
        assertThat(out.timeWentBack()).isTrue();
        assertThat(out.epochMillis()).isEqualTo(110_000);
        assertThat(decide(170_001, 2, 10)).isEqualTo(1);
        assertThat(out.timeWentBack()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -61_000, 0, 1_763_800_000_000L, Long.MAX_VALUE - 100_000})
    void panic_delay_and_windows_work_at_any_time(long start) {
        begin(start, 1, builder -> builder.scaleDownDelay(ofSeconds(4)));
        autoscaler.decide(at(start, 1).record(start, 30), out);
        assertThat(out.panicSinceMillis()).isEqualTo(start);
        assertThat(out.desired()).isEqualTo(3);
        assertThat(decide(start + 60_000, 4, 0)).isEqualTo(3);
        assertThat(out.desired()).isEqualTo(3);
        assertThat(decide(start + 60_001, 4, 0)).as("delayed").isEqualTo(3);
        assertThat(decide(start + 66_000, 4, 0)).isEqualTo(2);
        autoscaler.decide(at(Long.MAX_VALUE, 4), out);
        assertReason(KpaReason.NO_DATA);
    }

    @Test
    void reports_of_changes_change_nothing() {
        decide(0, 2, 10, 40);
        byte[] before = bytes();
        autoscaler.scaled(1_000, 2, 4);
        autoscaler.scaleFailed(1_000);
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void a_snapshot_of_another_spec_is_taken_over_as_by_respec() {
        begin(0, 3, builder -> builder.scaleDownDelay(ofSeconds(10)));
        autoscaler.decide(at(0, 3).record(0, 90), out);
        byte[] bytes = bytes();
        KpaSpec changed = spec(builder -> builder.target(20).stableWindow(ofSeconds(30)));
        KpaAutoscaler restarted = changed.newAutoscaler(500_000, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restarted.restore(ByteBuffer.wrap(bytes)))
                .withMessageContaining("restore(snapshot, oldSpec, nowMillis)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> restarted.restore(ByteBuffer.wrap(bytes), changed, 1_000));
        ByteBuffer source = ByteBuffer.wrap(bytes);
        restarted.restore(source, spec, 1_000);
        assertThat(source.hasRemaining()).isFalse();

        autoscaler.respec(changed, 1_000);
        byte[] lived = bytes();
        autoscaler = restarted;
        assertThat(bytes()).isEqualTo(lived);
    }

    private byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        return bytes.array();
    }

    @Test
    void another_aggregation_reads_the_same_buckets() {
        autoscaler.decide(at(0, 1).record(0, 30), out);
        KpaSpec weighted = spec(builder ->
                builder.aggregation(KpaAggregation.WEIGHTED_EXPONENTIAL).stableWindow(ofSeconds(120)));
        autoscaler.respec(weighted, 0);
        assertThat(autoscaler.spec()).isSameAs(weighted);
        out = autoscaler.newDecision();
        autoscaler.decide(at(0, 1), out);
        assertThat(out.stableAverage()).isEqualTo(6);
    }

    @Test
    void decisions_and_samples_must_fit() {
        KpaDecision other = spec(builder -> builder.target(11)).newDecision();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoscaler.decide(at(0, 1), other))
                .withMessageContaining("decision must be of the autoscaler's spec: decision has target=11.0");
        KpaObservation in = autoscaler.newObservation().ensureCapacity(2).at(0);
        for (int i = 0; i < 64; i++) {
            in.record(i, i);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> in.record(0, 0))
                .withMessage("samples must be <= capacity: capacity=64");
        assertThat(in.ensureCapacity(65).sampleCount).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.ensureCapacity(-1))
                .withMessage("samples must be >= 0: samples=-1");
    }

    @Test
    void decisions_explain_themselves() {
        KpaObservation in = at(-2_000, 3).record(-3_000, 4).record(-2_000, 69.5).record(-90_000, 1);
        autoscaler = spec.newAutoscaler(-4_000, 3);
        autoscaler.decide(in.record(0, Double.NaN), out);
        assertThat(out).hasToString("""
                        3 -> 4 replicas, in panic
                          samples  3, 1 of them too late, and 1 not usable
                          stable   36.75 of 10 per pod  4
                          panic    36.75 of 10 per pod  4
                          wanted   4  stable average; 1 to 3000 with 3 ready
                          highest  4  of this panic, renewed 2 s ago; it takes 2 x ready
                          delayed  4
                          burst    -21  beyond a burst of 20
                        """);
    }

    @Test
    void invalid_decisions_say_why() {
        autoscaler.decide(at(-5, 3), out);
        assertThat(out).hasToString("""
                        3 replicas, no change (time went back: no time passed)
                          decided  3  no data: nothing changes
                        """);
        autoscaler.decide(spec.newObservation().at(0), out);
        assertThat(out).hasToString("""
                        replicas unknown, no change
                          decided  -  ready pods are not known: nothing changes
                        """);
        begin(0, 1, builder -> builder.targetBurstCapacity(-1).scaleDownDelay(ofSeconds(30)));
        decide(0, 1, 10);
        autoscaler.decide(at(2_000, 1), out);
        assertThat(out).hasToString("""
                        1 replica, no change
                          stable   0 of 10 per pod  0  no samples
                          panic    0 of 10 per pod  0  no samples
                          wanted   0  stable average; 0 to 1000 with 1 ready
                          delayed  1  scale-down delay
                          burst    -1  beyond any burst
                        """);
    }
}
