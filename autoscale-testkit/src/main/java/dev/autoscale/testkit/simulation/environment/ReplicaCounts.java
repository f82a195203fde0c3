package dev.autoscale.testkit.simulation.environment;

/**
 * How many replicas there are of each kind. Changes as the simulation goes on; only read by others. Not thread-safe.
 *
 * <p>A replica is waiting until it is placed, then starting until it is ready; one that is no longer wanted drains until it is
 * gone.
 */
public interface ReplicaCounts {
    /** {@return the replicas that were ordered last: {@code spec.replicas} of a Kubernetes workload} At least 0. */
    int wanted();

    /**
     * {@return the replicas that exist and are not on their way out: {@code status.replicas}} During a rolling update
     * there may be more than are wanted. At least 0.
     */
    default int existing() {
        return waiting() + starting() + ready();
    }

    /**
     * Those that wait to be placed, be it that scheduling takes its time or that there is no room.
     *
     * @return at least 0
     */
    int waiting();

    /**
     * Those that wait to be placed because there is no room for more.
     *
     * @return at least 0, at most {@link #waiting}
     */
    int blocked();

    /**
     * Those that are placed and not ready yet.
     *
     * @return at least 0
     */
    int starting();

    /**
     * Those that take work.
     *
     * @return at least 0
     */
    int ready();

    /**
     * Those that take no new work and finish what they have.
     *
     * @return at least 0
     */
    int draining();

    /**
     * Those that cost something: placed and not gone.
     *
     * @return at least 0
     */
    default int billed() {
        return starting() + ready() + draining();
    }
}
