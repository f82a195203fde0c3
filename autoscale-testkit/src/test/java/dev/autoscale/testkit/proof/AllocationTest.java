package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.MetricProposal;
import dev.autoscale.Reason;
import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaReason;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Deciding allocates exactly nothing: one test for the one list of everything that must not allocate. */
class AllocationTest {
    /** A build does a quarter of the steps of each loop. */
    private static final boolean ALL_STEPS = Boolean.getBoolean("autoscale.allSteps");

    /** Where what is allocated goes, so that the compiler cannot do without it. */
    private static Object escape;

    private static int sum;

    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final Set<MetricProposal.Status> statuses = EnumSet.noneOf(MetricProposal.Status.class);

    @ParameterizedTest
    @MethodSource("dev.autoscale.testkit.proof.AllocationCase#all")
    void nothing_is_allocated(AllocationCase loop) {
        ZeroAllocation.check(ALL_STEPS ? loop.steps() : loop.steps() / 4, loop.step());
        loop.met().run();
    }

    /** The build takes JVMs without the compiler that does without objects; elsewhere, this says that there is one. */
    @Test
    void no_compiler_hides_an_object() {
        assertThat(ZeroAllocation.fewestBytes(20_000, i -> sum += new int[] {i, 1}[i & 1]))
                .as("bytes of small arrays, as with -XX:TieredStopAtLevel=1")
                .isEqualTo(20_000 * 24);
    }

    @Test
    void an_object_among_the_steps_of_a_case_is_seen() {
        AllocationCase loop = AllocationCase.all().findFirst().orElseThrow();
        assertThatThrownBy(() -> ZeroAllocation.check(1_000, i -> {
                    loop.step().accept(i);
                    escape = i == 7 ? new byte[1_000] : escape;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a loop must allocate nothing");
    }

    @Test
    void the_loops_of_the_hpa_meet_every_reason_and_every_metric_status() {
        HpaLoops.meet(reasons, statuses);
        assertThat(reasons)
                .contains(Reason.FAILED_GET_SCALE, Reason.INVALID_REPLICAS, Reason.SCALING_DISABLED)
                .contains(Reason.ABOVE_MAX_REPLICAS, Reason.AMBIGUOUS_SELECTOR, Reason.FAILED_GET_EXTERNAL_METRIC)
                .contains(Reason.SCALE_UP_STABILIZED, Reason.SCALE_DOWN_STABILIZED, Reason.SCALE_UP_LIMIT)
                .contains(Reason.SCALE_DOWN_LIMIT, Reason.TOO_MANY_REPLICAS, Reason.TOO_FEW_REPLICAS)
                .contains(Reason.METRIC_ABOVE_TARGET, Reason.ALL_METRICS_BELOW_TARGET, Reason.AT_TARGET);
        assertThat(statuses)
                .contains(
                        MetricProposal.Status.PROPOSED,
                        MetricProposal.Status.WITHIN_TOLERANCE,
                        MetricProposal.Status.DIRECTION_UNCERTAIN)
                .contains(
                        MetricProposal.Status.MISSING, MetricProposal.Status.FETCH_FAILED, MetricProposal.Status.STALE)
                .contains(MetricProposal.Status.NOT_FINITE, MetricProposal.Status.NEGATIVE);
    }

    @Test
    void the_loops_beyond_it_meet_every_reason_and_every_status() {
        ExtrasLoops.meet(reasons, statuses);
        assertThat(reasons)
                .contains(Reason.SCALER_ACTIVE, Reason.SCALER_NOT_ACTIVE, Reason.SCALER_UNKNOWN, Reason.PAUSED)
                .contains(Reason.SCHEDULED_FLOOR, Reason.SCHEDULED_CEILING, Reason.COMBINATION_HOLDS)
                .contains(Reason.SCALE_UP_FROZEN, Reason.SCALE_DOWN_FROZEN, Reason.FAILED_GET_SCALE)
                .contains(Reason.BREACH_NOT_SUSTAINED, Reason.COOLDOWN, Reason.FLAP_BUDGET_SPENT, Reason.NO_CAPACITY)
                .contains(Reason.NOT_REMOVABLE, Reason.ALIGNED)
                .contains(Reason.FAILED_GET_EXTERNAL_METRIC, Reason.INVALID_SELECTOR, Reason.ABOVE_MAX_REPLICAS);
        assertThat(statuses)
                .contains(
                        MetricProposal.Status.FALLBACK,
                        MetricProposal.Status.GATED,
                        MetricProposal.Status.ABSTAINED,
                        MetricProposal.Status.STALE)
                .contains(MetricProposal.Status.ROLLOUT_HELD)
                .contains(
                        MetricProposal.Status.NOT_FINITE,
                        MetricProposal.Status.NEGATIVE,
                        MetricProposal.Status.MISSING);
    }

    @ParameterizedTest
    @EnumSource
    void the_loops_of_knative_meet_every_reason(KpaAggregation aggregation) {
        Set<KpaReason> met = EnumSet.noneOf(KpaReason.class);
        KnativeLoops.meet(aggregation, met);
        assertThat(met).containsExactlyInAnyOrder(KpaReason.values());
    }
}
