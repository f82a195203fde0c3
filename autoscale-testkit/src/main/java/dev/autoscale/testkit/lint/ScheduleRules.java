package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Rule.warning;

import dev.autoscale.Activation;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.ScheduleWindow.Kind;
import dev.autoscale.testkit.lint.Rule.Complaint;
import java.util.ArrayList;
import java.util.List;

/** Windows of time that do nothing, or too late. Thread-safe. */
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

    private static List<Complaint> withoutEffect(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        List<ScheduleWindow> windows = s.spec.schedule().windows();
        for (ScheduleWindow window : windows) {
            // A window of higher rank at least switches others off.
            boolean outranks = windows.stream().anyMatch(other -> movesBounds(other) && other.rank() < window.rank());
            boolean isIdleFloor = window.kind() == Kind.FLOOR && window.replicas() <= floor(s);
            boolean isIdleCeiling = window.kind() == Kind.CEILING && window.replicas() >= s.spec.maxReplicas();
            if (!outranks && (isIdleFloor || isIdleCeiling)) {
                int bound = isIdleFloor ? s.spec.minReplicas() : s.spec.maxReplicas();
                found.add(new Complaint(
                        s.at(key(window, "replicas"), window.replicas()) + ", "
                                + s.at(isIdleFloor ? SpecSubject.MIN : SpecSubject.MAX, bound),
                        isIdleFloor
                                ? "There are never fewer replicas, so the floor does nothing."
                                : "There are never more replicas, so the ceiling does nothing.",
                        s.at(key(window, "replicas"), isIdleFloor ? bound + 1 : bound - 1) + " or "
                                + (isIdleFloor ? "more" : "fewer")));
            }
        }
        return found;
    }

    private static List<Complaint> lead(SpecSubject s) {
        List<Complaint> found = new ArrayList<>();
        long startup = s.startupMillis();
        for (ScheduleWindow window : s.spec.schedule().windows()) {
            boolean asksForMore = (window.kind() == Kind.FLOOR || window.kind() == Kind.FIXED)
                    && window.replicas() > s.spec.minReplicas();
            long lead = SpecSubject.millis(window.lead());
            if (asksForMore && lead < startup) {
                found.add(new Complaint(
                        s.at(key(window, "lead"), Words.span(lead)),
                        "Replicas begin to start when the window opens and take " + Words.span(startup)
                                + ", so they come late.",
                        s.at(key(window, "lead"), Words.span(1000 * Times.secondsUp(startup)))));
            }
        }
        return found;
    }
}
