package dev.autoscale.testkit.cli.replay;

import dev.autoscale.ScalingDecision;
import dev.autoscale.testkit.cli.engine.OpenWindows;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepSink;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import java.io.PrintStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Prints the decisions, a line each: the changes, or every step.
 *
 * <p>Of very many changes only the first and the last are printed, with a line between them that says how many are not.
 */
final class DecisionLines implements StepSink {
    private static final int LAST_LINES = 20;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final Timestamps timestamps;
    private final boolean all;
    private final int mostLines;
    private final int timeWidth;
    private final int countWidth;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final int stateWidth;
    private final @Nullable OpenWindows windows;
    private int windowsWidth;
    private int metricWidth;
    private long lines;
    private long printed;

    /**
     * A timeline.
     *
     * @param out where to
     * @param plan what is replayed
     * @param stateWidth how wide states may be; 0 for no column
     * @param all every step, not only changes
     * @param mostLines how many lines there may be, 0 for any number
     */
    DecisionLines(PrintStream out, ReplayPlan plan, int stateWidth, boolean all, int mostLines) {
        this.out = out;
        this.all = all;
        this.mostLines = mostLines;
        this.stateWidth = stateWidth;
        windows = OpenWindows.of(plan.policy().schedule());
        windowsWidth = plan.policy().schedule().windows().stream()
                .mapToInt(window -> window.name().length())
                .max()
                .orElse(0);
        timestamps = plan.series().timestamps();
        timeWidth = Math.max(
                timestamps.text(plan.fromMillis()).length(),
                timestamps.text(plan.lastMillis()).length());
        int most = plan.policy().maxReplicas();
        countWidth = Integer.toString(Math.max(most == Integer.MAX_VALUE ? 0 : most, plan.initial()))
                .length();
    }

    @Override
    public void step(int number, Step step) {
        if (!all && !step.decision().hasChange()) {
            return;
        }
        lines++;
        int lastLines = Math.min(LAST_LINES, mostLines / 2);
        if (mostLines == 0 || lines <= mostLines - lastLines) {
            out.println(line(step));
            printed++;
            return;
        }
        last.addLast(line(step));
        if (last.size() > lastLines) {
            last.removeFirst();
        }
    }

    private String line(Step step) {
        ScalingDecision decision = step.decision();
        String metric = step.measured();
        // Grows with what was seen, so that neighbours stand in line without knowing the future.
        metricWidth = Math.max(metricWidth, Math.min(metric.length(), 48));
        String change = decision.hasChange()
                ? left(decision.currentReplicas()) + " -> " + left(decision.replicas())
                : left(decision.replicas()) + " ".repeat(4 + countWidth);
        String time = timestamps.text(decision.epochMillis());
        return GAP
                + " ".repeat(timeWidth - time.length())
                + time
                + GAP
                + change
                + (stateWidth > 0 ? GAP + padded(step.state(), stateWidth) : "")
                + openWindows(decision)
                + GAP
                + padded(metric, metricWidth)
                + GAP
                + step.why();
    }

    private String openWindows(ScalingDecision decision) {
        if (windows == null) {
            return "";
        }
        String names = windows.names(decision.epochMillis());
        windowsWidth = Math.max(windowsWidth, Math.min(names.length(), 48));
        return GAP + padded(names.isEmpty() ? "-" : names, windowsWidth);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private String left(int count) {
        String digits = Integer.toString(count);
        return " ".repeat(Math.max(0, countWidth - digits.length())) + digits;
    }

    /** Prints what was kept back. */
    void finish() {
        long hidden = lines - printed - last.size();
        if (hidden > 0) {
            out.println(GAP + "... " + Numbers.grouped(hidden) + " more (--lines 0 prints all)");
        }
        last.forEach(out::println);
    }
}
