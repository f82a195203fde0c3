package dev.autoscale.testkit.cli.engine;

import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.testkit.cli.text.Numbers;
import java.io.IOException;
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
    boolean isBounded() {
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
    public List<String> columns() {
        return List.of(metric, "stable", "panic", "in_panic", "current", "desired", "active", "replicas", "reason");
    }

    @Override
    public void appendCells(Appendable target) throws IOException {
        target.append(',').append(Numbers.exact(load));
        target.append(',').append(out.hasData() ? Numbers.text(out.stableAverage()) : "");
        target.append(',').append(out.hasData() ? Numbers.text(out.panicAverage()) : "");
        target.append(',').append(Boolean.toString(out.inPanic()));
        target.append(',').append(Integer.toString(out.currentReplicas()));
        target.append(',').append(out.isValid() ? Integer.toString(out.desired()) : "");
        KpaScaleToZero.Decision reconciled = out.scaleToZero();
        target.append(',')
                .append(
                        reconciled == null
                                ? ""
                                : reconciled.status().condition().name());
        target.append(',').append(Integer.toString(out.replicas()));
        target.append(',').append(StepCsv.quoted(reason()));
    }

    @Override
    public List<ChartPanel> panels() {
        String capacity = "capacity: replicas x " + Numbers.text(target);
        return List.of(new ChartPanel(metric, "recorded total", capacity, true, false));
    }

    @Override
    public double measured(int panel) {
        return load;
    }

    @Override
    public double limit(int panel) {
        return target * out.replicas();
    }

    /** Whether the load is more than the replicas are to take. */
    boolean isAbove() {
        return load > limit(0);
    }

    @Override
    public List<ChartBand> bands() {
        return List.of(new ChartBand("panic", List.of(new ChartBand.Shade("nothing shrinks", "#d55e00", false)), true));
    }

    @Override
    public int shade(int band) {
        return out.inPanic() ? 0 : -1;
    }

    @Override
    public StepTally newTally() {
        return new KnativeTally(plan, this);
    }
}
