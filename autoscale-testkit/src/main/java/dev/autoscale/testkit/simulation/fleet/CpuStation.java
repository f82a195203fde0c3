package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replicas whose arrivals share their cores alike (processor sharing). An arrival goes to the open replica that has the fewest;
 * it waits only while none is open. Not thread-safe.
 */
public final class CpuStation extends Station {
    private final int cores;
    private final List<@Nullable SharedCpu> cpus = new ArrayList<>();
    private int running;

    public CpuStation(Environment environment, Events events, Outcomes outcomes) {
        super(environment, events, outcomes);
        cores = environment.concurrency();
    }

    @Override
    boolean mustWait() {
        return open.size() == 0;
    }

    @Override
    void admit(long nowMicros, int id) {
        if (mustWait()) {
            waiting.addLast(id);
            return;
        }
        int replica = leastBusy();
        SharedCpu cpu = cpu(replica);
        begin(nowMicros, id, replica);
        int before = cpu.running();
        cpu.add(nowMicros, id, requests.workMicros[id]);
        running += cpu.running() - before;
        expectNext(replica, cpu);
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
    public void breakOff(long nowMicros, int replica) {
        SharedCpu cpu = cpu(replica);
        cpu.pass(nowMicros);
        while (cpu.size() > 0) {
            int before = cpu.running();
            double leftMicros = cpu.leftMicros();
            int id = cpu.removeFirst();
            running += cpu.running() - before;
            interrupt(nowMicros, id, (long) StrictMath.ceil(leftMicros));
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
            finish(nowMicros, cpu.removeFirst());
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
    public int running() {
        return running;
    }
}
