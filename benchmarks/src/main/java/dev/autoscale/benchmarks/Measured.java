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
    SNAPSHOT(() -> Snapshots.ofAutoscalers()::snapshot),
    /** Restores the memory of a warmed autoscaler from a caller's buffer. */
    RESTORE(() -> Snapshots.ofAutoscalers()::restore),
    /** A decision in words, into a reused StringBuilder. */
    EXPLAIN(Explaining::new),
    /** One decision in a tick of many autoscalers of 64 mixed specs, shuffled. */
    MILLION(Autoscalers::mixed),
    /** The yardstick of {@link #MILLION}. */
    MILLION_BARE(Autoscalers.Bare::mixed),
    /** A fleet of one spec, all slots at once, active load. */
    FLEET_BATCH(count -> new BatchPath.Batches(Columns.active(count))),
    /** The yardstick of {@link #FLEET_BATCH}. */
    BATCH_BARE(count -> new BatchPath.Bare(Columns.active(count))),
    /** The yardstick of {@link #FLEET_BATCH} with its answers in flat arrays. */
    BATCH_FLAT(count -> new BatchPath.Flat(Columns.active(count))),
    /** A fleet of one spec, all slots at once, nothing changes. */
    FLEET_QUIET(count -> new BatchPath.Batches(Columns.quiet(count))),
    /** The yardstick of {@link #FLEET_QUIET}. */
    QUIET_BARE(count -> new BatchPath.Bare(Columns.quiet(count))),
    /** A fleet of one spec, shuffled slots, 4,096 at once. */
    FLEET_SLOTS(count -> new BatchPath.Batches(Columns.anySlots(count))),
    /** The yardstick of {@link #FLEET_SLOTS}. */
    SLOTS_BARE(count -> new BatchPath.Bare(Columns.anySlots(count))),
    /** The yardstick of {@link #FLEET_SLOTS} with its answers in flat arrays. */
    SLOTS_FLAT(count -> new BatchPath.Flat(Columns.anySlots(count))),
    /** A fleet of 64 mixed specs, group by group. */
    FLEET_MIXED(count -> new BatchPath.Batches(Columns.mixed(count))),
    /** The yardstick of {@link #FLEET_MIXED}. */
    MIXED_BARE(count -> new BatchPath.Bare(Columns.mixed(count))),
    /** A fleet of one spec, one workload by one in the order of their slots. */
    FLEET_ORDER(count -> new OneByOne(FleetPath.inOrder(count))),
    /** A fleet of one spec, one workload by one, shuffled. */
    FLEET_SHUFFLED(count -> new OneByOne(FleetPath.shuffled(count))),
    /** An autoscaler each, of one spec, one by one in the order of their creation. */
    AUTOSCALERS_ORDER(count -> Autoscalers.one(FleetPath.inOrder(count))),
    /** An autoscaler each, of one spec, one by one, shuffled. */
    AUTOSCALERS_SHUFFLED(count -> Autoscalers.one(FleetPath.shuffled(count))),
    /** The yardstick of what is decided one by one in order. */
    ORDER_BARE(count -> Autoscalers.Bare.one(FleetPath.inOrder(count))),
    /** The yardstick of what is decided one by one, shuffled. */
    SHUFFLED_BARE(count -> Autoscalers.Bare.one(FleetPath.shuffled(count))),
    /** Writes the memory of a warmed slot of a fleet into a caller's buffer. */
    SLOT_SNAPSHOT(() -> Snapshots.ofSlots()::snapshot),
    /** Restores the memory of a warmed slot of a fleet from a caller's buffer. */
    SLOT_RESTORE(() -> Snapshots.ofSlots()::restore),
    /** A workload's share of writing a whole fleet to a channel in memory. */
    FLEET_WRITE(FleetTransfer.Write::new),
    /** A workload's share of reading a whole fleet from a channel in memory. */
    FLEET_READ(FleetTransfer.Read::new),
    /** The yardstick of {@link #FLEET_WRITE} and {@link #FLEET_READ}: as many bytes into the channel. */
    COPY_BARE(FleetTransfer.Copy::new),
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
    /** A workload's part of sharing out a pool among 1,000. */
    BUDGET_1000(() -> new Pools(1_000)),
    /** A workload's part of sharing out a pool among 100,000. */
    BUDGET_100000(() -> new Pools(100_000)),
    /** The yardstick of {@link #BUDGET_1000}. */
    BUDGET_BARE(() -> new Pools.Bare(1_000)),
    /** One cycle of an open loop. */
    OPEN_LOOP(OpenLoopDecision::new),
    /** One decision of a promise about waits, courses of days and weeks known. */
    SLO(SloDecision::new);

    private final IntFunction<Operation> byFleet;

    Measured(Supplier<Operation> operation) {
        this((int any) -> operation.get());
    }

    Measured(IntFunction<Operation> byFleet) {
        this.byFleet = byFleet;
    }

    /** Begins with new objects; the number of autoscalers matters where there are many only. */
    Operation create(int autoscalers) {
        return byFleet.apply(autoscalers);
    }

    /** {@return the name in tables} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
