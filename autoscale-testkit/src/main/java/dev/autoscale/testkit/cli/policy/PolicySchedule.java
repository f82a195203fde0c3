package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.ScheduleWindow.Kind;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schedule of a policy file. */
final class PolicySchedule {
    static final List<String> FIELDS =
            List.of("type", "start", "end", "duration", "timezone", "replicas", "rank", "lead", "atOnce");

    private static final Map<String, Kind> KINDS = kinds();

    private final PolicyEntries entries;
    private final String name;
    private final int maxReplicas;

    private PolicySchedule(PolicyEntries entries, String name, int maxReplicas) {
        this.entries = entries;
        this.name = name;
        this.maxReplicas = maxReplicas;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("floor", Kind.FLOOR);
        kinds.put("ceiling", Kind.CEILING);
        kinds.put("fixed", Kind.FIXED);
        kinds.put("forbidScaleDown", Kind.FORBID_SCALE_DOWN);
        kinds.put("forbidScaleUp", Kind.FORBID_SCALE_UP);
        return kinds;
    }

    static Schedule read(PolicyEntries entries, int maxReplicas) {
        List<ScheduleWindow> windows = new ArrayList<>();
        for (String name : PolicyKeys.SCHEDULE.names(entries)) {
            ScheduleWindow window = new PolicySchedule(entries, name, maxReplicas).window();
            if (window != null) {
                windows.forEach(earlier -> requireApart(entries, earlier, window));
                windows.add(window);
            }
        }
        return Schedule.of(windows.toArray(ScheduleWindow[]::new));
    }

    /** The core looks for two windows that contradict each other; here it is asked pair by pair, to name a line. */
    private static void requireApart(PolicyEntries entries, ScheduleWindow one, ScheduleWindow other) {
        if (one.kind() != Kind.FIXED || other.kind() != Kind.FIXED) {
            return;
        }
        try {
            AutoscalerSpec.builder(1, Integer.MAX_VALUE)
                    .metric(MetricSpec.external("any").averageValue(1))
                    .schedule(Schedule.of(one, other))
                    .build();
        } catch (IllegalArgumentException e) {
            String key = PolicyKeys.SCHEDULE.firstKey(entries, other.name());
            entries.bad(key, PolicyKeys.SCHEDULE.prefix() + other.name(), String.valueOf(e.getMessage()));
        }
    }

    private String key(String field) {
        return PolicyKeys.SCHEDULE.key(name, field);
    }

    private @Nullable ScheduleWindow window() {
        require("type", "must be given: " + key("type"));
        Kind kind = entries.choice(key("type"), KINDS);
        boolean forbids = kind == Kind.FORBID_SCALE_DOWN || kind == Kind.FORBID_SCALE_UP;
        if (!forbids) {
            require("replicas", "must be given: " + key("replicas"));
        } else {
            for (String field : List.of("replicas", "rank", "atOnce")) {
                if (entries.has(key(field))) {
                    entries.bad(key(field), "must not be given for the type " + entries.text(key("type")));
                }
            }
        }
        Integer replicas = entries.integer(key("replicas"), 0, maxReplicas, " (maxReplicas)");
        Integer rank = entries.integer(key("rank"));
        Duration lead = entries.duration(key("lead"));
        Boolean atOnce = entries.flag(key("atOnce"));
        CronWindow times = times();
        if (kind == null || times == null || (replicas == null && !forbids)) {
            return null;
        }
        ScheduleWindow window = window(kind, times, replicas == null ? 0 : replicas);
        window = rank == null ? window : window.rank(rank);
        window = lead == null ? window : window.lead(lead);
        return Boolean.TRUE.equals(atOnce) ? window.atOnce() : window;
    }

    private ScheduleWindow window(Kind kind, CronWindow times, int replicas) {
        return switch (kind) {
            case FLOOR -> ScheduleWindow.floor(name, times, replicas);
            case CEILING -> ScheduleWindow.ceiling(name, times, replicas);
            case FIXED -> ScheduleWindow.fixed(name, times, replicas);
            case FORBID_SCALE_DOWN -> ScheduleWindow.forbidScaleDown(name, times);
            case FORBID_SCALE_UP -> ScheduleWindow.forbidScaleUp(name, times);
        };
    }

    private void require(String field, String message) {
        if (!entries.has(key(field))) {
            entries.bad(PolicyKeys.SCHEDULE.firstKey(entries, name), key(field), message);
        }
    }

    private @Nullable CronWindow times() {
        require("start", "must be given: " + key("start"));
        boolean hasEnd = entries.has(key("end"));
        boolean hasDuration = entries.has(key("duration"));
        if (!hasEnd && !hasDuration) {
            require("end", "must be given: " + key("end") + " or " + key("duration"));
        } else if (hasEnd && hasDuration) {
            entries.bad(key("duration"), "must not be given beside " + key("end"));
        }
        ZoneId zone = PolicyCron.zone(entries, key("timezone"), ZoneOffset.UTC);
        Duration duration = entries.duration(key("duration"));
        if (duration != null && duration.isZero()) {
            entries.bad(key("duration"), "must be > 0");
        }
        if (zone == null) {
            return null;
        }
        CronExpression start = PolicyCron.expression(entries, key("start"), zone, CronExpression.Grammar.STRICT);
        CronExpression end = PolicyCron.expression(entries, key("end"), zone, CronExpression.Grammar.STRICT);
        if (start == null || hasEnd == hasDuration) {
            return null;
        }
        if (hasEnd) {
            return end == null ? null : CronWindow.between(start, end);
        }
        return duration == null || duration.isZero() ? null : CronWindow.lasting(start, duration);
    }
}
