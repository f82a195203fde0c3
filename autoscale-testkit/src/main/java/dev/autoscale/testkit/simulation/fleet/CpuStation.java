package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replicas whose arrivals share their cores alike (processor sharing). An arrival goes to the open replica that has the fewest;
 * it waits only while none is open. Not thread-safe.
 */
public final class CpuStation implements Station {
    private final Events events;
    private final Outcomes outcomes;
    private final Requests requests = new Requests();
    private final int cores;
    private final int queueLimit;
    private final Interrupted interrupted;

    private final RequestQueue waiting = new RequestQueue(requests);
    private final List<@Nullable SharedCpu> cpus = new ArrayList<>();
    private final IntList open = new IntList();
    private int inService;
    private int running;

    public CpuStation(Environment environment, Events events, Outcomes outcomes) {
        this.events = events;
        this.outcomes = outcomes;
        cores = environment.concurrency();
        queueLimit = environment.queueLimit();
        interrupted = environment.interrupted();
    }

    @Override
    public void arrive(long nowMicros, long serviceMicros) {
        if (open.size() == 0 && waiting.size() >= queueLimit) {
            outcomes.refused();
            return;
        }
        admit(nowMicros, requests.add(nowMicros, serviceMicros));
    }

    private void admit(long nowMicros, int id) {
        if (open.size() == 0) {
            waiting.addLast(id);
            return;
        }
        int replica = leastBusy();
        SharedCpu cpu = cpu(replica);
        requests.replica[id] = replica;
        requests.startedMicros[id] = nowMicros;
        int before = cpu.running();
        cpu.add(nowMicros, id, requests.workMicros[id]);
        running += cpu.running() - before;
        inService++;
        expectNext(replica, cpu);
    }

    private int leastBusy() {
        int best = open.get(0);
        for (int i = 1; i < open.size(); i++) {
            if (cpu(open.get(i)).size() < cpu(best).size()) {
                best = open.get(i);
            }
        }
        return best;
    }

    private SharedCpu cpu(int replica) {
        SharedCpu cpu = cpus.get(replica);
        if (cpu == null) {
            cpu = new SharedCpu(cores);
            cpus.set(replica, cpu);
        }
        return cpu;
    }

    private void expectNext(int replica, SharedCpu cpu) {
        if (cpu.size() > 0) {
            events.add(cpu.nextEndMicros(), Events.SERVED, replica, cpu.version());
        }
    }

    @Override
    public void open(long nowMicros, int replica) {
        while (cpus.size() <= replica) {
            cpus.add(null);
        }
        open.add(replica);
        admitWaiting(nowMicros);
    }

    private void admitWaiting(long nowMicros) {
        while (waiting.size() > 0 && open.size() > 0) {
            admit(nowMicros, waiting.removeFirst());
        }
    }

    @Override
    public void close(int replica) {
        open.remove(replica);
    }

    @Override
    public void breakOff(long nowMicros, int replica) {
        SharedCpu cpu = cpu(replica);
        cpu.pass(nowMicros);
        while (cpu.size() > 0) {
            int before = cpu.running();
            double leftMicros = cpu.leftMicros();
            int id = cpu.removeFirst();
            running += cpu.running() - before;
            inService--;
            boolean isLost = interrupted == Interrupted.FAILED;
            outcomes.interrupted(requests.arrivedMicros[id], nowMicros, isLost);
            if (isLost) {
                requests.remove(id);
                continue;
            }
            if (interrupted == Interrupted.RESUMED) {
                requests.resumedMicros[id] += nowMicros - requests.startedMicros[id];
                requests.workMicros[id] = (long) StrictMath.ceil(leftMicros);
            }
            waiting.addFirst(id);
        }
        admitWaiting(nowMicros);
    }

    @Override
    public int served(long nowMicros, int replica, int version) {
        SharedCpu cpu = cpu(replica);
        if (cpu.version() != version) {
            return Requests.NONE;
        }
        cpu.pass(nowMicros);
        int before = cpu.running();
        while (cpu.size() > 0 && cpu.leftMicros() <= SharedCpu.NOTHING_MICROS) {
            int id = cpu.removeFirst();
            inService--;
            outcomes.finished(requests.arrivedMicros[id], requests.waitMicros(id), nowMicros);
            requests.remove(id);
        }
        running += cpu.running() - before;
        expectNext(replica, cpu);
        return replica;
    }

    @Override
    public int inService(int replica) {
        SharedCpu cpu = replica < cpus.size() ? cpus.get(replica) : null;
        return cpu == null ? 0 : cpu.size();
    }

    @Override
    public int inService() {
        return inService;
    }

    @Override
    public int queued() {
        return waiting.size();
    }

    @Override
    public int running() {
        return running;
    }

    @Override
    public long oldestMicros(long nowMicros) {
        return waiting.size() == 0 ? nowMicros : requests.arrivedMicros[waiting.first()];
    }

    @Override
    public long waitedMicros(long nowMicros) {
        return requests.waitedMicros(nowMicros);
    }
}
