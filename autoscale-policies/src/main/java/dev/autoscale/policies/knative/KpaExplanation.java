package dev.autoscale.policies.knative;

import dev.autoscale.policies.internal.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A {@link KpaDecision} in words, a line per step. */
final class KpaExplanation {
    private static final int LABEL_WIDTH = "delayed".length();
    private static final int DIGITS = 3;

    private final KpaDecision decision;
    private final KpaSpec spec;
    private final StringBuilder text = new StringBuilder(256);

    KpaExplanation(KpaDecision decision) {
        this.decision = decision;
        this.spec = decision.spec();
    }

    void appendTo(Appendable target) {
        appendHeadline();
        appendSamples();
        if (decision.isValid()) {
            appendAverages();
            appendSteps();
        } else {
            appendInvalid();
        }
        appendReconcile();
        Texts.append(target, text);
    }

    private void appendHeadline() {
        String replicas = decision.replicas() + (decision.replicas() == 1 ? " replica" : " replicas");
        if (decision.currentReplicas() < 0) {
            text.append("replicas unknown, no change");
        } else {
            text.append(
                    decision.hasChange() ? decision.currentReplicas() + " -> " + replicas : replicas + ", no change");
        }
        text.append(decision.inPanic() ? ", in panic" : "");
        text.append(decision.timeWentBack() ? " (time went back: no time passed)\n" : "\n");
    }

    private void appendSamples() {
        int late = decision.lateSamples();
        int ignored = decision.ignoredSamples();
        if (decision.recordedSamples() + ignored > 0) {
            String tooLate = late > 0 ? ", " + late + " of them too late" : "";
            String notUsable = ignored > 0 ? ", and " + ignored + " not usable" : "";
            appendLine("samples", decision.recordedSamples() + tooLate + notUsable);
        }
    }

    private void appendAverages() {
        String perPod = " of " + number(spec.target()) + " per pod";
        String stable = number(decision.stableAverage()) + perPod;
        String panic = number(decision.panicAverage()) + perPod;
        int width = Math.max(stable.length(), panic.length());
        String noSamples = decision.hasData() ? "" : "  no samples";
        appendLine("stable", padded(stable, width) + "  " + decision.stablePods() + noSamples);
        appendLine("panic", padded(panic, width) + "  " + decision.panicPods() + noSamples);
    }

    private void appendSteps() {
        String limits = number(decision.fewest) + " to " + number(decision.most);
        String reason = decision.heldBy().text();
        appendLine(
                "wanted", decision.held + "  " + reason + "; " + limits + " with " + decision.readyPods() + " ready");
        if (decision.inPanic()) {
            // Unsigned, because the times may lie so far apart that their difference overflows.
            long ago = decision.epochMillis() - decision.panicSinceMillis();
            String renewed = ago == 0 ? "now" : Long.toUnsignedString(Long.divideUnsigned(ago, 1000)) + " s ago";
            String threshold = number(spec.panicThreshold()) + " x ready";
            appendLine(
                    "highest",
                    decision.highestPanicPods() + "  of this panic, renewed " + renewed + "; it takes " + threshold);
        }
        boolean isDelayed = decision.desired() != decision.held;
        appendLine("delayed", decision.desired() + (isDelayed ? "  " + KpaReason.SCALE_DOWN_DELAY.text() : ""));
        double burst = spec.targetBurstCapacity();
        String bursts = burst < 0 ? "any burst" : "a burst of " + number(burst);
        appendLine("burst", decision.excessBurstCapacity() + "  beyond " + bursts);
    }

    private void appendInvalid() {
        String last = decision.pass.desired >= 0 ? "the last valid decision goes on" : "";
        String step = decision.reason().isValid()
                ? (last.isEmpty() ? "" : ", ") + decision.reason().text()
                : "";
        String effect = decision.hasChange() ? last + step : "nothing changes";
        appendLine(
                "decided",
                count(decision.replicas()) + "  " + decision.failure().text() + ": " + effect);
    }

    private void appendReconcile() {
        KpaScaleToZero.Decision step = decision.scaleToZero();
        if (step == null) {
            return;
        }
        KpaCondition condition = step.status().condition();
        String active = condition.status() + (condition.reason().isEmpty() ? "" : ' ' + condition.reason());
        String buffered = step.proxyMode() ? ", requests are buffered" : "";
        long recheck = step.recheckAfterMillis();
        String again = recheck == KpaScaleToZero.Decision.NO_RECHECK ? "" : "; looks again in " + recheck + " ms";
        appendLine("scaled", count(step.wantedReplicas()) + "  Active=" + active + buffered + again);
    }

    private void appendLine(String label, String words) {
        text.append("  ").append(padded(label, LABEL_WIDTH + 2)).append(words).append('\n');
    }

    private static String padded(String words, int width) {
        return words + " ".repeat(width - words.length());
    }

    private static String count(int replicas) {
        return replicas < 0 ? "-" : Integer.toString(replicas);
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
