package dev.autoscale.policies.knative;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        try {
            target.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void appendHeadline() {
        if (decision.currentReplicas() < 0) {
            text.append("replicas unknown, no change");
        } else if (decision.hasChange()) {
            text.append(decision.currentReplicas()).append(" -> ");
            text.append(decision.replicas()).append(decision.replicas() == 1 ? " replica" : " replicas");
        } else {
            text.append(decision.replicas()).append(decision.replicas() == 1 ? " replica" : " replicas");
            text.append(", no change");
        }
        text.append(decision.inPanic() ? ", in panic" : "");
        text.append(decision.timeWentBack() ? " (time went back: no time passed)\n" : "\n");
    }

    private void appendSamples() {
        if (decision.recordedSamples() + decision.ignoredSamples() > 0) {
            label("samples").append(decision.recordedSamples());
            text.append(decision.lateSamples() > 0 ? ", " + decision.lateSamples() + " of them too late" : "");
            text.append(decision.ignoredSamples() > 0 ? ", and " + decision.ignoredSamples() + " not usable" : "");
            text.append('\n');
        }
    }

    private void appendAverages() {
        String perPod = " of " + number(spec.target()) + " per pod";
        String stable = number(decision.stableAverage()) + perPod;
        String panic = number(decision.panicAverage()) + perPod;
        int width = Math.max(stable.length(), panic.length());
        appendAverage("stable", stable, width, decision.stablePods());
        appendAverage("panic", panic, width, decision.panicPods());
    }

    private void appendAverage(String name, String average, int width, int pods) {
        label(name).append(average).append(" ".repeat(width - average.length()));
        text.append("  ").append(pods).append(decision.hasData() ? "\n" : "  no samples\n");
    }

    private void appendSteps() {
        label("wanted")
                .append(decision.held)
                .append("  ")
                .append(decision.heldBy().text());
        text.append("; ").append(number(decision.fewest)).append(" to ").append(number(decision.most));
        text.append(" with ").append(decision.readyPods()).append(" ready\n");
        if (decision.inPanic()) {
            label("highest").append(decision.highestPanicPods()).append("  of this panic, renewed ");
            // Unsigned, because the times may lie so far apart that their difference overflows.
            long ago = decision.epochMillis() - decision.panicSinceMillis();
            text.append(ago == 0 ? "now" : Long.toUnsignedString(Long.divideUnsigned(ago, 1000)) + " s ago");
            text.append("; it takes ").append(number(spec.panicThreshold())).append(" x ready\n");
        }
        label("delayed").append(decision.desired());
        text.append(decision.desired() == decision.held ? "\n" : "  " + KpaReason.SCALE_DOWN_DELAY.text() + '\n');
        label("burst").append(decision.excessBurstCapacity());
        text.append("  beyond ").append(burst()).append('\n');
    }

    private void appendInvalid() {
        label("decided").append(count(decision.replicas())).append("  ");
        text.append(decision.failure().text()).append(": ");
        if (!decision.hasChange()) {
            text.append("nothing changes\n");
            return;
        }
        boolean goesOn = decision.pass.desired >= 0;
        text.append(goesOn ? "the last valid decision goes on" : "");
        if (decision.reason().isValid()) {
            text.append(goesOn ? ", " : "").append(decision.reason().text());
        }
        text.append('\n');
    }

    private void appendReconcile() {
        KpaScaleToZero.Decision step = decision.scaleToZero();
        if (step == null) {
            return;
        }
        KpaStatus status = step.status();
        label("scaled")
                .append(count(step.wantedReplicas()))
                .append("  Active=")
                .append(status.condition().status());
        text.append(
                status.condition().reason().isEmpty()
                        ? ""
                        : ' ' + status.condition().reason());
        text.append(step.proxyMode() ? ", requests are buffered" : "");
        if (step.recheckAfterMillis() != KpaScaleToZero.Decision.NO_RECHECK) {
            text.append("; looks again in ").append(step.recheckAfterMillis()).append(" ms");
        }
        text.append('\n');
    }

    private String burst() {
        return spec.targetBurstCapacity() < 0 ? "any burst" : "a burst of " + number(spec.targetBurstCapacity());
    }

    private StringBuilder label(String name) {
        return text.append("  ").append(name).append(" ".repeat(LABEL_WIDTH + 2 - name.length()));
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
