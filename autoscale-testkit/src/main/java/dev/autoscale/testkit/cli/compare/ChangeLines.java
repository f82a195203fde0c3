package dev.autoscale.testkit.cli.compare;

import static dev.autoscale.testkit.cli.text.Columns.GAP;
import static dev.autoscale.testkit.cli.text.Columns.right;
import static dev.autoscale.testkit.cli.text.Columns.widest;

import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Prints the changes of a simulation with their reasons; of very many only the first and the last. Immutable. */
final class ChangeLines {
    private static final int LAST_LINES = 20;

    private final Timestamps timestamps;
    private final long startMillis;
    private final int mostLines;
    private final boolean explains;

    /**
     * Lines for changes.
     *
     * @param timestamps how times are shown
     * @param startMillis when the simulation began
     * @param mostLines how many changes to print, 0 for all
     * @param explains whether every step of a decision is printed
     */
    ChangeLines(Timestamps timestamps, long startMillis, int mostLines, boolean explains) {
        this.timestamps = timestamps;
        this.startMillis = startMillis;
        this.mostLines = mostLines;
        this.explains = explains;
    }

    void print(Report report, PrintStream out) {
        List<Change> changes = report.changes();
        int count = changes.size();
        int most = mostLines == 0 ? count : mostLines;
        int last = count <= most ? 0 : Math.min(LAST_LINES, most / 2);
        int first = Math.min(count, most) - last;
        int timeWidth = widest(changes.stream().map(this::time));
        int countWidth = widest(changes.stream().map(change -> Integer.toString(Math.max(change.from(), change.to()))));
        Consumer<Change> line = change -> print(change, timeWidth, countWidth, out);
        changes.subList(0, first).forEach(line);
        if (first + last < count) {
            out.println(GAP + "... " + Numbers.grouped(count - first - last) + " more (--lines 0 prints all)");
        }
        changes.subList(count - last, count).forEach(line);
        if (report.changeCount() > count) {
            out.println(GAP + "... " + Numbers.grouped(report.changeCount() - count) + " more, which are not kept");
        }
        if (count == 0) {
            out.println(GAP + "no changes");
        }
    }

    private String time(Change change) {
        return timestamps.text(startMillis + change.atMillis());
    }

    private void print(Change change, int timeWidth, int countWidth, PrintStream out) {
        out.println(GAP + right(time(change), timeWidth) + GAP + right(Integer.toString(change.from()), countWidth)
                + " -> " + right(Integer.toString(change.to()), countWidth) + GAP + change.reason());
        if (explains) {
            change.explanation().lines().forEach(line -> out.println(GAP + GAP + line));
        }
    }
}
