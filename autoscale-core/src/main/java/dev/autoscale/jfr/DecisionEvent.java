package dev.autoscale.jfr;

import dev.autoscale.Decision;
import dev.autoscale.ScalingDecision;
import java.util.Objects;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A decision of any engine as an event of the JDK's Flight Recorder. Thread-safe: {@link #record} may be called by any number of
 * threads, each with a decision of its own.
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(3).value(0, 37), out);
 * DecisionEvent.record("default/workers", out); // java -XX:StartFlightRecording
 * }</pre>
 *
 * <p>The library records nothing by itself: a caller records the decisions that it wants to find again. While nothing is being
 * recorded, or the event is {@linkplain jdk.jfr.Recording#disable(Class) disabled}, {@link #record} is one test and allocates
 * nothing. An event that is recorded is one object of about a hundred bytes and has no stack trace; a recording takes some tens of
 * bytes for it, as it stores each text once per chunk.
 *
 * <p>Needs the module {@code jdk.jfr}, so that a modular program that uses this type requires it as well. Whoever does not needs
 * nothing: the rest of the library runs in an image without it. The fields are those of decisions and named as there; {@code decidedAt} is
 * {@link ScalingDecision#epochMillis}, which may differ from the time of the event.
 */
@Name(DecisionEvent.NAME)
@Label("Scaling Decision")
@Description("How many replicas an autoscaler asked for, and why")
@Category("Autoscaling")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class DecisionEvent extends Event {
    /** The name of the event, with which recordings enable, disable and find it. */
    public static final String NAME = "dev.autoscale.Decision";

    /** Knows whether the event is recorded, so that no object is needed to ask. */
    private static final DecisionEvent PROBE = new DecisionEvent("", 0, 0, false, "", null, 0);

    @Label("Workload")
    private final String workload;

    @Label("Current Replicas")
    @Description("Negative if unknown")
    private final int currentReplicas;

    @Label("Replicas")
    private final int replicas;

    @Label("Change")
    @Description("Whether there is something to carry out")
    private final boolean change;

    @Label("Reason")
    private final String reason;

    @Label("Deciding Metric")
    @Description("Null if no metric decided")
    private final @Nullable String decidingMetric;

    @Label("Decided At")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    private final long decidedAt;

    private DecisionEvent(
            String workload,
            int currentReplicas,
            int replicas,
            boolean change,
            String reason,
            @Nullable String decidingMetric,
            long decidedAt) {
        this.workload = workload;
        this.currentReplicas = currentReplicas;
        this.replicas = replicas;
        this.change = change;
        this.reason = reason;
        this.decidingMetric = decidingMetric;
        this.decidedAt = decidedAt;
    }

    /**
     * Records a decision, if a recording wants it. Constant time; allocates nothing if none does.
     *
     * @param workload what was decided for, as whoever reads the recording knows it; not null
     * @param decision a decision of any engine; not null, and not kept
     */
    public static void record(String workload, ScalingDecision decision) {
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(decision, "decision");
        if (PROBE.isEnabled()) {
            new DecisionEvent(
                            workload,
                            decision.currentReplicas(),
                            decision.replicas(),
                            decision.hasChange(),
                            decision.reason().toString(),
                            decidingMetric(decision),
                            decision.epochMillis())
                    .commit();
        }
    }

    /** The id of the metric that decided; engines with one metric name none. */
    private static @Nullable String decidingMetric(ScalingDecision decision) {
        return decision instanceof Decision out && out.decidingMetric() != Decision.NO_METRIC
                ? out.metric(out.decidingMetric()).id()
                : null;
    }

    /** {@return the event in one line} */
    @Override
    public String toString() {
        return workload + ": " + currentReplicas + " -> " + replicas + ' ' + reason;
    }
}
