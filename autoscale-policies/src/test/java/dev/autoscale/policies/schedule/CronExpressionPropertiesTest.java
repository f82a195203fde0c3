package dev.autoscale.policies.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.schedule.CronExpression.Grammar;
import dev.autoscale.policies.schedule.CronTexts.Cron;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongPredicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares searches with scans over instants, whose local time java.time tells. */
class CronExpressionPropertiesTest {
    private static final long SCANNED_MINUTES = 4 * 24 * 60;

    @Provide
    Arbitrary<Cron> crons() {
        return CronTexts.crons();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return CronTexts.zones();
    }

    private static CronExpression parse(Cron cron, ZoneId zone) {
        return CronExpression.parse(cron.toString(), zone, Grammar.STRICT_OR_NEVER);
    }

    private static LongPredicate law(Cron cron, ZoneId zone) {
        return second -> cron.allows(CronTexts.local(zone, second));
    }

    /** Since 1972 all offsets are whole minutes, and so are the instants that fire. */
    @Property
    void next_equals_a_scan(
            @ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long random, @ForAll boolean near) {
        long from = CronTexts.instant(zone, random, near).toEpochMilli() + Math.floorMod(random, 1000);
        LongPredicate fires = law(cron, zone);
        long minute = Math.floorDiv(from, 60_000L) + 1;
        long last = minute + SCANNED_MINUTES;
        while (minute < last && !fires.test(minute * 60)) {
            minute++;
        }

        long next = parse(cron, zone).nextMillis(from);

        if (minute < last) {
            assertThat(next).isEqualTo(minute * 60_000);
        } else {
            assertThat(next).isGreaterThanOrEqualTo(last * 60_000);
        }
        if (next != CronExpression.NEVER_AGAIN) {
            assertThat(fires.test(next / 1000)).isTrue();
        }
    }

    @Property
    void previous_equals_a_scan(
            @ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long random, @ForAll boolean near) {
        long from = CronTexts.instant(zone, random, near).toEpochMilli() + Math.floorMod(random, 1000);
        LongPredicate fires = law(cron, zone);
        long minute = Math.floorDiv(from, 60_000L);
        long first = minute - SCANNED_MINUTES;
        while (minute > first && !fires.test(minute * 60)) {
            minute--;
        }

        long previous = parse(cron, zone).previousMillis(from);

        if (minute > first) {
            assertThat(previous).isEqualTo(minute * 60_000);
        } else {
            assertThat(previous).isLessThanOrEqualTo(first * 60_000);
        }
    }

    /** Offsets of the nineteenth century have seconds, so every second is looked at. */
    @Property(tries = 100)
    void every_second_of_local_mean_time_counts(
            @ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll int random) {
        long from = Instant.parse("1880-01-01T00:00:00Z").getEpochSecond() + random % 1_000_000_000L;
        LongPredicate fires = law(cron, zone);
        long second = from + 1;
        long last = second + 40_000;
        while (second < last && !fires.test(second)) {
            second++;
        }

        long next = parse(cron, zone).nextMillis(from * 1000);

        if (second < last) {
            assertThat(next).isEqualTo(second * 1000);
        } else {
            assertThat(next).isGreaterThanOrEqualTo(last * 1000);
        }
    }

    @Property
    void previous_and_next_meet(@ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long millis) {
        CronExpression expression = parse(cron, zone);
        long now = millis / 1000;
        long next = expression.nextMillis(now);
        long previous = expression.previousMillis(now);

        assertThat(next).isGreaterThan(now);
        assertThat(previous).isLessThanOrEqualTo(now);
        if (next != CronExpression.NEVER_AGAIN) {
            assertThat(expression.previousMillis(next)).isEqualTo(next);
            assertThat(expression.previousMillis(next - 1)).isEqualTo(previous);
        }
        if (previous != CronExpression.NEVER_BEFORE) {
            assertThat(expression.nextMillis(previous - 1)).isEqualTo(previous);
            assertThat(expression.nextMillis(previous)).isEqualTo(next);
        }
    }

    @Property
    void every_search_ends(@ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long millis) {
        CronExpression expression = parse(cron, zone);

        assertThat(expression.kedaNextMillis(millis)).isGreaterThanOrEqualTo(millis);
        assertThat(expression.nextMillis(millis)).isGreaterThanOrEqualTo(millis);
        assertThat(expression.previousMillis(millis)).isLessThanOrEqualTo(millis);
    }

    /** A firing is one under both rules, however it is missed from further away. */
    @Property
    void keda_finds_every_firing_from_one_second_before(
            @ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long random, @ForAll boolean near) {
        CronExpression expression = parse(cron, zone);
        long next = expression.nextMillis(CronTexts.instant(zone, random, near).toEpochMilli());
        if (next != CronExpression.NEVER_AGAIN) {
            assertThat(expression.kedaNextMillis(next - 1000)).isEqualTo(next);
        }
    }

    /** KEDA's search is far from simple near transitions; what is said about its constancy is checked minute by minute. */
    @Property
    void keda_answers_the_same_for_as_long_as_is_said(
            @ForAll("crons") Cron cron, @ForAll("zones") ZoneId zone, @ForAll long random, @ForAll boolean near) {
        CronExpression expression = parse(cron, zone);
        long now = CronTexts.instant(zone, random, near).toEpochMilli();
        long next = expression.kedaNextMillis(now);
        long until = Math.min(expression.kedaSameUntilMillis(now, next), now + 86_400_000);

        assertThat(until).isGreaterThan(now);
        for (long at = now; at < until; at += 59_000) {
            assertThat(expression.kedaNextMillis(at)).isEqualTo(next);
        }
        assertThat(expression.kedaNextMillis(until - 1)).isEqualTo(next);
    }
}
