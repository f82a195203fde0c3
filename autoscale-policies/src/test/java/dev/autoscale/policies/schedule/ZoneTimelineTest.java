package dev.autoscale.policies.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTimelineTest {
    static Stream<String> zones() {
        return ZoneId.getAvailableZoneIds().stream().sorted();
    }

    /** Walks over every transition up to 2500, and one cycle of 400 years far away. */
    @ParameterizedTest
    @MethodSource("zones")
    void every_period_is_the_one_that_java_time_knows(String name) {
        ZoneRules rules = ZoneId.of(name).getRules();
        ZoneTimeline zone = ZoneTimeline.of(rules);
        Instant last = Instant.parse("2500-01-01T00:00:00Z");
        Instant at = Instant.parse("1700-01-01T00:00:00Z");
        long period = 0;
        assertThat(zone.periodAt(at.getEpochSecond())).isZero();
        for (ZoneOffsetTransition next = rules.nextTransition(at);
                next != null && at.isBefore(last);
                next = rules.nextTransition(at)) {
            at = next.getInstant();
            long second = at.getEpochSecond();
            assertThat(zone.end(period)).isEqualTo(second);
            assertThat(zone.start(period + 1)).isEqualTo(second);
            assertThat(zone.offset(period)).isEqualTo(next.getOffsetBefore().getTotalSeconds());
            assertThat(zone.periodAt(second - 1)).isEqualTo(period);
            period++;
            assertThat(zone.periodAt(second)).isEqualTo(period);
            assertThat(zone.offset(period)).isEqualTo(next.getOffsetAfter().getTotalSeconds());
        }
        if (at.isBefore(last)) {
            assertThat(zone.end(period)).isEqualTo(ZoneTimeline.END);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "Australia/Lord_Howe", "Asia/Gaza", "America/Santiago", "Antarctica/Troll"})
    void rules_hold_for_ever(String name) {
        ZoneRules rules = ZoneId.of(name).getRules();
        ZoneTimeline zone = ZoneTimeline.of(rules);
        long year12000 = LocalDate.of(12_000, 1, 1).toEpochDay() * 86_400;
        for (long second = year12000; second < year12000 + 2 * 31_556_952L; second += 1799) {
            assertThat(zone.offsetAt(second))
                    .isEqualTo(rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
        }
    }

    @Test
    void the_first_period_has_no_beginning() {
        ZoneTimeline zone = ZoneTimeline.of(ZoneId.of("Europe/Berlin"));

        assertThat(zone.start(0)).isEqualTo(ZoneTimeline.BEGINNING);
        assertThat(zone.periodAt(Long.MIN_VALUE / 1000)).isZero();
        assertThat(zone.offsetAt(Long.MIN_VALUE / 1000)).isEqualTo(3208);
    }

    @Property
    void dates_are_those_of_java_time(@ForAll @LongRange(min = -300_000_000_000L, max = 300_000_000_000L) long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        long packed = Civil.dateOf(days);

        assertThat(Civil.year(packed)).isEqualTo(date.getYear());
        assertThat(Civil.month(packed)).isEqualTo(date.getMonthValue());
        assertThat(Civil.day(packed)).isEqualTo(date.getDayOfMonth());
        assertThat(Civil.weekday(days)).isEqualTo(date.getDayOfWeek().getValue() % 7);
        assertThat(Civil.toDays(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
                .isEqualTo(days);
        assertThat(Civil.lengthOfMonth(date.getYear(), date.getMonthValue())).isEqualTo(date.lengthOfMonth());
    }
}
