package dev.autoscale.policies.knative;

import static dev.autoscale.policies.knative.KpaCondition.ACTIVE;
import static dev.autoscale.policies.knative.KpaCondition.NEW;
import static dev.autoscale.policies.knative.KpaCondition.NO_TRAFFIC;
import static dev.autoscale.policies.knative.KpaCondition.QUEUED;
import static dev.autoscale.policies.knative.KpaCondition.TIMED_OUT;
import static dev.autoscale.policies.knative.KpaScaleToZero.Decision.NO_RECHECK;
import static dev.autoscale.policies.knative.KpaScaleToZero.Decision.NO_WRITE;
import static dev.autoscale.policies.knative.KpaStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults: stable window 60 s, grace period 30 s, retention 0, progress deadline 600 s (and 30 s). */
class KpaScaleToZeroTest {
    private static final long T = 1_700_000_000_000L;
    private static final long DEADLINE = 630_000;

    private final KpaRevision revision = new KpaRevision(T);
    private final KpaScaleToZero.Input in = revision.in;

    private String wanted(long now) {
        return revision.preview(now).toString().lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void it_says_what_keeps_the_pods_and_for_how_long() {
        in.pass(0, 1, 1);
        revision.was(QUEUED, T, true);
        assertThat(wanted(T + 1_000)).isEqualTo("  wanted    unknown  activating; given up after another 629 s");
        assertThat(wanted(T + DEADLINE + 1)).isEqualTo("  wanted    0  given up: not ready within 630 s");
        revision.was(ACTIVE, T, true);
        assertThat(wanted(T + 59_500))
                .isEqualTo("  wanted    1  still active, for the rest of the stable window: 500 ms");
        assertThat(wanted(T + 60_000))
                .isEqualTo("  wanted    0  becomes inactive; the pods stay until an activator has answered a probe");
        revision.was(NO_TRAFFIC, T, true);
        assertThat(wanted(T))
                .isEqualTo("  wanted    0  inactive; the pods stay until an activator has answered a probe");
        in.probed(true).activatorsSince(T);
        assertThat(wanted(T + 1_000))
                .isEqualTo("  wanted    0  inactive; the activators must be in the path for another 29 s");
        assertThat(wanted(T + 30_000)).isEqualTo("  wanted    0  inactive, and behind the activators for long enough");
        revision.annotate("scale-to-zero-pod-retention-period", "5m");
        assertThat(wanted(T + 30_000)).isEqualTo("  wanted    0  inactive; the last pod is kept for another 270 s");
    }

    @Test
    void it_says_which_bound_decided() {
        revision.was(ACTIVE, T, true);
        in.pass(4, 4, 4);
        assertThat(wanted(T)).isEqualTo("  wanted    4  by the last decision");
        revision.annotate("min-scale", "5").annotate("max-scale", "8");
        assertThat(wanted(T)).isEqualTo("  wanted    5  the minimum or initial scale");
        in.pass(9, 4, 4);
        assertThat(wanted(T)).isEqualTo("  wanted    8  the maximum");
        in.pass(UNKNOWN, 4, 4);
        assertThat(wanted(T)).isEqualTo("  wanted    unknown  nothing is measured yet");
        in.pass(4, 4, 4).noService();
        assertThat(wanted(T)).isEqualTo("  wanted    unknown  there is no service yet");
    }

    @Test
    void it_says_that_scale_to_zero_is_off() {
        revision.config("enable-scale-to-zero", "f").was(ACTIVE, T, true);
        in.pass(0, 1, 1);
        assertThat(wanted(T)).isEqualTo("  wanted    1  scale to zero is off");
    }

    @Test
    void without_a_service_nothing_is_scaled() {
        revision.was(ACTIVE, T, true);
        in.pass(7, 5, 2).noService();
        revision.at(T + 9);

        revision.expect(UNKNOWN, NO_WRITE, NO_RECHECK);
        revision.expect(QUEUED, T + 9);
        assertThat(revision.out.proxyMode()).isTrue();
        assertThat(revision.status.actualScale()).isZero();
        assertThat(revision.status.desiredScale()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "NO_TRAFFIC", "TIMED_OUT"})
    void an_unknown_count_touches_nothing_unless_it_activates(KpaCondition condition) {
        revision.annotate("min-scale", "3").was(condition, T, true);
        in.pass(-5, 4, 4);
        revision.at(T + 9);

        revision.expect(UNKNOWN, NO_WRITE, NO_RECHECK);
        revision.expect(condition, T);
        assertThat(revision.out.proxyMode()).isTrue();
    }

    @Test
    void an_unknown_count_is_the_minimum_while_activating() {
        revision.annotate("min-scale", "3");
        in.pass(UNKNOWN, 0, 1);
        revision.at(T + 5);
        revision.expect(3, 3, NO_RECHECK);
        revision.expect(QUEUED, T + 5);

        // One with a minimum is never given up.
        in.pass(UNKNOWN, 0, 3);
        revision.at(T + 10 * DEADLINE);
        revision.expect(3, NO_WRITE, NO_RECHECK);
        revision.expect(QUEUED, T + 5);
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "2, 3", "9, 8", "0, 3"})
    void the_count_is_held_within_bounds(int desired, int wanted) {
        revision.annotate("min-scale", "3").annotate("max-scale", "8").was(ACTIVE, T, true);
        in.pass(desired, 3, 1);
        revision.at(T);

        revision.expect(wanted, wanted, NO_RECHECK);
    }

    @Test
    void below_the_minimum_the_minimum_wins_and_else_the_maximum() {
        revision.config("max-scale", "2").annotate("min-scale", "5").was(ACTIVE, T, true);
        in.pass(4, 3, 1);
        revision.at(T);
        revision.expect(5, 5, NO_RECHECK);

        in.pass(6, 3, 1);
        revision.at(T);
        revision.expect(2, 2, NO_RECHECK);

        in.pass(4, 3, 1).reachable(false);
        revision.at(T);
        revision.expect(2, 2, NO_RECHECK);
    }

    @Test
    void the_initial_scale_is_a_minimum_until_it_was_there_once() {
        revision.annotate("initial-scale", "4").annotate("max-scale", "2");
        in.pass(UNKNOWN, 0, 1);
        revision.at(T);
        revision.expect(4, 4, NO_RECHECK);
        in.reachable(false);
        revision.preview(T);
        revision.expect(UNKNOWN, NO_WRITE, DEADLINE);

        in.pass(3, 4, 4).serviceName(false);
        revision.at(T + 1);
        revision.expect(ACTIVE, T + 1);
        assertThat(revision.status.isInitialized()).isFalse();
        in.pass(3, 4, 4);
        revision.at(T + 2);
        revision.expect(4, NO_WRITE, NO_RECHECK);
        assertThat(revision.status.isInitialized()).isTrue();
        in.pass(3, 4, 4);
        revision.at(T + 3);
        revision.expect(2, 2, NO_RECHECK);
    }

    @ParameterizedTest
    @EnumSource
    void without_scale_to_zero_it_stops_at_one(KpaCondition condition) {
        revision.config("enable-scale-to-zero", "false").was(condition, T, true);
        in.pass(0, 3, 3);
        revision.at(T + 10 * DEADLINE);

        revision.expect(1, 1, NO_RECHECK);
    }

    @ParameterizedTest
    @CsvSource({"NEW, 0", "QUEUED, 629999", "QUEUED, 630000"})
    void while_activating_it_asks_for_the_whole_deadline_again(KpaCondition condition, long later) {
        revision.was(condition, T, false);
        in.pass(0, 0, 1);
        revision.at(T + later);

        revision.expect(UNKNOWN, NO_WRITE, DEADLINE);
        revision.expect(QUEUED, condition == NEW ? T + later : T);
    }

    @Test
    void activating_is_given_up_after_the_deadline() {
        revision.was(QUEUED, T, false);
        in.pass(0, 0, 1);
        revision.at(T + DEADLINE + 1);
        revision.expect(0, 0, NO_RECHECK);
        revision.expect(TIMED_OUT, T + DEADLINE + 1);

        // The next reason begins again.
        in.pass(0, 0, 0).probed(true);
        revision.at(T + DEADLINE + 5);
        revision.expect(NO_TRAFFIC, T + DEADLINE + 5);
    }

    @Test
    void the_deadline_is_the_clusters_or_annotated() {
        revision.progressDeadlineSeconds(10).was(QUEUED, T, false);
        in.pass(0, 0, 1);
        revision.preview(T + 40_000);
        revision.expect(UNKNOWN, NO_WRITE, 40_000);
        revision.annotatedDeadline("5s").preview(T + 35_001);
        revision.expect(0, 0, NO_RECHECK);
        revision.annotatedDeadline("soon").preview(T + 40_001);
        revision.expect(0, 0, NO_RECHECK);
    }

    @ParameterizedTest
    @CsvSource({"0, 60000", "1, 59999", "59999, 1"})
    void an_active_revision_keeps_one_pod_for_a_stable_window(long later, long recheck) {
        revision.was(ACTIVE, T, true).annotate("activation-scale", "5");
        in.pass(0, 3, 3).excessBurstCapacity(0);
        revision.at(T + later);

        revision.expect(1, 1, recheck);
        revision.expect(ACTIVE, T);
        assertThat(revision.out.proxyMode()).isFalse();
        assertThat(revision.out.consultsProbe()).isFalse();
    }

    @Test
    void then_it_becomes_inactive_with_all_its_pods() {
        revision.was(ACTIVE, T, true);
        in.pass(0, 3, 3);
        revision.preview(T + 60_000);
        revision.expect(0, NO_WRITE, NO_RECHECK);
        revision.expect(NO_TRAFFIC, T + 60_000);
        assertThat(revision.out.proxyMode()).isTrue();

        in.proxyMode(true);
        revision.preview(T + 60_000);
        revision.expect(0, NO_WRITE, 3_000);
        revision.annotate("window", "90s").preview(T + 60_000);
        revision.expect(1, 1, 30_000);
    }

    @Test
    void an_inactive_revision_probes_first() {
        revision.was(NO_TRAFFIC, T, true);
        in.pass(0, 3, 3);
        revision.at(T + DEADLINE);

        revision.expect(0, NO_WRITE, NO_RECHECK);
        assertThat(revision.out.consultsProbe()).isTrue();
        assertThat(revision.out.probesLater()).isTrue();
        in.probed(true);
        revision.at(T + DEADLINE);
        revision.expect(0, 0, NO_RECHECK);
        assertThat(revision.out.consultsProbe()).isTrue();
        assertThat(revision.out.probesLater()).isFalse();
    }

    @Test
    void behind_the_activators_forever_there_is_nothing_to_probe() {
        revision.was(NO_TRAFFIC, T, true).annotate("target-burst-capacity", "-1");
        in.pass(0, 3, 3);
        revision.at(T + DEADLINE);

        revision.expect(0, 0, NO_RECHECK);
        assertThat(revision.out.consultsProbe()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // elapsed, retention, written, recheck
        "29999, 0s, -1, 30000",
        "30000, 0s, 0, -1",
        "0, 5s, -1, 5000",
        "4999, 5s, -1, 1",
        "5000, 5s, -1, 30000",
        "30000, 90s, -1, 60000",
        "89999, 90s, -1, 1",
        "90000, 90s, 0, -1"
    })
    void graceAndRetentionCountFromTheInactiveMoment(long elapsed, String retention, int written, long recheck) {
        revision.was(NO_TRAFFIC, T, true).config("scale-to-zero-pod-retention-period", retention);
        in.pass(0, 3, 3).probed(true);
        revision.at(T + elapsed);

        revision.expect(0, written, recheck);
        revision.expect(NO_TRAFFIC, T);
    }

    @Test
    void an_annotated_retention_of_zero_lifts_the_clusters() {
        revision.was(NO_TRAFFIC, T, true).config("scale-to-zero-pod-retention-period", "90s");
        in.pass(0, 3, 3).probed(true).reachable(false);
        revision.preview(T + 30_000);
        revision.expect(0, 0, NO_RECHECK);

        in.reachable(true);
        revision.annotate("scale-to-zero-pod-retention-period", "0").preview(T + 30_000);
        revision.expect(0, 0, NO_RECHECK);
        revision.annotate("scale-to-zero-pod-retention-period", "never").preview(T + 30_000);
        revision.expect(0, NO_WRITE, 60_000);
    }

    @ParameterizedTest
    @CsvSource({"30000, 0, -1", "29999, -1, 1", "0, -1, 30000", "-77, -1, 30000"})
    void what_was_behind_the_activators_for_a_grace_period_goes_at_once(long proxied, int written, long recheck) {
        revision.was(NO_TRAFFIC, T, true);
        in.pass(0, 3, 3).probed(true).activatorsSince(T - proxied);
        revision.at(T);

        revision.expect(0, written, recheck);
    }

    @Test
    void the_fast_path_keeps_the_retention() {
        revision.was(NO_TRAFFIC, T, true).annotate("scale-to-zero-pod-retention-period", "10s");
        in.pass(0, 3, 3).probed(true).activatorsSince(T - DEADLINE);
        revision.preview(T + 9_999);
        revision.expect(0, NO_WRITE, 1);
        revision.preview(T + 10_000);
        revision.expect(0, 0, NO_RECHECK);
    }

    @Test
    void with_an_initial_scale_of_zero_it_is_inactive_at_once_and_initialized() {
        revision.config("allow-zero-initial-scale", "true").annotate("initial-scale", "0");
        in.pass(2, 0, 1);
        revision.at(T + 1);
        revision.expect(2, 2, NO_RECHECK);
        revision.expect(NO_TRAFFIC, T + 1);
        assertThat(revision.status.isInitialized()).isTrue();

        in.pass(2, 0, 2);
        revision.at(T + 2);
        revision.expect(QUEUED, T + 2);
    }

    @Test
    void with_enough_pods_it_is_active_before_anything_is_measured() {
        in.pass(UNKNOWN, 1, 1);
        revision.at(T + 1);

        revision.expect(UNKNOWN, NO_WRITE, DEADLINE);
        revision.expect(ACTIVE, T + 1);
        assertThat(revision.status.desiredScale()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        // min, condition, desired, ready, after
        "0, QUEUED, 2, 0, QUEUED",
        "0, QUEUED, 2, 1, ACTIVE",
        "3, QUEUED, 3, 2, QUEUED",
        "3, QUEUED, 3, 3, ACTIVE",
        "3, ACTIVE, -1, 2, QUEUED",
        "0, NO_TRAFFIC, 2, 0, QUEUED",
        "0, NO_TRAFFIC, 2, 1, ACTIVE",
        "0, NO_TRAFFIC, -1, 1, NO_TRAFFIC",
        "0, TIMED_OUT, -1, 1, TIMED_OUT",
        "0, TIMED_OUT, -1, 0, NO_TRAFFIC"
    })
    void theConditionFollowsTheReadyPods(int min, KpaCondition before, int desired, int ready, KpaCondition after) {
        revision.annotate("min-scale", Integer.toString(min)).was(before, T, true);
        in.pass(desired, ready, 9);
        revision.at(T + 1);

        revision.expect(after, before == after ? T : T + 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, false", "1, -1, true", "-1, 5, true", "0, 5, true"})
    void only_capacity_to_spare_serves_without_activators(int desired, int excess, boolean proxy) {
        revision.was(desired == 0 ? NO_TRAFFIC : ACTIVE, T, true);
        in.pass(desired, 1, 1).excessBurstCapacity(excess);

        assertThat(revision.at(T).proxyMode()).isEqualTo(proxy);
    }

    @Test
    void the_desired_scale_is_kept_while_none_is_known() {
        revision.was(ACTIVE, T, true);
        in.pass(4, 1, 1);
        revision.at(T);
        in.pass(UNKNOWN, 2, 4);
        revision.at(T + 1);

        assertThat(revision.status.desiredScale()).isEqualTo(4);
        assertThat(revision.status.actualScale()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 5})
    void time_may_begin_anywhere_and_go_back(long start) {
        revision.was(ACTIVE, start + 5, true);
        in.pass(0, 3, 3);
        revision.preview(start);
        revision.expect(1, 1, 60_000);

        revision.was(NO_TRAFFIC, start + 5, true);
        in.probed(true).activatorsSince(start + 5);
        revision.preview(start);
        revision.expect(0, NO_WRITE, 30_000);
    }

    @Test
    void the_ends_of_time_are_far_apart() {
        in.pass(0, 3, 3).probed(true);
        revision.was(ACTIVE, Long.MIN_VALUE, true).preview(Long.MAX_VALUE);
        revision.expect(0, NO_WRITE, NO_RECHECK);
        revision.expect(NO_TRAFFIC, Long.MAX_VALUE);
        revision.was(NO_TRAFFIC, Long.MIN_VALUE, true).preview(Long.MAX_VALUE);
        revision.expect(0, 0, NO_RECHECK);
        in.activatorsSince(Long.MIN_VALUE + 1);
        revision.was(NO_TRAFFIC, Long.MAX_VALUE, true).preview(Long.MAX_VALUE);
        revision.expect(0, 0, NO_RECHECK);
        in.activatorsSince(KpaScaleToZero.Input.NOT_IN_PATH);
        revision.preview(Long.MAX_VALUE);
        revision.expect(0, NO_WRITE, 30_000);
        revision.annotatedDeadline("2562047h").was(QUEUED, Long.MIN_VALUE, true).preview(-1);
        revision.expect(0, 0, NO_RECHECK);
    }

    @Test
    void a_negative_count_is_never_written() {
        revision.annotate("min-scale", "-5").annotate("max-scale", "-3");
        in.pass(4, 3, 3);
        revision.at(T);

        revision.expect(-3, NO_WRITE, NO_RECHECK);
    }

    @Test
    void a_pass_forgets_the_one_before() {
        in.pass(9, 9, 9)
                .noService()
                .reachable(false)
                .proxyMode(true)
                .activatorsSince(5)
                .probed(true);
        in.excessBurstCapacity(-1).pass(0, 1, 1);
        revision.annotate("min-scale", "2").was(NO_TRAFFIC, T, true).at(T);
        revision.expect(2, 2, NO_RECHECK);
        assertThat(revision.out.proxyMode()).isFalse();
        assertThat(revision.status.isInitialized()).isTrue();

        revision.annotate("min-scale", "0").was(NO_TRAFFIC, T, true).at(T);
        assertThat(revision.out.probesLater()).isTrue();
        revision.was(ACTIVE, T, true).at(T + 60_000);
        revision.expect(0, NO_WRITE, NO_RECHECK);
    }

    @Test
    void negative_pods_are_refused() {
        in.pass(4, 3, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.pass(0, -1, 2))
                .withMessage("ready and replicas must be >= 0: ready=-1, replicas=2");
        assertThatIllegalArgumentException().isThrownBy(() -> in.pass(0, 1, -2));
        revision.was(ACTIVE, T, true).at(T);
        revision.expect(4, 4, NO_RECHECK);
    }
}
