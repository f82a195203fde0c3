package dev.autoscale.policies.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A time zone as numbered periods of one offset each, compiled from {@link ZoneRules} into arrays. Immutable;
 * no method allocates.
 *
 * <p>Recorded transitions, and those by the zone's last rules up to {@value #LAST_TABLED_YEAR}, are tabled; later ones are
 * computed when asked. So there is no horizon: the rules known today hold for ever. Period 0 has no beginning, and the last
 * one of a zone without rules no end. Zones with equal rules share one timeline.
 */
final class ZoneTimeline {
    static final long BEGINNING = Long.MIN_VALUE;
    static final long END = Long.MAX_VALUE;

    private static final int LAST_TABLED_YEAR = 2100;
    private static final Map<ZoneRules, ZoneTimeline> SHARED = new ConcurrentHashMap<>();

    /** When tabled transitions happen, in epoch seconds, and the offsets before, between and after them. */
    private final long[] transitions;

    private final int[] offsets;
    private final int recorded;
    private final YearlyTransition[] rules;

    /** The first transition by rule after the tabled ones: its number, counted in rules from year 0. */
    private final long firstByRule;

    private ZoneTimeline(List<ZoneOffsetTransition> recorded, YearlyTransition[] rules, int offset) {
        this.recorded = recorded.size();
        this.rules = rules;
        long first = 0;
        int more = 0;
        if (rules.length > 0) {
            long last = recorded.get(recorded.size() - 1).toEpochSecond();
            first = yearOf(last) * rules.length - rules.length;
            while (instantByRule(first) <= last) {
                first++;
            }
            more = (int) Math.max(0, (LAST_TABLED_YEAR + 1L) * rules.length - first);
        }
        this.firstByRule = first + more;
        this.transitions = new long[this.recorded + more];
        this.offsets = new int[transitions.length + 1];
        offsets[0] = offset;
        for (int i = 0; i < transitions.length; i++) {
            if (i < this.recorded) {
                transitions[i] = recorded.get(i).toEpochSecond();
                offsets[i + 1] = recorded.get(i).getOffsetAfter().getTotalSeconds();
            } else {
                transitions[i] = instantByRule(first + i - this.recorded);
                offsets[i + 1] = ruleOf(first + i - this.recorded).offsetAfter;
            }
        }
    }

    static ZoneTimeline of(ZoneId zone) {
        return SHARED.computeIfAbsent(zone.getRules(), ZoneTimeline::of);
    }

    static ZoneTimeline of(ZoneRules rules) {
        List<ZoneOffsetTransition> recorded = rules.getTransitions();
        if (recorded.isEmpty()) {
            int offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
            return new ZoneTimeline(recorded, new YearlyTransition[0], offset);
        }
        YearlyTransition[] yearly =
                rules.getTransitionRules().stream().map(YearlyTransition::new).toArray(YearlyTransition[]::new);
        return new ZoneTimeline(
                recorded, yearly, recorded.get(0).getOffsetBefore().getTotalSeconds());
    }

    /** The number of the period that an epoch second lies in. */
    long periodAt(long second) {
        int tabled = transitions.length;
        if (tabled == 0 || second < transitions[0]) {
            return 0;
        }
        if (second < transitions[tabled - 1]) {
            int low = 0;
            int high = tabled - 1; // transitions[low] <= second < transitions[high]
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (second < transitions[middle]) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return low + 1L;
        }
        if (rules.length == 0) {
            return tabled;
        }
        long number = (yearOf(second) + 2) * rules.length;
        while (number >= firstByRule && instantByRule(number) > second) {
            number--;
        }
        return tabled + Math.max(0, number - firstByRule + 1);
    }

    /** Seconds to add to an instant of a period to get local time. */
    int offset(long period) {
        return period < offsets.length ? offsets[(int) period] : ruleOf(numberOf(period)).offsetAfter;
    }

    int offsetAt(long second) {
        return offset(periodAt(second));
    }

    /** The first epoch second of a period, {@link #BEGINNING} if it has none. */
    long start(long period) {
        if (period == 0) {
            return BEGINNING;
        }
        return period < offsets.length ? transitions[(int) period - 1] : instantByRule(numberOf(period));
    }

    /** The first epoch second after a period, {@link #END} if there is none. */
    long end(long period) {
        return period >= transitions.length && rules.length == 0 ? END : start(period + 1);
    }

    /** The last period that was recorded; what follows repeats every 400 years. */
    long lastRecorded() {
        return recorded;
    }

    private long numberOf(long period) {
        return period - offsets.length + firstByRule;
    }

    private YearlyTransition ruleOf(long number) {
        return rules[(int) Math.floorMod(number, (long) rules.length)];
    }

    private long instantByRule(long number) {
        return ruleOf(number).inYear(Math.floorDiv(number, (long) rules.length));
    }

    private static long yearOf(long second) {
        return Civil.year(Civil.dateOf(Math.floorDiv(second, (long) Civil.SECONDS_PER_DAY)));
    }

    /** A transition that happens once in every year. */
    private static final class YearlyTransition {
        private final int month;
        /** Counted from the month's end if negative: -1 is its last day. */
        private final int dayOfMonth;
        /** 0 (Sunday) to 6; -1 if the date is fixed. */
        private final int weekday;
        /** From the day's local midnight to the transition, in seconds of universal time. */
        private final int secondOfDay;

        private final int offsetAfter;

        YearlyTransition(ZoneOffsetTransitionRule rule) {
            month = rule.getMonth().getValue();
            dayOfMonth = rule.getDayOfMonthIndicator();
            weekday = rule.getDayOfWeek() == null ? -1 : rule.getDayOfWeek().getValue() % 7;
            offsetAfter = rule.getOffsetAfter().getTotalSeconds();
            int written = rule.isMidnightEndOfDay()
                    ? Civil.SECONDS_PER_DAY
                    : rule.getLocalTime().toSecondOfDay();
            secondOfDay = written
                    - switch (rule.getTimeDefinition()) {
                        case UTC -> 0;
                        case STANDARD -> rule.getStandardOffset().getTotalSeconds();
                        case WALL -> rule.getOffsetBefore().getTotalSeconds();
                    };
        }

        long inYear(long year) {
            long day;
            if (dayOfMonth >= 0) {
                day = Civil.toDays(year, month, dayOfMonth);
                day += weekday < 0 ? 0 : Math.floorMod(weekday - Civil.weekday(day), 7);
            } else {
                day = Civil.toDays(year, month, Civil.lengthOfMonth(year, month) + 1 + dayOfMonth);
                day -= weekday < 0 ? 0 : Math.floorMod(Civil.weekday(day) - weekday, 7);
            }
            return day * Civil.SECONDS_PER_DAY + secondOfDay;
        }
    }
}
