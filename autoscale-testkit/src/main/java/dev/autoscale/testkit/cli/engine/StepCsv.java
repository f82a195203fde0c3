package dev.autoscale.testkit.cli.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a row per decision. A column whose step was not reached stays empty. Not thread-safe. */
public final class StepCsv implements StepSink {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]++(?:[eE][+-]?[0-9]++)?");

    private final Appendable target;
    private final List<Step.Column> columns;

    public StepCsv(Appendable target, List<Step.Column> columns) throws IOException {
        this.target = target;
        this.columns = columns;
        target.append("t_ms");
        for (Step.Column column : columns) {
            target.append(',').append(quoted(column.name()));
        }
        target.append('\n');
    }

    @Override
    public void step(int number, Step step) {
        try {
            target.append(Long.toString(step.decision().epochMillis()));
            for (Step.Column column : columns) {
                target.append(',').append(quoted(column.cell().get()));
            }
            target.append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cell; a text that a spreadsheet would take for a formula begins with an apostrophe. */
    public static String quoted(String cell) {
        String text = isFormula(cell) ? '\'' + cell : cell;
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static boolean isFormula(String cell) {
        return !cell.isEmpty()
                && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0
                && !NUMBER.matcher(cell).matches();
    }
}
