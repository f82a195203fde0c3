package dev.autoscale.policies.source;

import static dev.autoscale.policies.source.RatioTarget.ladder;
import static dev.autoscale.policies.source.RatioTarget.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.RatioTarget.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTargetTest {
    private static final int BILLION = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 1", "4, 2", "6, 2", "7, 3", "9, 3", "10, 3", "1000000, 3"})
    void a_third_of_the_parse_workers_but_at_most_three(int workers, int replicas) {
        RatioTarget ratio = of("parse-workers").dividedBy(3).atMost(3).build();
        assertThat(ratio.replicasOf(workers * 1000L)).isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 1", "3, 2", "4, 2", "5, 3"})
    void half_of_the_asr_pods_but_at_least_one(int pods, int replicas) {
        RatioTarget ratio = of("asr").dividedBy(2).atLeast(1).build();
        assertThat(ratio.replicasOf(pods * 1000L)).isEqualTo(replicas);
    }

    /** Two thirds of 0.749 are 0.4993, of 0.75 exactly a half, of 0.751 0.5007. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "1, 1, 0, 0",
        "749, 1, 0, 0",
        "750, 1, 0, 1",
        "751, 1, 0, 1",
        "1500, 1, 1, 1",
        "1501, 2, 1, 1"
    })
    void fractionsAreRoundedAsTold(long milli, int ceil, int floor, int halfUp) {
        RatioTarget.Builder twoThirds = of("w").times(2).dividedBy(3);
        assertThat(twoThirds.build().replicasOf(milli)).isEqualTo(ceil);
        assertThat(twoThirds.rounding(Rounding.CEIL).build().replicasOf(milli)).isEqualTo(ceil);
        assertThat(twoThirds.rounding(Rounding.FLOOR).build().replicasOf(milli)).isEqualTo(floor);
        assertThat(twoThirds.rounding(Rounding.HALF_UP).build().replicasOf(milli))
                .isEqualTo(halfUp);
    }

    @Test
    void arithmetic_goes_in_the_order_of_the_calls() {
        assertThat(of("w").plus(1).times(2).build().replicasOf(5_000)).isEqualTo(12);
        assertThat(of("w").times(2).plus(1).build().replicasOf(5_000)).isEqualTo(11);
        assertThat(of("w").plus(1).dividedBy(2).build().replicasOf(5_000)).isEqualTo(3);
        assertThat(of("w").dividedBy(2).plus(1).build().replicasOf(5_000)).isEqualTo(4);
        assertThat(of("w").dividedBy(3).times(3).build().replicasOf(5_000)).isEqualTo(5);
        assertThat(of("w").times(3).dividedBy(2).build().replicasOf(5_000)).isEqualTo(8);
    }

    @Test
    void nothing_is_negative() {
        RatioTarget less = of("w").dividedBy(2).plus(-3).build();
        assertThat(less.replicasOf(0)).isZero();
        assertThat(less.replicasOf(6_000)).isZero();
        assertThat(less.replicasOf(6_001)).isEqualTo(1);
        assertThat(of("w").build().replicasOf(-5_000)).isZero();
        assertThat(of("w").times(BILLION).plus(BILLION).build().replicasOf(Long.MIN_VALUE))
                .isZero();
    }

    @Test
    void what_is_huge_saturates() {
        RatioTarget same = of("w").build();
        assertThat(same.replicasOf(2_147_483_646_999L)).isEqualTo(Integer.MAX_VALUE);
        assertThat(same.replicasOf(2_147_483_646_000L)).isEqualTo(Integer.MAX_VALUE - 1);
        assertThat(same.replicasOf(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(of("w").times(BILLION).build().replicasOf(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(of("w").times(BILLION).plus(-BILLION).build().replicasOf(Long.MAX_VALUE))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(of("w").times(BILLION).dividedBy(999_999_999).build().replicasOf(1L << 40))
                .isEqualTo(1_099_511_629);
        assertThat(of("w").dividedBy(BILLION).build().replicasOf(Long.MAX_VALUE))
                .isEqualTo(9_223_373);
        assertThat(of("w").atMost(7).build().replicasOf(Long.MAX_VALUE)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 0", "1000, 1", "63999, 1", "64000, 3", "511000, 3", "512000, 5", "9223372036854775807, 5"
    })
    void a_ladder_steps_at_its_first_values(long milli, int replicas) {
        RatioTarget ladder = ladder("nodes").step(1, 1).step(64, 3).step(512, 5).build();
        assertThat(ladder.replicasOf(milli)).isEqualTo(replicas);
    }

    @Test
    void ladders_have_caps_and_floors() {
        RatioTarget ladder = ladder("nodes")
                .step(0, 0)
                .step(8, 9)
                .step(Integer.MAX_VALUE, 2)
                .atLeast(1)
                .atMost(4)
                .build();
        assertThat(ladder.replicasOf(-1)).isEqualTo(1);
        assertThat(ladder.replicasOf(0)).isEqualTo(1);
        assertThat(ladder.replicasOf(8_000)).isEqualTo(4);
        assertThat(ladder.replicasOf(Integer.MAX_VALUE * 1000L)).isEqualTo(2);
        assertThat(ladder).hasToString("max(1, min(4, ladder(nodes: 0 -> 0, 8 -> 9, 2147483647 -> 2)))");
    }

    @Test
    void ids_say_everything() {
        assertThat(of("w").build().id()).isEqualTo("ceil(w)");
        assertThat(of("parse-workers").dividedBy(3).atMost(3).build().id())
                .isEqualTo("min(3, ceil(parse-workers / 3))");
        assertThat(of("asr").dividedBy(2).atLeast(1).build().id()).isEqualTo("max(1, ceil(asr / 2))");
        assertThat(of("ns/w")
                        .times(6)
                        .dividedBy(4)
                        .plus(-1)
                        .rounding(Rounding.FLOOR)
                        .build()
                        .id())
                .isEqualTo("floor(ns/w * 3/2 - 1)");
        assertThat(of("w").times(2)
                        .plus(1)
                        .dividedBy(2)
                        .rounding(Rounding.HALF_UP)
                        .build()
                        .id())
                .isEqualTo("round(w + 1/2)");
        assertThat(of("a / 3").build().id()).isEqualTo("ceil(\"a / 3\")");
        assertThat(of("a\" / \\").build().id()).isEqualTo("ceil(\"a\\\" / \\\\\")");
    }

    @Test
    void equal_ratios_are_equal() {
        RatioTarget ratio = of("w").times(3).dividedBy(2).build();
        assertThat(ratio)
                .isEqualTo(of("w").dividedBy(4)
                        .times(6)
                        .atLeast(0)
                        .atMost(Integer.MAX_VALUE)
                        .build())
                .hasSameHashCodeAs(of("w").dividedBy(4).times(6).build())
                .hasToString(ratio.id())
                .isNotEqualTo(of("v").times(3).dividedBy(2).build())
                .isNotEqualTo(of("w").times(3).dividedBy(2).atMost(9).build())
                .isNotEqualTo(ratio.id());
        assertThat(ratio.workload()).isEqualTo("w");
        assertThat(ratio.readsValue()).isTrue();
        assertThat(of("w").dividedBy(2).asMetric())
                .isEqualTo(MetricSpec.source("w", of("w").dividedBy(2).build()));
    }

    @Test
    void all_broken_rules_are_in_one_message() {
        assertThatIllegalArgumentException()
                .isThrownBy(of(" ").times(0).dividedBy(-2).atLeast(-1).atMost(0).step(1, 1)::build)
                .withMessage("workload must not be blank: workload=\" \"; times must be >= 1: times=0; "
                        + "dividedBy must be >= 1: dividedBy=-2; atLeast must be >= 0: atLeast=-1; "
                        + "atMost must be >= 1: atMost=0; steps need a ladder: steps=[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(ladder("nodes")
                        .step(5, 1)
                        .step(5, -1)
                        .step(-1, 2)
                        .times(2)
                        .atLeast(3)
                        .atMost(2)::asMetric)
                .withMessage("step must have replicas >= 0: step=5 -> -1; steps must ascend: steps=5 -> 1, 5 -> -1; "
                        + "step must begin at >= 0: step=-1 -> 2; steps must ascend: steps=5 -> -1, -1 -> 2; "
                        + "atMost must be >= atLeast: atMost=2, atLeast=3; "
                        + "ladder must be without times, dividedBy, plus and rounding: ladder=[times(2)]");
        assertThatIllegalArgumentException()
                .isThrownBy(ladder("nodes")::build)
                .withMessage("ladder must have a step: steps=[]");
        assertThatNullPointerException().isThrownBy(() -> of(null));
        assertThatNullPointerException().isThrownBy(() -> of("w").rounding(null));
    }

    @Test
    void numbers_beyond_a_billion_are_refused() {
        assertThat(of("w").times(BILLION)
                        .dividedBy(7)
                        .times(7)
                        .plus(-BILLION)
                        .build()
                        .id())
                .isEqualTo("ceil(w * 1000000000 - 1000000000)");
        assertThat(of("w").times(Integer.MAX_VALUE)
                        .dividedBy(Integer.MAX_VALUE)
                        .build()
                        .id())
                .isEqualTo("ceil(w)");
        assertThatIllegalArgumentException()
                .isThrownBy(of("w").times(BILLION).times(3).plus(-BILLION).plus(-1)::build)
                .withMessage("ratio must be of numbers <= 1000000000 in lowest terms: "
                        + "ratio=[times(1000000000), times(3), plus(-1000000000), plus(-1)]; "
                        + "plus must come to >= -1000000000 and <= 1000000000: "
                        + "plus=[times(1000000000), times(3), plus(-1000000000), plus(-1)]");
        assertThatIllegalArgumentException()
                .isThrownBy(of("w").dividedBy(Integer.MAX_VALUE)::build)
                .withMessage("ratio must be of numbers <= 1000000000 in lowest terms: ratio=[dividedBy(2147483647)]");
    }
}
