package dev.autoscale.testkit.cli.engine;

import dev.autoscale.testkit.simulation.score.Report;
import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A line on a terminal that says how far a long replay, or a comparison, has come. Not thread-safe. */
public final class Progress implements StepSink {
    private static final int LONG_STEPS = 200_000;

    /** Events that take about a second. */
    private static final long LONG_EVENTS = 3_000_000;

    private final String doing;
    private final PrintStream err;
    private final int steps;
    private int shownPercent = -1;

    private Progress(String doing, int steps, PrintStream err) {
        this.doing = doing;
        this.steps = steps;
        this.err = err;
    }

    public static void addTo(List<StepSink> sinks, int steps, PrintStream err) {
        if (steps >= LONG_STEPS && isWatched()) {
            sinks.add(new Progress("replaying", steps, err));
        }
    }

    /** Of so many simulations of about the same length. */
    public static Consumer<Report> ofRuns(int runs, PrintStream err) {
        Progress progress = new Progress("simulating", runs, err);
        boolean isWatched = isWatched();
        AtomicInteger done = new AtomicInteger();
        return report -> {
            int number = done.getAndIncrement();
            if (isWatched && (report.arrivals() + report.decisions()) * runs >= LONG_EVENTS) {
                progress.show(number);
            }
        };
    }

    /** Leaves nothing of a line behind if there were fewer simulations than were announced. */
    public static void clear(PrintStream err) {
        if (isWatched()) {
            err.write('\r');
            err.print(" ".repeat(24));
            err.write('\r');
            err.flush();
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
        show(number);
    }

    private void show(int number) {
        int percent = (int) (100L * number / steps);
        boolean isLast = number + 1 == steps;
        if (percent != shownPercent || isLast) {
            shownPercent = percent;
            err.write('\r');
            err.print(isLast ? " ".repeat(24) : doing + ' ' + percent + " %");
            if (isLast) {
                err.write('\r');
            }
            err.flush();
        }
    }
}
