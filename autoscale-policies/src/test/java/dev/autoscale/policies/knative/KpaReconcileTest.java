package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Where the engine and what comes behind its decision meet: before anything is known, on errors, across specs. */
class KpaReconcileTest {
    private static KpaSpec spec(String... annotations) {
        Map<String, String> all = new HashMap<>(Map.of("autoscaling.knative.dev/target", "10"));
        for (int i = 0; i < annotations.length; i += 2) {
            all.put("autoscaling.knative.dev/" + annotations[i], annotations[i + 1]);
        }
        return KpaSpec.of(KpaConfig.of(Map.of()), new KpaAnnotations(all), 0);
    }

    private final KpaObservation in = spec().newObservation();

    private KpaDecision decide(KpaAutoscaler autoscaler, KpaObservation observation) {
        KpaDecision out = autoscaler.newDecision();
        autoscaler.decide(observation, out);
        return out;
    }

    @Test
    void before_the_first_valid_decision_the_burst_is_that_of_the_initial_scale() {
        // 1 x 10 - 211 is too little for a burst: Knative puts the activators in the path at once.
        assertThat(step(spec("min-scale", "2")).proxyMode()).isTrue();
        assertThat(step(spec("min-scale", "2", "initial-scale", "30")).proxyMode())
                .isFalse();
        assertThat(step(spec("min-scale", "2", "target-burst-capacity", "-1")).proxyMode())
                .isTrue();
        assertThat(step(spec("min-scale", "2", "target-burst-capacity", "0")).proxyMode())
                .isFalse();
    }

    private KpaScaleToZero.Decision step(KpaSpec spec) {
        return decide(spec.newAutoscaler(0, 0), in.at(0).replicas(1).noData()).scaleToZero();
    }

    @Test
    void bounds_hold_without_any_valid_decision() {
        KpaDecision out = decide(
                spec("min-scale", "2").newAutoscaler(0, 0), in.at(0).replicas(1).ready(0));
        assertThat(out.isValid()).isFalse();
        assertThat(out.replicas()).isEqualTo(2);
        assertThat(out.reason()).isEqualTo(KpaReason.SCALE_BOUNDS);
        assertThat(out.toString()).contains("decided  2  no data: scale bounds\n");
    }

    @Test
    void a_count_of_the_last_valid_decision_that_is_carried_out_late_is_no_bound() {
        KpaAutoscaler autoscaler = spec("min-scale", "1", "max-scale", "9").newAutoscaler(0, 0);
        decide(autoscaler, in.at(0).replicas(3).averages(35, 35));
        KpaDecision out = decide(autoscaler, in.at(2000).replicas(3).failed());
        assertThat(out.replicas()).isEqualTo(5);
        assertThat(out.hasChange()).isTrue();
        assertThat(out.reason()).isEqualTo(KpaReason.METRIC_FAILED);
        assertThat(out.toString()).contains("decided  5  the metric failed: the last valid decision goes on\n");
        decide(autoscaler, in.at(4000).replicas(3).averages(350, 350));
        out = decide(autoscaler, in.at(6000).replicas(3).failed());
        assertThat(out.replicas()).isEqualTo(9);
        assertThat(out.reason()).isEqualTo(KpaReason.SCALE_BOUNDS);
        assertThat(out.toString())
                .contains("decided  9  the metric failed: the last valid decision goes on, scale bounds\n");
        out = decide(autoscaler, in.at(8000).replicas(9).failed());
        assertThat(out.hasChange()).isFalse();
        assertThat(out.reason()).isEqualTo(KpaReason.METRIC_FAILED);
    }

    @Test
    void rules_that_come_later_find_a_new_revision() {
        KpaSpec bounded = spec("target-burst-capacity", "0");
        KpaSpec free = bounded.toBuilder().scaleToZero(null).build();
        KpaAutoscaler autoscaler = free.newAutoscaler(0, 0);
        decide(autoscaler, in.at(0).replicas(3).averages(20, 20));
        autoscaler.respec(bounded, 10_000_000);
        // Without a new beginning it would have been activating for hours, and be given up.
        KpaDecision out = decide(autoscaler, in.at(10_000_000).replicas(1).averages(0, 0));
        assertThat(out.replicas()).isOne();
        assertThat(out.scaleToZero().status().sinceEpochMillis()).isEqualTo(10_000_000);
        out = decide(autoscaler, in.at(10_002_000).replicas(1).averages(0, 0));
        assertThat(out.scaleToZero().status().condition()).isEqualTo(KpaCondition.ACTIVE);
        assertThat(out.replicas()).isOne();
        autoscaler.respec(free, 10_004_000);
        out = decide(autoscaler, in.at(10_004_000).replicas(1).averages(0, 0));
        assertThat(out.replicas()).isZero();
        assertThat(out.scaleToZero()).isNull();
    }

    @Test
    void rules_that_come_back_find_no_grace_that_ran_meanwhile() {
        KpaSpec bounded = spec("initial-scale", "3");
        KpaSpec free = bounded.toBuilder().scaleToZero(null).build();
        KpaAutoscaler autoscaler = bounded.newAutoscaler(0, 0);
        decide(autoscaler, in.at(0).replicas(3).averages(20, 20)); // initialized, activators in the path
        decide(autoscaler, in.at(2_000).replicas(3).averages(0, 0));
        assertThat(decide(autoscaler, in.at(62_000).replicas(1).averages(0, 0))
                        .scaleToZero()
                        .status()
                        .condition())
                .isEqualTo(KpaCondition.NO_TRAFFIC);
        autoscaler.respec(free, 64_000);
        decide(autoscaler, in.at(64_000).replicas(1).averages(20, 20));
        autoscaler.respec(bounded, 10_000_000);
        KpaDecision out = decide(autoscaler, in.at(10_000_000).replicas(1).averages(0, 0));
        assertThat(out.replicas()).isOne();
        assertThat(out.scaleToZero().status().isInitialized()).isTrue();
        // Another change of the rules goes on with the status.
        autoscaler.respec(spec("max-scale", "5"), 10_002_000);
        out = decide(autoscaler, in.at(10_062_000).replicas(1).averages(0, 0));
        assertThat(out.scaleToZero().status().condition()).isEqualTo(KpaCondition.NO_TRAFFIC);
    }

    @Test
    void bytes_with_an_unknown_condition_are_refused_and_change_nothing() {
        KpaSpec spec = spec();
        KpaAutoscaler autoscaler = spec.newAutoscaler(5, 3);
        byte[] before = bytes(autoscaler);
        byte[] forged = bytes(spec.newAutoscaler(99, 0));
        int conditionAt = 2 * Integer.BYTES + 2 * Long.BYTES + KpaPanic.SNAPSHOT_SIZE;
        forged[conditionAt + 3] = 9;
        CRC32C sum = new CRC32C();
        sum.update(forged, 0, forged.length - Integer.BYTES);
        ByteBuffer source = ByteBuffer.wrap(forged).putInt(forged.length - Integer.BYTES, (int) sum.getValue());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoscaler.restore(source))
                .withMessageContaining("snapshot must fit the spec");
        assertThat(source.position()).isZero();
        assertThat(bytes(autoscaler)).isEqualTo(before);
    }

    private static byte[] bytes(KpaAutoscaler autoscaler) {
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        return bytes.array();
    }

    @Test
    void an_observation_that_was_never_begun_has_passed_its_probe() {
        assertThat(spec().newObservation().probed).isTrue();
        assertThat(in.probed(false).at(0).probed).isTrue();
    }

    @Test
    void unreachable_it_is_held_to_nothing() {
        KpaSpec held = spec("min-scale", "2", "scale-down-delay", "60s", "target-burst-capacity", "0");
        KpaSpec unreachable = held.toBuilder().reachable(false).build();
        assertThat(unreachable).isNotEqualTo(held);
        KpaAutoscaler autoscaler = held.newAutoscaler(0, 0);
        decide(autoscaler, in.at(0).replicas(4).averages(28, 28));
        assertThat(decide(autoscaler, in.at(2000).replicas(4).averages(0, 0)).replicas())
                .isEqualTo(4);
        autoscaler.respec(unreachable, 4000);
        assertThat(decide(autoscaler, in.at(4000).replicas(4).averages(0, 0)).replicas())
                .isOne();
        decide(autoscaler, in.at(64_000).replicas(1).averages(0, 0));
        assertThat(decide(autoscaler, in.at(94_000).replicas(1).averages(0, 0)).replicas())
                .isZero();
    }

    @Test
    void a_maximum_of_zero_is_none() {
        KpaDecision out = decide(
                spec("max-scale", "0").newAutoscaler(0, 0), in.at(0).replicas(1).averages(5000, 5000));
        assertThat(out.replicas()).isEqualTo(715);
    }

    @Test
    void a_deadline_that_never_ends_is_one() {
        KpaConfig config = new KpaConfig(Map.of(), Duration.ofSeconds(Long.MAX_VALUE));
        KpaAutoscaler autoscaler =
                KpaSpec.of(config, new KpaAnnotations(Map.of()), 0).newAutoscaler(Long.MIN_VALUE, 0);
        KpaDecision out =
                decide(autoscaler, in.at(Long.MAX_VALUE).replicas(1).ready(0).averages(0, 0));
        assertThat(out.replicas()).isOne();
        assertThat(out.toString()).contains("looks again in " + Long.MAX_VALUE + " ms");
    }

    @Test
    void what_knative_accepts_and_no_spec_holds_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KpaSpec.of(
                        KpaConfig.of(Map.of("panic-threshold-percentage", "0", "scale-down-delay", "25h")),
                        new KpaAnnotations(Map.of()),
                        0))
                .withMessageContaining("panicThreshold must be > 0: panicThreshold=0.0")
                .withMessageContaining("scaleDownDelay=PT25H");
    }
}
