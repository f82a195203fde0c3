package dev.autoscale.examples.flink;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Puts the job together. */
public final class FleetJob {
    private FleetJob() {}

    /**
     * The decisions for a fleet.
     *
     * @param events what was measured, with timestamps and watermarks
     * @param policies the policies and their changes, with timestamps and watermarks too: the fleet is decided for up to the time up
     *     to which its policies are known, so a source of few updates must say now and then that there are none
     * @param reader reads the policies' texts
     */
    public static SingleOutputStreamOperator<FleetDecision> decisions(
            DataStream<WorkloadEvent> events, DataStream<PolicyUpdate> policies, PolicyReader reader) {
        return events.keyBy(WorkloadEvent::workload, Types.STRING)
                .connect(policies.broadcast(DecideFunction.POLICIES))
                .process(new DecideFunction(reader), Types.POJO(FleetDecision.class))
                .name("decide")
                .uid("decide"); // the name of the state: a savepoint is found again after changes to the job
    }
}
