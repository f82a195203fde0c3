package dev.autoscale.policies.keda;

import java.math.BigDecimal;

/** A {@link ScaledJob.Decision} in words, a line per step. */
final class ScaledJobExplanation {
    private static final String GAP = "  ";

    private final ScaledJob.Decision decision;
    private final ScaledJob job;
    private final StringBuilder text = new StringBuilder(256);

    ScaledJobExplanation(ScaledJob.Decision decision, ScaledJob job) {
        this.decision = decision;
        this.job = job;
    }

    /** Headline and steps. */
    StringBuilder text() {
        int created = decision.jobsToCreate;
        text.append(created == 0 ? "no job to create" : "create " + jobs(created))
                .append(", ")
                .append(decision.unfinishedJobs)
                .append(" unfinished")
                .append(decision.pendingJobs > 0 ? ", " + decision.pendingJobs + " of them pending" : "")
                .append('\n');
        boolean isAsked = decision.activeTriggers > 0;
        line("triggers", decision.activeTriggers + " active" + (decision.failed ? "; a trigger failed" : ""));
        if (isAsked) {
            line("queue", decision.queueLength + several());
            line("wanted", decision.maxValue + "  jobs for the queue, at most " + job.max);
        }
        if (decision.isBelowMinimum()) {
            line(
                    "minimum",
                    decision.effectiveMaxScale + "  missing of minReplicaCount " + job.min
                            + "; more for the queue once it is reached");
        } else if (isAsked || job.min > 0) {
            line("strategy", decision.effectiveMaxScale + GAP + job.strategy + ": " + strategy());
            limits();
        }
        line("created", created + (decision.active ? "" : "  no trigger is active, and there is no minimum"));
        return text;
    }

    private String several() {
        if (decision.activeTriggers < 2) {
            return "";
        }
        return GAP
                + switch (job.combination) {
                    case MAX -> "the longest queue counts";
                    case MIN -> "the shortest queue counts";
                    case AVG -> "the mean of " + decision.activeTriggers + " queues, rounded up";
                    case SUM -> "the sum of " + decision.activeTriggers + " queues";
                };
    }

    /** How the strategy counts the jobs that exist, with its numbers. */
    private String strategy() {
        long running = decision.unfinishedJobs - job.min;
        long wanted = decision.maxValue;
        String existing = running + " unfinished" + (job.min > 0 ? " beyond the minimum" : "");
        String pending = decision.pendingJobs + " pending";
        return switch (job.strategy) {
            case DEFAULT -> wanted + " wanted less " + existing;
            case CUSTOM ->
                wanted + " wanted less " + job.deduction + " less "
                        + BigDecimal.valueOf(job.runningShare)
                                .stripTrailingZeros()
                                .toPlainString() + " x " + existing
                        + ", at most " + job.max;
            case ACCURATE ->
                wanted + running - decision.pendingJobs > job.max
                        ? "the maximum " + job.max + " less " + existing + ", as " + wanted + " more would exceed it"
                        : wanted + " wanted less " + pending;
            case EAGER -> {
                long room = job.max - running - decision.pendingJobs;
                String left = "the maximum " + job.max + " less " + existing + " less " + pending;
                yield room < wanted ? left : wanted + " wanted, within " + left;
            }
        };
    }

    /** Where the answer is another than the strategy's. */
    private void limits() {
        if (decision.effectiveMaxScale < 0) {
            line("limited", "0  jobs end by themselves");
        } else if (decision.scaleTo < decision.effectiveMaxScale) {
            String what = job.strategy == ScaledJob.Strategy.EAGER ? "the maximum" : "no more than the queue holds";
            line("limited", decision.scaleTo + GAP + what);
        }
    }

    private static String jobs(long count) {
        return count + (count == 1 ? " job" : " jobs");
    }

    private void line(String label, String words) {
        text.append(GAP).append(label).append(" ".repeat("triggers".length() + 2 - label.length()));
        text.append(words).append('\n');
    }
}
