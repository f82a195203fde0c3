package dev.autoscale.testkit.simulation;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.util.Map;

/** What decides in a simulation, before it has any memory. Immutable and thread-safe. */
public interface ScalingPolicy {
    /** {@return a short name for tables and titles} In one line. */
    String name();

    /**
     * The replicas that a simulation begins with. As the environment says unless overridden, or else as many as the oracle begins
     * with, so that no policy is judged by how it starts; of the engines here then as near to it as their bounds allow.
     *
     * @param start where the simulation begins
     * @return at least 0; {@link SimulationStart#replicas()} unless overridden
     */
    default int firstReplicas(SimulationStart start) {
        return start.replicas();
    }

    /**
     * Begins to decide for one workload.
     *
     * @param start where the simulation begins
     * @return the scaler, with an empty memory
     */
    Scaler newScaler(SimulationStart start);

    /**
     * A policy of the library's main engine whose metrics are of types that tell what feeds them ({@link WorkloadMetric#toldBy}),
     * such as CPU.
     *
     * @param name a short name
     * @param spec what decides
     * @return the policy
     * @throws IllegalArgumentException that names every metric whose type does not tell
     */
    static ScalingPolicy of(String name, AutoscalerSpec spec) {
        return of(name, spec, Map.of());
    }

    /**
     * A policy of the library's main engine.
     *
     * <pre>{@code
     * ScalingPolicy.of("today", spec, Map.of("jobs", WorkloadMetric.QUEUED));
     * }</pre>
     *
     * @param name a short name
     * @param spec what decides
     * @param feeds what metrics are fed from, by metric id; needed for all that {@link WorkloadMetric#toldBy} tells nothing of
     * @return the policy
     * @throws IllegalArgumentException that names every metric whose feed is missing, and every id that is no metric's
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
     * A policy of another system, which decides as often as its system does. Its metrics are fed with what the signals say, undivided.
     *
     * @param name a short name
     * @param policy what decides
     * @param feeds what metrics are fed from, by metric id; needed for all of them
     * @return the policy
     * @throws IllegalArgumentException that names every metric whose feed is missing, and every id that is no metric's
     */
    static ScalingPolicy upstream(String name, UpstreamPolicy policy, Map<String, ? extends Feed> feeds) {
        return EnginePolicy.upstream(name, policy, feeds);
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
     * Always the same count, from the beginning on, whatever the environment says.
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

    /**
     * Knows the rate at which arrivals come by chance, and the time that a replica takes to start, but no arrival. At each cycle it
     * orders what the highest minute takes, from now until a replica that is ordered in the next cycle would be ready. A minute with
     * a mean rate of λ per second and a mean service time of S takes the fewest replicas of which all places together, c of them,
     * keep the SLO by Erlang's formula (M/M/c): with a = λS, an arrival waits longer than t with probability C(c, a) ·
     * e^(-(c - a)t / S). A promise from arrival to end is missed by what waits longer than its service, which is taken for
     * exponentially distributed, leaves of it, as for the demand. Of the arrivals at most one in a billion is promised to miss.
     *
     * <p>So no policy that forecasts can be expected to do better by the rate alone; what it lacks against {@link #oracle} is luck. It
     * sizes one queue before all replicas, whatever serves, and a minute by its own rate, which is too little after a fall where
     * service takes minutes. Where its rate comes from: {@link dev.autoscale.testkit.simulation.load.Load#expect}.
     *
     * @return the policy
     */
    static ScalingPolicy clairvoyant() {
        return new PlainPolicy(
                "clairvoyant", "Foreseen", start -> start.rateNeedAhead().getAsInt());
    }
}
