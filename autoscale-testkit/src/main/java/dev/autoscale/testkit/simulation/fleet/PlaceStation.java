package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Replicas with places: an arrival has one to itself for its whole service time. Further ones wait before all replicas together,
 * or before the one that had the fewest when they came. Not thread-safe.
 */
public final class PlaceStation implements Station {
    private final Events events;
    private final Outcomes outcomes;
    private final Requests requests = new Requests();
    private final int places;
    private final int queueLimit;
    private final Interrupted interrupted;
    private final boolean isShared;

    /** Those that wait for any replica. */
    private final RequestQueue waiting = new RequestQueue(requests);

    private final List<RequestQueue> waitingOf = new ArrayList<>();
    private final List<RequestQueue> servedBy = new ArrayList<>();
    private final IntList open = new IntList();
    private final BitSet isOpen = new BitSet();
    private int cursor = -1;
    /** More than an int if replicas have very many. */
    private long freePlaces;

    private int inService;
    private int queued;

    public PlaceStation(Environment environment, Events events, Outcomes outcomes) {
        this.events = events;
        this.outcomes = outcomes;
        places = environment.concurrency();
        queueLimit = environment.queueLimit();
        interrupted = environment.interrupted();
        isShared = environment.serving() == Serving.SHARED_QUEUE;
    }

    @Override
    public void arrive(long nowMicros, long serviceMicros) {
        if (freePlaces == 0 && queued >= queueLimit) {
            outcomes.refused();
            return;
        }
        int id = requests.add(nowMicros, serviceMicros);
        admit(nowMicros, id);
    }

    private void admit(long nowMicros, int id) {
        if (open.size() == 0 || (isShared && freePlaces == 0)) {
            waiting.addLast(id);
            queued++;
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
            queued++;
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

    private int leastBusy() {
        int best = open.get(0);
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < open.size(); i++) {
            int replica = open.get(i);
            int busy = servedBy.get(replica).size() + waitingOf.get(replica).size();
            if (busy < least) {
                least = busy;
                best = replica;
            }
        }
        return best;
    }

    private void start(long nowMicros, int id, int replica) {
        servedBy.get(replica).addLast(id);
        requests.replica[id] = replica;
        requests.startedMicros[id] = nowMicros;
        inService++;
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
            queued--;
            admit(nowMicros, waiting.removeFirst());
        }
    }

    @Override
    public void close(int replica) {
        open.remove(replica);
        isOpen.clear(replica);
        cursor = -1;
        freePlaces -= places - servedBy.get(replica).size();
    }

    @Override
    public void handOver(long nowMicros, int replica) {
        RequestQueue left = waitingOf.get(replica);
        while (left.size() > 0) {
            queued--;
            admit(nowMicros, left.removeFirst());
        }
    }

    @Override
    public void breakOff(long nowMicros, int replica) {
        RequestQueue unfinished = servedBy.get(replica);
        while (unfinished.size() > 0) {
            int id = unfinished.removeLast();
            inService--;
            requests.version[id]++;
            boolean isLost = interrupted == Interrupted.FAILED;
            outcomes.interrupted(requests.arrivedMicros[id], nowMicros, isLost);
            if (isLost) {
                requests.remove(id);
                continue;
            }
            if (interrupted == Interrupted.RESUMED) {
                requests.resumedMicros[id] += nowMicros - requests.startedMicros[id];
                requests.workMicros[id] -= nowMicros - requests.startedMicros[id];
            }
            waiting.addFirst(id);
            queued++;
        }
        while (waiting.size() > 0 && freePlaces > 0) {
            queued--;
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
        inService--;
        outcomes.finished(requests.arrivedMicros[id], requests.waitMicros(id), nowMicros);
        requests.remove(id);
        if (isOpen.get(replica)) {
            freePlaces++;
            RequestQueue queue = isShared || waiting.size() > 0 ? waiting : waitingOf.get(replica);
            if (queue.size() > 0) {
                queued--;
                start(nowMicros, queue.removeFirst(), replica);
            }
        }
        return replica;
    }

    @Override
    public int inService(int replica) {
        return replica < servedBy.size() ? servedBy.get(replica).size() : 0;
    }

    @Override
    public int inService() {
        return inService;
    }

    @Override
    public int queued() {
        return queued;
    }

    @Override
    public int running() {
        return inService;
    }

    @Override
    public long oldestMicros(long nowMicros) {
        long oldest = oldestOf(waiting, nowMicros);
        for (int i = 0; !isShared && i < open.size(); i++) {
            oldest = Math.min(oldest, oldestOf(waitingOf.get(open.get(i)), nowMicros));
        }
        return oldest;
    }

    private long oldestOf(RequestQueue queue, long nowMicros) {
        return queue.size() == 0 ? nowMicros : requests.arrivedMicros[queue.first()];
    }

    @Override
    public long waitedMicros(long nowMicros) {
        return requests.waitedMicros(nowMicros);
    }
}
