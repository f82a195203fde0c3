package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.util.List;

/** Prints the changes of a simulation with their reasons; of very many only the first and the last. Immutable. */
final class ChangeLines {
    private static final int LAST_LINES = 20;
    private static final String GAP = "  ";

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
        Widths widths = Widths.of(changes, change -> timestamps.text(startMillis + change.atMillis()));
        changes.subList(0, first).forEach(change -> print(change, widths, out));
        if (first + last < count) {
            out.println(GAP + "... " + Numbers.grouped(count - first - last) + " more (--lines 0 prints all)");
        }
        changes.subList(count - last, count).forEach(change -> print(change, widths, out));
        if (report.changeCount() > count) {
            out.println(GAP + "... " + Numbers.grouped(report.changeCount() - count) + " more, which are not kept");
        }
        if (count == 0) {
            out.println(GAP + "no changes");
        }
    }

    private record Widths(int time, int replicas) {
        interface Text {
            String of(Change change);
        }

        static Widths of(List<Change> changes, Text time) {
            return new Widths(
                    changes.stream()
                            .mapToInt(change -> time.of(change).length())
                            .max()
                            .orElse(0),
                    changes.stream()
                            .mapToInt(change -> Integer.toString(Math.max(change.from(), change.to()))
                                    .length())
                            .max()
                            .orElse(0));
        }
    }

    private void print(Change change, Widths widths, PrintStream out) {
        out.println(GAP + left(timestamps.text(startMillis + change.atMillis()), widths.time()) + GAP
                + left(Integer.toString(change.from()), widths.replicas()) + " -> "
                + left(Integer.toString(change.to()), widths.replicas()) + GAP + change.reason());
        if (explains) {
            change.explanation().lines().forEach(line -> out.println(GAP + GAP + line));
        }
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
