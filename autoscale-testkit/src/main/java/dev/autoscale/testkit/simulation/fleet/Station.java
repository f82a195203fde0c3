package dev.autoscale.testkit.simulation.fleet;

/** Where arrivals wait and are served by the replicas that there are. Not thread-safe. */
public interface Station {
    /** Takes an arrival in, or refuses it. */
    void arrive(long nowMicros, long serviceMicros);

    /** A replica is ready. */
    void open(long nowMicros, int replica);

    /** A replica takes no new work. */
    void close(int replica);

    /** Those that wait before a closed replica go to the open ones. */
    default void handOver(long nowMicros, int replica) {}

    /** A replica is gone, with what it has not finished. */
    void breakOff(long nowMicros, int replica);

    /**
     * What the station asked for with an event of kind {@link Events#SERVED}.
     *
     * @return the replica that has finished something, or -1 if the event had become void
     */
    int served(long nowMicros, int subject, int version);

    /** How many a replica is serving. */
    int inService(int replica);

    int inService();

    int queued();

    default boolean isEmpty() {
        return inService() + queued() == 0;
    }

    /** Busy places, or cores. */
    int running();

    /** When the first in the queue arrived; the current time if nothing waits. */
    long oldestMicros(long nowMicros);

    /** How long those that are still here have been here, added up. */
    long waitedMicros(long nowMicros);
}
