package dev.autoscale.testkit.conform;

import java.io.PrintStream;
import java.util.List;

/** The verb {@code conform}. */
public final class Conform {
    private Conform() {}

    /**
     * Runs the verb.
     *
     * @param args what stands behind the verb
     * @param out receives the report
     * @param err receives complaints
     * @return the exit status
     */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        err.println("conform is not built yet: args=" + args);
        return 2;
    }
}
