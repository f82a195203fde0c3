package dev.autoscale.fuzz;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Cron expressions in all grammars: refused with {@link IllegalArgumentException}, or every search answers, forward and backward alike.
 * The first byte says the zone, the second the time.
 */
public final class CronFuzzer {
    private static final ZoneId[] ZONES = {
        ZoneId.of("UTC"),
        ZoneId.of("Europe/Berlin"),
        ZoneId.of("America/New_York"),
        ZoneId.of("Australia/Lord_Howe"),
        ZoneId.of("America/Sao_Paulo"),
        ZoneId.of("Asia/Kathmandu"),
        ZoneId.of("Pacific/Apia"),
        ZoneId.of("Africa/Casablanca")
    };
    private static final long[] TIMES = {
        0,
        -1,
        1_700_000_000_000L,
        1_711_846_800_000L, // the night of a gap in Europe
        1_729_990_800_000L, // that of an overlap
        4_102_444_800_000L,
        253_402_300_799_000L,
        -62_135_596_800_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 1_000_000,
        Long.MIN_VALUE + 1_000_000
    };

    private CronFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        ZoneId zone = ZONES[(data[0] & 0xFF) % ZONES.length];
        long millis = TIMES[(data[1] & 0xFF) % TIMES.length];
        String text = Texts.of(Arrays.copyOfRange(data, 2, data.length));
        boolean isStrict = search(text, zone, Grammar.STRICT, millis);
        boolean isStandard = search(text, zone, Grammar.STANDARD, millis);
        boolean isKeda = search(text, zone, Grammar.KEDA, millis);
        search(text, zone, Grammar.NOMAD, millis);
        boolean isStrictOrNever = search(text, zone, Grammar.STRICT_OR_NEVER, millis);
        Texts.check(!isStrict || isStandard && isStrictOrNever, "what is strict must be standard", text);
        Texts.check(!isKeda || isStandard, "what KEDA takes must be standard", text);
    }

    private static boolean search(String text, ZoneId zone, Grammar grammar, long millis) {
        CronExpression cron;
        try {
            cron = CronExpression.parse(text, zone, grammar);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return false;
        }
        long next = cron.nextMillis(millis);
        Texts.check(next > millis || millis == Long.MAX_VALUE, "next must be after", cron);
        if (next != CronExpression.NEVER_AGAIN) {
            Texts.check(cron.previousMillis(next) == next, "the next firing must be one", cron);
            Texts.check(cron.previousMillis(next - 1) <= millis, "no firing may be between", cron);
        }
        long previous = cron.previousMillis(millis);
        Texts.check(previous <= millis, "previous must not be after", cron);
        if (previous != CronExpression.NEVER_BEFORE) {
            Texts.check(cron.nextMillis(previous - 1) == previous, "the previous firing must be one", cron);
        }
        long keda = cron.kedaNextMillis(millis);
        Texts.check(keda > millis || millis == Long.MAX_VALUE, "KEDA's next must be after", cron);
        CronWindow window = CronWindow.keda(cron, cron);
        Texts.check(
                window.nextTransitionMillis(millis) > millis || millis == Long.MAX_VALUE,
                "a transition must be after",
                window);
        window.isActive(millis);
        return true;
    }
}
