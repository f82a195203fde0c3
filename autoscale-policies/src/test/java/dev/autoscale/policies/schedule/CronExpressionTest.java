package dev.autoscale.policies.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.autoscale.policies.internal.GoDuration;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static CronExpression cron(String expression, String zone) {
        return CronExpression.parse(expression, ZoneId.of(zone));
    }

    /** Firings after a time as local times, up to another. */
    private static List<String> firings(String expression, String zone, String from, String to) {
        CronExpression cron = cron(expression, zone);
        List<String> found = new ArrayList<>();
        for (long at = cron.nextMillis(millis(from)); at < millis(to); at = cron.nextMillis(at)) {
            found.add(Instant.ofEpochMilli(at)
                    .atZone(ZoneId.of(zone))
                    .toOffsetDateTime()
                    .toString());
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the gap from 2:00 to 3:00: no firing on that day
                "30 2 * * *   | Europe/Berlin       | 2025-03-29T12:00Z | 2025-03-31T12:00Z | 2025-03-31T02:30+02:00",
                "0 3 * * *    | Europe/Berlin       | 2025-03-29T12:00Z | 2025-03-30T12:00Z | 2025-03-30T03:00+02:00",
                // the overlap from 3:00 back to 2:00: both firings
                "30 2 * * *   | Europe/Berlin       | 2025-10-25T12:00Z | 2025-10-26T12:00Z"
                        + " | 2025-10-26T02:30+02:00,2025-10-26T02:30+01:00",
                "0 3 * * *    | Europe/Berlin       | 2025-10-25T12:00Z | 2025-10-26T12:00Z | 2025-10-26T03:00+01:00",
                // the southern hemisphere
                "30 2 * * *   | Australia/Sydney    | 2025-10-04T00:00Z | 2025-10-06T00:00Z | 2025-10-06T02:30+11:00",
                "30 2 * * *   | Australia/Sydney    | 2025-04-05T00:00Z | 2025-04-06T00:00Z"
                        + " | 2025-04-06T02:30+11:00,2025-04-06T02:30+10:00",
                // half an hour: 2:00 becomes 2:30, and 2:00 becomes 1:30
                "15,45 2 * * * | Australia/Lord_Howe | 2025-10-04T00:00Z | 2025-10-05T00:00Z | 2025-10-05T02:45+11:00",
                "45 1 * * *   | Australia/Lord_Howe | 2025-04-05T00:00Z | 2025-04-06T00:00Z"
                        + " | 2025-04-06T01:45+11:00,2025-04-06T01:45+10:30",
                // a midnight that did not exist
                "0 0 * * *    | America/Sao_Paulo   | 2018-11-03T12:00Z | 2018-11-05T12:00Z | 2018-11-05T00:00-02:00",
                // a zone with offsets of a quarter of an hour
                "0 0 * * *    | Pacific/Chatham     | 2025-07-01T00:00Z | 2025-07-02T00:00Z | 2025-07-02T00:00+12:45",
            })
    void wallClock(String expression, String zone, String from, String to, String expected) {
        List<String> after = firings(expression, zone, from, to);

        assertThat(after).containsExactly(expected.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 29 2 *      | 2096-03-01T00:00Z | 2104-02-29T00:00Z",
                "0 0 31 * *      | 2025-01-31T00:00Z | 2025-03-31T00:00Z",
                "0 0 13 * FRI    | 2025-06-01T00:00Z | 2025-06-06T00:00Z", // either is enough
                "0 0 13 * *      | 2025-06-01T00:00Z | 2025-06-13T00:00Z",
                "0 0 */1 * FRI   | 2025-06-01T00:00Z | 2025-06-06T00:00Z", // both, and a day always matches
                "0 0 */2 * FRI   | 2025-06-01T00:00Z | 2025-06-03T00:00Z", // a step takes the star away
                "0 0 ? * 1-5     | 2025-06-06T00:00Z | 2025-06-09T00:00Z",
                "5/20 * * * *    | 2025-06-06T00:05Z | 2025-06-06T00:25Z",
                "59 23 31 DEC *  | 2025-06-06T00:05Z | 2025-12-31T23:59Z",
                "0 0 * feb-mar sUn | 2025-06-06T00:05Z | 2026-02-01T00:00Z",
                "@yearly         | 2025-06-06T00:05Z | 2026-01-01T00:00Z",
                "@annually       | 2025-06-06T00:05Z | 2026-01-01T00:00Z",
                "@monthly        | 2025-06-06T00:05Z | 2025-07-01T00:00Z",
                "@weekly         | 2025-06-06T00:05Z | 2025-06-08T00:00Z",
                "@daily          | 2025-06-06T00:05Z | 2025-06-07T00:00Z",
                "@midnight       | 2025-06-06T00:05Z | 2025-06-07T00:00Z",
                "@hourly         | 2025-06-06T00:05Z | 2025-06-06T01:00Z",
                "@every 1h30m    | 2025-06-06T00:05Z | 2025-06-06T01:30Z",
                "TZ=Asia/Tokyo 0 9 * * *      | 2025-06-06T00:00Z | 2025-06-07T00:00Z",
                "CRON_TZ=Asia/Tokyo 0 9 * * * | 2025-06-06T00:00Z | 2025-06-07T00:00Z",
                "TZ=Asia/Tokyo @daily         | 2025-06-06T00:00Z | 2025-06-06T15:00Z",
            })
    void grammar(String expression, String from, String expected) {
        CronExpression cron = cron(expression, "UTC");

        assertThat(cron.nextMillis(millis(from))).isEqualTo(millis(expected));
        assertThat(cron.previousMillis(millis(expected))).isEqualTo(millis(expected));
        assertThat(cron).hasToString(expression);
    }

    @Test
    void next_is_strictly_after_and_previous_at_or_before() {
        CronExpression cron = cron("0 8 * * *", "UTC");
        long eight = millis("2025-06-06T08:00Z");

        assertThat(cron.nextMillis(eight)).isEqualTo(eight + 86_400_000);
        assertThat(cron.nextMillis(eight - 1)).isEqualTo(eight);
        assertThat(cron.previousMillis(eight)).isEqualTo(eight);
        assertThat(cron.previousMillis(eight - 1)).isEqualTo(eight - 86_400_000);
        assertThat(cron.kedaNextMillis(eight)).isEqualTo(eight + 86_400_000);
        assertThat(cron.kedaNextMillis(eight - 1)).isEqualTo(eight);
    }

    /** Near transitions KEDA loses days and hours, or fires on a day that is not allowed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,30 10-22 1 * *  | Asia/Gaza           | 2007-03-13T01:36:10+02:00 | 2007-04-01T10:00+03:00"
                        + " | 2007-05-01T10:00+03:00",
                "10-20/5 */11 1 * * | Africa/Casablanca  | 2010-05-01T22:34:08Z      | 2010-06-01T00:10+01:00"
                        + " | 2010-05-02T11:10+01:00",
                "0 2 * * *         | Australia/Lord_Howe | 2009-04-04T23:00+11:00    | 2009-04-05T02:00+10:30"
                        + " | 2009-04-06T02:00+10:30",
            })
    void kedaDiffersNearTransitions(String expression, String zone, String from, String wallClock, String keda) {
        CronExpression cron = cron(expression, zone);

        assertThat(cron.nextMillis(millis(from))).isEqualTo(millis(wallClock));
        assertThat(cron.kedaNextMillis(millis(from))).isEqualTo(millis(keda));
    }

    /** KEDA gives up after five years, and counts durations from the instant. */
    @Test
    void keda_differs_where_it_is_said() {
        CronExpression leapDay = cron("0 0 29 2 *", "UTC");
        assertThat(leapDay.kedaNextMillis(millis("2096-03-01T00:00Z"))).isEqualTo(CronExpression.NEVER_AGAIN);
        assertThat(leapDay.kedaNextMillis(millis("2100-03-01T00:00Z"))).isEqualTo(millis("2104-02-29T00:00Z"));

        CronExpression every = cron("@every 90s", "UTC");
        assertThat(every.kedaNextMillis(100_999)).isEqualTo(190_000);
        assertThat(every.nextMillis(100_999)).isEqualTo(180_000);
        assertThat(every.previousMillis(100_999)).isEqualTo(90_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 999, -1, 0, Long.MAX_VALUE - 86_400_000L, Long.MAX_VALUE})
    void searches_end_at_the_ends_of_time(long now) {
        for (String zone : List.of("UTC", "Europe/Berlin", "America/Sao_Paulo")) {
            for (String expression : List.of("0 0 29 2 *", "* * * * *", "@every 1h", "@every 1s")) {
                CronExpression cron = cron(expression, zone);
                assertThat(cron.nextMillis(now)).isGreaterThanOrEqualTo(now);
                assertThat(cron.kedaNextMillis(now)).isGreaterThanOrEqualTo(now);
                long previous = cron.previousMillis(now);
                assertThat(previous).isLessThanOrEqualTo(now);
                assertThat(previous == CronExpression.NEVER_BEFORE || cron.nextMillis(previous - 1) == previous)
                        .as("%s in %s: the firing before %s is one from the other side", expression, zone, now)
                        .isTrue();
            }
        }
        assertThat(cron("* * * * *", "UTC").nextMillis(Long.MAX_VALUE)).isEqualTo(CronExpression.NEVER_AGAIN);
        assertThat(cron("0 0 1 1 *", "UTC").previousMillis(Long.MIN_VALUE)).isEqualTo(CronExpression.NEVER_BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 2,4,6,9,11 *"})
    void what_never_fires_is_refused_unless_asked_for(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cron(expression, "UTC"))
                .withMessageContaining("it can never fire: day of month=3")
                .withMessageContaining("character=5");
        for (Grammar grammar : List.of(Grammar.STRICT_OR_NEVER, Grammar.KEDA, Grammar.STANDARD)) {
            CronExpression never = CronExpression.parse(expression, ZoneOffset.UTC, grammar);
            assertThat(never.neverFires()).isTrue();
            assertThat(never.nextMillis(0)).isEqualTo(CronExpression.NEVER_AGAIN);
            assertThat(never.kedaNextMillis(0)).isEqualTo(CronExpression.NEVER_AGAIN);
            assertThat(never.previousMillis(0)).isEqualTo(CronExpression.NEVER_BEFORE);
        }
        assertThat(cron("0 0 30 2 MON", "UTC").neverFires()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 24 * * *        | values must be from 0 to 23: hour=24, character=3, expression=0 24 * * *",
                "0 8 * * 5,7       | values must be from 0 to 6; Sunday is 0, so write 0 (6 for Quartz, whose Sunday is 1):"
                        + " day of week=7, character=11, expression=0 8 * * 5,7",
                "0 8 * * 5-7       | values must be from 0 to 6; Sunday is 0, so write 0,5,6 (4-6 for Quartz, whose Sunday"
                        + " is 1): day of week=5-7, character=9, expression=0 8 * * 5-7",
                "0 8 * * 1-7/2     | values must be from 0 to 6; Sunday is 0, so write 0,1,3,5 (0-6/2 for Quartz, whose"
                        + " Sunday is 1): day of week=1-7/2, character=9, expression=0 8 * * 1-7/2",
                "0 8 * * 0-7       | values must be from 0 to 6; Sunday is 0, so write 0,1,2,3,4,5,6: day of week=0-7,"
                        + " character=9, expression=0 8 * * 0-7",
                "0 8 * * 1-7/0     | values must be from 0 to 6: day of week=1-7/0, character=9, expression=0 8 * * 1-7/0",
                "0 8 * * 1-7/9223372036854775807 | values must be from 0 to 6: day of week=1-7/9223372036854775807,"
                        + " character=9, expression=0 8 * * 1-7/9223372036854775807",
                "0 8 * * 8         | values must be from 0 to 6: day of week=8, character=9, expression=0 8 * * 8",
                "0 8 * * SAT-MON   | a range must not end before it begins; write 6,0-1: day of week=SAT-MON,"
                        + " character=9, expression=0 8 * * SAT-MON",
                "0 8 0 * *         | values must be from 1 to 31: day of month=0, character=5, expression=0 8 0 * *",
                "0 8 * foo *       | there must be a number or a name such as JAN: month=foo, character=7,"
                        + " expression=0 8 * foo *",
                "x 8 * * *         | there must be a number: minute=x, character=1, expression=x 8 * * *",
                "0 8-  * * *       | there must be a number: hour=, character=5, expression=0 8-  * * *",
                "0 18-8 * * *      | a range must not end before it begins; write 18-23,0-8: hour=18-8, character=3,"
                        + " expression=0 18-8 * * *",
                "*/0 8 * * *       | a step must be positive: minute=*/0, character=1, expression=*/0 8 * * *",
                "1/2/3 8 * * *     | there must be at most one step: minute=1/2/3, character=1, expression=1/2/3 8 * * *",
                "1-2-3 8 * * *     | there must be at most one hyphen: minute=1-2-3, character=1,"
                        + " expression=1-2-3 8 * * *",
                "0 8 * *           | there must be five fields, minute, hour, day of month, month and day of week:"
                        + " fields=4, character=8, expression=0 8 * *",
                "0 0 8 * * *       | there must be five fields, minute, hour, day of month, month and day of week;"
                        + " without the seconds that is 0 8 * * *: fields=6, character=11, expression=0 0 8 * * *",
                "0 0 8 ? * MON *   | there must be five fields, minute, hour, day of month, month and day of week; without"
                        + " the seconds and year that is 0 8 ? * MON: fields=7, character=11, expression=0 0 8 ? * MON *",
                "0 8 ? * 2-6 *     | there must be five fields, minute, hour, day of month, month and day of week; without"
                        + " the year that is 0 8 ? * 2-6, and weekdays by name: Quartz and AWS count them from 1, here Sunday"
                        + " is 0: fields=6, character=13, expression=0 8 ? * 2-6 *",
                "0 8 1 1 ? 2030-2031 | there must be five fields, minute, hour, day of month, month and day of week; without"
                        + " the year that is 0 8 1 1 ?: fields=6, character=11, expression=0 8 1 1 ? 2030-2031",
                "1 2 3 4 5 6 7 8   | there must be five fields, minute, hour, day of month, month and day of week:"
                        + " fields=8, character=11, expression=1 2 3 4 5 6 7 8",
                "@dayly            | a descriptor must be @yearly, @annually, @monthly, @weekly, @daily, @midnight,"
                        + " @hourly or @every DURATION: descriptor=@dayly, character=1, expression=@dayly",
                "@every soon       | @every must be followed by whole seconds, such as 1h30m: duration=soon,"
                        + " character=8, expression=@every soon",
                "TZ=Mars/Base 0 8 * * * | zone must be a name of the IANA time zone database: zone=Mars/Base,"
                        + " character=4, expression=TZ=Mars/Base 0 8 * * *",
                "TZ=UTC            | a zone must be followed by a blank and fields: zone=UTC, character=4, expression=TZ=UTC",
            })
    void errorsNameFieldAndCharacter(String expression, String message) {
        for (Grammar grammar : List.of(Grammar.STRICT, Grammar.STANDARD)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CronExpression.parse(expression, ZoneOffset.UTC, grammar))
                    .withMessage(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "51 , * * *",
                "1,,2 * * * *",
                "1, * * * *",
                "*-99 * * * *",
                "?-1 * * * *",
                "+5 * * * *",
                "*/+5 * * * *",
                "0\u00a08 * * *",
                "0 8\n* * *",
                "\u20030 8 * * *",
                "TZ= 0 8 * * *",
                "*/90 * * * *",
                "*/60 * * * *",
                "5/70 * * * *",
                "0-30/99 * * * *",
                "1,*/75 * * * *",
                "0 */24 * * *",
                "0 8 */32 * *",
                "0 8 * */13 *",
                "0 8 * JAN/20 *",
                "0 8 * * */7",
                "0 8 * * MON/9223372036854775807"
            })
    void theStrictGrammarRefusesWhatIsCareless(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> cron(expression, "UTC"));
        assertThatNoException().isThrownBy(() -> CronExpression.parse(expression, ZoneOffset.UTC, Grammar.KEDA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/90 * * * * | a step must be at most 59; write 0 for the first value alone, or @every 1h30m for a period of"
                        + " its own: minute=*/90",
                "*/60 * * * * | a step must be at most 59; write 0 for the first value alone, or @every 1h for a period",
                "0 */36 * * * | a step must be at most 23; write 0 for the first value alone, or @every 36h for a period",
                "0 */9999999 * * * | a step must be at most 23; write 0 for the first value alone: hour=*/9999999",
                "0 8 */40 * * | a step must be at most 31; write 1 for the first value alone: day of month=*/40",
            })
    void a_step_beyond_the_field_says_what_to_write(String expression, String message) {
        for (Grammar grammar : List.of(Grammar.STRICT, Grammar.STRICT_OR_NEVER)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CronExpression.parse(expression, ZoneOffset.UTC, grammar))
                    .withMessageStartingWith(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/59 * * * *", "0 */23 * * *", "0 8 */31 * *", "0 8 * */12 *", "0 8 * * */6"})
    void the_longest_steps(String expression) {
        assertThatNoException().isThrownBy(() -> cron(expression, "UTC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@every 0.5s", "@every -1h", "@every 1.5s", "@every 0", "@every 100ms", "@every +1ns"})
    void durations_are_whole_positive_seconds(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> cron(expression, "UTC"));
        CronExpression standard = CronExpression.parse(expression, ZoneOffset.UTC, Grammar.STANDARD);
        assertThat(standard.kedaNextMillis(0)).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "1h30m, 5400000000000",
        "-1.5s, -1500000000",
        "1us, 1000",
        "1\u00b5s, 1000",
        "1\u03bcs, 1000",
        ".5h, 1800000000000",
        "1.s, 1000000000",
        "0, 0",
        "+3ns, 3",
        "1h1h, 7200000000000",
        "2562047h47m16s, 9223372036000000000"
    })
    void durationsAreReadAsGoReadsThem(String text, long nanos) {
        assertThat(GoDuration.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "3", "h", "1x", ".s", "1.2.3s", "1h 1m", "2562048h", "99999999999999999999ns", "1hour"})
    void no_durations(String text) {
        assertThat(GoDuration.nanos(text)).isEqualTo(GoDuration.MALFORMED);
    }

    @Test
    void a_very_long_zone_is_near_to_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.zone("Berlin".repeat(200_000)))
                .withMessageEndingWith("BerlinBerlin");
    }

    @Test
    void durations_of_very_many_digits_are_refused() {
        assertThat(GoDuration.nanos("1." + "1".repeat(9_999) + "s")).isEqualTo(1_111_111_111L);
        assertThat(GoDuration.nanos("1." + "1".repeat(10_000) + "s")).isEqualTo(GoDuration.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(Grammar.class)
    void blanks_around_and_between_fields(Grammar grammar) {
        CronExpression cron = CronExpression.parse(" \t0  8\t* * * ", ZoneOffset.UTC, grammar);

        assertThat(cron.nextMillis(0)).isEqualTo(8 * 3_600_000);
    }

    @ParameterizedTest
    @EnumSource(Grammar.class)
    void no_blanks_around_descriptors(Grammar grammar) {
        for (String text : List.of(" @hourly", "\t@hourly", "@hourly ", "@every 1h\t")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> CronExpression.parse(text, ZoneOffset.UTC, grammar));
        }
    }

    @Test
    void keda_takes_no_descriptors() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.parse("@daily", ZoneOffset.UTC, Grammar.KEDA))
                .withMessageStartingWith("there must be five fields, KEDA takes no descriptor: descriptor=@daily");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berln, Europe/Berlin",
        "europe/berlin, Europe/Berlin",
        "Berlin, Europe/Berlin",
        "Asia/Singapur, Asia/Singapore",
        "utc, UTC",
        "America/NewYork, America/New_York",
    })
    void unknownZonesAreNamedWithNearOnes(String name, String near) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.zone(name))
                .withMessageContaining("zone=" + name + "; did you mean ")
                .withMessageContaining(near);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Local", "+02:00", "Z", "GMT+2", "UTC+1", "CEST", "SystemV/PST8", "Somewhere/Else"})
    void what_is_no_name_is_no_zone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronExpression.zone(name));
    }

    /** Names of offsets have the sign of POSIX: two hours ahead is minus two. */
    @ParameterizedTest
    @CsvSource({
        "GMT+2, Etc/GMT-2, 2 h ahead",
        "UTC-03:00, Etc/GMT+3, 3 h behind",
        "+02:00, Etc/GMT-2, 2 h ahead",
        "utc+14, Etc/GMT-14, 14 h ahead",
        "GMT+05:30, Europe/Berlin, a place",
        "GMT-13, Europe/Berlin, a place"
    })
    void an_offset_is_answered_with_its_name_and_the_sign(String name, String meant, String sign) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronExpression.zone(name))
                .withMessageContaining(meant)
                .withMessageContaining(sign);
    }

    @ParameterizedTest
    @CsvSource({"'', Z", "UTC, UTC", "Europe/Berlin, Europe/Berlin", "EST, America/Panama", "Etc/GMT-14, Etc/GMT-14"})
    void zones_by_name(String name, String id) {
        assertThat(CronExpression.zone(name)).isEqualTo(ZoneId.of(id));
    }

    @Test
    void an_expressions_own_zone_wins() {
        CronExpression cron = cron("TZ=Asia/Tokyo 0 9 * * *", "UTC");

        assertThat(cron.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(cron)
                .isEqualTo(cron("TZ=Asia/Tokyo 0 9 * * *", "Europe/Berlin"))
                .hasSameHashCodeAs(cron("TZ=Asia/Tokyo 0 9 * * *", "Europe/Berlin"))
                .isNotEqualTo(cron("0 9 * * *", "Asia/Tokyo"))
                .isNotEqualTo(cron("0 9 * * *", "UTC"));
    }

    @Test
    void every_word_of_the_language_is_a_value() {
        String minutes = String.join(
                ",", IntStream.range(0, 60).mapToObj(Integer::toString).toList());
        CronExpression all = cron(
                minutes + " 0-23 1-31 jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec sun,mon,tue,wed,thu,fri,sat",
                "UTC");

        assertThat(all.nextMillis(0)).isEqualTo(60_000);
        assertThat(all.previousMillis(-1)).isEqualTo(-60_000);
    }
}
