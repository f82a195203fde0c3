package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal.Status;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloSourceTest {
    private static final int HOUR = 3_600;
    private static final int DAY = 24 * HOUR;

    private static SloSource.Builder promise() {
        return SloSource.wait(0.99, Duration.ofSeconds(2))
                .concurrency(SloLife.CONCURRENCY)
                .startup(Duration.ofSeconds(60));
    }

    /** The proposals themselves: nothing is held. */
    private static AutoscalerSpec spec(SloSource.Builder source) {
        ScalingRules free = ScalingRules.rules().stabilizationWindow(Duration.ZERO);
        return AutoscalerSpec.builder(1, 1_000)
                .metric(source.asMetric("arrivals"))
                .metric(MetricSpec.signal("in_progress"))
                .scaleUp(free)
                .scaleDown(free)
                .build();
    }

    private static SloLife life(boolean isByChance) {
        return new SloLife(spec(promise()), isByChance);
    }

    @Test
    void a_steady_load_gets_its_places_and_a_margin() {
        SloLife life = life(true);
        life.goFor(6 * HOUR, 15, 400);
        for (int i = 0; i < 100; i++) {
            assertThat((double) life.go(15, 400)).isBetween(life.busy(400) + 0.5, 1.35 * life.busy(400));
        }
    }

    @Test
    void it_abstains_before_the_first_request_and_proposes_with_it() {
        SloLife life = life(false);
        life.replicas = 3;
        for (int i = 0; i < 10; i++) {
            assertThat(life.go(15, 0)).isEqualTo(3);
            assertThat(life.proposal().status()).isEqualTo(Status.ABSTAINED);
        }
        assertThat(life.explained()).contains("no request so far");
        life.go(15, 80);
        assertThat(life.proposal().status()).isEqualTo(Status.PROPOSED);
    }

    @Test
    void the_first_load_is_followed_at_once_where_nobody_waits() {
        SloLife life = life(false);
        life.replicas = 100;
        assertThat((double) life.go(15, 400)).isBetween(life.busy(400), 3 * life.busy(400));
    }

    @Test
    void with_a_queue_it_learns_the_service_time_in_two_minutes() {
        SloLife life = life(false);
        for (int i = 0; i < 8; i++) {
            life.go(15, 400);
        }
        assertThat((double) life.replicas).isGreaterThan(life.busy(400));
        life.goFor(HOUR, 15, 400);
        assertThat((double) life.replicas).isBetween(life.busy(400), 1.6 * life.busy(400));
    }

    @Test
    void without_data_nothing_shrinks() {
        SloLife life = life(false);
        int before = life.goFor(HOUR, 15, 400);
        for (double[] bad :
                new double[][] {{Double.NaN, 0}, {0, Double.NaN}, {-1, 0}, {0, -1}, {Double.NaN, Double.NaN}}) {
            for (int i = 0; i < 20; i++) {
                life.nowMillis += 15_000;
                assertThat(life.tell(bad[0], bad[1])).isEqualTo(before);
                assertThat(life.proposal().status()).isNotIn(Status.PROPOSED, Status.ABSTAINED);
            }
        }
        assertThat(life.go(15, 400)).isCloseTo(before, within(3));
    }

    @Test
    void a_new_level_is_followed_within_minutes_and_its_margin_goes_within_hours() {
        SloLife life = life(true);
        life.goFor(DAY, 15, 200);
        int most = 0;
        for (int i = 0; i < 24 * HOUR / 15; i++) {
            int replicas = life.go(15, 600);
            most = Math.max(most, replicas);
            if (i > 20) {
                assertThat((double) replicas).isGreaterThan(life.busy(600));
            }
        }
        assertThat((double) most).isLessThan(5 * life.busy(600));
        assertThat((double) life.replicas).isLessThan(1.35 * life.busy(600));
    }

    @Test
    void no_load_takes_one_replica_and_its_return_is_followed() {
        SloLife life = life(true);
        life.goFor(6 * HOUR, 15, 400);
        assertThat(life.goFor(12 * HOUR, 15, 0)).isEqualTo(1);
        life.goFor(300, 15, 400);
        assertThat((double) life.replicas).isBetween(life.busy(400), 7.5 * life.busy(400));
    }

    @Test
    void one_odd_sample_does_not_move_it_for_long() {
        SloLife life = life(true);
        int before = life.goFor(DAY, 15, 400);
        life.nowMillis += 15_000;
        life.tell(4_000, 200);
        life.goFor(1_800, 15, 400);
        assertThat((double) life.replicas).isLessThan(1.8 * before);
        life.goFor(6 * HOUR, 15, 400);
        assertThat((double) life.replicas).isLessThan(1.25 * before);
    }

    @Test
    void a_service_time_that_doubles_takes_twice_the_places() {
        SloLife life = life(true);
        int before = life.goFor(6 * HOUR, 15, 400);
        life.serviceSeconds = 1;
        life.goFor(HOUR, 15, 400);
        assertThat((double) life.replicas).isBetween(1.7 * before, 2.3 * before);
    }

    @Test
    void more_frequent_and_rarer_decisions_say_the_same() {
        for (double perSecond : new double[] {20, 200}) {
            int usual = each(15, perSecond);
            for (double each : new double[] {1, 5, 20, 60, 120, 180}) {
                assertThat(each(each, perSecond))
                        .as("%s/s each %s s", perSecond, each)
                        .isCloseTo(usual, within(each <= 60 ? 1 : 4));
            }
        }
    }

    private static int each(double seconds, double perSecond) {
        SloLife life = life(false);
        life.replicas = 50;
        return life.goFor(12 * HOUR, seconds, perSecond);
    }

    @Test
    void what_arrives_between_two_looks_counts() {
        SloLife often = life(false);
        SloLife rarely = life(false);
        often.replicas = 100;
        rarely.replicas = 100;
        for (int i = 0; i < 3_000; i++) {
            double perSecond = 200 + 100 * Math.sin(i / 200.0);
            for (int part = 0; part < 5; part++) {
                often.nowMillis += 2_000;
                often.tell(perSecond * (i == 0 ? 1 : part == 0 ? 5 : 0), perSecond / 2);
            }
            rarely.nowMillis += 10_000;
            rarely.tell(perSecond, perSecond / 2);
            if (i > 100) {
                assertThat(often.replicas).as("step %s", i).isCloseTo(rarely.replicas, within(2));
            }
        }
    }

    /** Nobody comes at night but one on the fourth; mornings rise from 8 to 9, and 10 minutes ahead much is foreseen of them. */
    @Test
    void mornings_are_foreseen_and_empty_nights_do_no_harm() {
        SloLife life = new SloLife(spec(promise().startup(Duration.ofMinutes(10))), true);
        int foreseen = 0;
        for (int at = 15; at < 6 * DAY; at += 15) {
            int ofDay = at % DAY;
            boolean isStray = at / DAY == 4 && ofDay == 5 * HOUR;
            life.go(15, isStray ? 1 : ofDay(ofDay));
            if (at / DAY == 5 && ofDay > 8.3 * HOUR && ofDay < 8.8 * HOUR) {
                foreseen += life.replicas > life.busy(ofDay(ofDay + 480)) ? 1 : 0;
            }
            assertThat(life.replicas).isLessThan(300);
            if (at > 10 * HOUR) {
                assertThat(life.proposal().status()).isEqualTo(Status.PROPOSED);
            }
        }
        assertThat(foreseen).isGreaterThan(100);
    }

    private static double ofDay(int seconds) {
        boolean isOpen = seconds >= 8 * HOUR && seconds < 17 * HOUR;
        return isOpen ? 400 * Math.min(1, (seconds - 8.0 * HOUR) / HOUR) : 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1_000, HOUR, DAY, 30 * DAY})
    void a_gap_is_survived(int seconds) {
        SloLife life = life(true);
        life.goFor(2 * DAY, 15, 400);
        life.nowMillis += seconds * 1_000L;
        for (int i = 0; i < 40; i++) {
            assertThat((double) life.go(15, 400)).isBetween(life.busy(400), 2.5 * life.busy(400));
        }
    }

    @Test
    void a_clock_that_goes_back_changes_little() {
        SloLife life = life(false);
        int before = life.goFor(HOUR, 15, 400);
        life.nowMillis -= 600_000;
        for (int i = 0; i < 100; i++) {
            assertThat(life.go(15, 400)).isCloseTo(before, within(2));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -3_600_000, 0, Long.MAX_VALUE - 8 * 3_600_000L})
    void every_time_is_a_time(long startMillis) {
        SloLife usual = life(false);
        usual.nowMillis = 1_700_000_100_000L - Math.floorMod(1_700_000_100_000L, 300_000L);
        SloLife life = life(false);
        life.nowMillis = startMillis;
        for (int i = 0; i < 1_000; i++) {
            double perSecond = 200 + 100 * Math.sin(i / 100.0);
            assertThat(life.go(15, perSecond)).as("step %s", i).isCloseTo(usual.go(15, perSecond), within(4));
        }
    }

    @Test
    void restored_it_goes_on_as_if_nothing_had_happened() {
        SloLife life = life(true);
        life.goFor(3 * DAY, 60, 400);
        SloLife restored = new SloLife(life.spec, true);
        ByteBuffer bytes = ByteBuffer.allocate(100_000);
        life.autoscaler.snapshot(bytes);
        restored.autoscaler = life.spec.newAutoscaler();
        restored.autoscaler.restore(bytes.flip());
        restored.nowMillis = life.nowMillis;
        restored.replicas = life.replicas;
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            double perSecond = 800 * random.nextDouble();
            life.nowMillis += 15_000;
            restored.nowMillis += 15_000;
            assertThat(restored.tell(perSecond, perSecond / 2)).isEqualTo(life.tell(perSecond, perSecond / 2));
            assertThat(restored.explained()).isEqualTo(life.explained());
        }
        ByteBuffer one = ByteBuffer.allocate(100_000);
        ByteBuffer other = ByteBuffer.allocate(100_000);
        life.autoscaler.snapshot(one);
        restored.autoscaler.snapshot(other);
        assertThat(one.flip()).isEqualTo(other.flip());
    }

    @Test
    void any_numbers_give_numbers() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 6; run++) {
            SloLife life = new SloLife(spec(promise().seasons(run % 2 == 0)), true);
            for (int i = 0; i < 3_000; i++) {
                life.nowMillis += random.nextInt(10) == 0 ? random.nextLong(100_000_000) : random.nextInt(30_000);
                int before = life.replicas;
                double perSecond = any(random);
                double inProgress = any(random);
                life.tell(perSecond, inProgress);
                if (!(perSecond >= 0 && inProgress >= 0) || Double.isInfinite(perSecond + inProgress)) {
                    assertThat(life.replicas).isGreaterThanOrEqualTo(before);
                }
                assertThat(life.explained()).doesNotContain("NaN", "Infinity");
            }
            int cleared = life.goFor(20 * DAY, 60, 400);
            assertThat((double) cleared).as("run %s", run).isBetween(life.busy(400), 2 * life.busy(400));
        }
    }

    private static double any(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> -random.nextDouble();
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> 0;
            case 4 -> Math.exp(80 * random.nextDouble() - 20);
            default -> 400 * random.nextDouble();
        };
    }

    @Test
    void it_says_what_it_forecasts_and_how_good_it_has_been() {
        SloLife life = life(true);
        life.goFor(2 * DAY, 15, 400);
        assertThat(life.explained())
                .containsPattern("/s in \\d+ s \\(the usual day counts -?\\d+\\.\\d\\d\\)")
                .containsPattern("off by \\d+\\.\\d %")
                .containsPattern("last day \\d+\\.\\d % below its 95 %, bias [+-]\\d+\\.\\d %");
    }

    @Test
    void queues_that_are_there_are_drained() {
        SloLife life = life(false);
        int before = life.goFor(HOUR, 15, 400);
        life.nowMillis += 15_000;
        assertThat(life.tell(400, 4_000)).isGreaterThan(before + 4);
    }

    @Test
    void a_told_service_time_needs_no_requests_in_progress() {
        SloSource source = promise().serviceTime(Duration.ofMillis(500)).build();
        assertThat(source.signals()).isEmpty();
        assertThat(source.inProgressSignal()).isNull();
        assertThat(promise().build().inProgressSignal()).isEqualTo("in_progress");
        assertThat(promise()
                        .serviceTimeFrom("took")
                        .inProgressFrom("busy")
                        .build()
                        .signals())
                .containsExactly("busy", "took");
    }

    @Test
    void it_remembers_no_more_than_it_says() {
        for (Duration startup : new Duration[] {Duration.ZERO, Duration.ofSeconds(60), Duration.ofMinutes(30)}) {
            int without = 8 * promise().startup(startup).seasons(false).build().memorySize();
            int with = 8 * promise().startup(startup).build().memorySize();
            assertThat(without).as("without seasons, %s", startup).isLessThanOrEqualTo(2 * 1024);
            assertThat(with).as("with seasons, %s", startup).isLessThanOrEqualTo(24 * 1024);
        }
        assertThat(8 * promise().seasons(false).build().memorySize() / 1024.0).isBetween(0.3, 0.95);
        assertThat(8 * promise().build().memorySize() / 1024.0).isBetween(16.0, 17.5);
    }

    @Test
    void a_promise_must_be_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SloSource.wait(1, Duration.ofDays(2))
                        .concurrency(0)
                        .startup(Duration.ofHours(1))
                        .serviceTime(Duration.ZERO)
                        .serviceTimeFrom(" ")
                        .build())
                .withMessageContaining("share must be > 0 and < 1: share=1.0")
                .withMessageContaining("concurrency must be >= 0.001")
                .withMessageContaining("startup must be >= PT0S and <= PT30M")
                .withMessageContaining("service time must be a time or a metric")
                .withMessageContaining("metric id must not be blank");
        assertThat(promise().build())
                .isEqualTo(promise().build())
                .hasSameHashCodeAs(promise().build());
        assertThat(promise().build()).isNotEqualTo(promise().seasons(false).build());
    }
}
