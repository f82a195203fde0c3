package dev.autoscale.testkit.cli.replay;

import static dev.autoscale.testkit.cli.text.Columns.GAP;
import static dev.autoscale.testkit.cli.text.Columns.left;
import static dev.autoscale.testkit.cli.text.Columns.right;

import dev.autoscale.ScalingDecision;
import dev.autoscale.testkit.cli.engine.OpenWindows;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepSink;
import dev.autoscale.testkit.cli.text.Excerpt;
import dev.autoscale.testkit.cli.text.Timestamps;
import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prints the decisions, a line each: every step; or the changes, and where something begins to keep back a wish that is no usual damping, such
 * as a pause or a metric that failed: that nothing changes is the news then.
 *
 * <p>Of very many changes only the first and the last are printed, with a line between them that says how many are not; as JSON all are.
 */
final class DecisionLines implements StepSink {
    private final Excerpt excerpt;
    private final Function<Step, String> line;
    private final Timestamps timestamps;
    private final boolean all;
    private final int timeWidth;
    private final int countWidth;
    private final int stateWidth;
    private final @Nullable OpenWindows windows;
    private int windowsWidth;
    private int metricWidth;
    private boolean keptBack;

    /**
     * A timeline.
     *
     * @param out where to
     * @param plan what is replayed
     * @param stateWidth how wide states may be; 0 for no column
     * @param all every step, not only changes
     * @param mostLines how many lines there may be, 0 for any number
     * @param isJson whether each line is a JSON object
     */
    DecisionLines(PrintStream out, ReplayPlan plan, int stateWidth, boolean all, int mostLines, boolean isJson) {
        excerpt = new Excerpt(out, mostLines);
        line = isJson ? step -> step.decision().toJson(new StringBuilder()).toString() : this::line;
        this.all = all;
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
        boolean keepsBack = step.keepsBack();
        boolean begins = keepsBack && !keptBack;
        keptBack = keepsBack;
        if (all || step.decision().hasChange() || begins) {
            excerpt.add(line.apply(step));
        }
    }

    private String line(Step step) {
        ScalingDecision decision = step.decision();
        String metric = step.measured();
        // Grows with what was seen, so that neighbours stand in line without knowing the future.
        metricWidth = Math.max(metricWidth, Math.min(metric.length(), 48));
        String change = decision.hasChange()
                ? count(decision.currentReplicas()) + " -> " + count(decision.replicas())
                : count(decision.replicas()) + " ".repeat(4 + countWidth);
        String time = timestamps.text(decision.epochMillis());
        return GAP
                + right(time, timeWidth)
                + GAP
                + change
                + (stateWidth > 0 ? GAP + left(step.state(), stateWidth) : "")
                + openWindows(decision)
                + GAP
                + left(metric, metricWidth)
                + GAP
                + step.why();
    }

    private String openWindows(ScalingDecision decision) {
        if (windows == null) {
            return "";
        }
        String names = windows.names(decision.epochMillis());
        windowsWidth = Math.max(windowsWidth, Math.min(names.length(), 48));
        return GAP + left(names.isEmpty() ? "-" : names, windowsWidth);
    }

    private String count(int count) {
        return right(Integer.toString(count), countWidth);
    }

    /** Prints what was kept back. */
    void finish() {
        excerpt.finish();
    }
}
