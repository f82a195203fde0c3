package dev.autoscale.policies.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Which workload reads which, by index. Not thread-safe; an order is found once. */
final class ReadGraph {
    private final List<List<Integer>> reads = new ArrayList<>();
    private final List<List<Integer>> readers = new ArrayList<>();

    /** For each workload the reads that are not yet taken. */
    private final int[] waitsFor;

    /** Workloads that are ready or in the order. */
    private final boolean[] taken;

    private final PriorityQueue<Integer> ready = new PriorityQueue<>();

    ReadGraph(int workloads) {
        for (int i = 0; i < workloads; i++) {
            reads.add(new ArrayList<>());
            readers.add(new ArrayList<>());
        }
        waitsFor = new int[workloads];
        taken = new boolean[workloads];
    }

    /** Adds that one workload reads another; each pair at most once. */
    void add(int reader, int read) {
        reads.get(reader).add(read);
        readers.get(read).add(reader);
        waitsFor[reader]++;
    }

    /**
     * All workloads after those that they read, the least index first where there is a choice. Cycles are reported, each from
     * its least index on; the order is then without meaning.
     */
    int[] order(Consumer<List<Integer>> cycles) {
        int[] order = new int[taken.length];
        for (int i = 0; i < order.length; i++) {
            takeIfReady(i);
        }
        int first = 0;
        for (int count = 0; count < order.length; count++) {
            if (ready.isEmpty()) {
                while (taken[first]) {
                    first++;
                }
                // Taking all of a reported cycle as if it were none brings the next cycle to light.
                List<Integer> cycle = cycleReadFrom(first);
                cycles.accept(cycle);
                cycle.forEach(this::take);
            }
            int next = ready.remove();
            order[count] = next;
            for (int reader : readers.get(next)) {
                waitsFor[reader]--;
                takeIfReady(reader);
            }
        }
        return order;
    }

    private void takeIfReady(int workload) {
        if (waitsFor[workload] == 0 && !taken[workload]) {
            take(workload);
        }
    }

    private void take(int workload) {
        taken[workload] = true;
        ready.add(workload);
    }

    /** Follows reads that are not taken: when none is ready, every workload that is not taken has one. */
    private List<Integer> cycleReadFrom(int start) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> path = new ArrayList<>();
        int at = start;
        while (seen.add(at)) {
            path.add(at);
            at = firstNotTaken(reads.get(at));
        }
        List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        return cycle;
    }

    private int firstNotTaken(List<Integer> workloads) {
        for (int workload : workloads) {
            if (!taken[workload]) {
                return workload;
            }
        }
        throw new IllegalStateException("no workload is ready and none waits");
    }
}
