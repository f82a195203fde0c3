package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Slowdown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Replicas whose arrivals slow each other down, alike (processor sharing): those of a shared CPU without a limit of places, others with
 * as many places as they have. An arrival goes to the open replica that has the fewest; it waits only while none has room. Not
 * thread-safe.
 */
public final class SharingStation extends Station {
    private final int places;
    private final int limit;
    private final IntToDoubleFunction speed;
    private final List<@Nullable SharingReplica> replicas = new ArrayList<>();
    private final BitSet isOpen = new BitSet();

    /** More than an int: without a limit each replica has as many as an int can count. */
    private long freePlaces;

    private int running;

    public SharingStation(Environment environment, Events events, Outcomes outcomes) {
        super(environment, events, outcomes);
        int cores = environment.concurrency();
        Slowdown slowdown = environment.slowdown();
        places = cores;
        limit = environment.serving() == Serving.SHARED_CPU ? Integer.MAX_VALUE : cores;
        // The straight line of a shared CPU: a slowdown by max(1, served / cores).
        speed = slowdown == null ? served -> served <= cores ? 1 : (double) cores / served : slowdown::speed;
    }

    @Override
    boolean mustWait() {
        return freePlaces == 0;
    }

    @Override
    void admit(long nowMicros, int id) {
        if (mustWait()) {
            waiting.addLast(id);
            return;
        }
        int number = leastBusy();
        SharingReplica replica = replica(number);
        begin(nowMicros, id, number);
        int before = running(replica);
        replica.add(nowMicros, id, requests.workMicros[id]);
        freePlaces--;
        running += running(replica) - before;
        expectNext(number, replica);
    }

    private SharingReplica replica(int number) {
        SharingReplica replica = replicas.get(number);
        if (replica == null) {
            replica = new SharingReplica(speed);
            replicas.set(number, replica);
        }
        return replica;
    }

    /** Busy places, or cores. */
    private int running(SharingReplica replica) {
        return Math.min(replica.size(), places);
    }

    private void expectNext(int number, SharingReplica replica) {
        if (replica.size() > 0) {
            events.add(replica.nextEndMicros(), Events.SERVED, number, replica.version());
        }
    }

    @Override
    public void open(long nowMicros, int number) {
        while (replicas.size() <= number) {
            replicas.add(null);
        }
        open.add(number);
        isOpen.set(number);
        freePlaces += limit;
        admitWaiting(nowMicros);
    }

    @Override
    public void close(int number) {
        super.close(number);
        isOpen.clear(number);
        freePlaces -= limit - inService(number);
    }

    private void admitWaiting(long nowMicros) {
        while (waiting.size() > 0 && freePlaces > 0) {
            admit(nowMicros, waiting.removeFirst());
        }
    }

    @Override
    public void breakOff(long nowMicros, int number) {
        SharingReplica replica = replica(number);
        replica.pass(nowMicros);
        while (replica.size() > 0) {
            int before = running(replica);
            double leftMicros = replica.leftMicros();
            int id = replica.removeFirst();
            running += running(replica) - before;
            interrupt(nowMicros, id, (long) StrictMath.ceil(leftMicros));
        }
        admitWaiting(nowMicros);
    }

    @Override
    public int served(long nowMicros, int number, int version) {
        SharingReplica replica = replica(number);
        if (replica.version() != version) {
            return Requests.NONE;
        }
        replica.pass(nowMicros);
        int before = running(replica);
        int sizeBefore = replica.size();
        while (replica.size() > 0 && replica.leftMicros() <= SharingReplica.NOTHING_MICROS) {
            finish(nowMicros, replica.removeFirst());
        }
        running += running(replica) - before;
        freePlaces += isOpen.get(number) ? sizeBefore - replica.size() : 0;
        expectNext(number, replica);
        admitWaiting(nowMicros);
        return number;
    }

    @Override
    public int inService(int number) {
        SharingReplica replica = number < replicas.size() ? replicas.get(number) : null;
        return replica == null ? 0 : replica.size();
    }

    @Override
    public int running() {
        return running;
    }
}
