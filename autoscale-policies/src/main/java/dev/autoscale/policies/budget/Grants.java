package dev.autoscale.policies.budget;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a {@link CapacityBudget} decided: the replicas that each workload may have, by index. Reusable; it keeps what it was decided
 * from, so it explains itself when the caller's columns have moved on. Not thread-safe.
 *
 * <pre>{@code
 * CapacityBudget pool = CapacityBudget.builder(10)
 *         .workload(CapacityBudget.Workload.named("web").priority(1))
 *         .workload(CapacityBudget.Workload.named("batch"))
 *         .build();
 * Grants grants = pool.newGrants();
 * pool.decide(new int[] {7, 9}, new int[] {5, 5}, grants);
 * System.out.print(grants); // batch is cut by 6 for web
 * }</pre>
 */
public final class Grants {
    /** Why a workload gets what it gets. */
    public enum Reason {
        /** It gets what it asks for. */
        GRANTED("Granted"),
        /** It asks for less than its floor and gets that. */
        FLOOR("Floor"),
        /** It asks for more than its ceiling and gets that. */
        CEILING("Ceiling"),
        /** It was cut: the capacity does not suffice for what all ask for. */
        CAPACITY_SHORT("CapacityShort"),
        /** It gets less than its floor: the capacity does not suffice for all floors. */
        FLOORS_EXCEED_CAPACITY("FloorsExceedCapacity"),
        /** What it asks for is not known: it holds its present count as far as the capacity suffices for that. */
        DEMAND_UNKNOWN("DemandUnknown"),
        /** The capacity is not known: it holds its present count, or its floor if that is not known either. */
        CAPACITY_UNKNOWN("CapacityUnknown");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** {@return the reason as a word, such as {@code CapacityShort}} */
        @Override
        public String toString() {
            return text;
        }
    }

    final Filling filling;
    /** By rank, as all columns: what is granted. */
    final int[] counts;
    /** What a budget gives without a history. */
    final int[] shares;

    final int[] present;
    /** Floors; floors and guaranteed replicas; all that is asked for. None of them more than fits into the capacity alone. */
    final int[] floors;

    final int[] reserved;
    final int[] wanted;
    /** For what is worked out in between. */
    final int[] limits;

    private final CapacityBudget budget;
    private final int[] demand;
    private int capacity;

    Grants(CapacityBudget budget) {
        this.budget = budget;
        int size = budget.indexes.length;
        filling = new Filling(budget.units, budget.weights);
        counts = new int[size];
        shares = new int[size];
        present = new int[size];
        floors = new int[size];
        reserved = new int[size];
        wanted = new int[size];
        limits = new int[size];
        demand = new int[size];
    }

    boolean isOf(CapacityBudget other) {
        return budget == other;
    }

    void begin(int newCapacity, int[] newDemand, int[] newPresent) {
        capacity = newCapacity;
        for (int rank = 0; rank < counts.length; rank++) {
            demand[rank] = newDemand[budget.indexes[rank]];
            present[rank] = newPresent[budget.indexes[rank]];
            int most = newCapacity < 0 ? Integer.MAX_VALUE : newCapacity / budget.units[rank];
            int asked = asked(rank);
            int guaranteed = demand[rank] < 0 ? asked : Math.min(asked, budget.guaranteed[rank]);
            floors[rank] = Math.min(most, budget.floors[rank]);
            reserved[rank] = Math.min(most, Math.max(budget.floors[rank], guaranteed));
            wanted[rank] = Math.min(most, asked);
        }
        Arrays.fill(counts, 0);
    }

    void holdAll() {
        for (int rank = 0; rank < counts.length; rank++) {
            counts[rank] = held(rank);
        }
        noteShares();
    }

    void noteShares() {
        System.arraycopy(counts, 0, shares, 0, counts.length);
    }

    boolean isCut(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            if (shares[rank] < wanted[rank]) {
                return true;
            }
        }
        return false;
    }

    /** What is asked for, from the floor to the ceiling. */
    int asked(int rank) {
        int count = demand[rank] < 0 ? held(rank) : demand[rank];
        return Math.max(budget.floors[rank], Math.min(budget.ceilings[rank], count));
    }

    private int held(int rank) {
        return present[rank] < 0 ? budget.floors[rank] : present[rank];
    }

    Reason reasonAt(int rank) {
        if (capacity < 0) {
            return Reason.CAPACITY_UNKNOWN;
        }
        if (counts[rank] < budget.floors[rank]) {
            return Reason.FLOORS_EXCEED_CAPACITY;
        }
        if (demand[rank] < 0) {
            return Reason.DEMAND_UNKNOWN;
        }
        if (cutAt(rank) > 0) {
            return Reason.CAPACITY_SHORT;
        }
        if (demand[rank] > budget.ceilings[rank]) {
            return Reason.CEILING;
        }
        return demand[rank] < budget.floors[rank] ? Reason.FLOOR : Reason.GRANTED;
    }

    int cutAt(int rank) {
        return Math.max(0, asked(rank) - counts[rank]);
    }

    /** {@return how many workloads there are} */
    public int size() {
        return counts.length;
    }

    /**
     * How many replicas a workload may have.
     *
     * @param index of the workload
     * @return at least 0; 0 before the first decision
     * @throws IndexOutOfBoundsException if there is none
     */
    public int grant(int index) {
        return counts[budget.rank(index)];
    }

    /**
     * By how many replicas a workload was cut.
     *
     * @param index of the workload
     * @return what it asks for, from its floor to its ceiling, without what it may have; 0 if that is all
     * @throws IndexOutOfBoundsException if there is none
     */
    public int cut(int index) {
        return cutAt(budget.rank(index));
    }

    /**
     * What a workload would get if nobody had anything yet: its grant is at most the hysteresis away from it.
     *
     * @param index of the workload
     * @return replicas, at least 0
     * @throws IndexOutOfBoundsException if there is none
     */
    public int share(int index) {
        return shares[budget.rank(index)];
    }

    /**
     * Why a workload gets what it gets.
     *
     * @param index of the workload
     * @return the reason
     * @throws IndexOutOfBoundsException if there is none
     */
    public Reason reason(int index) {
        return reasonAt(budget.rank(index));
    }

    /**
     * Copies all grants.
     *
     * @param column takes the replicas of each workload by its index; as long as there are workloads, or longer
     * @throws IndexOutOfBoundsException if it is shorter; nothing has changed then
     */
    public void copyTo(int[] column) {
        Objects.checkFromToIndex(0, counts.length, column.length);
        for (int rank = 0; rank < counts.length; rank++) {
            column[budget.indexes[rank]] = counts[rank];
        }
    }

    /** {@return the capacity that was shared, in units; below 0 if it was not known} */
    public int capacity() {
        return capacity;
    }

    /** {@return the units that all grants take together; at most the capacity, if that is known} */
    public long usedUnits() {
        long units = 0;
        for (int rank = 0; rank < counts.length; rank++) {
            units += (long) counts[rank] * budget.units[rank];
        }
        return units;
    }

    /** {@return the units that all workloads were cut by together; 0 if everybody gets what it asks for} */
    public long cutUnits() {
        long units = 0;
        for (int rank = 0; rank < counts.length; rank++) {
            units += (long) cutAt(rank) * budget.units[rank];
        }
        return units;
    }

    /**
     * Says in words who was cut, by how much and for whom, and who gets something else than it asks for; the workloads that lack
     * most first, at most 20 of them. Allocates.
     *
     * @param text takes lines that each end with a line feed
     */
    public void explainTo(StringBuilder text) {
        new GrantsText(budget, this).appendTo(text);
    }

    /** {@return the explanation} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        explainTo(text);
        return text.toString();
    }
}
