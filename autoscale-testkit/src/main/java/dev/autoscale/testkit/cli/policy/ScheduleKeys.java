package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.ScheduleWindow.Kind;
import dev.autoscale.TimeWindow;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The schedule of a policy file. */
final class ScheduleKeys {
    private static final Key<Kind> TYPE =
            Key.of("type=floor", Form.oneOf(Kind.values()), "what it does while it is open");
    private static final Key<CronExpression> START = Key.of("start=0 8 * * MON-FRI", Form.CRON, "when it opens");
    private static final Key<CronExpression> END = Key.of("end=0 18 * * MON-FRI", Form.CRON, "when it closes, or");
    private static final Key<Duration> DURATION =
            Key.of("duration=10h", Form.TIME, "how long it is open").paths("length");
    private static final Key<ZoneId> ZONE =
            Key.of("timezone=Europe/Berlin", Form.ZONE, "of start and end (default UTC)");
    private static final Key<Integer> REPLICAS =
            Key.of("replicas=6", Form.INTEGER, "the count of a floor, a ceiling or a fixed window");
    private static final Key<Integer> RANK = Key.of("rank=1", Form.INTEGER, "a higher rank wins (default 0)");
    private static final Key<Boolean> AT_ONCE =
            Key.of("atOnce=true", Form.FLAG, "whether rates do not matter on the way (default false)");

    static final Keys<ScheduleWindow> ALL = Keys.<ScheduleWindow>named("schedule.", "<name>")
            .parts(TYPE, START, END, DURATION, ZONE, REPLICAS)
            .key(RANK, ScheduleWindow::rank)
            .key("lead=15m", Form.TIME, ScheduleWindow::lead, "how much earlier it opens")
            .key(AT_ONCE, (window, atOnce) -> atOnce ? window.atOnce() : window);

    private static final TimeWindow ANY_TIME =
            CronWindow.lasting(CronExpression.parse("@daily", ZoneOffset.UTC), Duration.ofHours(1));

    private ScheduleKeys() {}

    static Schedule read(PolicyEntries entries) {
        return Schedule.of(PolicyKeys.names(entries, ALL.prefix).stream()
                .map(name -> window(ALL.in(entries, name)))
                .toArray(ScheduleWindow[]::new));
    }

    /** One window; after a complaint one that no rule is broken by, but for those of its other keys. */
    private static ScheduleWindow window(Section<ScheduleWindow> section) {
        section.require(TYPE);
        Kind kind = section.get(TYPE);
        boolean forbids = kind == Kind.FORBID_SCALE_DOWN || kind == Kind.FORBID_SCALE_UP;
        if (forbids) {
            section.refuse("for the type " + section.entries().text(section.key(TYPE)), REPLICAS, RANK, AT_ONCE);
        } else {
            section.require(REPLICAS);
        }
        TimeWindow times = times(section);
        int replicas = section.get(REPLICAS, 0);
        return section.read(
                kind == null || times == null
                        ? ScheduleWindow.floor(section.name(), ANY_TIME, replicas)
                        : window(kind, section.name(), times, replicas));
    }

    private static ScheduleWindow window(Kind kind, String name, TimeWindow times, int replicas) {
        return switch (kind) {
            case FLOOR -> ScheduleWindow.floor(name, times, replicas);
            case CEILING -> ScheduleWindow.ceiling(name, times, replicas);
            case FIXED -> ScheduleWindow.fixed(name, times, replicas);
            case FORBID_SCALE_DOWN -> ScheduleWindow.forbidScaleDown(name, times);
            case FORBID_SCALE_UP -> ScheduleWindow.forbidScaleUp(name, times);
        };
    }

    private static @Nullable TimeWindow times(Section<ScheduleWindow> section) {
        section.require(START);
        section.requireOne(END, DURATION);
        ZoneId zone = section.get(ZONE, ZoneOffset.UTC);
        CronExpression start = expression(section, START, zone);
        CronExpression end = expression(section, END, zone);
        Duration duration = section.get(DURATION);
        if (duration != null) {
            // Its length is judged even if it never begins.
            CronExpression begin = start == null ? CronExpression.parse("@daily", zone) : start;
            TimeWindow lasting = section.build(() -> CronWindow.lasting(begin, duration));
            return start == null ? null : lasting;
        }
        return start == null || end == null ? null : section.build(() -> CronWindow.between(start, end));
    }

    private static @Nullable CronExpression expression(
            Section<ScheduleWindow> section, Key<CronExpression> key, ZoneId zone) {
        return Form.cron(zone, CronExpression.Grammar.STRICT).read(section.entries(), section.key(key));
    }
}
