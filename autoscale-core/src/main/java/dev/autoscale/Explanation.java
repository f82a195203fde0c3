package dev.autoscale;

import dev.autoscale.MetricSpec.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.StringJoiner;
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
 *   limited              6  ScaleUpLimit: +100 % in 15 s; more allowed in 15 s
 * </pre>
 */
final class Explanation {
    private static final String GAP = "  ";

    private final Decision decision;
    private final AutoscalerSpec spec;
    private final StepText steps;
    private final StringBuilder text = new StringBuilder(256);
    private int labelWidth = "stabilized".length();

    Explanation(Decision decision) {
        this.decision = decision;
        this.spec = decision.spec;
        this.steps = new StepText(decision);
        for (int i = 0; i < spec.metricCount(); i++) {
            labelWidth = Math.max(labelWidth, spec.metric(i).id().length());
        }
    }

    void appendTo(Appendable target) {
        appendHeadline();
        if (spec.metricCount() > 0 && decision.metric(0).status() != MetricProposal.Status.NOT_EVALUATED) {
            appendMetrics();
        }
        boolean withoutMetrics = decision.recommended() == Decision.NOT_EVALUATED;
        if (withoutMetrics) {
            appendDecidedAlone();
        }
        for (Decision.Step step : Decision.Step.values()) {
            if (steps.isShown(step)) {
                appendStep(StepText.label(step), decision.after(step), steps.words(step));
            }
            boolean raisedToMin = !decision.isLate() && decision.replicas() != decision.limited();
            if (step == Decision.Step.LIMITED && !withoutMetrics && raisedToMin) {
                appendDecidedAlone();
            }
        }
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
            text.append(decision.currentReplicas()).append(" -> ").append(decision.replicas());
            text.append(decision.replicas() == 1 ? " replica" : " replicas");
        } else {
            text.append(decision.replicas()).append(decision.replicas() == 1 ? " replica" : " replicas");
            text.append(", no change");
        }
        if (decision.currentReplicas() >= 0 && decision.existingReplicas != decision.currentReplicas()) {
            text.append(" (").append(decision.existingReplicas).append(" exist, ");
            text.append(decision.currentReplicas()).append(" wanted)");
        }
        if (decision.unreportedFrom() >= 0) {
            text.append(" (went from ").append(decision.unreportedFrom()).append(" to ");
            text.append(decision.currentReplicas()).append(" without a report)");
        }
        text.append(decision.isShadow() ? " (shadow: not to be carried out)" : "");
        text.append(decision.timeWentBack() ? " (time went back: no time passed)\n" : "\n");
    }

    private void appendDecidedAlone() {
        int count = decision.followed();
        appendStep(StepText.label(Decision.Step.OVERRIDDEN), count, whyDecidedAlone());
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
            appendNote(noteOn(spec.metric(i), proposal));
        }
    }

    private static String noteOn(MetricSpec metric, MetricProposal proposal) {
        StringJoiner notes = new StringJoiner("; ");
        for (String note : new String[] {
            status(proposal), noted(metric, proposal), lookedBack(metric, proposal), assumed(metric, proposal)
        }) {
            if (!note.isEmpty()) {
                notes.add(note);
            }
        }
        return notes.toString();
    }

    /** What a source says of its answer. */
    private static String noted(MetricSpec metric, MetricProposal proposal) {
        ReplicaSource source = metric.replicaSource();
        return source == null || !proposal.wasAsked() || proposal.isFailure() ? "" : source.explain(proposal);
    }

    /** What pods were taken for whose use is not known. */
    private static String assumed(MetricSpec metric, MetricProposal proposal) {
        int missing = proposal.missingPods();
        int unready = proposal.unreadyPods();
        if (missing + unready == 0) {
            return "";
        }
        boolean utilization = metric.target() == Target.UTILIZATION;
        long measured = utilization ? proposal.utilizationPercent() : proposal.averageMilli();
        boolean shrinks = measured < metric.targetAmount();
        String full = !utilization
                ? "at the target"
                : metric.targetAmount() > 100 ? "using " + metric.targetAmount() + " %" : "using all they request";
        String without = missing == 0
                ? ""
                : FlapBudget.count(missing, "pod") + " without a sample counted as "
                        + (shrinks ? full : "using nothing");
        String starting = unready == 0 ? "" : FlapBudget.count(unready, "unready pod") + " counted as using nothing";
        return without + (without.isEmpty() || starting.isEmpty() ? "" : ", ") + starting;
    }

    /** Which of its last values a metric goes by. */
    private static String lookedBack(MetricSpec metric, MetricProposal proposal) {
        LookBack rule = metric.lookBack();
        if (rule == null || !proposal.wasHeard()) {
            return "";
        }
        String which = switch (rule.aggregation()) {
            case MEAN -> "mean";
            case MAX -> "highest";
            case MIN -> "lowest";
        };
        which += " of the last " + Times.seconds(rule.periodMillis());
        long ageMillis = proposal.valueAgeMillis();
        return which + (ageMillis == 0 ? "" : ", " + Times.seconds(ageMillis) + " old");
    }

    private static String status(MetricProposal proposal) {
        String failure = proposal.failureText();
        String text = proposal.status().text();
        return proposal.status() == MetricProposal.Status.FALLBACK
                ? "fallback: " + proposal.failedStatus().text()
                : failure == null ? text : text + ": " + failure;
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

    /** Why a count was decided without the metrics, or raised to min. */
    private String whyDecidedAlone() {
        Reason why = decision.ownReason();
        return switch (why) {
            case ABOVE_MAX_REPLICAS -> "the current count is above maxReplicas " + spec.maxReplicas();
            case BELOW_MIN_REPLICAS -> "the count is below minReplicas " + spec.minReplicas();
            case SCALING_DISABLED -> why + (spec.activation() == null ? ": scaled to zero by someone else" : ": idle");
            case NO_PROPOSAL, COMBINATION_HOLDS -> why.toString();
            case FAILED_GET_SCALE -> why + ": the current replicas are not known";
            case INVALID_REPLICAS -> why + ": replicas must be >= 0";
            case INVALID_SELECTOR, AMBIGUOUS_SELECTOR -> why + ": no metric was asked";
            default -> why + (allFailed() ? ": no metric is usable" : ": a metric failed; scale-down is blocked");
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
