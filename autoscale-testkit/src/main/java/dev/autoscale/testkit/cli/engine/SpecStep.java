package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Reason;
import dev.autoscale.testkit.cli.text.MetricText;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** A decision of the library's main engine, for those who show it. */
final class SpecStep extends Step {
    private static final String ASKED = "replicas asked for";

    /** What keeps a count although another one is asked for, for as long as it likes. */
    private static final Set<Reason> KEEPING_BACK = EnumSet.of(
            Reason.PAUSED,
            Reason.SCALE_UP_FROZEN,
            Reason.SCALE_DOWN_FROZEN,
            Reason.SCHEDULED_FLOOR,
            Reason.SCHEDULED_CEILING,
            Reason.NO_CAPACITY,
            Reason.NOT_REMOVABLE);

    private final ReplayPlan plan;
    private final Policy policy;
    private final AutoscalerSpec spec;
    private final Decision out;
    private final double[] seen;
    private final boolean[] isFed;
    private final List<Decision.Step> damping;

    SpecStep(Policy policy, ReplayPlan plan, Decision out) {
        this.plan = plan;
        this.policy = policy;
        this.out = out;
        spec = policy.spec();
        seen = new double[spec.metricCount()];
        isFed = new boolean[seen.length];
        for (int i = 0; i < seen.length; i++) {
            isFed[i] = spec.metric(i).readsValue();
        }
        damping = List.copyOf(policy.damping());
    }

    @Override
    public Decision decision() {
        return out;
    }

    @Override
    void see(int metric, double value) {
        seen[metric] = value;
    }

    /** What has no values is seen by what it asks for. */
    @Override
    void decided(double replicasOfThatTime) {
        super.decided(replicasOfThatTime);
        for (int metric = 0; metric < seen.length; metric++) {
            if (!isFed[metric]) {
                MetricProposal proposal = out.metric(metric);
                seen[metric] = proposal.status().hasProposal() ? proposal.replicas() : Double.NaN;
            }
        }
    }

    @Override
    public int stateWidth() {
        return policy.hasActivation() ? Activation.State.ACTIVATING.name().length() : 0;
    }

    @Override
    public String state() {
        return out.activationState().name();
    }

    @Override
    public String measured() {
        return MetricText.metric(spec, out);
    }

    @Override
    public boolean keepsBack() {
        boolean isAsked = out.recommended() != Decision.NOT_EVALUATED && out.recommended() != out.currentReplicas();
        return !out.hasChange() && (KEEPING_BACK.contains(out.reason()) ? isAsked : isBlockedByFailure());
    }

    /** A shrink that one metric asks for and another, which failed, forbids. */
    private boolean isBlockedByFailure() {
        boolean hasFailed = false;
        boolean asksForFewer = false;
        for (int metric = 0; metric < seen.length; metric++) {
            MetricProposal proposal = out.metric(metric);
            hasFailed |= proposal.status().isFailure();
            asksForFewer |= proposal.status().hasProposal() && proposal.replicas() < out.currentReplicas();
        }
        return hasFailed && asksForFewer;
    }

    @Override
    public String why() {
        return out.summary();
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            int metric = i;
            columns.add(new Column(spec.metric(i).id(), () -> Numbers.exact(seen[metric])));
        }
        columns.add(count("current", out::currentReplicas));
        columns.add(count("recommended", out::recommended));
        columns.add(count("stabilized", out::stabilized));
        for (Decision.Step part : damping) {
            columns.add(count(part.name().toLowerCase(Locale.ROOT), () -> out.after(part)));
        }
        columns.add(count("limited", out::limited));
        if (policy.hasActivation()) {
            columns.add(count("activated", () -> out.after(Decision.Step.ACTIVATED)));
            columns.add(new Column("state", this::state));
        }
        OpenWindows windows = OpenWindows.of(policy.schedule());
        if (windows != null) {
            columns.add(count("scheduled", () -> out.after(Decision.Step.SCHEDULED)));
            columns.add(new Column("windows", () -> windows.names(out.epochMillis())));
        }
        columns.add(count("replicas", out::replicas));
        columns.add(new Column("reason", () -> out.reason().toString()));
        return columns;
    }

    private static Column count(String name, IntSupplier count) {
        return new Column(name, () -> {
            int replicas = count.getAsInt();
            return replicas == Decision.NOT_EVALUATED ? "" : Integer.toString(replicas);
        });
    }

    @Override
    public List<ChartPanel> panels() {
        return IntStream.range(0, spec.metricCount()).mapToObj(this::panel).toList();
    }

    private ChartPanel panel(int number) {
        MetricSpec metric = spec.metric(number);
        boolean isTotal = !metric.dependsOnReplicas();
        boolean isInput = metric.target() == MetricSpec.Target.NONE;
        String measured = isInput
                ? isFed[number] ? "recorded" : ASKED
                : isTotal
                        ? "recorded total"
                        : isShared(metric) ? "per replica, recorded load on the replicas below" : "recorded";
        String limit = isInput ? ASKED : limitText(metric);
        return new ChartPanel(
                metric.id(), measured, limit, isTotal, isInput, () -> measured(number), () -> limit(number));
    }

    private static String limitText(MetricSpec metric) {
        String amount = Numbers.text(amount(metric));
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            return "target " + amount + " %";
        }
        return metric.dependsOnReplicas() ? "target " + amount : "capacity: replicas x " + amount;
    }

    private static double amount(MetricSpec metric) {
        return metric.target() == MetricSpec.Target.UTILIZATION
                ? metric.targetAmount()
                : metric.targetAmount() / 1000.0;
    }

    /** A signal shows its value, a source beside it what it asks for, or only that. */
    private double measured(int panel) {
        MetricSpec metric = spec.metric(panel);
        MetricProposal proposal = out.metric(panel);
        if (proposal.status().isFailure()) {
            return Double.NaN;
        }
        if (metric.target() == MetricSpec.Target.NONE) {
            return isFed[panel] ? seen[panel] : proposal.status().hasProposal() ? proposal.replicas() : 0;
        }
        // As it is once the decision is carried out.
        double share = (double) Math.max(1, out.currentReplicas()) / Math.max(1, out.replicas());
        return isShared(metric) ? seen[panel] * share : seen[panel];
    }

    private double limit(int panel) {
        MetricSpec metric = spec.metric(panel);
        MetricProposal proposal = out.metric(panel);
        if (metric.target() == MetricSpec.Target.NONE) {
            return isFed[panel] && proposal.status().hasProposal() ? proposal.replicas() : Double.NaN;
        }
        return metric.dependsOnReplicas() ? amount(metric) : amount(metric) * out.replicas();
    }

    /**
     * Whether a metric shows more than it may, once the decision is carried out: of a total more than the replicas can take; of
     * a value that the replicas share, more than they would have had to show before. Sources and signals have no target.
     */
    boolean isAboveTarget(int number) {
        MetricSpec metric = spec.metric(number);
        if (metric.target() == MetricSpec.Target.NONE) {
            return false;
        }
        double shift = (double) out.replicas() / Math.max(1, out.currentReplicas());
        double most = metric.dependsOnReplicas() ? isShared(metric) ? shift : 1 : out.replicas();
        return seen[number] > amount(metric) * most;
    }

    /** Whether another count would have made another value of it. */
    private boolean isShared(MetricSpec metric) {
        return plan.feeds().shared().stream().anyMatch(shared -> shared.id().equals(metric.id()));
    }

    @Override
    public List<ChartBand> bands() {
        List<ChartBand> bands = new ArrayList<>();
        if (policy.hasActivation()) {
            bands.add(ChartBand.activation(out));
        }
        // An alignment does not hold the count back for a while, it only rounds.
        List<Decision.Step> holding =
                damping.stream().filter(part -> part != Decision.Step.ALIGNED).toList();
        if (!holding.isEmpty()) {
            bands.add(ChartBand.held(holding, out));
        }
        return bands;
    }

    @Override
    public StepTally newTally() {
        return SpecTally.of(plan, policy, this);
    }
}
