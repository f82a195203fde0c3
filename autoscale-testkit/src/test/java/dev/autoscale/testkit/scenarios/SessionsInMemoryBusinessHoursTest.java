package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Reason;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Business hours: Monday to Friday, 8 to 18 in Berlin, at least 5 replicas; beside that ceil(connections / 10). */
class SessionsInMemoryBusinessHoursTest {
    private static final String ZONE = "Europe/Berlin";
    private static final ZonedDateTime MONDAY = ZonedDateTime.of(2026, 1, 5, 0, 0, 0, 0, ZoneId.of(ZONE));

    /** KEDA's cron trigger: a metric of 5 replicas, while the window is open. Behavior is given, with all defaults. */
    private static ScaledObject.Builder object(String start, String end, int replicas) {
        return ScaledObject.builder()
                .minReplicaCount(1)
                .maxReplicaCount(20)
                .trigger(KedaTrigger.prometheus("connections", 10, 0))
                .trigger(KedaTrigger.cron("business-hours", ZONE, start, end, replicas))
                .behavior(new HpaBehavior(null, null));
    }

    private static AutoscalerSpec trigger(String start, String end, int replicas) {
        return object(start, end, replicas).build().toSpec();
    }

    private static CronWindow window(String start, String end) {
        ZoneId zone = ZoneId.of(ZONE);
        return CronWindow.between(CronExpression.parse(start, zone), CronExpression.parse(end, zone));
    }

    private static AutoscalerSpec floor(UnaryOperator<ScheduleWindow> how, int replicas) {
        CronWindow hours = window("0 8 * * 1-5", "0 18 * * 1-5");
        return AutoscalerSpec.builder(1, 20)
                .metric(external("connections").averageValue(10))
                .schedule(Schedule.of(how.apply(ScheduleWindow.floor("business hours", hours, replicas))))
                .build();
    }

    private final AutoscalerSpec trigger = trigger("0 8 * * 1-5", "0 18 * * 1-5", 5);
    private final AutoscalerSpec toZero =
            object("0 8 * * 1-5", "0 18 * * 1-5", 5).minReplicaCount(0).build().toSpec();
    private final AutoscalerSpec floor = floor(UnaryOperator.identity(), 5);

    private static Map<Long, Integer> day(AutoscalerSpec spec, ZonedDateTime midnight) {
        // 12 connections take 2, 83 between 12 and 13 o'clock take 9, within the limit of max(5 + 4, 5 * 2).
        long first = midnight.toEpochSecond();
        return inDay(Workload.of(spec, 2)
                .decideEvery(
                        15,
                        first,
                        first + 86_385,
                        (in, second) -> in.value(0, (second - first) / 3600 == 12 ? 83 : 12)));
    }

    /** The same changes by the second of their day; for days without a change of the zone's offset. */
    private static Map<Long, Integer> inDay(Map<Long, Integer> changes) {
        Map<Long, Integer> times = new LinkedHashMap<>();
        changes.forEach((second, count) -> times.put(
                (long) Instant.ofEpochSecond(second)
                        .atZone(MONDAY.getZone())
                        .toLocalTime()
                        .toSecondOfDay(),
                count));
        return times;
    }

    private static long clock(int hour, int minute, int second) {
        return hour * 3600L + minute * 60 + second;
    }

    @Test
    void the_trigger_holds_its_replicas_for_a_window_longer() {
        // 2 may become max(2 + 4, 2 * 2), so 5 at once. The last 9 of 12:59:45 counts for 300 s, as does the last 5
        // of 17:59:45.
        assertThat(day(trigger, MONDAY))
                .containsExactly(
                        entry(clock(8, 0, 0), 5),
                        entry(clock(12, 0, 0), 9),
                        entry(clock(13, 4, 45), 5),
                        entry(clock(18, 4, 45), 2));
    }

    @Test
    void the_floor_ends_on_the_minute() {
        // A floor is no recommendation: at 18:00 the connections have asked for 2 for a long time.
        assertThat(day(floor, MONDAY))
                .containsExactly(
                        entry(clock(8, 0, 0), 5),
                        entry(clock(12, 0, 0), 9),
                        entry(clock(13, 4, 45), 5),
                        entry(clock(18, 0, 0), 2));
    }

    @Test
    void on_saturday_both_are_closed() {
        ZonedDateTime saturday = MONDAY.plusDays(5);
        List<AutoscalerSpec> both = List.of(trigger, floor);
        for (AutoscalerSpec spec : both) {
            assertThat(day(spec, saturday))
                    .containsExactly(entry(clock(12, 0, 0), 6), entry(clock(12, 0, 15), 9), entry(clock(13, 4, 45), 2));
        }
    }

    @Test
    void an_end_of_every_day_keeps_the_trigger_open_on_the_weekend() {
        // KEDA looks ahead: on Saturday the next end, 18:00, comes before the next start on Monday.
        AutoscalerSpec daily = trigger("0 8 * * 1-5", "0 18 * * *", 5);
        long saturday = MONDAY.plusDays(5).plusHours(10).toEpochSecond();
        long sunday = MONDAY.plusDays(6).plusHours(18).toEpochSecond();
        assertThat(Workload.of(daily, 2).decide(saturday, 12)).isEqualTo(5);
        assertThat(Workload.of(daily, 2).decide(sunday - 1, 12)).isEqualTo(5);
        assertThat(Workload.of(daily, 2).decide(sunday, 12)).isEqualTo(2);
        assertThat(window("0 8 * * 1-5", "0 18 * * *").isActive(saturday * 1000))
                .isFalse();
    }

    @Test
    void from_eleven_replicas_on_the_trigger_may_fall_short_by_the_tolerance() {
        long noon = MONDAY.plusHours(12).toEpochSecond();
        // 190 connections take 19. As a metric the trigger is 20 / 19 = 1.05, within 10 %; as a floor it is 20.
        AutoscalerSpec twentyWanted = trigger("0 8 * * 1-5", "0 18 * * 1-5", 20);
        assertThat(Workload.of(twentyWanted, 19).decide(noon, 190)).isEqualTo(19);
        assertThat(Workload.of(floor(UnaryOperator.identity(), 20), 19).decide(noon, 190))
                .isEqualTo(20);
        // 5 / 4 = 1.25: with few replicas there is no difference.
        assertThat(Workload.of(trigger, 4).decide(noon, 40)).isEqualTo(5);
    }

    @Test
    void a_lead_time_has_them_ready_at_eight() {
        AutoscalerSpec early = floor(hours -> hours.lead(Duration.ofMinutes(10)), 5);
        long eight = MONDAY.plusHours(8).toEpochSecond();
        Workload sessions = Workload.of(early, 2);
        assertThat(sessions.decide(eight - 601, 12)).isEqualTo(2);
        assertThat(sessions.decide(eight - 600, 12)).isEqualTo(5);
        // The trigger has its lead in the expression.
        AutoscalerSpec earlier = trigger("50 7 * * 1-5", "0 18 * * 1-5", 5);
        assertThat(Workload.of(earlier, 2).decide(eight - 601, 12)).isEqualTo(2);
        assertThat(Workload.of(earlier, 2).decide(eight - 600, 12)).isEqualTo(5);
    }

    @Test
    void the_floor_is_approached_under_the_rate_policies_unless_it_says_otherwise() {
        long eight = MONDAY.plusHours(8).toEpochSecond();
        // 1 may become max(1 + 4, 1 * 2) = 5; of the 12 that are asked for
        assertThat(Workload.of(floor(UnaryOperator.identity(), 12), 1).decide(eight, 4))
                .isEqualTo(5);
        assertThat(Workload.of(floor(ScheduleWindow::atOnce, 12), 1).decide(eight, 4))
                .isEqualTo(12);
    }

    @Test
    void without_any_metric_the_floor_holds() {
        Workload sessions = Workload.of(floor, 2);
        long eight = MONDAY.plusHours(8).toEpochSecond();
        assertThat(sessions.decide(eight, in -> in.failed(0))).isEqualTo(5);
        assertThat(sessions.decision().reason()).isEqualTo(Reason.SCHEDULED_FLOOR);
    }

    @Test
    void eight_is_eight_in_summer() {
        ZonedDateTime july = MONDAY.plusWeeks(26);
        assertThat(july.plusHours(8).toInstant()).hasToString("2026-07-06T06:00:00Z");
        assertThat(day(floor, july)).contains(entry(clock(8, 0, 0), 5), entry(clock(18, 0, 0), 2));
        assertThat(day(trigger, july)).contains(entry(clock(8, 0, 0), 5), entry(clock(18, 4, 45), 2));
    }

    @Test
    void from_zero_the_trigger_wakes_and_the_floor_raises() {
        long midnight = MONDAY.toEpochSecond();
        Workload woken = Workload.of(toZero, 0);
        Workload raised = Workload.of(
                floor.toBuilder()
                        .bounds(0, 20)
                        .activation(Activation.cooldown(Duration.ofSeconds(300)))
                        .build(),
                0);
        // No one is connected. The trigger is active from 8:00 on, which brings max(1, minReplicaCount), and the HPA
        // then
        // finds 5 of max(1 + 4, 1 * 2). It is active at 17:59:45 last: 300 s later the HPA's window lets the 5 go, and
        // after more than 300 s, at 18:05, the workload goes idle.
        assertThat(inDay(woken.decideEvery(15, midnight, midnight + 86_385, (in, second) -> in.value(0, 0))))
                .containsExactly(
                        entry(clock(8, 0, 0), 1),
                        entry(clock(8, 0, 15), 5),
                        entry(clock(18, 4, 45), 1),
                        entry(clock(18, 5, 0), 0));
        // A floor is reached from zero in one step. It counts as activity, so that the cooldown begins at its end.
        assertThat(inDay(raised.decideEvery(15, midnight, midnight + 86_385, (in, second) -> in.value(0, 0))))
                .containsExactly(entry(clock(8, 0, 0), 5), entry(clock(18, 0, 0), 1), entry(clock(18, 5, 0), 0));
    }
}
