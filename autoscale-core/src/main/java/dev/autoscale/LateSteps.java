package dev.autoscale;

import org.jspecify.annotations.Nullable;

/** The words for the steps behind the limits, for {@link Explanation}. */
final class LateSteps {
    private LateSteps() {}

    static String activation(Decision decision) {
        ActivationStep step = decision.activation();
        String state = step.state().toString();
        String why = switch (step.state()) {
            case ACTIVATING -> ": leaves rest";
            case ACTIVE -> decision.activity() == Activity.UNKNOWN ? ": a failing metric might be active" : "";
            case COOLING -> ": nothing is active";
            case ZERO, IDLE -> decision.activity() == Activity.UNKNOWN ? ": a failing metric does not wake it" : "";
        };
        return step.changesAtMillis() == Long.MAX_VALUE
                ? state + why
                : state + why + "; changes" + untilText(decision.epochMillis(), step.changesAtMillis());
    }

    static @Nullable String schedule(Decision decision) {
        ScheduleStep step = decision.schedule();
        Reason why = decision.reason();
        boolean moves = why == Reason.SCHEDULED_FLOOR || why == Reason.SCHEDULED_CEILING;
        StringBuilder text = new StringBuilder(moves ? why + ": " : "");
        ScheduleWindow floor = step.floorWindow();
        ScheduleWindow ceiling = step.ceilingWindow();
        if (floor != null) {
            text.append("floor ")
                    .append(step.floor())
                    .append(" (")
                    .append(floor.name())
                    .append(')');
        }
        if (ceiling != null) {
            text.append(floor == null ? "" : ", ");
            text.append("ceiling ")
                    .append(step.ceiling())
                    .append(" (")
                    .append(ceiling.name())
                    .append(')');
        }
        if (step.changesAtMillis() != Long.MAX_VALUE) {
            text.append(floor == null && ceiling == null ? "" : "; ").append("next change");
            text.append(untilText(decision.epochMillis(), step.changesAtMillis()));
        }
        return text.length() == 0 ? null : text.toString();
    }

    static String override(Decision decision) {
        Reason why = decision.reason();
        return switch (why) {
            case PAUSED -> why + ": whatever asks for another count";
            case SCALE_UP_FROZEN, SCALE_DOWN_FROZEN -> why + ": by order or by a window of the schedule";
            case NOT_REMOVABLE -> why + ": no more replicas can go now";
            default -> why.toString();
        };
    }

    static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    static String untilText(long nowMillis, long thenMillis) {
        return " in " + seconds(Times.between(nowMillis, thenMillis));
    }
}
