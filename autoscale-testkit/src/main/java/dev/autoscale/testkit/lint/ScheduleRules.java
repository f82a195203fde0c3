package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.SpecSubject.MAX;
import static dev.autoscale.testkit.lint.SpecSubject.MIN;
import static dev.autoscale.testkit.lint.Times.inSeconds;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.Activation;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.ScheduleWindow.Kind;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** Windows of time that do nothing, or too late. */
final class ScheduleRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            warning("schedule-window-without-effect", ScheduleRules::withoutEffect),
            warning("lead-shorter-than-startup", ScheduleRules::lead, Fact.STARTUP));

    private ScheduleRules() {}

    private static String key(ScheduleWindow window, String field) {
        return "schedule." + window.name() + '.' + field;
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
                found.add(
                        s.now(key(window, "replicas"), window.replicas()) + ", "
                                + s.now(isIdleFloor ? MIN : MAX, bound),
                        isIdleFloor
                                ? "There are never fewer replicas, so the floor does nothing."
                                : "There are never more replicas, so the ceiling does nothing.",
                        s.at(key(window, "replicas"), isIdleFloor ? bound + 1 : bound - 1) + " or "
                                + (isIdleFloor ? "more" : "fewer"));
            }
        }
    }

    private static void lead(SpecSubject s, Complaints found) {
        long startup = s.startupMillis();
        for (ScheduleWindow window : s.spec.schedule().windows()) {
            boolean asksForMore = (window.kind() == Kind.FLOOR || window.kind() == Kind.FIXED)
                    && window.replicas() > s.spec.minReplicas();
            long lead = millis(window.lead());
            if (asksForMore && lead < startup) {
                String why = "Replicas begin to start when the window opens and take %s, so they come late."
                        .formatted(span(startup));
                found.add(s.now(key(window, "lead"), span(lead)), why, s.at(key(window, "lead"), inSeconds(startup)));
            }
        }
    }
}
