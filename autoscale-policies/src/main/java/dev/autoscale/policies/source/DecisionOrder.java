package dev.autoscale.policies.source;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.NearNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which to decide workloads whose replicas depend on each other's through {@link RatioTarget}s. Immutable and
 * thread-safe.
 *
 * <p>Deciding and carrying out a workload before those that read its replicas lets a change reach them in the same round
 * instead of in the next one. A cycle of ratios has no such order, and could grow or shrink without end: it is refused.
 */
public final class DecisionOrder {
    private static final String WORKLOAD = "workload";
    private static final String RATIO = "ratio";

    private final List<String> order;

    private DecisionOrder(List<String> order) {
        this.order = order;
    }

    /**
     * Begins an order.
     *
     * @return the builder, without any workload
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the workloads, each after all those that it reads} Among those that could come next the one that was
     * added first does, so an order that needs no change has none. All names that were {@linkplain Builder#add added},
     * unmodifiable.
     */
    public List<String> order() {
        return order;
    }

    /** {@return the order in one line} */
    @Override
    public String toString() {
        return order.toString();
    }

    /** Collects the workloads of a {@link DecisionOrder} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final Map<String, AutoscalerSpec> specs = new LinkedHashMap<>();
        private final Set<String> observed = new TreeSet<>();
        private final Violation.Collector broken = new Violation.Collector();

        private Builder() {}

        /**
         * Adds a workload that is to be decided.
         *
         * @param workload its name, by which ratios read it; not null, not blank, added once
         * @param spec what it is decided by; not null
         * @return this
         */
        public Builder add(String workload, AutoscalerSpec spec) {
            named(workload);
            boolean isNew = specs.putIfAbsent(workload, Objects.requireNonNull(spec, "spec")) == null;
            broken.require(isNew, "workload must be added once", WORKLOAD, workload);
            return this;
        }

        /**
         * Names something whose count ratios may read but that is not decided here: nodes, or a workload that someone else
         * scales.
         *
         * @param workload its name; not null, not blank, not also added; naming it again changes nothing
         * @return this
         */
        public Builder observed(String workload) {
            named(workload);
            observed.add(workload);
            return this;
        }

        private void named(String workload) {
            boolean isBlank = Objects.requireNonNull(workload, WORKLOAD).isBlank();
            broken.require(!isBlank, "workload must not be blank", WORKLOAD, '"' + workload + '"');
        }

        /**
         * Checks every rule and finds the order, in time n log n of the workloads and ratios unless names are wrong.
         *
         * @return the order
         * @throws IllegalArgumentException that names every broken rule with its value: workloads that are blank, added twice or
         *     also observed; ratios to unknown workloads, with near matches; and cycles, spelled out as
         *     {@code api -> asr -> api} where api reads asr. After that every other cycle shares a workload with a named one
         */
        public DecisionOrder build() {
            Violation.Collector all = new Violation.Collector();
            all.addAll(broken.violations());
            for (String name : observed) {
                boolean isOne = !specs.containsKey(name);
                all.require(isOne, "workload must not be both added and observed", WORKLOAD, name);
            }
            ReadGraph graph = new ReadGraph(specs.keySet());
            specs.forEach((reader, spec) -> readBy(spec).forEach(read -> {
                if (!graph.add(reader, read) && !observed.contains(read)) {
                    String ratio = reader + " -> " + read + offer(reader, read);
                    all.require(false, "ratio must read a workload that is added or observed", RATIO, ratio);
                }
            }));
            List<String> order = graph.order(cycle -> {
                String spelledOut = String.join(" -> ", cycle) + " -> " + cycle.get(0);
                all.require(false, "ratio must not be cyclic", RATIO, spelledOut);
            });
            all.throwIfAny();
            return new DecisionOrder(List.copyOf(order));
        }

        /** The workloads that the ratios of one read, each once. */
        private static Set<String> readBy(AutoscalerSpec spec) {
            Set<String> read = new LinkedHashSet<>();
            for (int i = 0; i < spec.metricCount(); i++) {
                if (spec.metric(i).replicaSource() instanceof RatioTarget ratio) {
                    read.add(ratio.workload());
                }
            }
            return read;
        }

        /** Near matches but the reader itself, which must not read its own replicas. */
        private String offer(String reader, String read) {
            Set<String> known = new HashSet<>(specs.keySet());
            known.addAll(observed);
            known.remove(reader);
            return NearNames.offer(read, known);
        }
    }
}
