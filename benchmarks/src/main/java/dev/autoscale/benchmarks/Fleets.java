package dev.autoscale.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures a large fleet beside the bare loop, path by path in one process, then the same fleet as shards with a thread each: how
 * many decisions all of them make in a second of time, by how many one of them makes alone.
 *
 * <p>Run: {@code java -Xmx8g -cp benchmarks/target/benchmarks.jar dev.autoscale.benchmarks.Fleets [WORKLOADS [SHARDS]]}, with 4,000,000
 * workloads of one spec and 2 shards without arguments; 1 shard leaves the threads out.
 *
 * @param workloads how many, in all shards
 * @param shards how many threads, each with its own fleet
 * @param rounds how often each path is measured
 */
public record Fleets(int workloads, int shards, int rounds) {
    private static final int WORKLOADS = 4_000_000;
    private static final int SHARDS = 2;
    private static final int ROUNDS = 7;
    private static final int TICKS = 4;
    private static final double NANOS = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Measures and prints.
     *
     * @param arguments how many workloads, and how many shards
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        if (arguments.length > 2 || !Arrays.stream(arguments).allMatch(word -> word.matches("[1-9]\\d{0,7}"))) {
            System.err.println("usage: Fleets [WORKLOADS [SHARDS]]");
            System.exit(2);
        }
        int workloads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : WORKLOADS;
        int shards = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SHARDS;
        new Fleets(workloads, shards, ROUNDS).print();
    }

    private void print() throws InterruptedException, ExecutionException {
        System.out.printf(Locale.ROOT, "a fleet of %,d workloads%n%s%n", workloads, Comparison.HEADER);
        compare(Measured.FLEET_BATCH, Measured.BATCH_BARE);
        compare(Measured.FLEET_QUIET, Measured.QUIET_BARE);
        compare(Measured.FLEET_SLOTS, Measured.SLOTS_BARE);
        compare(Measured.FLEET_ORDER, Measured.ORDER_BARE);
        compare(Measured.FLEET_SHUFFLED, Measured.SHUFFLED_BARE);
        System.out.println("a workload, fresh: " + Heap.fresh(workloads));
        if (shards > 1) {
            System.out.printf(Locale.ROOT, "decisions in shards of %,d workloads, a thread each%n", workloads / shards);
            System.out.println(sharded(Measured.FLEET_BATCH));
            System.out.println(sharded(Measured.FLEET_SLOTS));
            System.out.println(sharded(Measured.FLEET_SHUFFLED));
        }
    }

    private void compare(Measured path, Measured yardstick) {
        Comparison comparison = new Comparison(
                path.toString(), path.create(workloads), yardstick.toString(), yardstick.create(workloads));
        comparison.warmUp(1);
        Comparison.measure(List.of(comparison), rounds);
        System.out.println(comparison.lines());
    }

    /** Alone and together in turn; the ratio is that of the same round. */
    String sharded(Measured path) throws InterruptedException, ExecutionException {
        List<Callable<Double>> all = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            Operation shard = path.create(workloads / shards);
            all.add(() -> threadNanos(shard));
        }
        double[][] alone = new double[2][rounds];
        double[][] together = new double[2][rounds];
        double[] ratios = new double[rounds];
        ExecutorService threads = Executors.newFixedThreadPool(shards);
        for (int round = 0; round < rounds; round++) {
            measure(threads, all.subList(0, 1), alone, round);
            measure(threads, all, together, round);
            ratios[round] = together[0][round] / alone[0][round];
        }
        threads.shutdown();
        return String.format(
                Locale.ROOT,
                "%-15s %5.1f million/s alone, %5.1f million/s by %d: %.2f x (%.2f..%.2f); %.1f and %.1f ns of a thread's time",
                path,
                median(alone[0]) / 1e6,
                median(together[0]) / 1e6,
                shards,
                median(ratios),
                ratios[0],
                ratios[rounds - 1],
                median(alone[1]),
                median(together[1]));
    }

    /** Decisions of all shards a second, from the first one's begin to the last one's end, and what one takes of its thread's time. */
    private void measure(ExecutorService threads, List<Callable<Double>> shards, double[][] results, int round)
            throws InterruptedException, ExecutionException {
        double sum = 0;
        long before = System.nanoTime();
        for (Future<Double> nanos : threads.invokeAll(shards)) {
            sum += nanos.get();
        }
        double seconds = (System.nanoTime() - before) / NANOS;
        results[0][round] = (double) shards.size() * TICKS * (workloads / this.shards) / seconds;
        results[1][round] = sum / shards.size();
    }

    private static double threadNanos(Operation shard) {
        int times = TICKS * shard.atOnce();
        long before = THREADS.getCurrentThreadCpuTime();
        long sum = shard.run(times);
        double nanos = THREADS.getCurrentThreadCpuTime() - before;
        if (sum <= 0) {
            throw new IllegalStateException("a shard must answer: sum=" + sum);
        }
        return nanos / times;
    }

    /** Sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
