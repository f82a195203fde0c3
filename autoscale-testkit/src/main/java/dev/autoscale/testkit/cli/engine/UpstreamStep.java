package dev.autoscale.testkit.cli.engine;

import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A decision of another system's rules, for those who show it. */
final class UpstreamStep extends Step {
    private final ReplayPlan plan;
    private final List<String> metrics;
    private final List<String> notes;
    private final int max;
    private final UpstreamDecision out;
    private final double[] values;

    UpstreamStep(ReplayPlan plan, UpstreamDecision out) {
        this.plan = plan;
        this.out = out;
        metrics = out.policy().metrics();
        notes = out.policy().notes();
        max = out.policy().maxReplicas();
        values = new double[metrics.size()];
        Arrays.fill(values, Double.NaN);
    }

    @Override
    void see(int metric, double value) {
        values[metric] = value;
    }

    @Override
    public UpstreamDecision decision() {
        return out;
    }

    @Override
    public String state() {
        return "";
    }

    @Override
    public int stateWidth() {
        return 0;
    }

    @Override
    public String measured() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            words.add(metrics.get(i) + ' ' + (Double.isNaN(values[i]) ? "missing" : Numbers.text(values[i])));
        }
        return String.join(", ", words);
    }

    @Override
    public String why() {
        return out.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            int metric = i;
            columns.add(new Column(metrics.get(i), () -> number(values[metric])));
        }
        for (int i = 0; i < notes.size(); i++) {
            int note = i;
            columns.add(new Column(notes.get(i), () -> number(out.note(note))));
        }
        columns.add(new Column("current", () -> Integer.toString(out.currentReplicas())));
        columns.add(new Column("replicas", () -> Integer.toString(out.replicas())));
        columns.add(new Column("reason", this::why));
        return columns;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.exact(value);
    }

    @Override
    public List<ChartPanel> panels() {
        List<ChartPanel> panels = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            int metric = i;
            panels.add(new ChartPanel(
                    metrics.get(i), "recorded", "", false, false, () -> values[metric], () -> Double.NaN));
        }
        return panels;
    }

    @Override
    public List<ChartBand> bands() {
        return List.of();
    }

    @Override
    public StepTally newTally() {
        StepTally tally = new StepTally(plan);
        tally.share("at max", () -> out.replicas() >= max);
        tally.share("at zero", () -> out.replicas() == 0);
        return tally;
    }
}
