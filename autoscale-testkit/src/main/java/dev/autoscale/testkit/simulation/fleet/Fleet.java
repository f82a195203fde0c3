package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Arrays;

/**
 * The replicas from order to end: waiting, starting, ready, draining. Of those no longer wanted the youngest go first, and those
 * that are not ready before those that are, as in a Kubernetes ReplicaSet. Not thread-safe.
 */
public final class Fleet implements ReplicaCounts {
    /** More would take memory and time without end. */
    private static final int MAX_REPLICAS = 100_000;

    private enum State {
        GONE,
        WAITING,
        BLOCKED,
        STARTING,
        READY,
        DRAINING
    }

    private final Environment environment;
    private final Events events;
    private final Station station;
    private final SeededRandom scheduling;
    private final SeededRandom startups;

    private int wanted;
    /** How many there are, by state. */
    private final int[] count = new int[State.values().length];

    private State[] state = new State[16];
    /** Events of an older version have become void. */
    private int[] version = new int[16];

    private int[] generation = new int[16];
    private int used;
    private final IntList free = new IntList();
    /** All that are not on their way out, the oldest first. */
    private final IntList alive = new IntList();

    private int latestGeneration;
    private int old;
    private int surge;
    private boolean isReconciling;
    private int capacity;
    private long startPercent = 100;

    public Fleet(Environment environment, Events events, Station station, SeededRandom random) {
        this.environment = environment;
        this.events = events;
        this.station = station;
        scheduling = random.split("scheduling");
        startups = random.split("startups");
        capacity = environment.capacity();
    }

    /** Makes replicas that are ready from the beginning. */
    public void begin(int replicas) {
        wanted = replicas;
        for (int i = 0; i < replicas; i++) {
            int replica = add();
            become(replica, State.STARTING);
            ready(0, replica, version[replica]);
        }
    }

    public void order(long nowMicros, int replicas) {
        wanted = replicas;
        reconcile(nowMicros);
    }

    /** Replaces all replicas, this many at a time beyond the wanted ones. */
    public void rollOut(long nowMicros, int mostBeyond) {
        latestGeneration++;
        old = alive.size();
        surge = Math.max(1, mostBeyond);
        reconcile(nowMicros);
    }

    public void capacity(long nowMicros, int replicas) {
        capacity = replicas;
        placeBlocked(nowMicros);
    }

    public void startPercent(long percent) {
        startPercent = percent;
    }

    /** The oldest ready replicas break down, all at once: none takes over what another one had, or replaces it. */
    public void crash(long nowMicros, long replicas) {
        int[] victims = oldestReady(replicas);
        for (int victim : victims) {
            station.close(victim);
            leave(victim);
            become(victim, State.GONE);
        }
        for (int victim : victims) {
            station.handOver(nowMicros, victim);
        }
        for (int victim : victims) {
            station.breakOff(nowMicros, victim);
        }
        for (int victim : victims) {
            end(nowMicros, victim);
        }
        reconcile(nowMicros);
    }

    private int[] oldestReady(long most) {
        int[] oldest = new int[(int) Math.min(most, ready())];
        for (int i = 0, count = 0; count < oldest.length; i++) {
            if (state[alive.get(i)] == State.READY) {
                oldest[count++] = alive.get(i);
            }
        }
        return oldest;
    }

    /** A replica may be ready, and so ask for further steps, within a step: the loop that is under way takes them. */
    private void reconcile(long nowMicros) {
        if (isReconciling) {
            return;
        }
        isReconciling = true;
        while (takesStep(nowMicros)) {
            // Each step is towards what is wanted.
        }
        isReconciling = false;
    }

    /** A rolling update adds young ones beyond the wanted count, and lets an old one go for each that is ready. */
    private boolean takesStep(long nowMicros) {
        boolean rolls = old > 0;
        int spare = rolls ? spareOld() : Requests.NONE;
        long most = wanted + (rolls ? (long) surge : 0);
        if (alive.size() > most) {
            remove(nowMicros, leastMissed());
        } else if (spare != Requests.NONE) {
            remove(nowMicros, spare);
        } else if (alive.size() - old < wanted && alive.size() < most) {
            create(nowMicros);
        } else {
            return false;
        }
        return true;
    }

    private int spareOld() {
        for (int i = 0; i < alive.size(); i++) {
            int replica = alive.get(i);
            if (isOld(replica) && (state[replica] != State.READY || ready() > wanted)) {
                return replica;
            }
        }
        return Requests.NONE;
    }

    private boolean isOld(int replica) {
        return generation[replica] < latestGeneration;
    }

    private int leastMissed() {
        int best = alive.get(alive.size() - 1);
        for (int i = alive.size() - 2; i >= 0; i--) {
            int replica = alive.get(i);
            if (worth(replica) < worth(best)) {
                best = replica;
            }
        }
        return best;
    }

    private int worth(int replica) {
        return switch (state[replica]) {
            case WAITING, BLOCKED -> 0;
            case STARTING -> 1;
            default -> isOld(replica) ? 2 : 3;
        };
    }

    private void create(long nowMicros) {
        int replica = add();
        long delay = environment.scheduling().drawMicros(scheduling);
        if (delay == 0) {
            place(nowMicros, replica, version[replica]);
        } else {
            events.add(Micros.sum(nowMicros, delay), Events.PLACED, replica, version[replica]);
        }
    }

    private int add() {
        if (alive.size() == MAX_REPLICAS) {
            throw new IllegalArgumentException(
                    "a simulation must have <= " + MAX_REPLICAS + " replicas at a time: wanted=" + wanted);
        }
        int replica = free.size() > 0 ? free.removeLast() : used++;
        if (replica == state.length) {
            state = Arrays.copyOf(state, used * 2);
            version = Arrays.copyOf(version, used * 2);
            generation = Arrays.copyOf(generation, used * 2);
        }
        state[replica] = State.WAITING;
        count[State.WAITING.ordinal()]++;
        generation[replica] = latestGeneration;
        alive.add(replica);
        return replica;
    }

    private void become(int replica, State next) {
        count[state[replica].ordinal()]--;
        count[next.ordinal()]++;
        state[replica] = next;
    }

    public void place(long nowMicros, int replica, int ofVersion) {
        if (version[replica] != ofVersion) {
            return;
        }
        if (billed() >= capacity) {
            become(replica, State.BLOCKED);
            return;
        }
        become(replica, State.STARTING);
        long delay = Micros.product(environment.startup().drawMicros(startups), startPercent) / 100;
        if (delay == 0) {
            ready(nowMicros, replica, ofVersion);
        } else {
            events.add(Micros.sum(nowMicros, delay), Events.READY, replica, ofVersion);
        }
    }

    public void ready(long nowMicros, int replica, int ofVersion) {
        if (version[replica] != ofVersion) {
            return;
        }
        become(replica, State.READY);
        station.open(nowMicros, replica);
        if (old > 0) {
            reconcile(nowMicros);
        }
    }

    private void remove(long nowMicros, int replica) {
        leave(replica);
        if (state[replica] == State.READY) {
            become(replica, State.DRAINING);
            station.close(replica);
            station.handOver(nowMicros, replica);
            if (station.inService(replica) > 0) {
                long atMicros = Micros.sum(nowMicros, environment.drainTimeoutMicros());
                events.add(atMicros, Events.DRAINED, replica, version[replica]);
                return;
            }
        }
        end(nowMicros, replica);
    }

    private void leave(int replica) {
        alive.remove(replica);
        if (isOld(replica)) {
            old--;
        }
    }

    /** A replica has finished something: if it was the last of one that drains, it is gone. */
    public void finished(long nowMicros, int replica) {
        if (state[replica] == State.DRAINING && station.inService(replica) == 0) {
            end(nowMicros, replica);
        }
    }

    /** The time to finish is over. */
    public void drained(long nowMicros, int replica, int ofVersion) {
        if (version[replica] == ofVersion) {
            station.breakOff(nowMicros, replica);
            end(nowMicros, replica);
        }
    }

    private void end(long nowMicros, int replica) {
        become(replica, State.GONE);
        version[replica]++;
        free.add(replica);
        placeBlocked(nowMicros);
    }

    private void placeBlocked(long nowMicros) {
        while (blocked() > 0 && billed() < capacity) {
            int replica = oldestBlocked();
            become(replica, State.WAITING);
            place(nowMicros, replica, version[replica]);
        }
    }

    private int oldestBlocked() {
        int i = 0;
        while (state[alive.get(i)] != State.BLOCKED) {
            i++;
        }
        return alive.get(i);
    }

    @Override
    public int wanted() {
        return wanted;
    }

    @Override
    public int waiting() {
        return count[State.WAITING.ordinal()] + blocked();
    }

    @Override
    public int blocked() {
        return count[State.BLOCKED.ordinal()];
    }

    @Override
    public int starting() {
        return count[State.STARTING.ordinal()];
    }

    @Override
    public int ready() {
        return count[State.READY.ordinal()];
    }

    @Override
    public int draining() {
        return count[State.DRAINING.ordinal()];
    }
}
