package dev.autoscale.policies.knative;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KpaSpecTest {
    private static final List<UnaryOperator<KpaSpec.Builder>> CHANGES = List.of(
            builder -> builder.aggregation(KpaAggregation.WEIGHTED_EXPONENTIAL),
            builder -> builder.stableWindow(ofSeconds(61)),
            builder -> builder.panicWindow(ofSeconds(7)),
            builder -> builder.target(71),
            builder -> builder.total(101),
            builder -> builder.targetBurstCapacity(0),
            builder -> builder.panicThreshold(3),
            builder -> builder.maxScaleUpRate(10),
            builder -> builder.maxScaleDownRate(3),
            builder -> builder.scaleDownDelay(ofSeconds(30)),
            builder -> builder.activationScale(2),
            builder -> builder.reachable(false));

    @Test
    void defaults_are_those_of_knative() {
        KpaSpec spec = KpaSpec.builder().build();
        assertThat(spec.aggregation()).isEqualTo(KpaAggregation.LINEAR);
        assertThat(spec.stableWindow()).isEqualTo(ofSeconds(60));
        assertThat(spec.panicWindow()).isEqualTo(ofSeconds(6));
        assertThat(spec.target()).isEqualTo(70);
        assertThat(spec.total()).isEqualTo(100);
        assertThat(spec.targetBurstCapacity()).isEqualTo(211);
        assertThat(spec.panicThreshold()).isEqualTo(2);
        assertThat(spec.maxScaleUpRate()).isEqualTo(1000);
        assertThat(spec.maxScaleDownRate()).isEqualTo(2);
        assertThat(spec.scaleDownDelay()).isZero();
        assertThat(spec.activationScale()).isZero();
        assertThat(spec.isReachable()).isTrue();
    }

    @Test
    void the_panic_window_is_a_tenth_in_whole_seconds_half_up() {
        assertThat(panicSeconds(6)).isEqualTo(1);
        assertThat(panicSeconds(14)).isEqualTo(1);
        assertThat(panicSeconds(15)).isEqualTo(2);
        assertThat(panicSeconds(3600)).isEqualTo(360);
        assertThat(KpaSpec.builder().stableWindow(ofMillis(10)).buildUnchecked().panicWindow())
                .isEqualTo(ofSeconds(1));
    }

    private static long panicSeconds(int stableSeconds) {
        return KpaSpec.builder()
                .stableWindow(ofSeconds(stableSeconds))
                .build()
                .panicWindow()
                .toSeconds();
    }

    @Test
    void specs_are_equal_if_and_only_if_all_settings_are() {
        KpaSpec spec = KpaSpec.builder().build();
        assertThat(KpaSpec.builder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
        for (UnaryOperator<KpaSpec.Builder> change : CHANGES) {
            KpaSpec changed = change.apply(KpaSpec.builder()).build();
            assertThat(changed).isNotEqualTo(spec);
            assertThat(KpaSnapshot.fingerprint(changed)).isNotEqualTo(KpaSnapshot.fingerprint(spec));
            assertThat(changed.toBuilder().build()).isEqualTo(changed);
        }
        assertThat(spec).isNotEqualTo("spec");
    }

    @Test
    void every_broken_rule_is_named_at_once() {
        KpaSpec.Builder broken = KpaSpec.builder()
                .stableWindow(ofMillis(5_999))
                .panicWindow(ofSeconds(0))
                .scaleDownDelay(ofMillis(1_500))
                .target(0.009)
                .total(Double.POSITIVE_INFINITY)
                .targetBurstCapacity(-2)
                .panicThreshold(Double.NaN)
                .maxScaleUpRate(1)
                .maxScaleDownRate(0.5)
                .activationScale(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(broken::build)
                .withMessage(String.join(
                        "; ",
                        "stableWindow must be whole seconds, >= PT6S and <= PT1H: stableWindow=PT5.999S",
                        "panicWindow must be whole seconds, >= PT1S and <= PT5.999S: panicWindow=PT0S",
                        "scaleDownDelay must be whole seconds, >= PT0S and <= PT24H: scaleDownDelay=PT1.5S",
                        "target must be finite and >= 0.01: target=0.009",
                        "total must be finite and >= 0: total=Infinity",
                        "targetBurstCapacity must be finite and >= 0, or -1: targetBurstCapacity=-2.0",
                        "panicThreshold must be > 0: panicThreshold=NaN",
                        "maxScaleUpRate must be > 1: maxScaleUpRate=1.0",
                        "maxScaleDownRate must be > 1: maxScaleDownRate=0.5",
                        "activationScale must be >= 0: activationScale=-1"));
        assertThat(broken.buildUnchecked().activationScale()).isEqualTo(-1);
    }

    @Test
    void ends_of_the_ranges_are_allowed() {
        KpaSpec.builder()
                .stableWindow(ofHours(1))
                .panicWindow(ofHours(1))
                .scaleDownDelay(ofHours(24))
                .target(0.01)
                .total(0)
                .targetBurstCapacity(KpaSpec.UNLIMITED_BURST)
                .panicThreshold(Double.POSITIVE_INFINITY)
                .maxScaleUpRate(Double.POSITIVE_INFINITY)
                .maxScaleDownRate(Double.POSITIVE_INFINITY)
                .activationScale(Integer.MAX_VALUE)
                .build();
        KpaSpec.builder().stableWindow(ofSeconds(6)).panicWindow(ofSeconds(6)).build();
    }

    @Test
    void an_unchecked_window_that_cannot_be_kept_is_refused_when_it_is_needed() {
        KpaSpec spec = KpaSpec.builder().stableWindow(ofSeconds(3601)).buildUnchecked();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.newAutoscaler(0, 1))
                .withMessage("window must be > 0 and at most PT1H: window=PT1H1S");
        KpaAutoscaler autoscaler = KpaSpec.builder().build().newAutoscaler(0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> autoscaler.respec(spec, 0));
    }
}
