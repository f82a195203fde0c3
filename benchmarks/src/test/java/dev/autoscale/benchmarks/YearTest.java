package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class YearTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime OPENS = LocalTime.of(7, 50);
    private static final LocalTime CLOSES = LocalTime.of(18, 0);

    @Test
    void the_floor_follows_the_wall_clock_through_both_changes_of_the_offset() {
        Year year = Year.scheduled();
        for (int step = 0; step < Year.STEPS; step++) {
            year.once();
            ZonedDateTime now =
                    Instant.ofEpochMilli(Year.START_MILLIS + step * 15_000L).atZone(BERLIN);
            boolean weekday = now.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
            LocalTime time = now.toLocalTime();
            boolean open = weekday && !time.isBefore(OPENS) && time.isBefore(CLOSES);
            if ((year.decision().floor() == 5) != open) {
                assertThat(now).as("floor %d", year.decision().floor()).isNull();
            }
        }
        assertThat(Instant.ofEpochMilli(Year.START_MILLIS).atZone(BERLIN).getOffset())
                .isNotEqualTo(Instant.ofEpochMilli(Year.START_MILLIS + 180L * 86_400_000)
                        .atZone(BERLIN)
                        .getOffset());
    }

    @Test
    void windows_are_searched_at_transitions_only() {
        Year year = Year.scheduled();
        year.run(Year.STEPS);
        // Weekdays open twice (the lead first) and close; nights open and close; a few more early answers.
        assertThat(year.transitions()).isBetween(2 * 365 + 3 * 260, 2 * 365 + 4 * 270);
        assertThat(year.searches()).isLessThan(20L * year.transitions());
    }

    @Test
    void nothing_is_allocated_and_the_workload_sleeps_at_times() {
        // The compiler at work may allocate on this thread; the decisions themselves do so in every run or in none.
        String line = Year.scheduled().runOnce();
        for (int i = 0; i < 5 && !line.endsWith(" 0 bytes allocated"); i++) {
            line = Year.scheduled().runOnce();
        }
        assertThat(line).contains("2,102,400 decisions").endsWith(" 0 bytes allocated");
        assertThat(line).doesNotContain(" 0.0 % at zero");
    }
}
