package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Replicas with places: an arrival has one to itself for its whole service time. Further ones wait before all replicas together,
 * or before the one that had the fewest when they came. Not thread-safe.
 */
public final class PlaceStation extends Station {
    private final int places;
    private final boolean isShared;
    private final List<RequestQueue> waitingOf = new ArrayList<>();
    private final List<RequestQueue> servedBy = new ArrayList<>();
    private final BitSet isOpen = new BitSet();
    private int cursor = -1;
    /** More than an int if replicas have very many. */
    private long freePlaces;

    /** Those that wait before one replica each. */
    private int waitingBefore;

    public PlaceStation(Environment environment, Events events, Outcomes outcomes) {
        super(environment, events, outcomes);
        places = environment.concurrency();
        isShared = environment.serving() == Serving.SHARED_QUEUE;
    }

    @Override
    boolean mustWait() {
        return freePlaces == 0;
    }

    @Override
    void admit(long nowMicros, int id) {
        if (open.size() == 0 || (isShared && freePlaces == 0)) {
            waiting.addLast(id);
        } else if (isShared) {
            start(nowMicros, id, nextFree());
        } else {
            join(nowMicros, id, leastBusy());
        }
    }

    private void join(long nowMicros, int id, int replica) {
        if (servedBy.get(replica).size() < places) {
            start(nowMicros, id, replica);
        } else {
            waitingOf.get(replica).addLast(id);
            waitingBefore++;
        }
    }

    /** In turn, so that load spreads; there is a free place. */
    private int nextFree() {
        while (true) {
            cursor = cursor + 1 < open.size() ? cursor + 1 : 0;
            int replica = open.get(cursor);
            if (servedBy.get(replica).size() < places) {
                return replica;
            }
        }
    }

    @Override
    int busy(int replica) {
        return inService(replica) + waitingOf.get(replica).size();
    }

    private void start(long nowMicros, int id, int replica) {
        servedBy.get(replica).addLast(id);
        begin(nowMicros, id, replica);
        freePlaces--;
        events.add(Micros.sum(nowMicros, requests.workMicros[id]), Events.SERVED, id, requests.version[id]);
    }

    @Override
    public void open(long nowMicros, int replica) {
        while (servedBy.size() <= replica) {
            servedBy.add(new RequestQueue(requests));
            waitingOf.add(new RequestQueue(requests));
        }
        open.add(replica);
        isOpen.set(replica);
        freePlaces += places;
        while (waiting.size() > 0 && (!isShared || freePlaces > 0)) {
            admit(nowMicros, waiting.removeFirst());
        }
    }

    @Override
    public void close(int replica) {
        super.close(replica);
        isOpen.clear(replica);
        cursor = -1;
        freePlaces -= places - servedBy.get(replica).size();
    }

    @Override
    public void handOver(long nowMicros, int replica) {
        RequestQueue left = waitingOf.get(replica);
        while (left.size() > 0) {
            waitingBefore--;
            admit(nowMicros, left.removeFirst());
        }
    }

    @Override
    public void breakOff(long nowMicros, int replica) {
        RequestQueue unfinished = servedBy.get(replica);
        while (unfinished.size() > 0) {
            int id = unfinished.removeLast();
            requests.version[id]++;
            interrupt(nowMicros, id, requests.workMicros[id] - (nowMicros - requests.startedMicros[id]));
        }
        while (waiting.size() > 0 && freePlaces > 0) {
            admit(nowMicros, waiting.removeFirst());
        }
    }

    @Override
    public int served(long nowMicros, int id, int version) {
        if (requests.version[id] != version) {
            return Requests.NONE;
        }
        int replica = requests.replica[id];
        servedBy.get(replica).remove(id);
        finish(nowMicros, id);
        if (isOpen.get(replica)) {
            freePlaces++;
            if (waiting.size() > 0) {
                start(nowMicros, waiting.removeFirst(), replica);
            } else if (waitingOf.get(replica).size() > 0) {
                waitingBefore--;
                start(nowMicros, waitingOf.get(replica).removeFirst(), replica);
            }
        }
        return replica;
    }

    @Override
    public int inService(int replica) {
        return replica < servedBy.size() ? servedBy.get(replica).size() : 0;
    }

    @Override
    public int queued() {
        return super.queued() + waitingBefore;
    }

    @Override
    public int queuedSince(long micros) {
        int count = super.queuedSince(micros);
        for (RequestQueue queue : waitingOf) {
            count += queue.since(micros);
        }
        return count;
    }

    @Override
    public int running() {
        return inService();
    }

    @Override
    public long oldestMicros(long nowMicros) {
        long oldest = super.oldestMicros(nowMicros);
        for (int i = 0; !isShared && i < open.size(); i++) {
            oldest = Math.min(oldest, oldestOf(waitingOf.get(open.get(i)), nowMicros));
        }
        return oldest;
    }
}
