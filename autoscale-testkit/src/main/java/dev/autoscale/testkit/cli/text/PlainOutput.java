package dev.autoscale.testkit.cli.text;

import dev.autoscale.testkit.text.Shown;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints what files and arguments say without letting it command the terminal. Numbers and line ends of this stream's own pass as they
 * are, as does what is written byte by byte.
 */
public final class PlainOutput extends PrintStream {
    private final PrintStream target;

    public PlainOutput(PrintStream target) {
        super(target, true);
        this.target = target;
    }

    @Override
    public void print(@Nullable String text) {
        target.print(Shown.plain(String.valueOf(text)));
    }

    @Override
    public void print(@Nullable Object object) {
        print(String.valueOf(object));
    }
}
