package dev.autoscale.testkit.cli.replay;

import dev.autoscale.ScalingDecision;
import dev.autoscale.testkit.cli.engine.Feeds;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepSink;
import dev.autoscale.testkit.cli.engine.StepTally;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.text.Spans;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Adds up a replay. Every step counts for the time until the next. */
final class Summary implements StepSink {
    private final ReplayPlan plan;
    private final StepTally tally;
    private int up;
    private int down;
    private int reversals;
    private int lastDirection;
    private int lowest = Integer.MAX_VALUE;
    private int highest = Integer.MIN_VALUE;
    private long replicaSteps;

    Summary(ReplayPlan plan, StepTally tally) {
        this.plan = plan;
        this.tally = tally;
    }

    @Override
    public void step(int number, Step step) {
        ScalingDecision out = step.decision();
        int replicas = out.replicas();
        replicaSteps += replicas;
        lowest = Math.min(lowest, replicas);
        highest = Math.max(highest, replicas);
        if (out.hasChange()) {
            change(replicas > out.currentReplicas() ? 1 : -1);
        }
        tally.add();
    }

    private void change(int direction) {
        up += direction > 0 ? 1 : 0;
        down += direction < 0 ? 1 : 0;
        reversals += lastDirection == -direction ? 1 : 0;
        lastDirection = direction;
    }

    int changes() {
        return up + down;
    }

    int reversals() {
        return reversals;
    }

    double replicaHours() {
        return replicaSteps * (plan.everyMillis() / 3_600_000.0);
    }

    /** The summary on one line, for the chart. */
    String inShort() {
        return Numbers.count(changes(), "change") + ", " + Numbers.count(reversals, "reversal") + ", "
                + Numbers.oneDigit(replicaHours()) + " replica-hours, " + lowest + " to " + highest + " replicas"
                + tally.inShort();
    }

    void print(PrintStream out) {
        int steps = plan.steps();
        print(
                out,
                "steps",
                Numbers.grouped(steps) + ", every " + Spans.text(plan.everyMillis()) + " for "
                        + Spans.text(plan.spanMillis()));
        print(
                out,
                "changes",
                Numbers.grouped(changes()) + " (" + Numbers.grouped(up) + " up, " + Numbers.grouped(down) + " down)");
        print(out, "reversals", Numbers.grouped(reversals));
        print(out, "replica-hours", String.format(Locale.ROOT, "%,.2f", replicaHours()));
        print(out, "replicas", lowest + " to " + highest + ", mean " + Numbers.text((double) replicaSteps / steps));
        tally.print((label, text) -> print(out, label, text));
        printValues(out);
    }

    /** The same as one line of JSON. */
    String json(String metrics) {
        int steps = plan.steps();
        return JsonText.of(line -> line.object(
                "summary",
                json -> json.text("policy", plan.policy().name())
                        .text("metrics", metrics)
                        .number("from", plan.fromMillis())
                        .number("to", plan.lastMillis())
                        .number("everyMillis", plan.everyMillis())
                        .number("steps", steps)
                        .number("changes", changes())
                        .number("up", up)
                        .number("down", down)
                        .number("reversals", reversals)
                        .decimal("replicaHours", replicaHours())
                        .number("lowest", lowest)
                        .number("highest", highest)
                        .decimal("mean", (double) replicaSteps / steps)
                        .object("counts", tally::addTo)));
    }

    /** Says what was made of values that are no averages and yet depend on the count. */
    private void printValues(PrintStream out) {
        List<Feeds.Metric> shared = plan.feeds().shared();
        List<Feeds.Metric> values = plan.policy().metrics().stream()
                .filter(metric -> metric.isValue() && !metric.shared().isEmpty())
                .toList();
        if (!values.isEmpty()) {
            String ids = values.stream().map(Feeds.Metric::id).collect(Collectors.joining(", "));
            print(
                    out,
                    "values",
                    ids
                            + (shared.containsAll(values)
                                    ? ": value x replicas of that time / replicas (--values-as-recorded: as recorded)"
                                    : ": as recorded, whatever the replicas"));
        }
    }

    private static void print(PrintStream out, String label, String text) {
        out.println("  " + label + " ".repeat(16 - label.length()) + text);
    }
}
