package dev.autoscale.testkit.simulation;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaSpec;
import java.util.Map;

/** What decides in a simulation, before it has any memory. Immutable and thread-safe. */
public interface ScalingPolicy {
    /** {@return a short name for tables and titles} In one line. */
    String name();

    /**
     * The replicas that a simulation begins with if its environment says nothing.
     *
     * @param start where the simulation begins; its count of replicas is not known yet
     * @return at least 0; 1 unless overridden
     */
    default int firstReplicas(SimulationStart start) {
        return 1;
    }

    /**
     * Begins to decide for one workload.
     *
     * @param start where the simulation begins
     * @return the scaler, with an empty memory
     */
    Scaler newScaler(SimulationStart start);

    /**
     * A policy of the library's main engine. Metrics are fed from the signals that their names suggest:
     *
     * <table>
     * <caption>Which signal feeds a metric</caption>
     * <tr><th>metric</th><th>signal</th></tr>
     * <tr><td>{@code cpu}, or with cpu or util in its id</td><td>{@link WorkloadMetric#CPU}</td></tr>
     * <tr><td>{@code memory}, or with mem in its id</td><td>{@link WorkloadMetric#MEMORY}</td></tr>
     * <tr><td>with wait, delay, oldest or latency in its id</td><td>{@link WorkloadMetric#OLDEST_WAIT}</td></tr>
     * <tr><td>with rate, rps or arrivals in its id</td><td>{@link WorkloadMetric#ARRIVAL_RATE}</td></tr>
     * <tr><td>with queue, backlog or lag in its id</td><td>{@link WorkloadMetric#QUEUED}</td></tr>
     * <tr><td>with connection or session in its id</td><td>{@link WorkloadMetric#IN_SERVICE}</td></tr>
     * <tr><td>any other</td><td>{@link WorkloadMetric#IN_SYSTEM}</td></tr>
     * </table>
     *
     * @param name a short name
     * @param spec what decides
     * @return the policy
     */
    static ScalingPolicy of(String name, AutoscalerSpec spec) {
        return of(name, spec, Map.of());
    }

    /**
     * A policy of the library's main engine, some of whose metrics are fed from other signals than their names suggest.
     *
     * @param name a short name
     * @param spec what decides
     * @param feeds what metrics are fed from, by metric id
     * @return the policy
     * @throws IllegalArgumentException if the spec has no metric of such an id
     */
    static ScalingPolicy of(String name, AutoscalerSpec spec, Map<String, ? extends Feed> feeds) {
        return EnginePolicy.of(name, spec, feeds);
    }

    /**
     * A revision of Knative, which decides every 2 s from samples of each second.
     *
     * @param name a short name
     * @param spec what decides
     * @param signal {@link WorkloadMetric#CONCURRENCY} or {@link WorkloadMetric#ARRIVAL_RATE}, as the revision's metric is
     * @return the policy
     */
    static ScalingPolicy knative(String name, KpaSpec spec, WorkloadMetric signal) {
        return EnginePolicy.knative(name, spec, signal);
    }

    /**
     * Always the same count.
     *
     * @param replicas at least 0
     * @return the policy
     * @throws IllegalArgumentException if the count is negative
     */
    static ScalingPolicy fixed(int replicas) {
        return fixed("fixed " + replicas, replicas);
    }

    /**
     * Always the same count.
     *
     * @param name a short name
     * @param replicas at least 0
     * @return the policy
     * @throws IllegalArgumentException if the count is negative
     */
    static ScalingPolicy fixed(String name, int replicas) {
        Violation.require(replicas >= 0, "replicas must be >= 0", "replicas", replicas);
        return new PlainPolicy(name, "Fixed", start -> replicas);
    }

    /**
     * Knows the load to come, the time that a replica takes to start included: at each cycle it orders the highest demand
     * ({@link Simulation}) from now until a replica that is ordered in the next cycle would be ready. No policy that keeps up
     * with the demand in every slot can order less.
     *
     * @return the policy
     */
    static ScalingPolicy oracle() {
        return new PlainPolicy(
                "oracle", "Foreseen", start -> start.demandAhead().getAsInt());
    }
}
