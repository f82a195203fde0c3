package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.cli.text.MetricText;
import dev.autoscale.testkit.cli.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A decision of the library's main engine, for those who show it. */
final class SpecStep extends Step {
    private static final String ASKED = "replicas asked for";

    private final ReplayPlan plan;
    private final Policy policy;
    private final AutoscalerSpec spec;
    private final Decision out;
    private final double[] seen;
    private final boolean[] isFed;
    private final List<Decision.Step> damping;
    private final @Nullable OpenWindows windows;
    private final List<List<?>> bandStates = new ArrayList<>();

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
        windows = OpenWindows.of(policy.schedule());
    }

    @Override
    public Decision decision() {
        return out;
    }

    @Override
    void see(int metric, double value) {
        seen[metric] = value;
    }

    /** What a metric was given, NaN for a failed sample. */
    double seen(int metric) {
        return seen[metric];
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
    public String why() {
        return out.summary();
    }

    @Override
    public List<String> columns() {
        Stream<String> ids = IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).id());
        Stream<String> parts = damping.stream().map(part -> part.name().toLowerCase(Locale.ROOT));
        return Stream.of(
                        ids,
                        Stream.of("current", "recommended", "stabilized"),
                        parts,
                        Stream.of("limited"),
                        Stream.of("activated", "state").filter(column -> policy.hasActivation()),
                        Stream.of("scheduled", "windows").filter(column -> windows != null),
                        Stream.of("replicas", "reason"))
                .flatMap(columns -> columns)
                .toList();
    }

    @Override
    public void appendCells(Appendable target) throws IOException {
        for (double value : seen) {
            target.append(',').append(Numbers.exact(value));
        }
        append(target, out.currentReplicas());
        append(target, out.recommended());
        append(target, out.stabilized());
        for (Decision.Step part : damping) {
            append(target, out.after(part));
        }
        append(target, out.limited());
        if (policy.hasActivation()) {
            append(target, out.after(Decision.Step.ACTIVATED));
            target.append(',').append(out.activationState().name());
        }
        if (windows != null) {
            append(target, out.after(Decision.Step.SCHEDULED));
            target.append(',').append(StepCsv.quoted(windows.names(out.epochMillis())));
        }
        append(target, out.replicas());
        target.append(',').append(StepCsv.quoted(out.reason().toString()));
    }

    private static void append(Appendable target, int count) throws IOException {
        target.append(',').append(count == Decision.NOT_EVALUATED ? "" : Integer.toString(count));
    }

    @Override
    public List<ChartPanel> panels() {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(i -> panel(spec.metric(i)))
                .toList();
    }

    private static ChartPanel panel(MetricSpec metric) {
        boolean isTotal = !metric.dependsOnReplicas();
        if (metric.target() == MetricSpec.Target.NONE) {
            return new ChartPanel(metric.id(), metric.readsValue() ? "recorded" : ASKED, ASKED, isTotal, true);
        }
        String measured = isTotal ? "recorded total" : "per replica, recorded load on the replicas below";
        return new ChartPanel(metric.id(), measured, limitText(metric), isTotal, false);
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
    @Override
    public double measured(int panel) {
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
        return metric.dependsOnReplicas() ? seen[panel] * share : seen[panel];
    }

    @Override
    public double limit(int panel) {
        MetricSpec metric = spec.metric(panel);
        MetricProposal proposal = out.metric(panel);
        if (metric.target() == MetricSpec.Target.NONE) {
            return isFed[panel] && proposal.status().hasProposal() ? proposal.replicas() : Double.NaN;
        }
        return metric.dependsOnReplicas() ? amount(metric) : amount(metric) * out.replicas();
    }

    @Override
    public List<ChartBand> bands() {
        List<ChartBand> bands = new ArrayList<>();
        if (policy.hasActivation()) {
            bandStates.add(List.of(Activation.State.values()));
            bands.add(ChartBand.activation());
        }
        if (policy.mayHold()) {
            List<Decision.Step> holding = damping.stream()
                    .filter(part -> part != Decision.Step.ALIGNED)
                    .toList();
            bandStates.add(holding);
            bands.add(ChartBand.held(holding));
        }
        return bands;
    }

    @Override
    public int shade(int band) {
        List<?> states = bandStates.get(band);
        if (states.get(0) instanceof Activation.State) {
            return states.indexOf(out.activationState());
        }
        int shade = -1;
        for (int i = 0; i < states.size(); i++) {
            shade = out.reason((Decision.Step) states.get(i)) != null ? i : shade;
        }
        return shade;
    }

    @Override
    public StepTally newTally() {
        return new SpecTally(plan, policy, this);
    }
}
