package dev.autoscale.policies.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.schedule.CronExpression.Grammar;
import dev.autoscale.policies.schedule.CronTexts.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CronWindowTest {
    private static final long SCANNED_MINUTES = 2 * 24 * 60;

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static CronExpression cron(String expression, String zone) {
        return CronExpression.parse(expression, ZoneId.of(zone), Grammar.STRICT_OR_NEVER);
    }

    private static void assertOpen(CronWindow window, String from, String until) {
        assertThat(window.isActive(millis(from) - 1)).isFalse();
        assertThat(window.nextTransitionMillis(millis(from) - 1)).isEqualTo(millis(from));
        assertThat(window.isActive(millis(from))).isTrue();
        assertThat(window.nextTransitionMillis(millis(from))).isEqualTo(millis(until));
        assertThat(window.isActive(millis(until) - 1)).isTrue();
        assertThat(window.isActive(millis(until))).isFalse();
    }

    @Test
    void from_a_start_to_the_next_end() {
        CronWindow window = CronWindow.between(cron("30 6 * * 1-5", "UTC"), cron("10 22 * * *", "UTC"));

        assertOpen(window, "2025-06-05T06:30Z", "2025-06-05T22:10Z");
        assertThat(window.isActive(millis("2025-06-07T12:00Z"))).isFalse();
        assertThat(window.nextTransitionMillis(millis("2025-06-07T12:00Z"))).isEqualTo(millis("2025-06-09T06:30Z"));
        assertThat(window).hasToString("30 6 * * 1-5 to 10 22 * * *");
    }

    /** After Friday's end the next event is Saturday's end, so KEDA counts the weekend as open. */
    @Test
    void keda_looks_ahead_only() {
        CronWindow window = CronWindow.keda(cron("30 6 * * 1-5", "UTC"), cron("10 22 * * *", "UTC"));

        assertThat(window.isActive(millis("2025-06-05T22:10Z"))).isFalse();
        assertThat(window.isActive(millis("2025-06-07T12:00Z"))).isTrue();
        assertThat(window.isActive(millis("2025-06-08T22:09:59.999Z"))).isTrue();
        assertThat(window.isActive(millis("2025-06-08T22:10Z"))).isFalse();
        assertThat(window).hasToString("30 6 * * 1-5 to 10 22 * * * (KEDA)");
    }

    @Test
    void keda_without_start_or_end() {
        CronExpression never = cron("0 0 30 2 *", "UTC");
        CronExpression daily = cron("0 8 * * *", "UTC");

        assertThat(CronWindow.keda(never, daily).isActive(0)).isTrue();
        assertThat(CronWindow.keda(never, never).isActive(0)).isTrue();
        assertThat(CronWindow.keda(never, never).nextTransitionMillis(0)).isEqualTo(CronWindow.NEVER_AGAIN);
        assertThat(CronWindow.keda(daily, never).isActive(0)).isFalse();
        assertThat(CronWindow.between(never, daily).isActive(0)).isFalse();
        assertThat(CronWindow.between(never, daily).nextTransitionMillis(0)).isEqualTo(CronWindow.NEVER_AGAIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronWindow.between(daily, never))
                .withMessage("end must fire at some time: end=0 0 30 2 *");
    }

    @Test
    void a_length_is_elapsed_time() {
        CronWindow night = CronWindow.lasting(cron("0 22 * * *", "Europe/Berlin"), Duration.ofHours(8));

        assertOpen(night, "2025-03-29T22:00+01:00", "2025-03-30T07:00+02:00");
        assertOpen(night, "2025-10-25T22:00+02:00", "2025-10-26T05:00+01:00");
        assertThat(night).hasToString("0 22 * * * for PT8H");
    }

    @Test
    void an_end_is_read_off_the_wall_clock() {
        CronWindow night = CronWindow.between(cron("0 22 * * *", "Europe/Berlin"), cron("0 6 * * *", "Europe/Berlin"));

        assertOpen(night, "2025-03-29T22:00+01:00", "2025-03-30T06:00+02:00");
        assertOpen(night, "2025-10-25T22:00+02:00", "2025-10-26T06:00+01:00");
    }

    /** 2:30 happens twice in the overlap: the window opens twice; in the gap it does not open at all. */
    @Test
    void starts_in_overlap_and_gap() {
        CronWindow window =
                CronWindow.between(cron("30 2 * * *", "Europe/Berlin"), cron("45 2 * * *", "Europe/Berlin"));

        assertOpen(window, "2025-10-26T02:30+02:00", "2025-10-26T02:45+02:00");
        assertOpen(window, "2025-10-26T02:30+01:00", "2025-10-26T02:45+01:00");
        assertThat(window.nextTransitionMillis(millis("2025-03-29T12:00Z")))
                .isEqualTo(millis("2025-03-31T02:30+02:00"));
    }

    @Test
    void an_end_that_coincides_with_a_start_does_not_close() {
        CronWindow window = CronWindow.between(cron("0 * * * *", "UTC"), cron("0,30 8 * * *", "UTC"));

        assertOpen(window, "2025-06-05T09:00Z", "2025-06-06T08:30Z");
        CronWindow always = CronWindow.between(cron("0 * * * *", "UTC"), cron("0 8 * * *", "UTC"));
        assertThat(always.isActive(0)).isTrue();
        assertThat(always.nextTransitionMillis(0)).isGreaterThan(0); // early, not late
    }

    @Test
    void overlapping_lengths_are_one_window() {
        CronWindow window = CronWindow.lasting(cron("0,30 8,9 * * *", "UTC"), Duration.ofMinutes(30));

        assertOpen(window, "2025-06-05T08:00Z", "2025-06-05T10:00Z");
        assertThat(CronWindow.lasting(cron("* * * * *", "UTC"), Duration.ofDays(1))
                        .nextTransitionMillis(0))
                .isGreaterThan(86_400_000);
        assertThat(CronWindow.lasting(cron("* * * * *", "UTC"), Duration.ofMillis(Long.MAX_VALUE))
                        .nextTransitionMillis(0))
                .isEqualTo(CronWindow.NEVER_AGAIN);
    }

    @Test
    void lengths_are_checked() {
        CronExpression start = cron("0 8 * * *", "UTC");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronWindow.lasting(start, Duration.ZERO))
                .withMessage("length must be at least 1 ms: length=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronWindow.lasting(start, Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("length must fit into milliseconds: length=PT");
    }

    @Provide
    Arbitrary<Cron> crons() {
        return CronTexts.crons();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return CronTexts.zones();
    }

    /** Opened and closed minute by minute, from a firing of the start on. */
    @Property(tries = 200)
    void a_window_equals_a_scan(
            @ForAll("crons") Cron start,
            @ForAll("crons") Cron end,
            @ForAll("zones") ZoneId zone,
            @ForAll long random,
            @ForAll boolean near,
            @ForAll @IntRange(min = 1, max = 3000) int length) {
        CronExpression opens = cron(start.toString(), zone.getId());
        CronExpression closes = cron(end.toString(), zone.getId());
        long first = opens.nextMillis(CronTexts.instant(zone, random, near).toEpochMilli());
        if (first == CronExpression.NEVER_AGAIN || closes.neverFires()) {
            return;
        }
        CronWindow between = CronWindow.between(opens, closes);
        CronWindow lasting = CronWindow.lasting(opens, Duration.ofMinutes(length));
        CronWindow.Cursor betweenCursor = between.newCursor();
        CronWindow.Cursor lastingCursor = lasting.newCursor();
        boolean open = true;
        long lastStart = first;
        for (long at = first; at < first + SCANNED_MINUTES * 60_000; at += 60_000) {
            if (end.allows(CronTexts.local(zone, at / 1000))) {
                open = false;
            }
            if (start.allows(CronTexts.local(zone, at / 1000))) {
                open = true;
                lastStart = at;
            }
            assertThat(betweenCursor.isActive(at)).isEqualTo(open);
            assertThat(lastingCursor.isActive(at)).isEqualTo(at < lastStart + length * 60_000L);
        }
    }

    /** A cursor differs from its window nowhere, so no transition is ever late; also backwards. */
    @Property(tries = 50)
    void a_cursor_answers_as_its_window(
            @ForAll("crons") Cron start,
            @ForAll("crons") Cron end,
            @ForAll("zones") ZoneId zone,
            @ForAll long random,
            @ForAll @IntRange(min = -1, max = 1) int direction) {
        CronWindow window = CronWindow.keda(cron(start.toString(), zone.getId()), cron(end.toString(), zone.getId()));
        CronWindow.Cursor cursor = window.newCursor();
        Instant from = CronTexts.instant(zone, random, true).minusSeconds(43_200);
        for (int i = 0; i < 200; i++) {
            long now = from.toEpochMilli()
                    + (direction == 0 ? Math.floorMod(random * i, 86_400_000L) : direction * i * 213_000L);
            assertThat(cursor.isActive(now)).isEqualTo(window.isActive(now));
            assertThat(cursor.nextTransitionMillis(now)).isGreaterThan(now);
        }
    }
}
