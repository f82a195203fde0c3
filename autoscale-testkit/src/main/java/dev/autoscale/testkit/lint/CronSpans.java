package dev.autoscale.testkit.lint;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** When a window of cron expressions opened and closed in 54 weeks, from a Monday on. Immutable after it was built. */
final class CronSpans {
    /** 2024 is a leap year that begins with a Monday. */
    private static final long FROM = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

    private static final long UNTIL = FROM + Duration.ofDays(378).toMillis();
    private static final int MAX_FIRINGS = 4_000;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int FIELDS = 5;

    /**
     * A time in which it is open.
     *
     * @param from a firing of the start, or an end after which KEDA looks ahead to the next end
     */
    record Span(long from, long until) {
        long millis() {
            return until - from;
        }
    }

    private final CronWindow window;
    /** Whole ones only. */
    private final List<Span> spans = new ArrayList<>();
    /** Firings of the start while KEDA, which looks at the next end, stays closed. */
    private final List<Long> lostStarts = new ArrayList<>();
    /** Firings of the end after which KEDA stays open. */
    private final List<Span> withoutStart = new ArrayList<>();
    /** Firings of the end that close nothing. */
    private final List<Long> idleEnds = new ArrayList<>();

    /** Firings of the start while a window that should have closed before is open, which KEDA's is not. */
    private final List<Span> idleStarts = new ArrayList<>();

    private final List<Long> starts = new ArrayList<>();

    private CronSpans(CronWindow window) {
        this.window = window;
    }

    static CronSpans of(CronWindow window) {
        CronSpans found = new CronSpans(window);
        if (window.length().isPresent()) {
            found.last(window.length().get().toMillis());
        } else {
            found.walk(window.end().orElseThrow());
        }
        return found;
    }

    private long next(CronExpression expression, long after) {
        return window.isKeda() ? expression.kedaNextMillis(after) : expression.nextMillis(after);
    }

    private void last(long length) {
        for (long from = window.start().nextMillis(FROM - 1); from < UNTIL && starts.size() < MAX_FIRINGS; ) {
            starts.add(from);
            Span before = spans.isEmpty() ? new Span(from, from) : spans.get(spans.size() - 1);
            boolean overlaps = !spans.isEmpty() && from <= before.until();
            Span now = new Span(overlaps ? before.from() : from, from + length);
            if (overlaps) {
                spans.set(spans.size() - 1, now);
            } else {
                spans.add(now);
            }
            from = window.start().nextMillis(from);
        }
    }

    private void walk(CronExpression end) {
        long opened = -1;
        boolean wasStart = false;
        long before = -1;
        long start = next(window.start(), FROM - 1);
        long close = next(end, FROM - 1);
        for (int i = 0; i < MAX_FIRINGS && Math.min(start, close) < UNTIL; i++) {
            long at = Math.min(start, close);
            boolean isStart = start == at;
            boolean isEnd = close == at;
            if (isStart) {
                starts.add(at);
            }
            if (window.isKeda()) {
                opened = kedaStep(new Span(before, at), wasStart, isEnd, opened);
            } else if (isEnd && !isStart) {
                closeAt(at, opened);
                opened = -1;
            } else if (isStart) {
                opened = opened < 0 ? at : opened;
            }
            wasStart = isStart;
            before = at;
            start = isStart ? next(window.start(), at) : start;
            close = isEnd ? next(end, at) : close;
        }
    }

    private void closeAt(long at, long opened) {
        if (opened >= 0) {
            Span span = new Span(opened, at);
            spans.add(span);
            if (span.millis() > DAY) {
                starts.stream()
                        .dropWhile(start -> start <= opened)
                        .map(start -> new Span(opened, start))
                        .forEach(idleStarts::add);
            }
        } else if (!starts.isEmpty()) {
            idleEnds.add(at);
        }
    }

    /** KEDA is open before an end and closed before a start; answers since when it is open, or -1. */
    private long kedaStep(Span since, boolean wasStart, boolean isEnd, long opened) {
        if (since.from() < 0) {
            return -1;
        }
        if (!isEnd) {
            if (wasStart) {
                lostStarts.add(since.from());
            }
            if (opened >= 0) {
                spans.add(new Span(opened, since.from()));
            }
            return -1;
        }
        if (!wasStart) {
            withoutStart.add(since);
        }
        return opened >= 0 ? opened : since.from();
    }

    /** What happens once only is a change of the zone's offset, which no expression can help. */
    private static boolean isRule(List<?> found) {
        return found.size() > 1;
    }

    /** The first of them. */
    Optional<Long> lostStart() {
        return isRule(lostStarts) ? Optional.of(lostStarts.get(0)) : Optional.empty();
    }

    /** The first of them, and since when it is open. */
    Optional<Span> idleStart() {
        return isRule(idleStarts) ? Optional.of(idleStarts.get(0)) : Optional.empty();
    }

    /** All times in which it is open, in their order. */
    List<Span> all() {
        return List.copyOf(spans);
    }

    /** The first row of them, from the end at which it should have closed to the one at which it does. */
    Optional<Span> withoutStart() {
        if (!isRule(withoutStart)) {
            return Optional.empty();
        }
        long until = withoutStart.get(0).until();
        for (Span span : withoutStart) {
            until = span.from() == until ? span.until() : until;
        }
        return Optional.of(new Span(withoutStart.get(0).from(), until));
    }

    /** The first of them. */
    Optional<Long> idleEnd() {
        return isRule(idleEnds) ? Optional.of(idleEnds.get(0)) : Optional.empty();
    }

    boolean isEverOpen() {
        return !spans.isEmpty();
    }

    /** How long the shortest of them is, milliseconds. */
    long shortest() {
        return spans.stream().mapToLong(Span::millis).min().orElse(0);
    }

    /** One that lasts over a day, and twice as long as another one that does not; there is none where lengths are meant. */
    Optional<Span> overlong() {
        long shortest = isRule(withoutStart) ? Long.MAX_VALUE : shortest();
        List<Span> overlong = spans.stream()
                .filter(span -> shortest <= DAY && span.millis() > DAY && span.millis() >= 2 * shortest)
                .toList();
        return isRule(overlong) ? Optional.of(overlong.get(0)) : Optional.empty();
    }

    /** The first time of at most some length for which it is closed. */
    Optional<Span> gap(long most) {
        for (int i = 1; i < spans.size(); i++) {
            long closed = spans.get(i - 1).until();
            Span gap = new Span(closed, spans.get(i).from());
            if (gap.millis() > 0 && gap.millis() <= most) {
                return Optional.of(gap);
            }
        }
        return Optional.empty();
    }

    /** Openings that short gaps cut into several. */
    private List<Span> joined(long most) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && span.from() - last.until() <= most) {
                joined.set(joined.size() - 1, new Span(last.from(), span.until()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** Whether it is open all the time but for short gaps. */
    boolean isOneBut(long most) {
        return joined(most).size() == 1;
    }

    /** An end on the days on which it is needed; empty if five fields cannot say it. */
    Optional<String> endForEachStart() {
        String[] end = window.end().map(CronExpression::toString).orElse("").split("[ \t]+", -1);
        if (end.length != FIELDS || spans.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<Integer> days = new TreeSet<>();
        for (long start : starts) {
            ZonedDateTime at = at(start, window.start());
            DayOfWeek day =
                    at(next(atTime(end), start), window.end().orElseThrow()).getDayOfWeek();
            days.add((at.getDayOfWeek().equals(day) ? at.getDayOfWeek() : day).getValue() % 7);
        }
        String time = end[0] + ' ' + end[1] + ' ';
        List<String> better = new ArrayList<>(List.of(time + "* * " + list(days)));
        String[] start = window.start().toString().split("[ \t]+", -1);
        if (start.length == FIELDS && (end[2].equals("*") || start[2].matches(".*[-,/].*"))) {
            better.add(time + String.join(" ", start[2], start[3], start[4]));
        }
        return better.stream().filter(this::isMendedBy).findFirst();
    }

    private boolean isMendedBy(String end) {
        CronExpression better = parse(end, window.end().orElseThrow());
        if (better.equals(window.start())) {
            return false;
        }
        CronSpans mended = of(
                window.isKeda() ? CronWindow.keda(window.start(), better) : CronWindow.between(window.start(), better));
        boolean isShort = mended.spans.stream().noneMatch(span -> span.millis() > DAY);
        return mended.isEverOpen()
                && isShort
                && mended.lostStart().isEmpty()
                && mended.withoutStart().isEmpty()
                && mended.idleEnd().isEmpty();
    }

    /** A start that fires once a day, with the first firing of each day; empty if five fields cannot say it. */
    Optional<String> firstStarts() {
        String[] fields = window.start().toString().split("[ \t]+", -1);
        if (fields.length != FIELDS || starts.isEmpty()) {
            return Optional.empty();
        }
        // The first day may be cut by the times that were looked at.
        LocalDate first = at(starts.get(0), window.start()).toLocalDate();
        Optional<ZonedDateTime> opens = starts.stream()
                .map(start -> at(start, window.start()))
                .filter(at -> at.toLocalDate().isAfter(first))
                .findFirst();
        return opens.map(at -> {
                    fields[0] = String.valueOf(at.getMinute());
                    fields[1] = String.valueOf(at.getHour());
                    return String.join(" ", fields);
                })
                .filter(text -> {
                    CronExpression once = parse(text, window.start());
                    return of(CronWindow.keda(once, window.end().orElseThrow()))
                            .lostStarts
                            .isEmpty();
                });
    }

    /** The end's time of day, on each day. */
    private CronExpression atTime(String[] end) {
        return parse(end[0] + ' ' + end[1] + " * * *", window.end().orElseThrow());
    }

    private static CronExpression parse(String text, CronExpression like) {
        return CronExpression.parse(text, like.zone(), CronExpression.Grammar.KEDA);
    }

    /** Days of the week as a range if they are one. */
    private static String list(SortedSet<Integer> days) {
        boolean isRange = days.size() > 2 && days.last() - days.first() == days.size() - 1;
        if (days.size() == 7) {
            return "*";
        }
        return isRange
                ? days.first() + "-" + days.last()
                : String.join(",", days.stream().map(String::valueOf).toList());
    }

    /** Start and end of a window without short gaps; empty if five fields cannot say it. */
    Optional<List<String>> withoutGaps(long most) {
        List<Span> joined = joined(most);
        long gap = gap(most).map(Span::millis).orElse(0L);
        if (joined.size() < 3 || window.end().isEmpty()) {
            return Optional.empty();
        }
        // The first and the last one may be cut by the times that were looked at.
        Span one = joined.get(1);
        CronExpression end = window.end().orElseThrow();
        for (boolean byWeekday : new boolean[] {false, true}) {
            List<String> pair = List.of(
                    field(at(one.from(), window.start()), byWeekday), field(at(one.until() + gap, end), byWeekday));
            CronExpression from = parse(pair.get(0), window.start());
            CronExpression to = parse(pair.get(1), end);
            List<Span> spans = of(window.isKeda() ? CronWindow.keda(from, to) : CronWindow.between(from, to)).spans;
            if (spans.stream()
                            .map(Span::from)
                            .toList()
                            .containsAll(joined.subList(1, joined.size() - 1).stream()
                                    .map(Span::from)
                                    .toList())
                    && spans.size() <= joined.size() + 1) {
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }

    private static String field(ZonedDateTime at, boolean byWeekday) {
        String time = at.getMinute() + " " + at.getHour();
        return byWeekday ? time + " * * " + at.getDayOfWeek().getValue() % 7 : time + ' ' + at.getDayOfMonth() + " * *";
    }

    private static ZonedDateTime at(long millis, CronExpression expression) {
        return Instant.ofEpochMilli(millis).atZone(expression.zone());
    }

    /** A time as people of its zone say it: by its weekday, or by its day where days or months are named. */
    String text(long millis) {
        boolean hasDate = isNamed(window.start(), 2, 3)
                || window.end().filter(end -> isNamed(end, 2, 3)).isPresent();
        boolean hasWeekday = !hasDate || isNamed(window.start(), 4, 4);
        String pattern = (hasWeekday ? "EEEE " : "") + (hasDate ? "d MMMM " : "") + "HH:mm";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(at(millis, window.start()));
    }

    /** Whether one of its fields, by their places, is not left open. */
    private static boolean isNamed(CronExpression expression, int first, int last) {
        String[] fields = expression.toString().split("[ \t]+", -1);
        return fields.length == FIELDS
                && IntStream.rangeClosed(first, last).anyMatch(i -> !fields[i].matches("[*?].*"));
    }
}
