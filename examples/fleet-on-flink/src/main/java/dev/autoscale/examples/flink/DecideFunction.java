package dev.autoscale.examples.flink;

import dev.autoscale.ScalingDecision;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decides for every workload of the fleet, by the time of the events alone: an event waits until the watermark has passed it, so that
 * all events and all policies up to its time are known. Whatever the order in which they arrive, however often the job is restarted,
 * the decisions are the same.
 */
public final class DecideFunction
        extends KeyedBroadcastProcessFunction<String, WorkloadEvent, PolicyUpdate, FleetDecision> {
    /** The versions of each policy that still matter, oldest first. */
    static final MapStateDescriptor<Integer, List<PolicyUpdate>> POLICIES =
            new MapStateDescriptor<>("policies", Types.INT, Types.LIST(Types.POJO(PolicyUpdate.class)));

    /** What could not be used, in words. */
    public static final OutputTag<String> PROBLEMS = new OutputTag<>("problems", Types.STRING);

    /**
     * A workload of which nothing was heard for so long is forgotten. That also bounds how often it is decided again without new
     * values: a schedule would ask for that until the end of time, and a bounded stream would never end.
     */
    static final long SILENCE_MILLIS = 600_000;

    /**
     * The shortest time between a decision and another one without new values. An engine may ask for "at once", which is never too
     * late and often too early; and rules that count decisions, such as the doubling of an HPA without behavior, take each for a
     * cycle of a controller.
     */
    static final long CYCLE_MILLIS = 5_000;

    private static final long serialVersionUID = 1;

    private final PolicyReader reader;

    // Made anew in each attempt of the job.
    private transient ValueState<byte[]> states;
    private transient ListState<WorkloadEvent> waiting;
    private transient Map<Integer, PolicyVersions> versions;
    private transient WorkloadState state;
    /** The events of the current workload whose time is still to come. */
    private transient List<WorkloadEvent> later;

    public DecideFunction(PolicyReader reader) {
        this.reader = reader;
    }

    @Override
    public void open(OpenContext context) {
        states = getRuntimeContext()
                .getState(
                        new ValueStateDescriptor<>("workload", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        waiting =
                getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", Types.POJO(WorkloadEvent.class)));
        versions = new HashMap<>();
        state = new WorkloadState();
        later = new ArrayList<>();
    }

    @Override
    public void processBroadcastElement(PolicyUpdate update, Context context, Collector<FleetDecision> out)
            throws Exception {
        try {
            reader.read(update.text());
        } catch (IllegalArgumentException e) {
            context.output(PROBLEMS, "refused: " + update + ": " + e.getMessage());
            return;
        }
        var policies = context.getBroadcastState(POLICIES);
        List<PolicyUpdate> updates = new ArrayList<>();
        List<PolicyUpdate> before = policies.get(update.policy());
        if (before != null) {
            updates.addAll(before);
        }
        for (PolicyUpdate other : updates) {
            if (other.epochMillis() == update.epochMillis()) {
                if (!other.equals(update)) { // workloads may have been decided for by the first one
                    context.output(PROBLEMS, "refused: " + update + ": another version holds from this time on");
                }
                return;
            }
        }
        updates.add(update);
        updates.sort(Comparator.comparingLong(PolicyUpdate::epochMillis));
        // Whoever is not forgotten was decided for within the silence, by a version that held then.
        long oldest = Math.max(Long.MIN_VALUE + SILENCE_MILLIS, context.currentWatermark()) - SILENCE_MILLIS;
        while (updates.size() > 1 && updates.get(1).epochMillis() <= oldest) {
            updates.remove(0);
        }
        policies.put(update.policy(), updates);
        versions.remove(update.policy());
    }

    @Override
    public void processElement(WorkloadEvent event, ReadOnlyContext context, Collector<FleetDecision> out)
            throws Exception {
        if (event.epochMillis() <= context.timerService().currentWatermark()) {
            context.output(PROBLEMS, "late: " + event.workload() + " at " + event.epochMillis());
            return;
        }
        waiting.add(event);
        context.timerService().registerEventTimeTimer(event.epochMillis());
    }

    /** An event's time has come, or that to look again. */
    @Override
    public void onTimer(long now, OnTimerContext context, Collector<FleetDecision> out) throws Exception {
        byte[] bytes = states.value();
        ByteBuffer snapshot = null;
        if (bytes == null) {
            state.begin();
        } else {
            snapshot = state.read(bytes);
        }
        WorkloadEvent event = takeWaiting(now);
        if (event == null && !isDue(now, bytes, context)) {
            return;
        }
        int policy = event == null ? state.policy : event.policy();
        PolicyEngine engine = load(policy, snapshot, now, context);
        if (engine == null) {
            context.output(PROBLEMS, "without policy: " + context.getCurrentKey() + " at " + now);
            states.clear();
            return;
        }
        ScalingDecision decision = engine.decide(now, state);
        out.collect(new FleetDecision(
                context.getCurrentKey(),
                now,
                decision.currentReplicas(),
                decision.replicas(),
                decision.reason().toString()));
        state.recheckMillis = Math.max(now + CYCLE_MILLIS, engine.recheckAtMillis());
        // An order counts as carried out; who cannot carry it out says how many replicas there are, in the next event.
        engine.engine().scaled(decision);
        state.replicas = decision.replicas();
        wake(now, context);
        states.update(state.write(engine.engine(), bytes));
    }

    /** Takes over the events of this instant, which are one observation. Returns the last one, or null. */
    private WorkloadEvent takeWaiting(long now) throws Exception {
        WorkloadEvent last = null;
        later.clear();
        for (WorkloadEvent event : waiting.get()) {
            if (event.epochMillis() == now) {
                state.measured(event);
                last = event;
            } else {
                later.add(event);
            }
        }
        if (last != null && later.isEmpty()) {
            waiting.clear();
        } else if (last != null) {
            waiting.update(later);
        }
        return last;
    }

    /** Whether it is time to decide without new values. */
    private boolean isDue(long now, byte[] bytes, OnTimerContext context) throws Exception {
        if (bytes == null || now != state.wakeMillis) {
            return false; // of a workload that was forgotten, or of an event without policy
        }
        if (now >= state.sampledMillis + SILENCE_MILLIS) {
            states.clear();
            return false;
        }
        if (now < state.recheckMillis) {
            wake(now, context);
            state.writeWake(bytes);
            states.update(bytes);
            return false;
        }
        return true;
    }

    /** Sees to a timer that is early enough. One that is set already stays if it is, and looks again when it fires. */
    private void wake(long now, OnTimerContext context) {
        long wanted = Math.min(state.recheckMillis, state.sampledMillis + SILENCE_MILLIS);
        boolean isSet = state.wakeMillis > now && state.wakeMillis != WorkloadState.NEVER;
        if (isSet && state.wakeMillis <= wanted) {
            return;
        }
        if (isSet && !isAwaited(state.wakeMillis)) {
            context.timerService().deleteEventTimeTimer(state.wakeMillis);
        }
        context.timerService().registerEventTimeTimer(wanted);
        state.wakeMillis = wanted;
    }

    /** Whether an event waits for this instant: a key has one timer for an instant, so that the event's is the same one. */
    private boolean isAwaited(long epochMillis) {
        for (int i = 0; i < later.size(); i++) {
            if (later.get(i).epochMillis() == epochMillis) {
                return true;
            }
        }
        return false;
    }

    /** The engine of a policy, with the memory of this workload; null if there is no such policy yet. */
    private PolicyEngine load(int policy, ByteBuffer snapshot, long now, OnTimerContext context) throws Exception {
        PolicyVersions current = versions(policy, context);
        int version = current.at(now);
        if (version == PolicyVersions.NONE) {
            return null;
        }
        PolicyVersions last = versions(state.policy, context);
        int from = snapshot == null ? PolicyVersions.NONE : last.beginning(state.versionMillis);
        if (from == PolicyVersions.NONE) {
            current.engine(version).begin(now, state.replicas);
        } else if (last != current) {
            current.engine(version).restore(snapshot, last.engine(from), state.replicas, now);
        } else {
            current.restore(snapshot, from, version, state.replicas);
        }
        state.policy = policy;
        state.versionMillis = current.fromMillis(version);
        return current.engine(version);
    }

    private PolicyVersions versions(int policy, OnTimerContext context) throws Exception {
        PolicyVersions known = versions.get(policy);
        if (known == null) {
            List<PolicyUpdate> updates = context.getBroadcastState(POLICIES).get(policy);
            known = new PolicyVersions(updates == null ? List.of() : updates, reader);
            versions.put(policy, known);
        }
        return known;
    }
}
