package dev.autoscale.testkit.cli.text;

import java.io.PrintStream;
import java.util.ArrayDeque;

/**
 * Prints lines; of very many only the first and the last, with a line between them that says how many are not. Not
 * thread-safe.
 */
public final class Excerpt {
    private static final int LAST_LINES = 20;

    private final PrintStream out;
    private final int mostLines;
    private final int lastLines;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private long lines;
    private long printed;

    /**
     * An excerpt.
     *
     * @param out where to
     * @param mostLines how many lines there may be, 0 for any number
     */
    public Excerpt(PrintStream out, int mostLines) {
        this.out = out;
        this.mostLines = mostLines;
        lastLines = Math.min(LAST_LINES, mostLines / 2);
    }

    public void add(String line) {
        lines++;
        if (mostLines == 0 || lines <= mostLines - lastLines) {
            out.println(line);
            printed++;
            return;
        }
        last.addLast(line);
        if (last.size() > lastLines) {
            last.removeFirst();
        }
    }

    /** Prints what was kept back. */
    public void finish() {
        long hidden = lines - printed - last.size();
        if (hidden > 0) {
            out.println(Columns.GAP + "... " + Numbers.grouped(hidden) + " more (--lines 0 prints all)");
        }
        last.forEach(out::println);
    }
}
