package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.MetricSpec;
import org.junit.jupiter.api.Test;

/** The proof sees what is there, and only that. */
class ZeroAllocationTest {
    private static final int STEPS = 20_000;

    /** Where what is allocated goes, so that the compiler cannot do without it. */
    private static Object escape;

    private int warmUps;

    @Test
    void a_single_small_object_is_seen() {
        assertThat(ZeroAllocation.fewestBytes(STEPS, i -> escape = i == STEPS / 2 ? new Object() : escape))
                .isBetween(8L, 64L);
        assertThatThrownBy(() -> ZeroAllocation.check(STEPS, i -> escape = i == 7 ? new byte[1_000] : escape))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("a loop must allocate nothing: bytes=10\\d\\d, steps=20000, runs=20 .*");
    }

    @Test
    void nothing_is_nothing() {
        assertThat(ZeroAllocation.fewestBytes(STEPS, i -> {})).isZero();
        ZeroAllocation.check(1, i -> {});
    }

    /** The first run may initialise classes; and one clean run among twenty is enough. */
    @Test
    void what_only_some_runs_allocate_is_forgiven() {
        ZeroAllocation.check(1, i -> escape = warmUps++ < 10 ? new Object() : escape);
        assertThat(warmUps).isEqualTo(11);
    }

    @Test
    void an_allocating_source_is_found_in_a_spec() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 9)
                .metric(MetricSpec.source("busy", new PeakStaffing(1)))
                .build();
        assertThatCode(() -> ZeroAllocation.checkDeciding(spec, 1, STEPS)).doesNotThrowAnyException();
        AutoscalerSpec allocating = spec.toBuilder()
                .metric(MetricSpec.source("also busy", new RandomSource(RandomSource.Rule.VALUE)))
                .combination(Combination.of("boxes", out -> {
                    escape = new int[out.metricCount()];
                    return 1;
                }))
                .build();
        assertThatThrownBy(() -> ZeroAllocation.checkDeciding(allocating, 1, 1_000))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void a_loop_needs_a_step() {
        assertThatThrownBy(() -> ZeroAllocation.check(0, i -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must be >= 1: steps=0");
        assertThatThrownBy(() -> ZeroAllocation.checkDeciding(EachPolicy.GAIN.spec(), 1, 0))
                .hasMessage("steps must be >= 1: steps=0");
    }
}
