package dev.autoscale.policies.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Which workload reads which. Not thread-safe; an order is found once. */
final class ReadGraph {
    private static final Comparator<Node> AS_ADDED = Comparator.comparingInt(node -> node.index);

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final PriorityQueue<Node> ready = new PriorityQueue<>(AS_ADDED);

    private static final class Node {
        final String name;
        final int index;
        final List<Node> reads = new ArrayList<>();
        final List<Node> readers = new ArrayList<>();

        /** How many of the reads are not yet in the order. */
        int waitsFor;

        /** Whether it is ready or in the order. */
        boolean taken;

        Node(String name, int index) {
            this.name = name;
            this.index = index;
        }
    }

    ReadGraph(Set<String> workloads) {
        workloads.forEach(name -> nodes.put(name, new Node(name, nodes.size())));
    }

    /** Adds that one workload reads another, each pair at most once; whether there is the other one. */
    boolean add(String reader, String read) {
        Node from = Objects.requireNonNull(nodes.get(reader));
        Node to = nodes.get(read);
        if (to == null) {
            return false;
        }
        from.reads.add(to);
        from.waitsFor++;
        to.readers.add(from);
        return true;
    }

    /**
     * All workloads after those that they read, the one that was added first where there is a choice. Cycles are reported, each
     * from its first workload on; the order is then without meaning.
     */
    List<String> order(Consumer<List<String>> cycles) {
        List<Node> all = List.copyOf(nodes.values());
        List<String> order = new ArrayList<>();
        all.forEach(this::takeIfReady);
        int first = 0;
        while (order.size() < all.size()) {
            if (ready.isEmpty()) {
                while (all.get(first).taken) {
                    first++;
                }
                // Taking all of a reported cycle as if it were none brings the next cycle to light.
                List<Node> cycle = cycleReadFrom(all.get(first));
                cycles.accept(cycle.stream().map(node -> node.name).toList());
                cycle.forEach(this::take);
            }
            Node next = ready.remove();
            order.add(next.name);
            for (Node reader : next.readers) {
                reader.waitsFor--;
                takeIfReady(reader);
            }
        }
        return order;
    }

    private void takeIfReady(Node node) {
        if (node.waitsFor == 0 && !node.taken) {
            take(node);
        }
    }

    private void take(Node node) {
        node.taken = true;
        ready.add(node);
    }

    /** Follows reads that are not taken: when none is ready, every workload that is not taken has one. */
    private static List<Node> cycleReadFrom(Node start) {
        Set<Node> path = new LinkedHashSet<>();
        Node at = start;
        while (path.add(at)) {
            at = at.reads.stream().filter(read -> !read.taken).findFirst().orElseThrow();
        }
        List<Node> walked = new ArrayList<>(path);
        List<Node> cycle = walked.subList(walked.indexOf(at), walked.size());
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle, AS_ADDED)));
        return cycle;
    }
}
