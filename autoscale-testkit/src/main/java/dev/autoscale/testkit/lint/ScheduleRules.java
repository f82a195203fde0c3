package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.SpecSubject.MIN;
import static dev.autoscale.testkit.lint.Times.inSeconds;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.Activation;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.ScheduleWindow.Kind;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronSource;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Windows of time that do nothing, come too late, or are open when nobody meant them to be. */
final class ScheduleRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            warning("schedule-window-without-effect", ScheduleRules::withoutEffect),
            warning("schedule-above-max", ScheduleRules::aboveMax),
            warning("lead-shorter-than-startup", ScheduleRules::lead, Fact.STARTUP),
            warning("cron-start-not-closed", ScheduleRules::startNotClosed),
            warning("cron-open-without-start", ScheduleRules::openWithoutStart),
            warning("cron-reopens-at-once", ScheduleRules::reopens),
            info("cron-end-without-start", ScheduleRules::endWithoutStart));

    /** Closed for no longer is not meant. */
    private static final long SHORT_MILLIS = Duration.ofMinutes(5).toMillis();

    private static final String ONE_END = "an end that fires once after each start";

    private ScheduleRules() {}

    /**
     * A window that opens by cron, whether of a schedule or of a trigger.
     *
     * @param prefix of its keys in an HPA's file
     * @param replicas what it asks for while it is open; negative if that is no count
     * @param isFloor whether there are at least as many while it is open
     */
    private record Timed(String prefix, CronWindow window, int replicas, boolean isFloor, CronSpans spans) {
        String name(String field) {
            return prefix + field;
        }
    }

    private static List<Timed> timed(SpecSubject s) {
        List<Timed> all = new ArrayList<>();
        for (ScheduleWindow window : s.spec.schedule().windows()) {
            if (window.window() instanceof CronWindow cron) {
                all.add(new Timed(key(window, ""), cron, window.replicas(), asksForMore(window), CronSpans.of(cron)));
            }
        }
        for (MetricSpec metric : s.metrics()) {
            if (metric.replicaSource() instanceof CronSource source) {
                CronWindow cron = source.window();
                if (cron != null) {
                    String prefix = "metrics." + metric.id() + '.';
                    int replicas = source.desiredReplicas();
                    all.add(new Timed(prefix, cron, replicas, source.isProposal(), CronSpans.of(cron)));
                }
            }
        }
        return all;
    }

    private static String startAndEnd(SpecSubject s, Timed timed) {
        Optional<CronExpression> end = timed.window().end();
        String closes = end.isPresent()
                ? s.now(timed.name("end"), end.get())
                : s.now(
                        timed.name("duration"),
                        span(timed.window().length().orElseThrow().toMillis()));
        return s.now(timed.name("start"), timed.window().start()) + ", " + closes;
    }

    private static String betterEnd(SpecSubject s, Timed timed) {
        return timed.spans()
                .endForEachStart()
                .map(end -> s.at(timed.name("end"), end))
                .orElse(ONE_END);
    }

    /** KEDA does not even open for a start whose end comes after the next start; others stay open until some end comes. */
    private static void startNotClosed(SpecSubject s, Complaints found) {
        for (Timed timed : timed(s)) {
            CronSpans spans = timed.spans();
            Optional<Long> lost = spans.lostStart();
            if (lost.isPresent()) {
                String why = "The start on %s has no end before the next start, so KEDA never opens for it."
                        .formatted(spans.text(lost.get()));
                String fix = spans.endForEachStart()
                        .map(end -> s.at(timed.name("end"), end))
                        .or(() -> spans.firstStarts().map(start -> s.at(timed.name("start"), start)))
                        .orElse(ONE_END);
                found.add(startAndEnd(s, timed), why, fix);
                continue;
            }
            Optional<CronSpans.Span> overlong = spans.overlong();
            if (overlong.isEmpty()) {
                idleStart(s, timed, found);
            }
            overlong.ifPresent(span -> found.add(
                    startAndEnd(s, timed),
                    "The start on %s is closed on %s only, after %s where others take %s: the nights between are lost."
                            .formatted(
                                    spans.text(span.from()),
                                    spans.text(span.until()),
                                    span(span.millis()),
                                    span(spans.shortest())),
                    betterEnd(s, timed)));
        }
    }

    /** Starts of later days say that the nights between were not meant, if an end of the same time of day would close each. */
    private static void idleStart(SpecSubject s, Timed timed, Complaints found) {
        CronSpans spans = timed.spans();
        Optional<CronSpans.Span> idle = spans.idleStart();
        Optional<String> better = idle.isEmpty() ? Optional.empty() : spans.endForEachStart();
        if (idle.isPresent() && better.isPresent()) {
            found.add(
                    startAndEnd(s, timed),
                    "The start on %s finds the window open since %s, as no end came between: the nights are lost."
                            .formatted(
                                    spans.text(idle.get().until()),
                                    spans.text(idle.get().from())),
                    s.at(timed.name("end"), better.get()));
        }
    }

    private static void openWithoutStart(SpecSubject s, Complaints found) {
        for (Timed timed : timed(s)) {
            CronSpans spans = timed.spans();
            spans.withoutStart()
                    .ifPresent(span -> found.add(
                            startAndEnd(s, timed),
                            "KEDA is open whenever the next end comes before the next start, so from %s to %s too, without a start."
                                    .formatted(spans.text(span.from()), spans.text(span.until())),
                            betterEnd(s, timed)));
        }
    }

    private static void reopens(SpecSubject s, Complaints found) {
        reopensByAnother(s, found);
        for (Timed timed : timed(s)) {
            CronSpans spans = timed.spans();
            spans.gap(SHORT_MILLIS)
                    .ifPresent(gap -> found.add(
                            startAndEnd(s, timed),
                            "It closes on %s and opens again %s later, which stops replicas and starts them again."
                                    .formatted(spans.text(gap.from()), span(gap.millis())),
                            withoutGap(s, timed, gap.millis())));
        }
    }

    /** Windows that take over from each other with a gap between, as at midnight. */
    private static void reopensByAnother(SpecSubject s, Complaints found) {
        record Opening(CronSpans.Span span, Timed timed) {}
        List<Opening> openings = timed(s).stream()
                .filter(timed -> timed.isFloor() && timed.replicas() > floor(s))
                .flatMap(timed -> timed.spans().all().stream().map(span -> new Opening(span, timed)))
                .sorted(Comparator.comparingLong(opening -> opening.span().from()))
                .toList();
        Opening last = null;
        for (Opening next : openings) {
            long gap = last == null ? 0 : next.span().from() - last.span().until();
            if (last != null
                    && gap > 0
                    && gap <= SHORT_MILLIS
                    && !next.timed().prefix().equals(last.timed().prefix())) {
                addTakeOver(s, last.timed(), next.timed(), last.span().until(), gap, found);
                return;
            }
            last = last == null || next.span().until() > last.span().until() ? next : last;
        }
    }

    private static void addTakeOver(SpecSubject s, Timed before, Timed after, long closed, long gap, Complaints found) {
        CronExpression start = after.window().start();
        Optional<CronExpression> end = before.window().end();
        boolean sameZone = end.isPresent() && end.get().zone().equals(start.zone());
        found.add(
                startAndEnd(s, before) + ", " + s.now(after.name("start"), start),
                "It closes on %s and the other window opens %s later, which stops replicas and starts them again."
                        .formatted(before.spans().text(closed), span(gap)),
                sameZone
                        ? s.at(
                                before.name("end"),
                                s.written(after.name("start")).orElse(start.toString()))
                        : "an end where the other window starts");
    }

    private static String withoutGap(SpecSubject s, Timed timed, long gap) {
        Optional<Duration> length = timed.window().length();
        if (length.isPresent()) {
            return s.at(timed.name("duration"), span(length.get().toMillis() + gap));
        }
        if (timed.spans().isOneBut(SHORT_MILLIS)) {
            return timed.isFloor()
                    ? s.at(MIN, timed.replicas()) + ", as it is to be open at all times"
                    : "leave it out, or one window that is open at all times";
        }
        return timed.spans()
                .withoutGaps(SHORT_MILLIS)
                .map(pair -> s.at(timed.name("start"), pair.get(0)) + ", " + s.at(timed.name("end"), pair.get(1)))
                .orElse("one window from the first start to the last end");
    }

    private static void endWithoutStart(SpecSubject s, Complaints found) {
        for (Timed timed : timed(s)) {
            CronSpans spans = timed.spans();
            Optional<Long> idle = spans.isEverOpen() ? spans.idleEnd() : Optional.empty();
            if (idle.isPresent()) {
                found.add(
                        startAndEnd(s, timed),
                        "The end on %s closes nothing, as no start came before; KEDA's cron trigger would be open until then."
                                .formatted(spans.text(idle.get())),
                        betterEnd(s, timed));
            }
        }
    }

    private static String key(ScheduleWindow window, String field) {
        return "schedule." + window.name() + '.' + field;
    }

    private static boolean asksForMore(ScheduleWindow window) {
        return window.kind() == Kind.FLOOR || window.kind() == Kind.FIXED;
    }

    private static boolean movesBounds(ScheduleWindow window) {
        return window.kind() == Kind.FLOOR || window.kind() == Kind.CEILING || window.kind() == Kind.FIXED;
    }

    /** The fewest replicas there are anyway. */
    private static int floor(SpecSubject s) {
        Activation activation = s.spec.activation();
        int min = s.spec.minReplicas();
        return activation == null
                ? min
                : Math.min(min, activation.idleReplicas().orElse(min));
    }

    private static void withoutEffect(SpecSubject s, Complaints found) {
        List<ScheduleWindow> windows = s.spec.schedule().windows();
        for (ScheduleWindow window : windows) {
            // A window of higher rank at least switches others off.
            boolean outranks = windows.stream().anyMatch(other -> movesBounds(other) && other.rank() < window.rank());
            boolean isIdleFloor = window.kind() == Kind.FLOOR && window.replicas() <= floor(s);
            boolean isIdleCeiling = window.kind() == Kind.CEILING && window.replicas() >= s.spec.maxReplicas();
            if (!outranks && (isIdleFloor || isIdleCeiling)) {
                int bound = isIdleFloor ? s.spec.minReplicas() : s.spec.maxReplicas();
                addIdle(s, found, key(window, "replicas"), window.replicas(), isIdleFloor, bound);
            }
        }
        for (Timed timed : triggers(s)) {
            if (timed.replicas() <= floor(s) && s.spec.maxReplicas() > s.spec.minReplicas()) {
                addIdle(s, found, timed.name("replicas"), timed.replicas(), true, s.spec.minReplicas());
            }
        }
    }

    private static void addIdle(SpecSubject s, Complaints found, String key, int replicas, boolean isFloor, int bound) {
        found.add(
                s.now(key, replicas) + ", " + s.now(isFloor ? MIN : MAX, bound),
                isFloor
                        ? "There are never fewer replicas, so the floor does nothing."
                        : "There are never more replicas, so the ceiling does nothing.",
                s.at(key, isFloor ? bound + 1 : bound - 1) + " or " + (isFloor ? "more" : "fewer"));
    }

    private static List<Timed> triggers(SpecSubject s) {
        return timed(s).stream()
                .filter(timed -> timed.isFloor() && timed.prefix().startsWith("metrics."))
                .toList();
    }

    private static void aboveMax(SpecSubject s, Complaints found) {
        int max = s.spec.maxReplicas();
        for (Timed timed : triggers(s)) {
            if (timed.replicas() > max) {
                found.add(
                        s.now(timed.name("replicas"), timed.replicas()) + ", " + s.now(MAX, max),
                        "There are never more than %s, so the window brings %s fewer than it says."
                                .formatted(max, timed.replicas() - max),
                        s.at(MAX, timed.replicas()) + ", or " + s.at(timed.name("replicas"), max));
            }
        }
    }

    private static void lead(SpecSubject s, Complaints found) {
        long startup = s.startupMillis();
        for (ScheduleWindow window : s.spec.schedule().windows()) {
            long lead = millis(window.lead());
            if (asksForMore(window) && window.replicas() > s.spec.minReplicas() && lead < startup) {
                String why = "Replicas begin to start when the window opens and take %s, so they come late."
                        .formatted(span(startup));
                found.add(s.now(key(window, "lead"), span(lead)), why, s.at(key(window, "lead"), inSeconds(startup)));
            }
        }
    }
}
