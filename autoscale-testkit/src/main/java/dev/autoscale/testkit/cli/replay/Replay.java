package dev.autoscale.testkit.cli.replay;

import dev.autoscale.testkit.cli.chart.Chart;
import dev.autoscale.testkit.cli.chart.ChartData;
import dev.autoscale.testkit.cli.engine.Feeds;
import dev.autoscale.testkit.cli.engine.Progress;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.engine.ReplayRun;
import dev.autoscale.testkit.cli.engine.Series;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepCsv;
import dev.autoscale.testkit.cli.engine.StepSink;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.OutputFiles;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.text.Spans;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The verb {@code replay}: a policy over recorded series. */
public final class Replay {
    private static final String OPTIONS = Selection.OPTIONS
            + "policy metrics every map* values-as-recorded! from to initial svg csv lines all! json!";
    private static final int DEFAULT_LINES = 100;
    private static final long MAX_STEPS = 100_000_000;

    private final Options options;
    private final Path policyPath;
    private final Path metricsPath;
    private final boolean isJson;
    private final OutputFiles files;

    private Replay(Options options) {
        this.options = options;
        options.refuseRest();
        options.require("--policy", "--metrics");
        isJson = options.has("--json");
        if (isJson) {
            options.refuse("is of the table, JSON has every change", "--lines");
        }
        policyPath = Path.of(options.required("--policy"));
        metricsPath = Path.of(options.required("--metrics"));
        files = new OutputFiles(options, List.of(policyPath, metricsPath), "--csv", "--svg");
    }

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        new Replay(Options.parse(args, OPTIONS)).run(out, err);
    }

    private void run(PrintStream out, PrintStream err) {
        ReplayPolicy policy = PolicyFile.read(PolicyFile.one(policyPath, Selection.of(options)));
        policy.warnings().forEach(warning -> err.println("note: " + warning));
        long everyMillis = options.span("--every", Duration.ofMillis(policy.everyMillis()), 1)
                .toMillis();
        int lines = options.wholeNumber("--lines", DEFAULT_LINES, 0);
        options.problems().throwIfAny();
        Feeds feeds;
        Series series;
        List<String> notes = new ArrayList<>();
        try (SeriesReader reader = new SeriesReader(metricsPath)) {
            feeds = Feeds.of(
                    policy,
                    metricsPath.toString(),
                    reader.valueColumns(),
                    options.values("--map"),
                    options.has("--values-as-recorded"));
            series = reader.read(feeds.columns());
            notes.add(reader.note());
        }
        ReplayPlan plan = plan(policy, series, feeds, everyMillis);
        notes.addAll(feeds.notes());
        feeds.unused().forEach(column -> notes.add("column " + column + " of " + metricsPath + " feeds no metric"));
        notes.addAll(shares(policy, feeds, series));
        notes.stream().filter(note -> !note.isEmpty()).forEach(note -> err.println("note: " + note));
        String title = policy.name() + " on " + TextFiles.nameOf(metricsPath);
        if (!isJson) {
            out.println(title);
        }
        ReplayRun<?, ?> run = policy.newRun(plan);
        boolean all = options.has("--all");
        int mostLines = all || isJson ? 0 : lines;
        DecisionLines timeline = new DecisionLines(out, plan, run.step().stateWidth(), all, mostLines, isJson);
        try {
            replay(plan, run, title, timeline, out, err);
        } catch (IOException e) {
            throw new BadInput("cannot write: " + e);
        }
    }

    /** Percentages that look like shares of 1. */
    private static List<String> shares(ReplayPolicy policy, Feeds feeds, Series series) {
        List<String> notes = new ArrayList<>();
        List<Feeds.Metric> metrics = policy.metrics();
        for (int i = 0; i < metrics.size(); i++) {
            int column = feeds.columnOf().get(i);
            double highest = metrics.get(i).isPercent()
                    ? IntStream.range(0, series.rows())
                            .mapToDouble(row -> series.value(column, row))
                            .filter(Double::isFinite)
                            .max()
                            .orElse(0)
                    : 0;
            notes.add(Explain.shareNote(metrics.get(i).id(), highest));
        }
        return notes;
    }

    private void replay(
            ReplayPlan plan,
            ReplayRun<?, ?> run,
            String title,
            DecisionLines timeline,
            PrintStream out,
            PrintStream err)
            throws IOException {
        Step step = run.step();
        Summary summary = new Summary(plan, step.newTally());
        List<StepSink> sinks = new ArrayList<>(List.of(timeline, summary));
        Progress.addTo(sinks, plan.steps(), err);
        ChartData chart = new ChartData(plan, step);
        try (files) {
            Appendable table = files.open("--csv");
            if (table != null) {
                sinks.add(new StepCsv(table, step.columns()));
            }
            Appendable picture = files.open("--svg");
            if (picture != null) {
                sinks.add(chart);
            }
            run.run(sinks);
            timeline.finish();
            if (isJson) {
                out.println(summary.json(TextFiles.nameOf(metricsPath)));
            } else {
                out.println();
                summary.print(out);
            }
            if (picture != null) {
                new Chart(plan, chart, title, summary.inShort()).appendTo(picture);
            }
            files.publish(isJson ? err : out, "  written" + " ".repeat(9));
        }
    }

    private ReplayPlan plan(ReplayPolicy policy, Series series, Feeds feeds, long everyMillis) {
        long from = time("--from", series, series.firstMillis());
        long to = time("--to", series, series.lastMillis());
        options.problems().throwIfAny();
        if (to < from) {
            throw new BadInput("--to must not be before --from: --from " + options.value("--from") + ", --to "
                    + options.value("--to"));
        }
        long steps = (to - from) / everyMillis + 1;
        if (steps > MAX_STEPS) {
            throw new BadInput("must be at most " + Numbers.grouped(MAX_STEPS) + " steps: --every "
                    + Spans.text(everyMillis) + " makes " + Numbers.grouped(steps));
        }
        ReplayPlan plan = new ReplayPlan(policy, series, feeds, from, everyMillis, (int) steps, 0);
        int initial = initial(policy, plan.recorded(Feeds.Count.REPLICAS, series.rowAt(from)));
        return new ReplayPlan(policy, series, feeds, from, everyMillis, (int) steps, initial);
    }

    private long time(String option, Series series, long orElse) {
        String text = options.value(option);
        if (text == null) {
            return orElse;
        }
        Timestamps timestamps = series.timestamps();
        try {
            long millis = timestamps.millis(text, series.firstMillis());
            if (millis < series.firstMillis() || millis > series.lastMillis()) {
                options.bad(
                        "must be within the recorded time, " + timestamps.text(series.firstMillis()) + " to "
                                + timestamps.text(series.lastMillis()),
                        option);
            }
            return millis;
        } catch (IllegalArgumentException e) {
            options.bad(e.getMessage() + ", or a length of time since the first row such as 30m", option);
            return orElse;
        }
    }

    /** The given count, or the recorded one, or the policy's. */
    private int initial(ReplayPolicy policy, double recorded) {
        int fewest = policy.fewestAtStart();
        int orElse =
                recorded >= (policy.leavesZero() ? fewest : 1) ? (int) Math.rint(recorded) : policy.replicasAtStart();
        int initial = options.wholeNumber("--initial", orElse, fewest);
        options.problems().throwIfAny();
        return initial;
    }
}
