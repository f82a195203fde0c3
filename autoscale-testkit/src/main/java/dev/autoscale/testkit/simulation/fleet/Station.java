package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;

/** Where arrivals wait and are served by the replicas that there are. Not thread-safe. */
public abstract class Station {
    final Events events;
    final Requests requests = new Requests();

    /** Those that wait for any replica. */
    final RequestQueue waiting = new RequestQueue(requests);

    final IntList open = new IntList();
    private final Outcomes outcomes;
    private final int queueLimit;
    private final Interrupted interrupted;
    private int inService;

    Station(Environment environment, Events events, Outcomes outcomes) {
        this.events = events;
        this.outcomes = outcomes;
        queueLimit = environment.queueLimit();
        interrupted = environment.interrupted();
    }

    /** Takes an arrival in, or refuses it. */
    public final void arrive(long nowMicros, long serviceMicros) {
        if (mustWait() && queued() >= queueLimit) {
            outcomes.refused();
        } else {
            admit(nowMicros, requests.add(nowMicros, serviceMicros));
        }
    }

    /** Whether no replica could begin with an arrival now. */
    abstract boolean mustWait();

    /** Lets an arrival wait or begin. */
    abstract void admit(long nowMicros, int id);

    /** The open replica with the fewest, the first of several. */
    final int leastBusy() {
        int best = open.get(0);
        for (int i = 1; i < open.size(); i++) {
            best = busy(open.get(i)) < busy(best) ? open.get(i) : best;
        }
        return best;
    }

    /** How many a replica is serving, and will serve because they wait before it. */
    int busy(int replica) {
        return inService(replica);
    }

    /** A replica begins to serve an arrival. */
    final void begin(long nowMicros, int id, int replica) {
        requests.replica[id] = replica;
        requests.startedMicros[id] = nowMicros;
        inService++;
    }

    /** An arrival has been served to its end. */
    final void finish(long nowMicros, int id) {
        inService--;
        outcomes.finished(requests.arrivedMicros[id], requests.waitMicros(id), nowMicros);
        requests.remove(id);
    }

    /** An arrival loses its replica, with so much of its work left; unless it is lost itself it waits again, before all others. */
    final void interrupt(long nowMicros, int id, long leftMicros) {
        inService--;
        boolean isLost = interrupted == Interrupted.FAILED;
        outcomes.interrupted(requests.arrivedMicros[id], nowMicros, isLost);
        if (isLost) {
            requests.remove(id);
            return;
        }
        if (interrupted == Interrupted.RESUMED) {
            requests.resumedMicros[id] += nowMicros - requests.startedMicros[id];
            requests.workMicros[id] = leftMicros;
        }
        waiting.addFirst(id);
    }

    /** A replica is ready. */
    public abstract void open(long nowMicros, int replica);

    /** A replica takes no new work. */
    public void close(int replica) {
        open.remove(replica);
    }

    /** Those that wait before a closed replica go to the open ones. */
    public void handOver(long nowMicros, int replica) {}

    /** A replica is gone, with what it has not finished. */
    public abstract void breakOff(long nowMicros, int replica);

    /**
     * What the station asked for with an event of kind {@link Events#SERVED}.
     *
     * @return the replica that has finished something, or -1 if the event had become void
     */
    public abstract int served(long nowMicros, int subject, int version);

    /** How many a replica is serving. */
    public abstract int inService(int replica);

    public final int inService() {
        return inService;
    }

    public int queued() {
        return waiting.size();
    }

    /** How many of those that wait arrived at a time or later. */
    public int queuedSince(long micros) {
        return waiting.since(micros);
    }

    /** How many of those that are here arrived at a time or later. */
    public final int leftSince(long micros) {
        return requests.leftSince(micros);
    }

    public final boolean isEmpty() {
        return inService() + queued() == 0;
    }

    /** Busy places, or cores. */
    public abstract int running();

    /** When the first in the queue arrived; the current time if nothing waits. */
    public long oldestMicros(long nowMicros) {
        return oldestOf(waiting, nowMicros);
    }

    final long oldestOf(RequestQueue queue, long nowMicros) {
        return queue.size() == 0 ? nowMicros : requests.arrivedMicros[queue.first()];
    }

    /** How long those that are still here have been here, added up. */
    public final long waitedMicros(long nowMicros) {
        return requests.waitedMicros(nowMicros);
    }
}
