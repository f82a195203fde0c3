package dev.autoscale;

import dev.autoscale.MetricSpec.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A decision in words, a line per step:
 *
 * <pre>
 * 3 -&gt; 6 replicas
 *   asr_active_requests  37 of 5 per replica   8
 *   cpu                  66 % of 70 %          3  within tolerance
 *   wanted               8  (asr_active_requests)
 *   stabilized           8
 *   limited              6  ScaleUpLimit: +100 % in 15 s; next room in 15 s
 * </pre>
 */
final class Explanation {
    private static final String GAP = "  ";

    private final Decision decision;
    private final AutoscalerSpec spec;
    private final StringBuilder text = new StringBuilder(256);
    private int labelWidth = "stabilized".length();

    Explanation(Decision decision) {
        this.decision = decision;
        this.spec = decision.spec();
        for (int i = 0; i < spec.metricCount(); i++) {
            labelWidth = Math.max(labelWidth, spec.metric(i).id().length());
        }
    }

    void appendTo(Appendable target) {
        appendHeadline();
        if (spec.metricCount() > 0 && decision.metric(0).status() != MetricStatus.NOT_EVALUATED) {
            appendMetrics();
        }
        if (decision.recommended() == Decision.NOT_EVALUATED) {
            appendStep("decided", decision.isLate() ? decision.followed : decision.replicas(), whyDecided());
        } else {
            appendStep("wanted", decision.recommended(), wantedBy());
            appendStep("stabilized", decision.stabilized(), whyStabilized());
            appendDamping();
            appendStep("limited", decision.limited(), whyLimited());
            if (!decision.isLate() && decision.replicas() != decision.limited()) {
                appendStep("decided", decision.replicas(), whyDecided());
            }
        }
        appendLateSteps();
        try {
            target.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void appendHeadline() {
        if (decision.currentReplicas() < 0) {
            text.append("replicas unknown, no change");
        } else if (decision.differs()) {
            text.append(decision.currentReplicas())
                    .append(" -> ")
                    .append(decision.replicas())
                    .append(" replicas");
        } else {
            text.append(decision.replicas()).append(" replicas, no change");
        }
        text.append(decision.isShadow() ? " (shadow: not to be carried out)" : "");
        text.append(decision.timeWentBack() ? " (time went back: no time passed)\n" : "\n");
    }

    /** Only parts that hold something have a line. */
    private void appendDamping() {
        DampingStep step = decision.damping();
        if (step.wanted() != Decision.NOT_EVALUATED && step.wanted() != decision.stabilized()) {
            appendStep("aligned", step.wanted(), DampingText.aligned(spec));
        }
        if (step.sustained() != step.wanted()) {
            appendStep("sustained", step.sustained(), DampingText.sustained(decision, spec));
        }
        if (step.cooled() != step.sustained()) {
            appendStep("cooldown", step.cooled(), DampingText.cooldown(decision, spec));
        }
        if (step.replicas() != step.cooled()) {
            appendStep("budget", step.replicas(), DampingText.budget(decision, spec));
        }
    }

    private void appendLateSteps() {
        if (decision.currentReplicas() < 0) {
            return;
        }
        int count = decision.followed;
        if (spec.activation() != null) {
            count = decision.activation().replicas();
            appendStep("activation", count, LateSteps.activation(decision));
        }
        if (!spec.schedule().isEmpty()) {
            count = decision.schedule().replicas();
            appendStep("schedule", count, LateSteps.schedule(decision));
        }
        int granted = decision.capacity().replicas();
        if (granted != Decision.NOT_EVALUATED && granted != count) {
            count = granted;
            appendStep("capacity", count, DampingText.capacity(decision));
        }
        if (decision.isLate() && (decision.isOrdered(Overrides.PAUSED) || decision.replicas() != count)) {
            appendStep("decided", decision.replicas(), LateSteps.override(decision));
        }
    }

    private void appendMetrics() {
        String[] measured = new String[spec.metricCount()];
        int measuredWidth = 0;
        for (int i = 0; i < measured.length; i++) {
            measured[i] = measured(spec.metric(i), decision.metric(i));
            measuredWidth = Math.max(measuredWidth, measured[i].length());
        }
        for (int i = 0; i < measured.length; i++) {
            MetricProposal proposal = decision.metric(i);
            appendLabel(spec.metric(i).id());
            appendPadded(measured[i], measuredWidth);
            text.append(GAP);
            if (proposal.status().hasProposal()) {
                appendRight(proposal.replicas());
            } else {
                text.append("  -");
            }
            appendNote(noteOn(proposal));
        }
    }

    private static String noteOn(MetricProposal proposal) {
        String failure = proposal.failureText();
        return switch (proposal.status()) {
            case FALLBACK -> "fallback: " + proposal.failedStatus().text();
            case SOURCE_FAILED ->
                failure == null ? proposal.status().text() : proposal.status().text() + ": " + failure;
            default -> proposal.status().text();
        };
    }

    private static String measured(MetricSpec metric, MetricProposal proposal) {
        StringBuilder cell = new StringBuilder();
        ReplicaSource source = metric.replicaSource();
        if (source != null) {
            boolean measured = proposal.totalMilli() != MetricProposal.UNSET;
            if (measured) {
                Milli.append(cell, proposal.totalMilli());
            }
            return cell.append(measured ? " by " : "by ").append(source.id()).toString();
        }
        boolean utilization = metric.target() == Target.UTILIZATION;
        long amount = utilization
                ? proposal.utilizationPercent()
                : proposal.totalMilli() != MetricProposal.UNSET ? proposal.totalMilli() : proposal.averageMilli();
        if (amount == MetricProposal.UNSET) {
            return "-";
        }
        if (utilization) {
            return cell.append(amount)
                    .append(" % of ")
                    .append(metric.targetAmount())
                    .append(" %")
                    .toString();
        }
        Milli.append(cell, amount);
        if (metric.target() == Target.NONE) {
            return cell.toString();
        }
        cell.append(" of ");
        Milli.append(cell, metric.targetAmount());
        return cell.append(metric.target() == Target.AVERAGE_VALUE ? " per replica" : "")
                .toString();
    }

    private void appendStep(String label, int count, @Nullable String note) {
        appendLabel(label);
        text.append(count < 0 ? "-" : Integer.toString(count));
        appendNote(note);
    }

    private void appendLabel(String label) {
        text.append(GAP);
        appendPadded(label, labelWidth);
        text.append(GAP);
    }

    private void appendPadded(String cell, int width) {
        text.append(cell).append(" ".repeat(width - cell.length()));
    }

    private void appendRight(int count) {
        String digits = Integer.toString(count);
        text.append(" ".repeat(Math.max(0, 3 - digits.length()))).append(digits);
    }

    private void appendNote(@Nullable String note) {
        if (note != null && !note.isEmpty()) {
            text.append(GAP).append(note);
        }
        text.append('\n');
    }

    private @Nullable String wantedBy() {
        String by = combinedBy();
        if (decision.combined() == decision.recommended()) {
            return by;
        }
        double gain = (decision.combined() > decision.currentReplicas() ? spec.up() : spec.down()).damping.gain();
        return (by == null ? "" : by + ", ") + "gain " + gain + " on the way to " + decision.combined();
    }

    private @Nullable String combinedBy() {
        int metric = decision.decidingMetric();
        if (metric == Decision.NO_METRIC) {
            return spec.combination().isMax() ? null : '(' + spec.combination().toString() + ')';
        }
        return '(' + spec.metric(metric).id() + ')';
    }

    private @Nullable String whyStabilized() {
        if (decision.stabilized() == decision.recommended()) {
            return null;
        }
        boolean grows = decision.reason(Condition.ABLE_TO_SCALE) == Reason.SCALE_UP_STABILIZED;
        long window =
                spec.isLegacy() ? spec.downscaleStabilizationMillis() : (grows ? spec.up() : spec.down()).windowMillis;
        return decision.reason(Condition.ABLE_TO_SCALE) + ": " + (grows ? "lowest" : "highest") + " of the last "
                + LateSteps.seconds(window);
    }

    private @Nullable String whyLimited() {
        Reason why = decision.reason(Condition.SCALING_LIMITED);
        if (why == null || !why.status()) {
            return null;
        }
        return switch (why) {
            case TOO_MANY_REPLICAS -> why + ": maxReplicas " + spec.maxReplicas();
            case TOO_FEW_REPLICAS -> why + ": " + lowest();
            default -> why + ": " + (spec.isLegacy() ? legacyLimit() : rateLimit(why == Reason.SCALE_UP_LIMIT));
        };
    }

    private String lowest() {
        boolean works = spec.lowestReplicas() != spec.minReplicas();
        return works
                ? "at least " + spec.alignedUp(spec.lowestReplicas()) + " while it works"
                : "minReplicas " + spec.minReplicas();
    }

    private String legacyLimit() {
        StringBuilder limit = new StringBuilder("at most ");
        Milli.append(limit, Milli.ceil(spec.settings().legacyScaleUpFactor));
        return limit.append(" x current, or 4, per decision").toString();
    }

    private String rateLimit(boolean grows) {
        DirectionRules rules = grows ? spec.up() : spec.down();
        if (rules.select == SelectPolicy.DISABLED) {
            return "disabled";
        }
        Autoscaler by = decision.autoscaler();
        if (by == null || !decision.isLatestOf(by)) {
            return "by the rate policies";
        }
        return policyText(rules, by) + roomText(by);
    }

    private String policyText(DirectionRules rules, Autoscaler by) {
        long now = decision.epochMillis();
        int current = decision.currentReplicas();
        int limit =
                rules.isUp ? by.rates().scaleUpLimit(now, current) : by.rates().scaleDownLimit(now, current);
        for (int i = 0; i < rules.policies.length; i++) {
            if (by.rates().allowedBy(rules, i, now, current) == limit) {
                RatePolicy policy = rules.policies[i];
                return (rules.isUp ? "+" : "-")
                        + policy.value()
                        + (policy.unit() == RatePolicy.Unit.PERCENT ? " % in " : " in ")
                        + LateSteps.seconds(rules.periodsMillis[i]);
            }
        }
        return "no policy";
    }

    private String roomText(Autoscaler by) {
        long roomMillis = Recheck.nextRoomMillis(by, decision);
        if (roomMillis == Long.MAX_VALUE) {
            return "";
        }
        return "; next room in " + LateSteps.seconds(Times.between(decision.epochMillis(), roomMillis));
    }

    private String whyDecided() {
        Reason why = decision.ownReason();
        return switch (why) {
            case ABOVE_MAX_REPLICAS -> "the current count is above maxReplicas " + spec.maxReplicas();
            case BELOW_MIN_REPLICAS -> "the count is below minReplicas " + spec.minReplicas();
            case SCALING_DISABLED ->
                why + (spec.activation() == null ? ": at zero, and not taken there by this autoscaler" : ": at rest");
            case NO_PROPOSAL, COMBINATION_HOLDS -> why.toString();
            case FAILED_GET_SCALE -> why + ": the current replicas are not known";
            case INVALID_REPLICAS -> why + ": replicas must be >= 0";
            case INVALID_SELECTOR, AMBIGUOUS_SELECTOR -> why + ": no metric was asked";
            default -> why + (allFailed() ? ": no metric is usable" : ": with a failing metric nothing shrinks");
        };
    }

    private boolean allFailed() {
        for (int i = 0; i < spec.metricCount(); i++) {
            if (decision.metric(i).status().hasProposal()) {
                return false;
            }
        }
        return true;
    }
}
