package dev.autoscale.testkit.cli.engine;

import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.List;
import java.util.Locale;

/** A decision about a revision of Knative, for those who show it. */
final class KnativeStep extends Step {
    private static final String PANIC = "PANIC";

    private final ReplayPlan plan;
    private final String metric;
    private final double target;
    private final int min;
    private final int max;
    private final KpaDecision out;
    private double load;

    KnativeStep(KnativePolicy policy, ReplayPlan plan, KpaDecision out) {
        this.plan = plan;
        this.out = out;
        metric = policy.metric();
        target = policy.targets().target();
        min = policy.minReplicas();
        max = policy.maxReplicas();
    }

    @Override
    void see(int panel, double value) {
        load = value;
    }

    @Override
    public KpaDecision decision() {
        return out;
    }

    @Override
    public String state() {
        return out.inPanic() ? PANIC : "";
    }

    @Override
    public int stateWidth() {
        return PANIC.length();
    }

    @Override
    public String measured() {
        return metric
                + ' '
                + (out.hasData()
                        ? Numbers.text(out.stableAverage()) + ", panic " + Numbers.text(out.panicAverage()) + " of "
                                + Numbers.text(target) + " per pod"
                        : "without samples");
    }

    @Override
    public String why() {
        if (!out.isValid()) {
            return reason();
        }
        return "wants " + out.desired() + (isBounded() ? ", " + reason() : " (" + reason() + ')');
    }

    /** Whether the reconciler makes something else of what the autoscaler wants. */
    private boolean isBounded() {
        return out.isValid() && out.replicas() != out.desired();
    }

    private String reason() {
        return switch (out.reason()) {
            case SCALE_TO_ZERO -> wayToZero();
            case SCALE_BOUNDS -> bound(out.replicas());
            default -> out.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private String bound(int replicas) {
        return replicas == max ? "max-scale " + max : replicas == min ? "min-scale " + min : "held at " + replicas;
    }

    private String wayToZero() {
        KpaScaleToZero.Decision reconciled = out.scaleToZero();
        boolean activates = reconciled != null && reconciled.wantedReplicas() < 0;
        return (activates ? "activating with " : "on the way to zero at ") + out.replicas();
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column(metric, () -> Numbers.exact(load)),
                new Column("stable", () -> out.hasData() ? Numbers.text(out.stableAverage()) : ""),
                new Column("panic", () -> out.hasData() ? Numbers.text(out.panicAverage()) : ""),
                new Column("in_panic", () -> Boolean.toString(out.inPanic())),
                new Column("current", () -> Integer.toString(out.currentReplicas())),
                new Column("desired", () -> out.isValid() ? Integer.toString(out.desired()) : ""),
                new Column("active", this::condition),
                new Column("replicas", () -> Integer.toString(out.replicas())),
                new Column("reason", this::reason));
    }

    private String condition() {
        KpaScaleToZero.Decision reconciled = out.scaleToZero();
        return reconciled == null ? "" : reconciled.status().condition().name();
    }

    @Override
    public List<ChartPanel> panels() {
        String limit = "capacity: replicas x " + Numbers.text(target);
        return List.of(new ChartPanel(metric, "recorded total", limit, true, false, () -> load, this::capacity));
    }

    private double capacity() {
        return target * out.replicas();
    }

    @Override
    public List<ChartBand> bands() {
        List<ChartBand.Shade> shades = List.of(new ChartBand.Shade("nothing shrinks", "#d55e00", false));
        return List.of(new ChartBand("panic", shades, true, () -> out.inPanic() ? 0 : -1));
    }

    @Override
    public StepTally newTally() {
        StepTally tally = new StepTally(plan);
        StepTally.Count panic = tally.count("panic", out::inPanic);
        tally.inShort(() -> Numbers.count(panic.runs(), "panic"));
        tally.line("panics", () -> Numbers.grouped(panic.runs()) + ", " + panic.ofTheTime());
        tally.share("bounded", this::isBounded);
        tally.share("at max", () -> out.replicas() >= max);
        tally.share("at zero", () -> out.replicas() == 0);
        tally.line("wake-ups", tally.count("wake-ups", () -> out.currentReplicas() == 0 && out.replicas() > 0)::number);
        tally.share("above target", () -> load > capacity());
        StepTally.Count invalid = tally.count("without data", () -> !out.isValid());
        tally.line("without data", () -> invalid.number() + " steps");
        return tally;
    }
}
