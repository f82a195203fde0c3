package dev.autoscale;

import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The words for each step of a decision: the one place that has them. Has no memory; allocates. */
final class StepText {
    private final Decision decision;
    private final AutoscalerSpec spec;

    StepText(Decision decision) {
        this.decision = decision;
        this.spec = decision.spec;
    }

    static String label(Step step) {
        return switch (step) {
            case RECOMMENDED -> "wanted";
            case COOLED -> "cooldown";
            case BUDGETED -> "budget";
            case ACTIVATED -> "activation";
            case SCHEDULED -> "schedule";
            case GRANTED -> "capacity";
            case OVERRIDDEN -> "decided";
            default -> step.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether a line is worth reading: the HPA's own steps always, what a spec asks for where it has it, else changes. */
    boolean isShown(Step step) {
        boolean isKnown = decision.currentReplicas() >= 0;
        return switch (step) {
            case COMBINED -> false;
            case RECOMMENDED, STABILIZED, LIMITED -> decision.after(step) != Decision.NOT_EVALUATED;
            case ACTIVATED, SCHEDULED -> isKnown && spec.settings.rule(step) != null;
            case OVERRIDDEN ->
                isKnown && decision.isLate() && (decision.isOverridden(Overrides.PAUSED) || decision.isChangedBy(step));
            default -> decision.isChangedBy(step);
        };
    }

    @Nullable
    String words(Step step) {
        return switch (step) {
            case COMBINED -> null;
            case RECOMMENDED -> recommended();
            case STABILIZED -> stabilized();
            case ALIGNED -> aligned();
            case LIMITED -> new LimitText(decision).words();
            case ACTIVATED -> activated();
            case SCHEDULED -> scheduled();
            case GRANTED ->
                Reason.NO_CAPACITY + ": the platform had room for " + decision.capacityCeiling() + "; retrying"
                        + until(step);
            case OVERRIDDEN -> overridden();
            default -> decision.reason(step) + held(step) + mayChange(step);
        };
    }

    /** A count that stays although another one is wanted has no allowed one on the way there. */
    private String aligned() {
        int current = decision.currentReplicas();
        String way = decision.after(Step.ALIGNED) == current
                ? ": none on the way from " + current + " to " + decision.stabilized()
                : "";
        return spec.alignment() + way;
    }

    /** All steps that changed something, in one line. */
    String summary() {
        StringJoiner text = new StringJoiner(", ");
        if (decision.recommended() == Decision.NOT_EVALUATED) {
            add(text, briefAlone());
        }
        for (Step step : Step.values()) {
            if (step == Step.RECOMMENDED || (step != Step.COMBINED && decision.isChangedBy(step))) {
                add(text, brief(step));
            }
        }
        add(text, new LimitText(decision).briefOpposite());
        boolean raisedToMin = !decision.isLate() && decision.replicas() != decision.limited();
        if (decision.recommended() != Decision.NOT_EVALUATED && raisedToMin) {
            add(text, "minReplicas " + spec.minReplicas());
        }
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = decision.metric(i);
            if (proposal.failedStatus().isFailure()) {
                boolean fellBack = proposal.status() == MetricProposal.Status.FALLBACK;
                String failed = spec.metric(i).id() + " failed: "
                        + proposal.failedStatus().text();
                add(text, failed + (fellBack ? ", fallback " + proposal.replicas() : ""));
            }
        }
        return text.toString();
    }

    private static void add(StringJoiner text, String part) {
        if (!part.isEmpty()) {
            text.add(part);
        }
    }

    /** A step that changed the count, in a few words. */
    private String brief(Step step) {
        int count = decision.after(step);
        return switch (step) {
            case RECOMMENDED -> count == Decision.NOT_EVALUATED ? "" : briefRecommended();
            case ALIGNED -> count == decision.currentReplicas() ? "no aligned count on the way" : "aligned to " + count;
            case SUSTAINED -> "not sustained";
            case COOLED -> count == decision.currentReplicas() ? "in cooldown" : "cooldown allows " + count;
            case BUDGETED -> "flap budget allows " + count;
            case LIMITED -> briefLimited();
            case ACTIVATED ->
                switch (decision.activationState()) {
                    case ACTIVATING -> "wakes up with " + count;
                    case ZERO -> "idle at zero" + (passesLimits() ? ", past the rate policies" : "");
                    case IDLE -> "idle at " + count;
                    case ACTIVE, COOLING -> "activation says " + count;
                };
            case SCHEDULED -> briefScheduled(count > decision.before(step));
            case GRANTED -> "capacity for " + decision.capacityCeiling();
            case OVERRIDDEN ->
                switch (decision.reason()) {
                    case PAUSED -> "paused";
                    case SCALE_UP_FROZEN -> "scale-up forbidden";
                    case SCALE_DOWN_FROZEN -> "scale-down forbidden";
                    default -> "the remaining replicas are busy";
                };
            default -> label(step) + " at " + count;
        };
    }

    private String briefRecommended() {
        int metric = decision.decidingMetric();
        String status = metric == Decision.NO_METRIC
                ? ""
                : decision.metric(metric).status().text();
        int combined = decision.combined();
        String gain = combined == decision.recommended() ? "" : " on the way to " + combined;
        return "wants " + decision.recommended() + gain + (status.isEmpty() ? "" : " (" + status + ')');
    }

    private String briefLimited() {
        Reason why = decision.reasonOf(Condition.SCALING_LIMITED);
        return switch (why) {
            case TOO_MANY_REPLICAS -> "maxReplicas " + spec.maxReplicas();
            case TOO_FEW_REPLICAS ->
                spec.minReplicas() == 0
                        ? "at least " + decision.limited() + " at work"
                        : "minReplicas " + spec.minReplicas();
            default ->
                (why == Reason.SCALE_UP_LIMIT ? "scale-up rate" : "scale-down rate") + " allows " + decision.limited();
        };
    }

    private String briefScheduled(boolean raised) {
        int count = decision.after(Step.SCHEDULED);
        int bound = raised ? Math.min(decision.floor(), decision.ceiling()) : decision.ceiling();
        ScheduleWindow window = raised ? decision.floorWindow() : decision.ceilingWindow();
        String name = window == null ? "" : " (" + window.name() + ')';
        String rate = count == bound ? "" : ", rate allows " + count;
        return (window != null && window.isFixed() ? "fixed " : raised ? "floor " : "ceiling ") + bound + name + rate;
    }

    private String briefAlone() {
        Reason why = decision.reason();
        return switch (why) {
            case ABOVE_MAX_REPLICAS -> "was above maxReplicas " + spec.maxReplicas();
            case BELOW_MIN_REPLICAS -> "was below minReplicas " + spec.minReplicas();
            case SCALING_DISABLED -> "disabled at zero";
            case SCALER_ACTIVE -> {
                StringJoiner ids = new StringJoiner(" ", "active: ", "");
                for (int i = 0; i < spec.metricCount(); i++) {
                    if (decision.metric(i).isActive()) {
                        ids.add(spec.metric(i).id());
                    }
                }
                yield ids.toString();
            }
            case SCALER_NOT_ACTIVE -> "nothing is active";
            case SCALER_UNKNOWN -> "stays idle, as a metric fails";
            case SCHEDULED_FLOOR, SCHEDULED_CEILING, SCALE_UP_FROZEN, SCALE_DOWN_FROZEN, PAUSED -> "";
            case NO_PROPOSAL -> "held, as no metric counts now";
            default -> "held (" + why + ')';
        };
    }

    private @Nullable String recommended() {
        int metric = decision.decidingMetric();
        String by = metric != Decision.NO_METRIC
                ? '(' + spec.metric(metric).id() + ')'
                : spec.combination().isMax() ? null : '(' + spec.combination().toString() + ')';
        if (decision.combined() == decision.recommended()) {
            return by;
        }
        double gain = (decision.combined() > decision.currentReplicas() ? spec.up : spec.down).damping.gain();
        return (by == null ? "" : by + ", ") + "gain " + gain + " on the way to " + decision.combined();
    }

    private @Nullable String stabilized() {
        Reason why = decision.reason(Step.STABILIZED);
        if (why == null) {
            return null;
        }
        boolean grows = why == Reason.SCALE_UP_STABILIZED;
        long window = spec.isLegacy() ? spec.downscaleStabilizationMillis : (grows ? spec.up : spec.down).windowMillis;
        return why + ": " + (grows ? "lowest" : "highest") + " of the last " + Times.seconds(window);
    }

    /** What holds the count: the rules of the step, where they say it themselves. */
    private String held(Step step) {
        DampingRules rules = (decision.after(Step.ALIGNED) > decision.currentReplicas() ? spec.up : spec.down).damping;
        return switch (step) {
            case SUSTAINED -> ": must persist " + sustained(rules.sustained());
            case COOLED -> {
                Cooldowns.Rule cooldown = rules.cooldown();
                long longest = Math.max(cooldown.sameMillis(), cooldown.anyMillis());
                yield ": waits up to " + Times.seconds(longest) + " after a change"
                        + (decision.after(step) > decision.currentReplicas() ? ", larger growth goes on" : "");
            }
            case BUDGETED ->
                ": " + spec.flapBudget() + ", had " + FlapBudget.count(decision.replicasChanged(), "replica") + " and "
                        + FlapBudget.count(decision.reversals(), "reversal");
            default -> spec.settings.rule(step) == null ? "" : ": " + spec.settings.rule(step);
        };
    }

    private static String sustained(SustainedBreach.Rule rules) {
        String time = "for " + Times.seconds(rules.forMillis());
        if (!rules.countsDecisions()) {
            return time;
        }
        String often = "in " + rules.breaches() + " of " + rules.decisions() + " decisions";
        return rules.forMillis() > 0 ? often + " and " + time : often;
    }

    private String mayChange(Step step) {
        long untilMillis = decision.untilMillis(step);
        String when =
                untilMillis == decision.epochMillis() ? "pass at the next decision" : "change" + until(untilMillis);
        return untilMillis == Long.MAX_VALUE ? "" : "; may " + when;
    }

    private String activated() {
        Activation.State state = decision.activationState();
        boolean unknown = decision.activity == Activation.Activity.UNKNOWN;
        String why = switch (state) {
            case ACTIVATING -> ": waking up" + keptActive(", as ");
            case ACTIVE ->
                keptActive(": ").isEmpty() && unknown ? ": a failing metric might be active" : keptActive(": ");
            case COOLING -> ": nothing is active" + uncounted(", ");
            case ZERO, IDLE -> unknown ? ": a failing metric does not wake it" : uncounted(": ");
        };
        boolean changes = decision.untilMillis(Step.ACTIVATED) != Long.MAX_VALUE;
        return state + why + passed(state) + (changes ? "; changes" + until(Step.ACTIVATED) : "");
    }

    /** What going idle in one step leaves out. */
    private String passed(Activation.State state) {
        boolean isIdle = state == Activation.State.ZERO || state == Activation.State.IDLE;
        return isIdle && passesLimits() ? "; going idle passes stabilization and rate policies" : "";
    }

    /** From the lowest working count there is nothing to pass. */
    private boolean passesLimits() {
        return !spec.isLegacy()
                && decision.followed() > spec.alignedUp(0, spec.lowestReplicas)
                && decision.after(Step.ACTIVATED) < Math.min(decision.currentReplicas(), decision.followed());
    }

    /** Which window keeps the workload at work where no metric does. */
    private String keptActive(String before) {
        ScheduleWindow window = decision.floorWindow();
        boolean holds = Math.min(decision.floor(), decision.ceiling()) > 0;
        return window == null || !holds || decision.activity == Activation.Activity.ACTIVE
                ? ""
                : before + window.name() + " is open, which counts as activity";
    }

    /** The metrics that ask for replicas and yet keep no workload from zero. */
    private String uncounted(String before) {
        StringJoiner ids = new StringJoiner(" and ");
        int count = 0;
        for (int i = 0; i < spec.metricCount(); i++) {
            if (!spec.metric(i).countsForActivation() && spec.metric(i).kind() != MetricSpec.Kind.SIGNAL) {
                ids.add(spec.metric(i).id());
                count++;
            }
        }
        return count == 0 ? "" : before + ids + (count == 1 ? " does" : " do") + " not count for activity";
    }

    private @Nullable String scheduled() {
        Reason why = decision.reason();
        boolean moves = why == Reason.SCHEDULED_FLOOR || why == Reason.SCHEDULED_CEILING;
        StringBuilder text = new StringBuilder(moves ? why + ": " : "");
        ScheduleWindow floor = decision.floorWindow();
        ScheduleWindow ceiling = decision.ceilingWindow();
        if (floor != null) {
            text.append(floor.isFixed() ? "fixed " : "floor ").append(decision.floor());
            text.append(" (").append(floor.name()).append(')');
        }
        // A fixed window is both, and said once.
        if (ceiling != null && !(ceiling.isFixed() && ceiling.equals(floor))) {
            text.append(floor == null ? "" : ", ")
                    .append(ceiling.isFixed() ? "fixed " : "ceiling ")
                    .append(decision.ceiling());
            text.append(" (").append(ceiling.name()).append(')');
        }
        if (decision.untilMillis(Step.SCHEDULED) != Long.MAX_VALUE) {
            text.append(floor == null && ceiling == null ? "" : "; ").append("next change");
            text.append(until(Step.SCHEDULED));
        }
        return text.length() == 0 ? null : text.toString();
    }

    private String overridden() {
        Reason why = decision.reason();
        return switch (why) {
            case PAUSED -> why + ": other requests are ignored";
            case SCALE_UP_FROZEN, SCALE_DOWN_FROZEN -> why + ": by an override or a window of the schedule";
            case NOT_REMOVABLE -> why + ": the remaining replicas are busy";
            default -> why.toString();
        };
    }

    private String until(Step step) {
        return until(decision.untilMillis(step));
    }

    private String until(long thenMillis) {
        return until(decision, thenMillis);
    }

    static String until(Decision decision, long thenMillis) {
        return " in " + Times.seconds(Times.between(decision.epochMillis(), thenMillis));
    }
}
