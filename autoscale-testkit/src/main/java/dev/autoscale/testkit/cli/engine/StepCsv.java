package dev.autoscale.testkit.cli.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a row per decision. A column whose step was not reached stays empty. Not thread-safe. */
public final class StepCsv implements StepSink {
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

    public static String quoted(String cell) {
        boolean isPlain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0;
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
