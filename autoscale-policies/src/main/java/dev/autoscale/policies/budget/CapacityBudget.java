package dev.autoscale.policies.budget;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.NearNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One pool of capacity for many workloads: says how many replicas each may have when all together want more than there is.
 * Immutable and thread-safe; it remembers nothing between decisions.
 *
 * <pre>{@code
 * CapacityBudget pool = CapacityBudget.builder(16) // GPUs
 *         .workload(CapacityBudget.Workload.named("chat").unitsPerReplica(2).floor(1).priority(10))
 *         .workload(CapacityBudget.Workload.named("search").weight(3))
 *         .workload(CapacityBudget.Workload.named("batch").ceiling(8))
 *         .build();
 * int[] demand = {4, 9, 20}; // what the autoscalers recommend, by index
 * int[] present = {3, 5, 5}; // what there is
 * Grants grants = pool.newGrants(); // reusable, one per thread is enough
 * pool.decide(demand, present, grants);
 * int chat = grants.grant(pool.index("chat"));
 * }</pre>
 *
 * <p><b>The order.</b> Capacity is handed out replica by replica, until it is used up or nobody wants any more:
 * <ol>
 *   <li><i>Floors</i> of all workloads, whatever they ask for.
 *   <li><i>Guaranteed</i> replicas of all workloads, as far as they ask for them: by default one each, so that nobody who has work
 *       is left with nothing, whatever the priorities are. That, and no more, is what "no starvation" means here: with
 *       priorities a workload can stay at what is guaranteed to it for as long as higher ones ask for the rest.
 *   <li><i>Shares</i>: all that the workloads of the highest priority ask for, then those of the next one, and so on.
 * </ol>
 * Nobody gets more than it asks for, except its floor, nor more than its ceiling. Where the capacity does not suffice for all of a
 * step, workloads of a higher priority come first, and those of the same one share what is left of it by <em>weight</em>: as water
 * fills vessels whose widths are the weights, from the floors up to what is asked for, in units of capacity. Whole replicas come of
 * it by Webster's method: a next replica goes to the workload with the lowest {@code (replicas + 1/2) * unitsPerReplica / weight}, to
 * the one that was added first among equals. So floors that are larger than the capacity are shared in the same way.
 *
 * <p><b>Present counts.</b> What the order gives alone is {@link Grants#share}. Within one priority a workload keeps what it has, as
 * long as that is at most {@code hysteresis} replicas from its share: with replicas of one size, the grants are those of the fewest started and
 * stopped replicas among all that use as much capacity and are that near. A floor, what is guaranteed, a first replica, and what goes
 * from one priority to another never wait for that.
 *
 * <p><b>What holds.</b>
 * <ul>
 *   <li>The grants never take more than the capacity. No grant is below its floor if the capacity suffices for all floors.
 *   <li>From an empty history (present counts of 0 or -1) and with replicas of one size: more weight, demand, priority, floor, guaranteed
 *       replicas or capacity never gives a workload less, and more for others never gives it more (but for capacity). While
 *       anybody is cut, less than a replica's units is left over; with a history, too.
 *   <li>With replicas of different sizes a replica that does not fit into what is left is skipped, and smaller ones of others
 *       take the space. Before the first one that is skipped the same holds; what comes after it is less than the largest size.
 *       So a workload gets less by a better setting, if at all, by less than the largest size in units.
 *   <li>With a history no grant is further from its share than {@code hysteresis} replicas.
 *   <li>The same inputs give the same grants, and grants that were carried out, with the same demand, are given again.
 * </ul>
 *
 * <p><b>Bad input.</b> A demand below 0 is not known: the workload holds its present count (its floor, if that is not known
 * either), right after the floors and together with what is guaranteed. A present count below 0 is not known: the workload gets its
 * share. A capacity below 0 is not known: everybody holds its present count. {@link Grants#reason} says so.
 *
 * <p>A decision takes time n log n of the workloads, whatever their counts are, and allocates nothing. With different sizes up
 * to as many steps of log n come on top as the largest replica has units.
 */
public final class CapacityBudget {
    private static final int MAX_UNITS_PER_REPLICA = 1_000_000;
    private static final int MAX_WEIGHT = 10_000;

    /** By rank: in the order of priority, else as added. */
    final int[] indexes;

    final int[] units;
    final int[] floors;
    final int[] ceilings;
    final int[] guaranteed;
    final double[] weights;

    private final int[] ranks;
    private final int capacity;
    private final int hysteresis;
    private final List<Workload> workloads;
    private final Map<String, Integer> indexByName = new HashMap<>();
    /** Ranks at which the workloads of a priority end. */
    private final int[] ends;

    private CapacityBudget(Builder builder) {
        capacity = builder.capacity;
        hysteresis = builder.hysteresis;
        workloads = List.copyOf(builder.workloads);
        for (int index = 0; index < workloads.size(); index++) {
            indexByName.put(workloads.get(index).name, index);
        }
        indexes = IntStream.range(0, workloads.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer index) -> workloads.get(index).priority)
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        units = column(workload -> workload.unitsPerReplica);
        floors = column(workload -> workload.floor);
        ceilings = column(workload -> workload.ceiling);
        guaranteed = column(workload -> workload.guaranteed);
        weights = Arrays.stream(column(workload -> workload.weight))
                .asDoubleStream()
                .toArray();
        ranks = new int[indexes.length];
        for (int rank = 0; rank < indexes.length; rank++) {
            ranks[indexes[rank]] = rank;
        }
        ends = IntStream.rangeClosed(1, indexes.length)
                .filter(end -> end == indexes.length || at(end).priority != at(end - 1).priority)
                .toArray();
    }

    private int[] column(ToIntFunction<Workload> setting) {
        return Arrays.stream(indexes)
                .map(index -> setting.applyAsInt(workloads.get(index)))
                .toArray();
    }

    /**
     * Begins a budget.
     *
     * @param capacity how many units there are to share, at least 0; a decision may be given another number
     * @return the builder, without any workload
     */
    public static Builder builder(int capacity) {
        return new Builder(capacity);
    }

    /** {@return the grants of this budget, reusable; the only ones that its decisions may be written to} Not thread-safe. */
    public Grants newGrants() {
        return new Grants(this);
    }

    /** {@return the workloads by index: as they were added; unmodifiable} */
    public List<Workload> workloads() {
        return workloads;
    }

    /** {@return the units to share unless a decision says otherwise} */
    public int capacity() {
        return capacity;
    }

    /** {@return how many replicas a grant may differ from its share, to keep what is there} */
    public int hysteresis() {
        return hysteresis;
    }

    /**
     * The index of a workload.
     *
     * @param name its name
     * @return its index
     * @throws IllegalArgumentException if there is none of this name, with those that resemble it
     */
    public int index(String name) {
        Integer index = indexByName.get(name);
        if (index == null) {
            throw new IllegalArgumentException("workload must be one of the budget: workload=" + name
                    + NearNames.offer(name, indexByName.keySet()));
        }
        return index;
    }

    /**
     * Decides with the capacity of the budget.
     *
     * @param demand how many replicas each workload asks for, by index; below 0 if not known
     * @param present how many replicas each has or was granted last, by index; below 0 if not known
     * @param out takes the answer; of this budget
     * @throws IllegalArgumentException if a column does not have a number for each workload, or the grants are of another budget;
     *     nothing has changed then
     */
    public void decide(int[] demand, int[] present, Grants out) {
        decide(capacity, demand, present, out);
    }

    /**
     * Decides. The columns are read, not kept.
     *
     * @param units how many units there are now; below 0 if not known
     * @param demand how many replicas each workload asks for, by index; below 0 if not known
     * @param present how many replicas each has or was granted last, by index; below 0 if not known
     * @param out takes the answer; of this budget
     * @throws IllegalArgumentException as {@link #decide(int[], int[], Grants)}
     */
    public void decide(int units, int[] demand, int[] present, Grants out) {
        if (demand.length != indexes.length || present.length != indexes.length || !out.isOf(this)) {
            throw unfit(demand, present, out);
        }
        out.begin(units, demand, present);
        if (units < 0) {
            out.holdAll();
            return;
        }
        long left = handOut(out.floors, out, units);
        left = handOut(out.reserved, out, left);
        handOut(out.wanted, out, left);
        out.noteShares();
        if (hysteresis > 0) {
            for (int tier = 0; tier < ends.length; tier++) {
                settle(tier == 0 ? 0 : ends[tier - 1], ends[tier], out);
            }
        }
    }

    private IllegalArgumentException unfit(int[] demand, int[] present, Grants out) {
        Violation.Collector broken = new Violation.Collector();
        String rule = "must have a number for each of " + indexes.length + " workloads";
        broken.require(demand.length == indexes.length, "demand " + rule, "demand.length", demand.length);
        broken.require(present.length == indexes.length, "present " + rule, "present.length", present.length);
        broken.require(out.isOf(this), "grants must be of this budget", "out", "of another budget");
        return new InvalidSettingsException(broken.violations());
    }

    private long handOut(int[] limits, Grants out, long available) {
        long left = available;
        int from = 0;
        for (int end : ends) {
            left = out.filling.fill(from, end, out.counts, limits, left);
            from = end;
        }
        return left;
    }

    /**
     * Moves the counts of one priority from their shares to the present ones, as far as the step allows it, without more units than
     * the shares take. First what is there is kept, then shares are filled up, and last what a replica that did not fit leaves.
     */
    private void settle(int from, int to, Grants out) {
        if (!out.isCut(from, to)) {
            return;
        }
        long left = 0;
        for (int rank = from; rank < to; rank++) {
            int share = out.shares[rank];
            int low = Math.max(share - hysteresis, Math.min(share, Math.max(1, out.reserved[rank])));
            int high = settledAtMost(rank, out);
            int kept = out.present[rank] < 0 ? share : Math.max(low, Math.min(high, out.present[rank]));
            out.limits[rank] = kept;
            out.counts[rank] = Math.min(kept, share);
            left += (long) (share - out.counts[rank]) * units[rank];
        }
        left = out.filling.fill(from, to, out.counts, out.limits, left);
        left = out.filling.fill(from, to, out.counts, out.shares, left);
        for (int rank = from; rank < to; rank++) {
            out.limits[rank] = settledAtMost(rank, out);
        }
        out.filling.fill(from, to, out.counts, out.limits, left);
    }

    private int settledAtMost(int rank, Grants out) {
        return (int) Math.min(out.wanted[rank], (long) out.shares[rank] + hysteresis);
    }

    int rank(int index) {
        return ranks[index];
    }

    /** The workload of a rank. */
    Workload at(int rank) {
        return workloads.get(indexes[rank]);
    }

    /** {@return the settings of the pool in one line, without those of the workloads} */
    @Override
    public String toString() {
        return "CapacityBudget[capacity=" + capacity + ", hysteresis=" + hysteresis + ", workloads=" + workloads.size()
                + "]";
    }

    /** A workload of the pool, and what it may have of it. Immutable and thread-safe; checked where a budget is built. */
    @CheckReturnValue
    public static final class Workload {
        final String name;
        final int unitsPerReplica;
        final int floor;
        final int ceiling;
        final int guaranteed;
        final int weight;
        final int priority;

        private Workload(
                String name, int unitsPerReplica, int floor, int ceiling, int guaranteed, int weight, int priority) {
            this.name = Objects.requireNonNull(name, "name");
            this.unitsPerReplica = unitsPerReplica;
            this.floor = floor;
            this.ceiling = ceiling;
            this.guaranteed = guaranteed;
            this.weight = weight;
            this.priority = priority;
        }

        /**
         * A workload of one unit per replica, weight 1 and priority 0, with one guaranteed replica, without floor and ceiling.
         *
         * @param name its name in explanations; not null, not blank, and of no other workload of the budget
         * @return the workload
         */
        public static Workload named(String name) {
            return new Workload(name, 1, 0, Integer.MAX_VALUE, 1, 1, 0);
        }

        /**
         * How much of the pool a replica takes.
         *
         * @param newUnits units such as GPUs, 1 to 1,000,000
         * @return the workload with it
         */
        public Workload unitsPerReplica(int newUnits) {
            return new Workload(name, newUnits, floor, ceiling, guaranteed, weight, priority);
        }

        /**
         * What it gets whatever it asks for, before anything else is handed out.
         *
         * @param newFloor replicas, at least 0
         * @return the workload with it
         */
        public Workload floor(int newFloor) {
            return new Workload(name, unitsPerReplica, newFloor, ceiling, guaranteed, weight, priority);
        }

        /**
         * What it never gets more than.
         *
         * @param newCeiling replicas, at least the floor
         * @return the workload with it
         */
        public Workload ceiling(int newCeiling) {
            return new Workload(name, unitsPerReplica, floor, newCeiling, guaranteed, weight, priority);
        }

        /**
         * What it gets, as far as it asks for it, before priorities count.
         *
         * @param newGuaranteed replicas, at least 0, the floor included; 1 by default
         * @return the workload with it
         */
        public Workload guaranteed(int newGuaranteed) {
            return new Workload(name, unitsPerReplica, floor, ceiling, newGuaranteed, weight, priority);
        }

        /**
         * Its part among workloads of the same priority.
         *
         * @param newWeight 1 to 10,000; only the proportion to other weights counts
         * @return the workload with it
         */
        public Workload weight(int newWeight) {
            return new Workload(name, unitsPerReplica, floor, ceiling, guaranteed, newWeight, priority);
        }

        /**
         * Whether its share comes before that of others.
         *
         * @param newPriority any number; a higher one comes first
         * @return the workload with it
         */
        public Workload priority(int newPriority) {
            return new Workload(name, unitsPerReplica, floor, ceiling, guaranteed, weight, newPriority);
        }

        /** {@return its name} */
        public String name() {
            return name;
        }

        private void check(Violation.Collector broken) {
            broken.require(!name.isBlank(), "workload must not be blank", "workload", '"' + name + '"');
            boolean fits = unitsPerReplica >= 1 && unitsPerReplica <= MAX_UNITS_PER_REPLICA;
            String units = "unitsPerReplica must be >= 1 and <= " + MAX_UNITS_PER_REPLICA;
            broken.require(fits, units, name + ".unitsPerReplica", unitsPerReplica);
            broken.require(floor >= 0, "floor must be >= 0", name + ".floor", floor);
            String both = ceiling + ", floor=" + floor;
            broken.require(ceiling >= floor, "ceiling must be >= floor", name + ".ceiling", both);
            broken.require(guaranteed >= 0, "guaranteed must be >= 0", name + ".guaranteed", guaranteed);
            boolean counts = weight >= 1 && weight <= MAX_WEIGHT;
            broken.require(counts, "weight must be >= 1 and <= " + MAX_WEIGHT, name + ".weight", weight);
        }

        /** {@return the settings in one line} */
        @Override
        public String toString() {
            return "Workload[" + name
                    + ", unitsPerReplica=" + unitsPerReplica
                    + ", floor=" + floor
                    + (ceiling == Integer.MAX_VALUE ? "" : ", ceiling=" + ceiling)
                    + ", guaranteed=" + guaranteed
                    + ", weight=" + weight
                    + ", priority=" + priority
                    + "]";
        }
    }

    /** Collects the workloads of a {@link CapacityBudget} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final int capacity;
        private final List<Workload> workloads = new ArrayList<>();
        private int hysteresis = 1;

        private Builder(int capacity) {
            this.capacity = capacity;
        }

        /**
         * Adds a workload. Its index is the number of those that were added before it.
         *
         * @param workload the workload; not null
         * @return this
         */
        public Builder workload(Workload workload) {
            workloads.add(Objects.requireNonNull(workload, "workload"));
            return this;
        }

        /**
         * How many replicas a workload may have more or fewer than its share, to keep what is there.
         *
         * @param replicas at least 0; 1 by default; 0 always gives the shares
         * @return this
         */
        public Builder hysteresis(int replicas) {
            hysteresis = replicas;
            return this;
        }

        /**
         * Checks every rule and builds the budget.
         *
         * @return the budget
         * @throws InvalidSettingsException that names every broken rule with its value
         */
        public CapacityBudget build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireNotNegative("capacity", capacity);
            broken.requireNotNegative("hysteresis", hysteresis);
            broken.require(!workloads.isEmpty(), "there must be a workload", "workloads", workloads);
            Map<String, Integer> seen = new HashMap<>();
            for (Workload workload : workloads) {
                workload.check(broken);
                boolean isNew = seen.merge(workload.name, 1, Integer::sum) != 2;
                broken.require(isNew, "workload must be added once", "workload", workload.name);
            }
            broken.throwIfAny();
            return new CapacityBudget(this);
        }
    }
}
