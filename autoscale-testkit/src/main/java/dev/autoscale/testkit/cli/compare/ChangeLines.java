package dev.autoscale.testkit.cli.compare;

import static dev.autoscale.testkit.cli.text.Columns.GAP;
import static dev.autoscale.testkit.cli.text.Columns.right;
import static dev.autoscale.testkit.cli.text.Columns.widest;

import dev.autoscale.testkit.cli.text.Excerpt;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the changes of a simulation with their reasons; of very many only the first and the last. Immutable.
 *
 * @param timestamps how times are shown
 * @param startMillis when the simulation began
 * @param mostLines how many changes to print, 0 for all
 * @param explains whether every step of a decision is printed
 */
record ChangeLines(Timestamps timestamps, long startMillis, int mostLines, boolean explains) {
    void print(Report report, PrintStream out) {
        List<Change> changes = report.changes();
        int timeWidth = widest(changes.stream().map(this::time));
        int countWidth = widest(changes.stream().map(change -> Integer.toString(Math.max(change.from(), change.to()))));
        Excerpt excerpt = new Excerpt(out, mostLines);
        changes.forEach(change -> excerpt.add(text(change, timeWidth, countWidth)));
        excerpt.finish();
        if (report.changeCount() > changes.size()) {
            out.println(GAP + "... " + Numbers.grouped(report.changeCount() - changes.size())
                    + " more, which are not kept");
        }
        if (changes.isEmpty()) {
            out.println(GAP + "no changes");
        }
    }

    private String time(Change change) {
        return timestamps.text(startMillis + change.atMillis());
    }

    private String text(Change change, int timeWidth, int countWidth) {
        String line = GAP + right(time(change), timeWidth) + GAP + right(Integer.toString(change.from()), countWidth)
                + " -> " + right(Integer.toString(change.to()), countWidth) + GAP + change.reason();
        Stream<String> steps = explains ? change.explanation().lines().map(step -> GAP + GAP + step) : Stream.empty();
        return Stream.concat(Stream.of(line), steps).collect(Collectors.joining(System.lineSeparator()));
    }
}
