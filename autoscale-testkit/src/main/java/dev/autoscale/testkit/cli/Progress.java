package dev.autoscale.testkit.cli;

import java.io.Console;
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
        if (steps >= LONG_STEPS && isWatched()) {
            sinks.add(new Progress(steps, err));
        }
    }

    /** Up to JDK 21 a console means a terminal; newer ones always have a console, and can say. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isWatched() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void step(int number, Step step) {
        int percent = (int) (100L * number / steps);
        boolean isLast = number + 1 == steps;
        if (percent != shownPercent || isLast) {
            shownPercent = percent;
            err.print(isLast ? "\r" + " ".repeat(24) + "\r" : "\rreplaying " + percent + " %");
            err.flush();
        }
    }
}
