package dev.autoscale.testkit.cli;

import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.KpaDecision;
import java.io.IOException;

/** A decision about a revision of Knative, for those who show it. Not thread-safe. */
final class KnativeStep implements Step {
    static final String PANIC = "PANIC";

    private final String metric;
    private final KnativeRevision revision;
    private final double target;
    private double load;
    private double recordedReplicas;

    KnativeStep(KnativePolicy policy, KnativeRevision revision) {
        metric = policy.metric();
        this.revision = revision;
        target = policy.targets().target();
    }

    void see(double newLoad, double replicasOfThatTime) {
        load = newLoad;
        recordedReplicas = replicasOfThatTime;
    }

    @Override
    public ScalingDecision decision() {
        return revision;
    }

    @Override
    public double recordedReplicas() {
        return recordedReplicas;
    }

    @Override
    public String state() {
        return revision.decision().inPanic() ? PANIC : "";
    }

    @Override
    public String measured() {
        KpaDecision out = revision.decision();
        return metric
                + ' '
                + (out.hasData()
                        ? Numbers.text(out.stableAverage()) + ", panic " + Numbers.text(out.panicAverage()) + " of "
                                + Numbers.text(target) + " per pod"
                        : "without samples");
    }

    @Override
    public String why() {
        KpaDecision out = revision.decision();
        String wanted = out.isValid() ? "wants " + out.desired() + " (" + revision.reason() + ')' : revision.reason();
        return wanted + (revision.bound().isEmpty() ? "" : ", " + revision.bound());
    }

    @Override
    public void appendCells(Appendable target) throws IOException {
        KpaDecision out = revision.decision();
        target.append(',').append(Numbers.exact(load));
        target.append(',').append(out.hasData() ? Numbers.text(out.stableAverage()) : "");
        target.append(',').append(out.hasData() ? Numbers.text(out.panicAverage()) : "");
        target.append(',').append(Boolean.toString(out.inPanic()));
        target.append(',').append(Integer.toString(out.currentReplicas()));
        target.append(',').append(out.isValid() ? Integer.toString(out.desired()) : "");
        target.append(',').append(revision.status().condition().name());
        target.append(',').append(Integer.toString(revision.replicas()));
        String bound = revision.bound();
        target.append(',').append(StepCsv.quoted(bound.isEmpty() ? revision.reason() : bound));
    }

    @Override
    public double measured(int panel) {
        return load;
    }

    @Override
    public double limit(int panel) {
        return target * revision.replicas();
    }

    /** Whether the load is more than the replicas are to take. */
    boolean isAbove() {
        return load > limit(0);
    }

    @Override
    public int shade(int band) {
        return revision.decision().inPanic() ? 0 : -1;
    }
}
