package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The same simulation once more, second by second and without any art: everything happens at whole seconds, and all that the
 * scores are made of is written down. Replicas have places; nothing is drawn.
 */
final class NaiveSimulation {
    private static final int OVERTIME = 3_600;

    /** Something that arrives and takes a while; in seconds. */
    static final class Job {
        final int arrived;
        int work;
        int started = -1;
        int startedAs = -1;
        int resumed;

        Job(int arrived, int work) {
            this.arrived = arrived;
            this.work = work;
        }
    }

    private static final class Replica {
        /** Seconds; -1 if it is not known or over. */
        int placedAt = -1;

        int readyAt = -1;
        int drainedAt = -1;
        int startedAs;
        boolean isBlocked;
        boolean isReady;
        final List<Job> served = new ArrayList<>();
        final LinkedList<Job> queue = new LinkedList<>();

        boolean isPlaced() {
            return isReady || readyAt >= 0;
        }
    }

    final int places;
    final int startup;
    final int scheduling;
    final int drainTimeout;
    final int sync;
    final int slot;
    final int duration;
    final int capacity;
    final Serving serving;
    final Interrupted interrupted;
    final int queueLimit;
    final List<Fault> faults;

    final List<Integer> ready = new ArrayList<>();
    final List<Integer> billed = new ArrayList<>();
    final List<Integer> demand = new ArrayList<>();
    final List<Integer> slotReady = new ArrayList<>();
    final List<Integer> slotDemand = new ArrayList<>();
    final List<Integer> latencies = new ArrayList<>();
    final List<Integer> waits = new ArrayList<>();
    final List<int[]> changes = new ArrayList<>();
    int cold;
    int refused;
    int lost;
    int broken;
    int waitingAtEnd;

    private final List<Replica> alive = new ArrayList<>();
    private final List<Replica> draining = new ArrayList<>();
    private final List<Replica> open = new ArrayList<>();
    private final LinkedList<Job> waiting = new LinkedList<>();
    private int cursor = -1;
    private int wanted;
    private int starts;
    private int now;

    NaiveSimulation(Environment of) {
        places = of.concurrency();
        startup = seconds(of.startup().drawMicros(null));
        scheduling = seconds(of.scheduling().drawMicros(null));
        drainTimeout = seconds(of.drainTimeoutMicros());
        sync = (int) (of.syncMillis() / 1_000);
        slot = seconds(of.slotMicros());
        duration = seconds(of.durationMicros());
        capacity = of.capacity();
        serving = of.serving();
        interrupted = of.interrupted();
        queueLimit = of.queueLimit();
        faults = of.faults();
    }

    private static int seconds(long micros) {
        return (int) (micros / 1_000_000);
    }

    void run(List<Job> jobs, IntUnaryOperator orders, IntUnaryOperator demandOfSlot, int first) {
        wanted = first;
        for (int i = 0; i < first; i++) {
            Replica replica = new Replica();
            alive.add(replica);
            becomeReady(replica);
        }
        int next = 0;
        for (now = 0; now < duration || (now < duration + OVERTIME && inSystem() > 0); now++) {
            for (Fault fault : faults) {
                if (seconds(fault.fromMicros()) == now && fault.kind() == Kind.CRASH) {
                    crash((int) fault.amount());
                }
            }
            placeBlocked();
            if (now % slot == 0 && now < duration) {
                slotReady.add(ready());
                slotDemand.add(demandOfSlot.applyAsInt(now / slot));
            }
            List.copyOf(alive).stream().filter(r -> r.placedAt == now).forEach(this::place);
            alive.stream()
                    .filter(r -> r.readyAt == now)
                    .sorted(Comparator.comparingInt(r -> r.startedAs))
                    .toList()
                    .forEach(this::becomeReady);
            finish();
            giveUp();
            for (; next < jobs.size() && jobs.get(next).arrived == now && now < duration; next++) {
                Job job = jobs.get(next);
                arrive(new Job(job.arrived, job.work));
            }
            if (now % sync == 0) {
                order(orders.applyAsInt(now));
                finish();
                giveUp();
            }
            if (now < duration) {
                ready.add(ready());
                billed.add(billed());
                demand.add(slotDemand.get(now / slot));
            }
        }
        waitingAtEnd = queued();
    }

    private boolean isNow(Fault fault) {
        return fault.fromMicros() <= now * 1_000_000L && now * 1_000_000L < fault.toMicros();
    }

    private boolean isOn(Kind kind) {
        return faults.stream().anyMatch(f -> f.kind() == kind && isNow(f));
    }

    private int amount(Kind kind, int orElse) {
        return faults.stream()
                .filter(f -> f.kind() == kind && isNow(f))
                .mapToInt(f -> (int) f.amount())
                .reduce(orElse, (before, latest) -> latest);
    }

    private int room() {
        return Math.min(capacity, amount(Kind.CAPACITY, capacity));
    }

    private int ready() {
        return open.size();
    }

    private int billed() {
        return draining.size() + (int) alive.stream().filter(Replica::isPlaced).count();
    }

    private int queued() {
        return waiting.size() + open.stream().mapToInt(r -> r.queue.size()).sum();
    }

    private int inSystem() {
        return queued()
                + open.stream().mapToInt(r -> r.served.size()).sum()
                + draining.stream().mapToInt(r -> r.served.size()).sum();
    }

    private void order(int count) {
        if (isOn(Kind.CONTROLLER_DOWN) || count == wanted || isOn(Kind.SCALE_FAILS)) {
            return;
        }
        if (now < duration) {
            changes.add(new int[] {now, wanted, count});
        }
        wanted = count;
        reconcile();
    }

    private void reconcile() {
        while (alive.size() > wanted) {
            Replica victim = alive.get(alive.size() - 1);
            for (int worth = 0; worth < 2; worth++) {
                int w = worth;
                List<Replica> some = alive.stream().filter(r -> worth(r) == w).toList();
                if (!some.isEmpty()) {
                    victim = some.get(some.size() - 1);
                    break;
                }
            }
            remove(victim);
        }
        while (alive.size() < wanted) {
            Replica replica = new Replica();
            alive.add(replica);
            if (scheduling == 0) {
                place(replica);
            } else {
                replica.placedAt = now + scheduling;
            }
        }
    }

    private static int worth(Replica replica) {
        return replica.isReady ? 2 : replica.readyAt >= 0 ? 1 : 0;
    }

    private void remove(Replica replica) {
        alive.remove(replica);
        if (!replica.isReady) {
            placeBlocked();
            return;
        }
        close(replica);
        if (replica.served.isEmpty()) {
            placeBlocked();
        } else {
            replica.drainedAt = now + drainTimeout;
            draining.add(replica);
        }
    }

    private void place(Replica replica) {
        replica.placedAt = -1;
        replica.isBlocked = billed() >= room();
        if (replica.isBlocked) {
            return;
        }
        int time = startup * amount(Kind.STARTS_SLOWLY, 100) / 100;
        if (time == 0) {
            becomeReady(replica);
        } else {
            replica.readyAt = now + time;
            replica.startedAs = starts++;
        }
    }

    private void placeBlocked() {
        for (Replica replica : List.copyOf(alive)) {
            if (replica.isBlocked && billed() < room()) {
                place(replica);
            }
        }
    }

    private void becomeReady(Replica replica) {
        replica.readyAt = -1;
        replica.isReady = true;
        open.add(replica);
        while (!waiting.isEmpty() && (serving == Serving.QUEUE_PER_REPLICA || hasFree())) {
            admit(waiting.removeFirst());
        }
    }

    private boolean hasFree() {
        return open.stream().anyMatch(r -> r.served.size() < places);
    }

    private void arrive(Job job) {
        cold += ready() == 0 ? 1 : 0;
        if (!hasFree() && queued() >= queueLimit) {
            refused++;
        } else {
            admit(job);
        }
    }

    private void admit(Job job) {
        if (open.isEmpty() || (serving == Serving.SHARED_QUEUE && !hasFree())) {
            waiting.addLast(job);
        } else if (serving == Serving.SHARED_QUEUE) {
            do {
                cursor = cursor + 1 < open.size() ? cursor + 1 : 0;
            } while (open.get(cursor).served.size() >= places);
            start(job, open.get(cursor));
        } else {
            Replica best = open.stream()
                    .min(Comparator.comparingInt(r -> r.served.size() + r.queue.size()))
                    .orElseThrow();
            if (best.served.size() < places) {
                start(job, best);
            } else {
                best.queue.addLast(job);
            }
        }
    }

    private void start(Job job, Replica replica) {
        job.started = now;
        job.startedAs = starts++;
        replica.served.add(job);
    }

    private void finish() {
        while (finishesSome()) {
            // Work of which nothing is left ends as soon as it begins.
        }
    }

    private boolean finishesSome() {
        List<Replica> all = new ArrayList<>(open);
        all.addAll(draining);
        record Done(Job job, Replica replica) {}
        List<Done> done = new ArrayList<>();
        for (Replica replica : all) {
            for (Job job : replica.served) {
                if (job.started + job.work == now) {
                    done.add(new Done(job, replica));
                }
            }
        }
        done.sort(Comparator.comparingInt(d -> d.job().startedAs));
        for (Done one : done) {
            one.replica().served.remove(one.job());
            latencies.add(now - one.job().arrived);
            waits.add(one.job().started - one.job().resumed - one.job().arrived);
            if (draining.contains(one.replica())) {
                if (one.replica().served.isEmpty()) {
                    draining.remove(one.replica());
                    placeBlocked();
                }
            } else if (!waiting.isEmpty()) {
                start(waiting.removeFirst(), one.replica());
            } else if (!one.replica().queue.isEmpty()) {
                start(one.replica().queue.removeFirst(), one.replica());
            }
        }
        return !done.isEmpty();
    }

    private void close(Replica replica) {
        open.remove(replica);
        cursor = -1;
        while (!replica.queue.isEmpty()) {
            admit(replica.queue.removeFirst());
        }
    }

    /** All of them at a time. */
    private void crash(int count) {
        List<Replica> victims = open.stream()
                .sorted(Comparator.comparingInt(alive::indexOf))
                .limit(count)
                .toList();
        open.removeAll(victims);
        alive.removeAll(victims);
        cursor = -1;
        for (Replica victim : victims) {
            while (!victim.queue.isEmpty()) {
                admit(victim.queue.removeFirst());
            }
        }
        victims.forEach(this::breakOff);
        placeBlocked();
        reconcile();
    }

    private void giveUp() {
        for (Replica replica : List.copyOf(draining)) {
            if (replica.drainedAt == now) {
                breakOff(replica);
                draining.remove(replica);
                placeBlocked();
                finish();
            }
        }
    }

    private void breakOff(Replica replica) {
        replica.served.sort(Comparator.comparingInt(j -> j.startedAs));
        while (!replica.served.isEmpty()) {
            Job job = replica.served.remove(replica.served.size() - 1);
            broken++;
            if (interrupted == Interrupted.FAILED) {
                lost++;
                continue;
            }
            if (interrupted == Interrupted.RESUMED) {
                job.work -= now - job.started;
                job.resumed += now - job.started;
            }
            waiting.addFirst(job);
        }
        while (!waiting.isEmpty() && hasFree()) {
            admit(waiting.removeFirst());
        }
    }
}
