package dev.autoscale.policies.nomad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-11-30 is a Monday. */
class NomadScheduleTest {
    private static NomadSchedule lasting(String start, String duration) {
        return NomadSchedule.builder().start(start).duration(duration).build();
    }

    private static NomadSchedule between(String start, String end) {
        return NomadSchedule.builder().start(start).end(end).build();
    }

    private static boolean at(NomadSchedule schedule, String instant) {
        Instant now = Instant.parse(instant);
        boolean active = schedule.isActive(now);
        if (now.getNano() % 1_000_000 == 0) {
            assertThat(schedule.isActive(now.toEpochMilli())).isEqualTo(active);
        }
        return active;
    }

    @Test
    void a_duration_begins_with_its_start_and_its_last_nanosecond_is_outside() {
        NomadSchedule hour = lasting("0 8 * * *", "1h");
        assertThat(at(hour, "2026-11-30T07:59:59.999999999Z")).isFalse();
        assertThat(at(hour, "2026-11-30T08:00:00Z")).isTrue();
        assertThat(at(hour, "2026-11-30T08:59:59.999999998Z")).isTrue();
        assertThat(at(hour, "2026-11-30T08:59:59.999999999Z")).isFalse();
        assertThat(at(hour, "2026-11-30T09:00:00Z")).isFalse();
        NomadSchedule odd = lasting("0 8 * * *", "1500ms");
        assertThat(at(odd, "2026-11-30T08:00:01.499Z")).isTrue();
        assertThat(at(odd, "2026-11-30T08:00:01.500Z")).isFalse();
    }

    @Test
    void overlapping_durations_merge_and_an_impossible_start_is_always_active() {
        assertThat(at(lasting("0 * * * *", "90m"), "2026-11-30T12:45:00Z")).isTrue();
        assertThat(at(lasting("0 0 31 2 *", "1m"), "2026-11-30T12:45:00Z")).isTrue();
        assertThat(lasting("0 0 31 2 *", "1m").nextTransitionMillis(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void an_end_counts_its_own_occurrences() {
        NomadSchedule weekdays = between("0 9 * * *", "0 17 * * 1-5");
        assertThat(at(weekdays, "2026-11-28T23:00:00Z")).isTrue(); // Saturday, since that morning
        assertThat(at(weekdays, "2026-11-30T08:59:00Z")).isTrue(); // Monday, still
        assertThat(at(weekdays, "2026-11-30T17:00:00Z")).isFalse();
        assertThat(at(between("0 9 * * *", "0 9 * * *"), "2026-11-30T09:00:00Z"))
                .isFalse();
        assertThat(at(between("0 0 31 2 *", "0 9 * * *"), "2026-11-30T09:00:00Z"))
                .isFalse();
        assertThat(at(between("0 9 * * *", "0 0 31 2 *"), "2026-11-30T08:00:00Z"))
                .isTrue();
    }

    @Test
    void sunday_has_two_numbers_and_restricted_days_are_alternatives() {
        for (String sunday : new String[] {"0", "7", "sun", "Sunday", "0,7", "5,7"}) {
            assertThat(at(lasting("0 0 * * " + sunday, "24h"), "2026-11-29T12:00:00Z"))
                    .as(sunday)
                    .isTrue();
            assertThat(at(lasting("0 0 * * " + sunday, "24h"), "2026-11-30T12:00:00Z"))
                    .as(sunday)
                    .isFalse();
        }
        assertThat(at(lasting("0 0 30 * 0", "24h"), "2026-11-30T12:00:00Z")).isTrue();
        assertThat(at(lasting("0 0 */2 * 1", "24h"), "2026-11-30T12:00:00Z")).isTrue();
        assertThat(at(lasting("0 0 */1 * 0", "24h"), "2026-11-30T12:00:00Z")).isTrue();
        assertThat(at(lasting("0 0 15 * */1", "24h"), "2026-11-30T12:00:00Z")).isTrue();
        assertThat(at(lasting("0 0 * * 0", "24h"), "2026-11-30T12:00:00Z")).isFalse();
    }

    /** As the original's parser reads them: it takes the 7 for 0, and a range to 0 for one to Saturday. */
    @ParameterizedTest
    @CsvSource({
        "5-7, 0000011",
        "5-0, 0000011",
        "1-sun, 0111111",
        "mon-7, 0111111",
        "1-7/2, 0101010",
        "7-7, 1111111",
        "0-0/2, 1010101",
        "7-2, 1110000",
        "7/3, 1001001",
        "0-7, 1111111"
    })
    void a_range_of_weekdays_that_ends_on_sunday_ends_on_saturday(String days, String fromSunday) {
        NomadSchedule schedule = lasting("0 0 * * " + days, "1h");
        StringBuilder active = new StringBuilder();
        for (int day = 22; day <= 28; day++) {
            active.append(at(schedule, "2026-11-" + day + "T00:30:00Z") ? '1' : '0');
        }
        assertThat(active).hasToString(fromSunday);
    }

    @Test
    void months_and_days_may_be_written_in_full() {
        NomadSchedule schedule = lasting("0 0 * NOVEMBER Monday-friday", "24h");
        assertThat(at(schedule, "2026-11-30T12:00:00Z")).isTrue();
        assertThat(at(schedule, "2026-11-29T12:00:00Z")).isFalse();
        assertThat(at(schedule, "2026-12-01T12:00:00Z")).isFalse();
    }

    /** Between two announced transitions the answer stays. */
    @ParameterizedTest
    @ValueSource(strings = {"1h", "90m", "61s", "1500ms", "1ns", "26h"})
    void transitions_are_never_late(String duration) {
        NomadSchedule schedule = lasting("0,30 8-10 * * 1,2", duration);
        long now = Instant.parse("2026-11-30T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 200; i++) {
            long next = schedule.nextTransitionMillis(now);
            assertThat(next).isGreaterThan(now);
            boolean active = schedule.isActive(now);
            for (long between : new long[] {now + (next - now) / 3, now + (next - now) / 2, next - 1}) {
                assertThat(schedule.isActive(between)).isEqualTo(active);
            }
            now = next;
        }
    }

    @Test
    void the_ends_of_time_have_answers() {
        for (long now : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(between("0 9 * * *", "0 17 * * *").isActive(now)).isIn(true, false);
            assertThat(lasting("0 9 * * *", "1h").isActive(now)).isIn(true, false);
        }
    }

    @Test
    void what_upstream_refuses_is_refused() {
        assertThatThrownBy(() -> lasting("0 0 8 * * *", "1h")).hasMessageContaining("five fields");
        assertThatThrownBy(() -> lasting("@daily", "1h")).hasMessageContaining("Nomad takes no descriptor");
        assertThatThrownBy(() -> lasting("0 8 * *", "1h")).hasMessageContaining("five fields");
        assertThatThrownBy(() -> lasting("0 8 * * 8", "1h")).hasMessageContaining("from 0 to 7");
        assertThatThrownBy(() -> lasting("*/90 8 * * *", "1h")).hasMessageContaining("a step must be at most 59");
        assertThatThrownBy(() -> lasting("0 8 * * *", "-1h")).hasMessageContaining("duration above 0");
        assertThatThrownBy(() -> lasting("0 8 * * *", "1 hour")).hasMessageContaining("duration above 0");
        assertThatThrownBy(() -> NomadSchedule.builder().start("0 8 * * *").build())
                .hasMessageContaining("one of end and duration");
        assertThatThrownBy(() ->
                        NomadSchedule.builder().end("0 8 * * *").duration("1h").build())
                .hasMessageContaining("one of end and duration")
                .hasMessageContaining("five fields");
    }

    @Test
    void equal_settings_are_equal() {
        assertThat(lasting("0 8 * * *", "1h"))
                .isEqualTo(lasting("0 8 * * *", "60m"))
                .hasSameHashCodeAs(lasting("0 8 * * *", "60m"))
                .isNotEqualTo(between("0 8 * * *", "0 9 * * *"))
                .hasToString("0 8 * * * for PT1H");
        assertThat(between("0 8 * * *", "0 9 * * *").id()).isEqualTo("0 8 * * * to 0 9 * * *");
    }
}
