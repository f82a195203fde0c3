package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How specs that temper counts are checked, compared and told apart, and that others pay nothing for it. */
class DampingSettingsTest {
    private static final FlapBudget MINUTE = FlapBudget.per(ofSeconds(60));

    private static AutoscalerSpec.Builder builder() {
        return AutoscalerSpec.builder(4, 16).metric(external("queue").averageValue(5));
    }

    @Test
    void names_every_broken_rule_at_once() {
        AutoscalerSpec.Builder broken = builder()
                .metric(pods("p").averageValue(1).warmUp(ofMillis(-1)).lookBack(LookBack.mean(ofMillis(-2))))
                .scaleUp(rules().sustainedFor(ofMillis(-3))
                        .sustainedIn(3, 2)
                        .cooldown(ofMillis(-4))
                        .cooldownAfterAny(ofDays(7).plusMillis(1))
                        .gain(0))
                .scaleDown(rules().sustainedIn(0, 65).gain(100.5))
                .flapBudget(FlapBudget.per(ofMillis(0)).replicas(0).reversals(-1))
                .capacityBackoff(ofSeconds(2), ofSeconds(1));
        assertThatThrownBy(broken::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "warmUp must be >= 0: p.warmUp=-1 ms",
                        "lookBack must be > 0 and <= 7 days: p.lookBack=-2 ms",
                        "sustainedFor must be >= 0 and <= 7 days: scaleUp.sustainedFor=-3 ms",
                        "sustainedIn must have 1 <= breaches <= decisions <= 64: scaleUp.sustainedIn=3 of 2",
                        "cooldown must be >= 0 and <= 7 days: scaleUp.cooldown=-4 ms",
                        "cooldownAfterAny must be >= 0 and <= 7 days: scaleUp.cooldownAfterAny=604800001 ms",
                        "gain must be > 0 and <= 100: scaleUp.gain=0.0",
                        "sustainedIn must have 1 <= breaches <= decisions <= 64: scaleDown.sustainedIn=0 of 65",
                        "gain must be > 0 and <= 100: scaleDown.gain=100.5",
                        "flapBudget period must be > 0 and <= 7 days: flapBudget.period=0 ms",
                        "flapBudget replicas must be >= 1: flapBudget.replicas=0",
                        "flapBudget reversals must be >= 0: flapBudget.reversals=-1",
                        "capacityBackoff longest must be >= first and <= 7 days:"
                                + " capacityBackoff.longest=1000 ms, first=2000 ms");
    }

    @Test
    void bounds_of_settings_are_inclusive() {
        ScalingRules longest = rules().sustainedFor(ofDays(7))
                .sustainedIn(64, 64)
                .cooldown(ofDays(7))
                .cooldownAfterAny(ofDays(7))
                .gain(100);
        assertThat(builder()
                        .scaleUp(longest)
                        .scaleDown(longest.gain(Double.MIN_VALUE))
                        .flapBudget(FlapBudget.per(ofDays(7)).replicas(1).reversals(0))
                        .capacityBackoff(ofMillis(1), ofDays(7))
                        .build())
                .isNotNull();
        assertThatThrownBy(() -> builder().scaleUp(rules().gain(Double.NaN)).build())
                .hasMessage("gain must be > 0 and <= 100: scaleUp.gain=NaN");
        assertThatThrownBy(() -> builder()
                        .scaleUp(rules().cooldown(ofMillis(1)))
                        .legacy()
                        .build())
                .hasMessageStartingWith("legacy must be without scaleUp and scaleDown rules");
        assertThatThrownBy(() ->
                        builder().scaleDown(rules().largerWithinCooldown()).build())
                .hasMessage("largerWithinCooldown must be a rule of scaleUp: scaleDown.largerWithinCooldown=true");
    }

    @Test
    void every_setting_tells_specs_apart_and_their_snapshots() {
        List<UnaryOperator<AutoscalerSpec.Builder>> all = List.of(
                b -> b,
                b -> b.scaleUp(rules().sustainedFor(ofSeconds(1))),
                b -> b.scaleDown(rules().sustainedFor(ofSeconds(1))),
                b -> b.scaleUp(rules().sustainedIn(1, 2)),
                b -> b.scaleUp(rules().sustainedIn(2, 2)),
                b -> b.scaleUp(rules().cooldown(ofSeconds(1))),
                b -> b.scaleUp(rules().cooldownAfterAny(ofSeconds(1))),
                b -> b.scaleUp(rules().cooldown(ofSeconds(1)).largerWithinCooldown()),
                b -> b.scaleUp(rules().gain(0.5)),
                b -> b.scaleDown(rules().gain(0.5)),
                b -> b.flapBudget(MINUTE),
                b -> b.flapBudget(FlapBudget.per(ofSeconds(61))),
                b -> b.flapBudget(MINUTE.shrinkOnly()),
                b -> b.flapBudget(MINUTE.replicas(5)),
                b -> b.flapBudget(MINUTE.reversals(5)),
                b -> b.alignment(Alignment.multiplesOf(2)),
                b -> b.alignment(Alignment.multiplesOf(4)),
                b -> b.alignment(Alignment.divisorsOf(16)),
                b -> b.capacityBackoff(ofSeconds(1), ofSeconds(2)),
                b -> b.capacityBackoff(ofSeconds(2), ofSeconds(2)),
                b -> b.rolloutHold(),
                b -> b.metric(pods("x").averageValue(1)),
                b -> b.metric(pods("x").averageValue(1).warmUp(ofSeconds(1))),
                b -> b.metric(pods("x").averageValue(1).lookBack(LookBack.mean(ofSeconds(1)))),
                b -> b.metric(pods("x").averageValue(1).lookBack(LookBack.max(ofSeconds(1)))),
                b -> b.metric(pods("x").averageValue(1).lookBack(LookBack.max(ofSeconds(2)))));
        List<AutoscalerSpec> specs =
                all.stream().map(change -> change.apply(builder()).build()).toList();
        assertThat(specs).doesNotHaveDuplicates();
        assertThat(specs.stream().map(AutoscalerSpec::fingerprint)).doesNotHaveDuplicates();
        for (int i = 0; i < specs.size(); i++) {
            AutoscalerSpec spec = specs.get(i);
            assertThat(all.get(i).apply(builder()).build()).isEqualTo(spec).hasSameHashCodeAs(spec);
            assertThat(spec.toBuilder().build()).isEqualTo(spec);
            Autoscaler autoscaler = spec.newAutoscaler();
            ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
            autoscaler.snapshot(bytes);
            spec.toBuilder().build().newAutoscaler().restore(bytes.flip());
            Autoscaler other = specs.get((i + 1) % specs.size()).newAutoscaler();
            assertThatThrownBy(() -> other.restore(bytes.flip()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("snapshot must be of an equal spec: fingerprint=");
        }
    }

    @Test
    void a_plain_autoscaler_has_no_optional_parts_and_no_field_for_them_but_one() {
        AutoscalerSpec plain = builder()
                .metric(pods("warm").averageValue(1).warmUp(ofSeconds(30)))
                .build();
        Autoscaler autoscaler = plain.newAutoscaler();
        assertThat(plain.isPlain()).isTrue();
        assertThat(autoscaler.memory().parts).isNull();
        assertThat(plain.newDecision().after(Decision.Step.ALIGNED)).isEqualTo(Decision.NOT_EVALUATED);
        List<String> fields = Arrays.stream(Autoscaler.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(Field::getName)
                .toList();
        assertThat(fields)
                .as("beside the array and the position of its block; with them and a header of 12 bytes they make 32")
                .containsExactlyInAnyOrder("memory", "version");
    }

    @Test
    void the_snapshot_of_a_plain_autoscaler_holds_nothing_of_them() {
        Autoscaler autoscaler = builder().build().newAutoscaler();
        // Version, size and fingerprint, five words of every workload, two windows and rates without entries, checksum.
        assertThat(autoscaler.snapshotSize()).isEqualTo((2 + 5 + 2 + 1 + 1) * Long.BYTES);
    }
}
