package dev.autoscale.benchmarks;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Everything that is measured: the paths through the library and, with {@code _BARE}, their yardsticks. */
public enum Measured {
    /** One External metric with default behavior. */
    EXTERNAL(() -> OneMetric.of(Specs.external())),
    /** The yardstick of {@link #EXTERNAL}. */
    EXTERNAL_BARE(() -> new OneMetric.Bare(Specs.external())),
    /** One cpu utilization metric with 100 ready pods. */
    PODS100(() -> new HundredPods(Specs.pods(), new PodInputs())),
    /** The yardstick of {@link #PODS100}. */
    PODS100_BARE(() -> new HundredPods.Bare(new PodInputs())),
    /** Three metrics. */
    THREE(() -> new ThreeMetrics(Specs.three())),
    /** The yardstick of {@link #THREE}. */
    THREE_BARE(() -> new ThreeMetrics.Bare(Specs.three())),
    /** One External metric without behavior. */
    LEGACY(() -> OneMetric.of(Specs.legacy())),
    /** The yardstick of {@link #LEGACY}. */
    LEGACY_BARE(() -> new OneMetric.Bare(Specs.legacy())),
    /** A stabilization window of 300 s, full at a step of 15 s. */
    WINDOW300(() -> OneMetric.window(300)),
    /** A stabilization window of 3,600 s, full at a step of 15 s. */
    WINDOW3600(() -> OneMetric.window(3600)),
    /** Writes the memory of a warmed autoscaler into a caller's buffer. */
    SNAPSHOT(() -> new Snapshots()::snapshot),
    /** Restores the memory of a warmed autoscaler from a caller's buffer. */
    RESTORE(() -> new Snapshots()::restore),
    /** A decision in words, into a reused StringBuilder. */
    EXPLAIN(Explaining::new),
    /** One decision in a tick of many autoscalers of 64 mixed specs. */
    FLEET(Fleet::of),
    /** The yardstick of {@link #FLEET}. */
    FLEET_BARE(Fleet.Bare::of),
    /** A queue that scales to zero, with three schedule windows. */
    SCHEDULED(Year::scheduled),
    /** The same queue without schedule. */
    UNSCHEDULED(Year::unscheduled),
    /** A tick of Knative's autoscaler with a window of 60 s. */
    KPA_TICK(() -> KpaTick.window(60)),
    /** A tick of Knative's autoscaler with a window of 3,600 s. */
    KPA_TICK3600(() -> KpaTick.window(3600)),
    /** Knative's exponential average of a window of 60 s. */
    KPA_WEIGHTED60(() -> new KpaWeighted(60)),
    /** The yardstick of {@link #KPA_WEIGHTED60}. */
    WEIGHTED60_BARE(() -> new KpaWeighted.Bare(60)),
    /** Knative's exponential average of a window of 3,600 s. */
    KPA_WEIGHTED3600(() -> new KpaWeighted(3600)),
    /** The yardstick of {@link #KPA_WEIGHTED3600}. */
    WEIGHTED3600_BARE(() -> new KpaWeighted.Bare(3600)),
    /** One cycle of an open loop. */
    OPEN_LOOP(OpenLoopDecision::new);

    private final IntFunction<Operation> byFleet;

    Measured(Supplier<Operation> operation) {
        this((int any) -> operation.get());
    }

    Measured(IntFunction<Operation> byFleet) {
        this.byFleet = byFleet;
    }

    /** Begins with new objects; the number of autoscalers matters to fleets only. */
    Operation create(int autoscalers) {
        return byFleet.apply(autoscalers);
    }

    /** {@return the name in tables} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
