package dev.autoscale.examples.pool;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A queue of tasks and a pool of threads that work on it, as many as {@link #scale} finds right. A replica here is a thread. */
public final class WorkerPool implements AutoCloseable {
    /** A thread for every 5 open tasks, 1 to 8 of them, at most 2 more in 100 ms, and fewer once 500 ms needed no more. */
    static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 8)
            .metric(external("open_tasks").averageValue(5))
            .scaleUp(rules().policy(pods(2).per(ofMillis(100))))
            .scaleDown(rules().policy(pods(8).per(ofSeconds(1))).stabilizationWindow(ofMillis(500)))
            .build();

    /** Whoever takes this from the queue goes home. */
    private static final Runnable LEAVE = () -> {};

    private final BlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();
    private final AtomicInteger openTasks = new AtomicInteger(); // waiting or in progress
    private final Autoscaler autoscaler = SPEC.newAutoscaler();
    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();
    private int workers;

    /** A pool with one thread. */
    public WorkerPool() {
        resize(1);
    }

    /** Adds a task; any thread may. */
    public void submit(Runnable task) {
        openTasks.incrementAndGet();
        queue.addLast(task);
    }

    /** Looks at the queue, and starts or stops threads. To be called in regular intervals, by one thread at a time. */
    public synchronized Decision scale(long epochMillis) {
        autoscaler.decide(in.at(epochMillis).replicas(workers).value(0, openTasks.get()), out);
        if (out.hasChange()) {
            resize(out.replicas());
            autoscaler.scaled(out); // what was carried out counts against "2 more in 100 ms"
        }
        return out;
    }

    /** How many tasks wait or are in progress. */
    public int openTasks() {
        return openTasks.get();
    }

    /** Lets the threads finish what is in the queue, and go; later tasks stay undone. */
    @Override
    public synchronized void close() {
        for (; workers > 0; workers--) {
            queue.addLast(LEAVE);
        }
    }

    private void resize(int wanted) {
        for (; workers < wanted; workers++) {
            new Thread(this::work, "worker").start();
        }
        for (; workers > wanted; workers--) {
            queue.addFirst(LEAVE); // the next one that is free leaves; no task is interrupted
        }
    }

    private void work() {
        try {
            for (Runnable task = queue.take(); task != LEAVE; task = queue.take()) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    System.err.println("task failed: " + e); // one bad task must not cost a worker
                } finally {
                    openTasks.decrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // someone wants this thread to end
        }
    }

    /** 400 tasks of 20 ms arrive at once. Prints how the pool grows, works them off and shrinks again: about two seconds. */
    public static void main(String[] args) throws InterruptedException {
        try (var pool = new WorkerPool()) {
            for (int i = 0; i < 400; i++) {
                pool.submit(() -> LockSupport.parkNanos(20_000_000));
            }
            Decision decision;
            do { // a service would leave this to a ScheduledExecutorService
                Thread.sleep(100);
                decision = pool.scale(System.currentTimeMillis());
                System.out.printf(
                        "%3d open tasks, %d -> %d threads: %s%n",
                        pool.openTasks(), decision.currentReplicas(), decision.replicas(), decision.summary());
            } while (pool.openTasks() > 0 || decision.replicas() > 1);
        }
    }
}
