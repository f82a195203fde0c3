package dev.autoscale;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The autoscalers of many workloads, side by side in memory. Not thread-safe: one owner at a time. A process with several threads has
 * a fleet, called a shard, for each of them; fleets share nothing but immutable specs.
 *
 * <pre>{@code
 * Fleet fleet = new Fleet();
 * long cart = fleet.add(spec); // a handle: 64 bits that stand for the workload
 * fleet.decide(cart, in.at(0).replicas(3).value(0, 37), out);
 * fleet.scaled(cart, out);
 * fleet.remove(cart); // from now on the handle is refused
 * }</pre>
 *
 * <p>The workloads of one spec are a {@link Group}, each in a slot of its own; slots of removed workloads are used again. What a
 * workload decides, remembers and says is what an {@link Autoscaler} of its own would: {@link #at} gives that autoscaler. A {@link Batch}
 * decides for many workloads of a group at once, from columns of counts and values.
 *
 * <p>Nothing allocates once a fleet has reached its size, but for {@link #group}, {@link Group#newBatch}, {@code respec}, the
 * snapshot of a whole fleet, and growth: by {@code add}, and, a thousand at a time, when more workloads of a group than ever before have a
 * history at once that does not fit their block ({@link Group#spilled}). {@link AutoscalerSpec#bytesPerWorkload} says what a workload
 * takes.
 */
public final class Fleet {
    private final int shard;
    private final List<Group> groups = new ArrayList<>();
    private final Map<AutoscalerSpec, Group> bySpec = new HashMap<>();

    /** Creates an empty fleet, shard 0. */
    public Fleet() {
        this(0);
    }

    /**
     * Creates an empty fleet.
     *
     * @param shard its number, 0 to 255: a part of every handle, so that whoever routes to several fleets can
     *     tell them apart
     * @throws IllegalArgumentException if the number is out of range
     */
    public Fleet(int shard) {
        if (shard < 0 || shard > FleetSlots.MAX_SHARD) {
            throw new IllegalArgumentException(
                    "shard must be >= 0 and <= " + FleetSlots.MAX_SHARD + ": shard=" + shard);
        }
        this.shard = shard;
    }

    /**
     * The shard of a workload.
     *
     * @param handle any handle, also of another fleet or of a removed workload
     * @return the number of the fleet that gave the handle, 0 to 255
     */
    public static int shard(long handle) {
        return FleetSlots.shard(handle);
    }

    /**
     * The slot of a workload within its group.
     *
     * @param handle any handle, also of another fleet or of a removed workload
     * @return the slot, at least 0
     */
    public static int slot(long handle) {
        return FleetSlots.slot(handle);
    }

    int shard() {
        return shard;
    }

    /** {@return how many workloads there are} At least 0. */
    public int size() {
        int size = 0;
        for (int i = 0; i < groups.size(); i++) {
            size += groups.get(i).size();
        }
        return size;
    }

    /**
     * The group of the workloads of a spec; one without workloads is created if there is none. If groups have {@linkplain Group#respec
     * come to have} equal specs, this is one of them.
     *
     * @param spec the spec, or an equal one; not null
     * @return the group; allocates if it is new
     * @throws IllegalStateException if there are 65,536 groups and none is of this spec
     */
    public Group group(AutoscalerSpec spec) {
        Group known = bySpec.get(Objects.requireNonNull(spec, "spec"));
        if (known != null) {
            return known;
        }
        if (groups.size() == FleetSlots.MAX_GROUPS) {
            throw new IllegalStateException("a fleet must have at most " + FleetSlots.MAX_GROUPS + " groups");
        }
        return install(new Group(this, groups.size(), spec));
    }

    private Group install(Group group) {
        groups.add(group);
        bySpec.putIfAbsent(group.spec(), group);
        return group;
    }

    /** {@return all groups, also those without workloads, in order of creation} An unmodifiable view. */
    public List<Group> groups() {
        return Collections.unmodifiableList(groups);
    }

    /**
     * Adds a workload that has seen nothing yet to the group of its spec; otherwise as {@link Group#add}.
     *
     * @param spec the spec, or an equal one; not null
     * @return the workload's handle
     */
    public long add(AutoscalerSpec spec) {
        return group(spec).add();
    }

    /**
     * Whether a handle stands for a workload of this fleet. O(1).
     *
     * @param handle any number
     * @return true if so; false for a removed workload, another shard, and what is no handle
     */
    public boolean contains(long handle) {
        return whyRefused(handle) == null;
    }

    /**
     * The group of a workload.
     *
     * @param handle the workload
     * @return its group
     * @throws IllegalArgumentException if the handle is of a removed workload, of another shard, or was never given out; its
     *     message says which, and names the handle's parts
     */
    public Group groupOf(long handle) {
        String why = whyRefused(handle);
        if (why != null) {
            throw new IllegalArgumentException("handle must be of a workload of this fleet, but " + why + ": shard="
                    + shard(handle) + ", group=" + FleetSlots.group(handle) + ", slot=" + slot(handle)
                    + ", generation=" + FleetSlots.generation(handle));
        }
        return groups.get(FleetSlots.group(handle));
    }

    /** What is wrong with a handle; null if nothing. */
    private @Nullable String whyRefused(long handle) {
        if (shard(handle) != shard) {
            return "it is of another shard than " + shard;
        }
        int group = FleetSlots.group(handle);
        int slot = slot(handle);
        int generation = FleetSlots.generation(handle);
        if (group >= groups.size() || !FleetSlots.isGeneration(generation)) {
            return "it was never given out";
        }
        FleetSlab slab = groups.get(group).slab;
        if (slot >= slab.slots.count()) {
            return "it was never given out";
        }
        return slab.slots.isUsed(slot) && slab.generation(slot) == generation ? null : "its workload was removed";
    }

    /**
     * Removes a workload, with everything that it remembers. Its slot is used again by a workload that is added later. Its handle is
     * refused from now on (until its slot has been used 4,095 times more: then it is given out again).
     *
     * @param handle the workload
     * @throws IllegalArgumentException if the handle is refused, as by {@link #groupOf}
     */
    public void remove(long handle) {
        groupOf(handle).slab.remove(slot(handle));
    }

    /**
     * Lets a workload go on under another spec, in the group of that spec, and keeps what {@link Autoscaler#respec} keeps.
     * Allocates.
     *
     * @param handle the workload; refused from now on, as if it had been removed
     * @param newSpec the spec from now on, also one that is equal to the workload's
     * @param epochMillis the time of the change
     * @return the workload's new handle
     * @throws IllegalArgumentException if the handle is refused, as by {@link #groupOf}; nothing is changed then
     * @throws IllegalStateException if there is no room, as for {@link #add}; nothing is changed then
     */
    public long respec(long handle, AutoscalerSpec newSpec, long epochMillis) {
        Objects.requireNonNull(newSpec, "newSpec");
        Group from = groupOf(handle);
        Group to = group(newSpec);
        long moved = to.handleOf(to.slab.add(from.slab, slot(handle), epochMillis));
        from.slab.remove(slot(handle));
        return moved;
    }

    /**
     * A workload as the autoscaler that it is: a view of it, which can everything that an {@link Autoscaler} can, but for {@code respec},
     * which must go through {@link #respec} or {@link Group#respec}. Allocates nothing.
     *
     * @param handle the workload
     * @return the view, valid until the next call of anything that takes a handle, slot or batch of its group, or the group
     *     itself: it may be the same object for all workloads of a group. So are decisions for what they ask it later:
     *     {@link Decision#recheckAtMillis} must be read before that
     * @throws IllegalArgumentException if the handle is refused, as by {@link #groupOf}
     */
    public Autoscaler at(long handle) {
        return groupOf(handle).at(slot(handle));
    }

    /**
     * Decides for a workload, as {@link Autoscaler#decide} does.
     *
     * @param handle the workload
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if the handle is refused, as by {@link #groupOf}, or {@code in} or {@code out} belongs to
     *     another spec than the workload
     */
    public void decide(long handle, Observation in, Decision out) {
        at(handle).decide(in, out);
    }

    /**
     * Reports that a workload's latest decision was carried out as it stands, as {@link Autoscaler#scaled(ScalingDecision)} does: nothing
     * happens where it changes nothing. Other reports go through {@link #at}.
     *
     * @param handle the workload
     * @param decision its latest decision; only read
     * @throws IllegalArgumentException if the handle is refused, as by {@link #groupOf}
     */
    public void scaled(long handle, Decision decision) {
        at(handle).scaled(decision);
    }

    /** {@return how many bytes {@link #snapshot} would write now} O(workloads). */
    public long snapshotSize() {
        return FleetSnapshot.size(this);
    }

    /**
     * Writes the memory of all workloads, with their handles, in chunks. Allocates a buffer of 64 KiB; more only if one workload
     * needs more.
     *
     * @param target receives {@link #snapshotSize} bytes; in blocking mode
     * @return how many bytes were written
     * @throws IOException if the channel fails; what it received until then is no snapshot
     */
    public long snapshot(WritableByteChannel target) throws IOException {
        return FleetSnapshot.write(this, target);
    }

    /**
     * Takes over the memory of a whole fleet; from then on both decide alike. The handles that the other fleet gave out are handles of this
     * one. Reads in chunks, and nothing beyond the snapshot. Allocates.
     *
     * @param source holds the snapshot; in blocking mode
     * @param specs the specs of its groups, or equal ones, in any order; more than needed is fine
     * @return how many bytes were read
     * @throws IOException if the channel fails; the fleet stays empty then
     * @throws IllegalArgumentException if the bytes are truncated, damaged, of another version or of another shard, or a spec
     *     is missing; the fleet stays empty then
     * @throws IllegalStateException if this fleet has groups already; nothing is read then
     */
    public long restore(ReadableByteChannel source, List<AutoscalerSpec> specs) throws IOException {
        if (!groups.isEmpty()) {
            throw new IllegalStateException("restore needs an empty fleet: groups=" + groups.size());
        }
        FleetSnapshot.Reader reader = new FleetSnapshot.Reader(source, this, specs);
        reader.read().forEach(this::install);
        return reader.bytes();
    }

    private void respecced(Group group, AutoscalerSpec oldSpec) {
        if (bySpec.remove(oldSpec, group)) {
            for (Group other : groups) {
                if (other.spec().equals(oldSpec)) {
                    bySpec.putIfAbsent(oldSpec, other);
                }
            }
        }
        bySpec.putIfAbsent(group.spec(), group);
    }

    /** {@return the fleet in one line: shard, groups, workloads} */
    @Override
    public String toString() {
        return "Fleet[shard=" + shard + ", groups=" + groups.size() + ", size=" + size() + ']';
    }

    /**
     * The workloads of one spec in a {@link Fleet}, each in a slot of its own. Not thread-safe, as the fleet.
     *
     * <pre>{@code
     * Fleet.Group group = new Fleet().group(spec);
     * group.add();
     * for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
     *     group.at(slot).decide(in.at(0).replicas(3).value(0, 37), out);
     * }
     * }</pre>
     *
     * <p>Slots are numbered from 0. The slot of a removed workload is used again, the lowest one first, before a new one is, so
     * that columns in the order of the slots stay short.
     */
    public static final class Group {
        private final Fleet fleet;
        private final int index;
        private final FleetSlab slab;

        Group(Fleet fleet, int index, AutoscalerSpec spec) {
            this.fleet = fleet;
            this.index = index;
            slab = new FleetSlab(spec);
        }

        /** {@return the spec of all workloads of the group} */
        public AutoscalerSpec spec() {
            return slab.spec();
        }

        /** {@return how many workloads are in the group} At least 0. */
        public int size() {
            return slab.slots.size();
        }

        /**
         * {@return one more than the highest slot that was ever used: the length of columns in the order of the slots} At least
         * {@link #size}.
         */
        public int slots() {
            return slab.slots.count();
        }

        /**
         * Adds a workload that has seen nothing yet. O(1), but for the search for a free slot, and growth.
         *
         * @return the workload's handle
         * @throws IllegalStateException if all of 268,435,456 slots are used
         */
        public long add() {
            return handleOf(slab.add());
        }

        private long handleOf(int slot) {
            return FleetSlots.handle(fleet.shard, index, slab.generation(slot), slot);
        }

        /**
         * The handle of a workload.
         *
         * @param slot its slot
         * @return the handle
         * @throws IllegalArgumentException if no workload is in the slot
         */
        public long handle(int slot) {
            slab.slots.requireUsed(slot);
            return handleOf(slot);
        }

        /**
         * The first slot from this one on that holds a workload, to go through all of them.
         *
         * @param slot where to begin, at least 0
         * @return the slot, or -1 if there is none
         */
        public int next(int slot) {
            return slab.slots.next(slot);
        }

        /**
         * A workload as the autoscaler that it is, as {@link Fleet#at} gives it.
         *
         * @param slot its slot
         * @return the view, valid as long as one of {@link Fleet#at}
         * @throws IllegalArgumentException if no workload is in the slot
         */
        public Autoscaler at(int slot) {
            return slab.at(slot);
        }

        /**
         * Lets all workloads of the group go on under another spec, and keeps what {@link Autoscaler#respec} keeps. Handles and slots
         * stay valid; observations, decisions and batches come from the new spec from then on. Another group of that spec stays a group
         * of its own. O(workloads); allocates.
         *
         * @param newSpec the spec from now on
         * @param epochMillis the time of the change
         */
        public void respec(AutoscalerSpec newSpec, long epochMillis) {
            Objects.requireNonNull(newSpec, "newSpec");
            AutoscalerSpec oldSpec = spec();
            slab.respec(newSpec, epochMillis);
            fleet.respecced(this, oldSpec);
        }

        /**
         * Creates columns for workloads of this group.
         *
         * @return a batch in the order of the slots, without columns yet
         */
        public Batch newBatch() {
            return new Batch(this);
        }

        /**
         * Decides for all workloads of a batch, and remembers, as {@link #at} {@code .decide(in, out)} would for each of them, one
         * after the other in the order of the indices. Allocates nothing.
         *
         * @param batch the columns
         * @throws IllegalArgumentException if the batch is of another group or of an earlier spec, a column is missing or too
         *     short, or a slot is not used; nothing is decided then
         */
        public void decide(Batch batch) {
            FleetColumns columns = batch.columns(this);
            columns.checkSlots(slab.slots);
            int count = columns.count(slots());
            columns.decided(count, slab.decide(columns, count, batch.in, batch.out), slab.slots);
        }

        /**
         * Reports that every change of the batch's latest decision was carried out as it stands, with the time and counts that still
         * stand in the batch. What was carried out otherwise is reported one by one instead, through {@link #at}. Allocates nothing.
         *
         * @param batch the columns, as they were decided
         * @throws IllegalArgumentException if the batch is of another group or of an earlier spec
         * @throws IllegalStateException if the batch was not decided, was reported already or set anew since, or a workload was
         *     removed since; nothing is reported then
         */
        public void scaled(Batch batch) {
            batch.requireOf(this);
            slab.scaled(batch.columns, batch.columns.takeDecided(slab.slots));
        }

        /**
         * Decides once more for one workload of a batch, from what stands in the columns now and without remembering anything, to show
         * why. As long as the columns stand and nothing was reported since, answer and reason are those of the batch, but for rules that
         * count decisions or values, which see this one as the next: {@link ScalingRules#sustainedIn}, {@link MetricSpec#lookBack}, {@link
         * AutoscalerSpec.Builder#countUnreported}, and what remembers a change of its own.
         *
         * @param batch the columns
         * @param index the index in the columns
         * @param out receives the decision
         * @throws IllegalArgumentException if the batch or {@code out} is of another group or of an earlier spec, a column is
         *     missing or too short, or the slot is not used
         * @throws IndexOutOfBoundsException if the batch has no such index
         */
        public void explain(Batch batch, int index, Decision out) {
            FleetColumns columns = batch.columns(this);
            Objects.checkIndex(index, columns.count(slots()));
            at(columns.slotAt(index)).preview(columns.fill(batch.in, index), out);
        }

        /** {@return the heap that the memory of the workloads takes, with what is beside their blocks} Bytes. */
        public long bytes() {
            return slab.bytes();
        }

        /**
         * {@return how many workloads have a history now that does not fit their block, so that it takes room beside it} At most {@link
         * #size}.
         */
        public int spilled() {
            return slab.spilled();
        }

        FleetSlab slab() {
            return slab;
        }

        /** {@return the group in one line: workloads, slots, spec} */
        @Override
        public String toString() {
            return "Group[size=" + size() + ", slots=" + slots() + ", spec=" + spec() + ']';
        }
    }

    /**
     * Columns of what was measured for workloads of one {@link Group}, and columns for the answers: arrays of the caller's, which are
     * set once and filled anew for each decision. Not thread-safe.
     *
     * <pre>{@code
     * Fleet.Group group = new Fleet().group(spec);
     * group.add();
     * int[] current = {3};
     * double[] queue = {37};
     * int[] answers = new int[1];
     * Fleet.Batch batch = group.newBatch().replicas(current).values(0, queue).answers(answers);
     * group.decide(batch.at(0));
     * group.scaled(batch);
     * }</pre>
     *
     * <p>An index in the columns is a slot of the group, or that of an entry of {@link #slots}. Columns may be longer than they need
     * to be. What is decided is what {@link Observation} would be told: {@code in.at(t).replicas(replicas[i], existing[i]).readyReplicas(
     * ready[i]).value(metric, values[i])}, without what is not given. Pods, failures with a reason, ages of samples and overrides
     * have no columns: workloads that need them are decided one by one.
     */
    public static final class Batch {
        private final Group group;
        private final AutoscalerSpec spec;
        private final FleetColumns columns;
        private final Observation in;
        private final Decision out;

        Batch(Group group) {
            this.group = group;
            spec = group.spec();
            in = spec.newObservation();
            out = spec.newDecision();
            columns = new FleetColumns(spec.metricCount());
        }

        /**
         * Sets the time of the next decisions; it is to be set before the first one.
         *
         * @param epochMillis the time in milliseconds since the epoch; any value. For a workload that has a later one no time
         *     passes
         * @return this
         */
        public Batch at(long epochMillis) {
            columns.epochMillis = epochMillis;
            columns.hasTime = true;
            return setAnew();
        }

        private Batch setAnew() {
            columns.decided = FleetColumns.NOTHING;
            return this;
        }

        /**
         * Decides for these slots from now on: index i of all columns is {@code slots[i]}. The array is read at each decision and may be
         * filled anew before it, with as many slots; each of them must be used then, and stand there once (which is not checked).
         *
         * @param slots slots of the group in any order; not null
         * @param count how many of them, from the first one on
         * @return this
         * @throws IllegalArgumentException if {@code count} is negative or more than there are
         */
        public Batch slots(int[] slots, int count) {
            if (count < 0 || count > slots.length) {
                throw new IllegalArgumentException(
                        "count must be >= 0 and <= slots.length: count=" + count + ", slots.length=" + slots.length);
            }
            columns.slots = slots;
            columns.slotCount = count;
            return setAnew();
        }

        /**
         * Decides for all slots in their order from now on, as a new batch does: index i of all columns is slot i. Slots without a
         * workload are skipped; their answers and reasons stay untouched.
         *
         * @return this
         */
        public Batch allSlots() {
            columns.slots = null;
            return setAnew();
        }

        /**
         * Sets the column of the current counts.
         *
         * @param specReplicas replicas that are asked for, at least 0; a negative number makes the decision stay put, as
         *     for {@link Observation#replicas(int)}; {@link Integer#MIN_VALUE} for what could not be read
         * @return this
         */
        public Batch replicas(int[] specReplicas) {
            columns.replicas = Objects.requireNonNull(specReplicas, "specReplicas");
            return setAnew();
        }

        /**
         * Sets the column of the counts that exist, where they may differ from those that are asked for.
         *
         * @param statusReplicas replicas that exist, as for {@link Observation#replicas(int, int)}; null, as in a new batch, for
         *     the same as are asked for
         * @return this
         */
        public Batch existing(int @Nullable [] statusReplicas) {
            columns.existing = statusReplicas;
            return setAnew();
        }

        /**
         * Sets the column of the ready counts.
         *
         * @param readyReplicas replicas that are ready, as for {@link Observation#readyReplicas}; negative for what is not given;
         *     null, as in a new batch, if none is
         * @return this
         */
        public Batch ready(int @Nullable [] readyReplicas) {
            columns.ready = readyReplicas;
            return setAnew();
        }

        /**
         * Sets the column of a metric's values.
         *
         * @param metric the metric's index in the spec
         * @param values values as for {@link Observation#value(int, double)}; NaN for what is not given, so that the metric is
         *     missing; null, as in a new batch, if it is missing everywhere
         * @return this
         * @throws IndexOutOfBoundsException if the spec has no such metric
         */
        public Batch values(int metric, double @Nullable [] values) {
            columns.values[metric] = values;
            return setAnew();
        }

        /**
         * Sets the column that receives the answers.
         *
         * @param answers receives how many replicas to run, as {@link Decision#replicas}; another array than the inputs
         * @return this
         */
        public Batch answers(int[] answers) {
            columns.answers = Objects.requireNonNull(answers, "answers");
            return setAnew();
        }

        /**
         * Sets the column that receives why.
         *
         * @param reasons receives reasons, packed so that {@link #reason} can read them; null, as in a new batch, if nobody wants
         *     to know
         * @return this
         */
        public Batch reasons(byte @Nullable [] reasons) {
            columns.reasons = reasons;
            return setAnew();
        }

        /**
         * Why an answer is what it is.
         *
         * @param index the index in the columns
         * @return the reason that stands in the column of reasons, as {@link Decision#reason} of the latest decision
         * @throws IllegalStateException if the batch has no column of reasons, or nothing was decided at the index
         * @throws IndexOutOfBoundsException if the column has no such index
         */
        public Reason reason(int index) {
            return columns.reason(index);
        }

        /**
         * {@return how many answers of the latest decision differ from the current counts, so that there is something to carry out} 0
         * before the first one.
         */
        public int changed() {
            return columns.changed;
        }

        /** The columns, which are as they must be. */
        private FleetColumns columns(Group by) {
            requireOf(by);
            columns.check(columns.count(group.slots()));
            return columns;
        }

        private void requireOf(Group by) {
            if (by != group || !spec.equals(by.spec())) {
                throw new IllegalArgumentException("batch must be of this group"
                        + (by == group ? " since its latest respec" : "") + ": batch has " + spec + ", group has "
                        + by.spec());
            }
        }

        /** {@return the batch in one line: its spec and which slots it decides for} */
        @Override
        public String toString() {
            return "Batch[" + columns + ", spec=" + spec + ']';
        }
    }
}
