package dev.autoscale.testkit.cli;

import dev.autoscale.Decision;
import java.io.PrintStream;
import java.util.List;

/** A line on a terminal that says how far a long replay has come. Not thread-safe. */
final class Progress implements StepSink {
    private static final int LONG_STEPS = 200_000;

    private final PrintStream err;
    private final int steps;
    private int shownPercent = -1;

    private Progress(int steps, PrintStream err) {
        this.steps = steps;
        this.err = err;
    }

    static void addTo(List<StepSink> sinks, int steps, PrintStream err) {
        boolean isWatched = System.console() != null;
        if (isWatched && steps >= LONG_STEPS) {
            sinks.add(new Progress(steps, err));
        }
    }

    @Override
    public void step(int step, Decision out, double[] seen, double recordedReplicas) {
        int percent = (int) (100L * step / steps);
        boolean isLast = step + 1 == steps;
        if (percent != shownPercent || isLast) {
            shownPercent = percent;
            err.print(isLast ? "\r" + " ".repeat(24) + "\r" : "\rreplaying " + percent + " %");
            err.flush();
        }
    }
}
