package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A revision from its creation to zero and back: decision, bounds and the way to zero in one engine. */
class KpaRevisionTest {
    private static final String PREFIX = "autoscaling.knative.dev/";

    private static KpaSpec spec(Map<String, String> config, String... annotations) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < annotations.length; i += 2) {
            all.put(PREFIX + annotations[i], annotations[i + 1]);
        }
        return KpaSpec.of(KpaConfig.of(config), new KpaAnnotations(all), 0);
    }

    /** A revision with one pod to begin with; a pod is ready two seconds after it is asked for. */
    private static final class Revision {
        final KpaAutoscaler autoscaler;
        final KpaObservation in;
        final KpaDecision out;
        final List<String> story = new ArrayList<>();
        int second;
        int replicas = 1;
        int ready;

        Revision(KpaSpec spec) {
            autoscaler = spec.newAutoscaler(0, 0);
            in = autoscaler.newObservation();
            out = autoscaler.newDecision();
        }

        Revision until(int end, IntToDoubleFunction load) {
            for (; second < end; second += 2) {
                long now = second * 1000L;
                in.at(now).replicas(replicas).ready(ready);
                in.record(now - 1000, load.applyAsDouble(second - 1)).record(now, load.applyAsDouble(second));
                autoscaler.decide(in, out);
                if (out.hasChange()) {
                    story.add(second + " s: " + replicas + " -> " + out.replicas() + ' ' + out.reason());
                }
                ready = Math.min(replicas, out.replicas());
                replicas = out.replicas();
            }
            return this;
        }
    }

    private static Revision busyThenSilent(KpaSpec spec) {
        return new Revision(spec)
                .until(40, second -> 25)
                .until(120, second -> 60)
                .until(400, second -> 0);
    }

    @Test
    void behind_activators_it_goes_to_zero_at_the_first_inactive_pass() {
        // The burst of 211 is more than 5 pods of 10 can take, so activators are in the path all the time. 25 of 7 (70
        // % of 10)
        // are 4 pods; 60 are 9, but at most 5. From second 119 on there is no load: the 60 s hold 28 s of 60 at second
        // 150.
        assertThat(busyThenSilent(spec(Map.of(), "target", "10", "max-scale", "5")).story)
                .containsExactly(
                        "0 s: 1 -> 4 STABLE_AVERAGE",
                        "40 s: 4 -> 5 SCALE_BOUNDS",
                        "150 s: 5 -> 4 STABLE_AVERAGE",
                        "158 s: 4 -> 3 STABLE_AVERAGE",
                        "164 s: 3 -> 2 STABLE_AVERAGE",
                        "172 s: 2 -> 1 STABLE_AVERAGE",
                        "180 s: 1 -> 0 STABLE_AVERAGE");
    }

    @Test
    void without_activators_in_the_path_the_grace_period_is_waited_for() {
        // Inactive at second 178, when the window is empty of load.
        assertThat(busyThenSilent(spec(Map.of(), "target", "10", "max-scale", "5", "target-burst-capacity", "0")).story)
                .endsWith("172 s: 2 -> 1 STABLE_AVERAGE", "208 s: 1 -> 0 STABLE_AVERAGE");
        assertThat(busyThenSilent(spec(
                                Map.of("scale-to-zero-grace-period", "10s"),
                                "target",
                                "10",
                                "target-burst-capacity",
                                "0",
                                "scale-to-zero-pod-retention-period",
                                "1m"))
                        .story)
                .endsWith("238 s: 1 -> 0 STABLE_AVERAGE");
    }

    @Test
    void on_its_way_to_zero_it_says_when_to_look_again() {
        Revision revision =
                busyThenSilent(spec(Map.of(), "target", "10", "target-burst-capacity", "0", "min-scale", "0"));
        Revision again = new Revision(revision.autoscaler.spec());
        again.until(40, second -> 25).until(120, second -> 60).until(190, second -> 0);
        assertThat(again.out).hasToString("""
                1 replica, no change
                  samples  2
                  stable   0 of 7 per pod  0
                  panic    0 of 7 per pod  0
                  wanted   0  stable average; 0 to 1000 with 1 ready
                  delayed  0
                  burst    0  beyond a burst of 0
                  scaled   0  Active=False NoTraffic, requests are buffered; looks again in 20000 ms
                """);
        assertThat(again.out.reason()).isEqualTo(KpaReason.SCALE_TO_ZERO);
    }

    @Test
    void without_a_probe_that_passes_it_stays() {
        Revision revision = new Revision(spec(Map.of(), "target", "10"));
        revision.until(178, second -> second < 119 ? 25 : 0);
        KpaObservation in = revision.in;
        for (int second = 178; second < 300; second += 2) {
            in.at(second * 1000L).replicas(1).ready(1).probed(false).record(second * 1000L, 0);
            revision.autoscaler.decide(in, revision.out);
            assertThat(revision.out.hasChange()).isFalse();
        }
        in.at(300_000).replicas(1).ready(1).record(300_000, 0);
        revision.autoscaler.decide(in, revision.out);
        assertThat(revision.out.replicas()).isZero();
    }

    @Test
    void minimum_and_initial_scale_hold_it() {
        Revision revision = new Revision(spec(Map.of(), "target", "10", "min-scale", "2", "initial-scale", "3"));
        revision.until(400, second -> 0);
        assertThat(revision.story).containsExactly("0 s: 1 -> 3 SCALE_BOUNDS", "6 s: 3 -> 2 SCALE_BOUNDS");
    }

    @Test
    void scale_to_zero_can_be_off() {
        Revision revision = busyThenSilent(spec(Map.of("enable-scale-to-zero", "false"), "target", "10"));
        assertThat(revision.replicas).isOne();
    }

    @Test
    void an_invalid_decision_goes_on_with_the_last_valid_one() {
        Revision revision = new Revision(spec(Map.of(), "target", "10", "target-burst-capacity", "0"));
        revision.until(180, second -> second < 119 ? 25 : 0);
        assertThat(revision.out.desired()).isZero();
        KpaObservation in = revision.in;
        revision.autoscaler.decide(in.at(200_000).replicas(1).ready(1).failed(), revision.out);
        assertThat(revision.out.isValid()).isFalse();
        assertThat(revision.out.replicas()).isOne();
        revision.autoscaler.decide(in.at(208_000).replicas(1).ready(1).failed(), revision.out);
        assertThat(revision.out.replicas()).isZero();
        assertThat(revision.out.reason()).isEqualTo(KpaReason.SCALE_TO_ZERO);
        revision.autoscaler.decide(in.at(208_000).replicas(-1), revision.out);
        assertThat(revision.out.replicas()).isEqualTo(-1);
        assertThat(revision.out.scaleToZero()).isNull();
    }

    @Test
    void restored_at_any_pass_it_goes_on_alike() {
        KpaSpec spec = spec(Map.of(), "target", "10", "target-burst-capacity", "0", "scale-down-delay", "20s");
        KpaAutoscaler original = spec.newAutoscaler(0, 0);
        KpaAutoscaler restored = spec.newAutoscaler(99, 7);
        KpaObservation in = original.newObservation();
        KpaDecision expected = original.newDecision();
        KpaDecision out = original.newDecision();
        int replicas = 1;
        for (int second = 0; second < 560; second += 2) {
            ByteBuffer bytes = ByteBuffer.allocate(original.snapshotSize());
            original.snapshot(bytes);
            restored.restore(bytes.flip());
            in.at(second * 1000L).replicas(replicas).ready(replicas);
            in.record(second * 1000L, second % 300 < 100 ? second % 70 : 0);
            original.preview(in, expected);
            String previewed = expected.toString();
            original.decide(in, expected);
            restored.decide(in, out);
            assertThat(out).hasToString(previewed).hasToString(expected.toString());
            replicas = expected.replicas();
        }
        assertThat(replicas).isZero();
    }

    @Test
    void specs_with_other_bounds_are_others() {
        KpaSpec one = spec(Map.of(), "max-scale", "5");
        assertThat(one)
                .isEqualTo(spec(Map.of(), "max-scale", "5"))
                .isEqualTo(one.toBuilder().build());
        assertThat(one).isNotEqualTo(spec(Map.of(), "max-scale", "6"));
        assertThat(one).isNotEqualTo(one.toBuilder().scaleToZero(null).build());
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        one.newAutoscaler(0, 0).snapshot(bytes);
        KpaAutoscaler other = spec(Map.of(), "max-scale", "6").newAutoscaler(0, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> other.restore(bytes.flip()));
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(Map.of(), "min-scale", "3", "max-scale", "2", "window", "1s"))
                .withMessageContaining("max-scale")
                .withMessageContaining("window");
        assertThatIllegalArgumentException().isThrownBy(() -> spec(Map.of("stable-window", "2h")));
    }
}
