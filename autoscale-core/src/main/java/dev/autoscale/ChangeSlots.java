package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Block.Row;
import dev.autoscale.Block.SideStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Where a block keeps the changes that were carried out. Owns their words. Immutable, but for its side store. */
final class ChangeSlots {
    /*
     * Changes are kept as Kubernetes keeps them, slot by slot, because that is visible in the answers: a change is only kept
     * for the longest period of its own direction's policies, then its slot may be used again, the last such slot first.
     * Until that happens policies of the other direction with longer periods still see it. So reading is a scan; it is
     * skipped when the newest change is older than every period.
     *
     * When decisions come so fast that no slot is free, the new change joins the newest slot, at the new time. A joined slot,
     * marked by a negative sum, no longer makes room for the other direction, so a full history never allows more than a
     * complete one would.
     */

    /** What one change after the other at the default pace and period needs. */
    private static final int FEW = 2;

    private final int upCapacity;
    private final int downCapacity;
    private final Row ups;
    private final Row downs;
    private final SideStore store;

    /** The word of the page in the side store, the number of ups, and in the lowest bits the number of downs. */
    private final int state;

    private final int upBits;
    private final int downBits;

    /** For so many changes of each direction; for none of either it has no words. */
    ChangeSlots(Layout layout, int upCapacity, int downCapacity) {
        this.upCapacity = upCapacity;
        this.downCapacity = downCapacity;
        upBits = Integer.SIZE - Integer.numberOfLeadingZeros(upCapacity);
        downBits = Integer.SIZE - Integer.numberOfLeadingZeros(downCapacity);
        int upsInside = layout.inside(upCapacity, FEW);
        int downsInside = layout.inside(downCapacity, FEW);
        int outside = upCapacity - upsInside;
        store = new SideStore(outside + downCapacity - downsInside, Long.SIZE - upBits - downBits);
        state = isNone() ? 0 : layout.take(1);
        ups = new Row(layout, upsInside, store, 0);
        downs = new Row(layout, downsInside, store, outside);
    }

    /** Whether no change is remembered at all. */
    boolean isNone() {
        return upCapacity + downCapacity == 0;
    }

    /** The changes of a direction after a time; joined ones only count against their own direction. */
    long sum(Block memory, boolean ofUps, boolean ownDirection, long sinceOffset) {
        long slots = slots(memory);
        long sum = 0;
        for (int i = 0; i < count(slots, ofUps); i++) {
            long entry = entry(memory, slots, ofUps, i);
            int change = Block.lower(entry);
            if (Block.upper(entry) > sinceOffset) {
                sum += change >= 0 ? change : ownDirection ? -change : 0;
            }
        }
        return sum;
    }

    private long slots(Block memory) {
        return isNone() ? 0 : memory.get(state);
    }

    private int count(long slots, boolean ofUps) {
        return (int) (ofUps ? (slots >>> downBits) & ((1L << upBits) - 1) : slots & ((1L << downBits) - 1));
    }

    private int page(long slots) {
        return (int) (slots >>> downBits >>> upBits);
    }

    private long entry(Block memory, long slots, boolean ofUps, int index) {
        return (ofUps ? ups : downs).get(memory, page(slots), index);
    }

    private void entry(Block memory, long slots, boolean ofUps, int index, long entry) {
        (ofUps ? ups : downs).set(memory, page(slots), index, entry);
    }

    /** A change goes into the last slot whose change is from before the longest period, or else where {@link #append} puts it. */
    void add(Block memory, boolean grows, int offset, int change, long forgottenOffset) {
        long slots = slots(memory);
        int size = count(slots, grows);
        int slot = size;
        for (int i = size - 1; i >= 0 && slot == size; i--) {
            slot = Block.upper(entry(memory, slots, grows, i)) < forgottenOffset ? i : slot;
        }
        if (slot == size) {
            append(memory, grows, Block.pack(offset, change));
        } else {
            entry(memory, slots, grows, slot, Block.pack(offset, change));
        }
    }

    private int room(long slots, boolean ofUps) {
        return page(slots) != SideStore.NO_PAGE ? ofUps ? upCapacity : downCapacity : (ofUps ? ups : downs).inside();
    }

    /** With a page, if one more slot needs it. */
    private long withRoom(Block memory, long slots, boolean ofUps, int size) {
        if (size < room(slots, ofUps) || size == (ofUps ? upCapacity : downCapacity)) {
            return slots;
        }
        long paged = slots | ((long) store.take() << upBits << downBits);
        memory.set(state, paged);
        return paged;
    }

    private int newestSlot(Block memory, long slots, boolean ofUps) {
        int newest = 0;
        for (int i = 1; i < count(slots, ofUps); i++) {
            boolean later =
                    Block.upper(entry(memory, slots, ofUps, i)) >= Block.upper(entry(memory, slots, ofUps, newest));
            newest = later ? i : newest;
        }
        return newest;
    }

    private void join(Block memory, long slots, boolean ofUps, int slot, int offset, int change) {
        int before = Block.lower(entry(memory, slots, ofUps, slot));
        int joined = (int) Math.max(-Integer.MAX_VALUE, -Math.abs((long) before) - change);
        entry(memory, slots, ofUps, slot, Block.pack(offset, joined));
    }

    int size(Block memory) {
        return count(slots(memory), true) + count(slots(memory), false);
    }

    boolean isSpilled(Block memory) {
        return page(slots(memory)) != SideStore.NO_PAGE;
    }

    SideStore store() {
        return store;
    }

    /** The epoch of the block moves; the changes keep their times. */
    void moveEpoch(Block memory, long move) {
        moveEpoch(memory, true, move);
        moveEpoch(memory, false, move);
    }

    private void moveEpoch(Block memory, boolean ofUps, long move) {
        long slots = slots(memory);
        for (int i = 0; i < count(slots, ofUps); i++) {
            entry(memory, slots, ofUps, i, Block.movedEntry(entry(memory, slots, ofUps, i), move));
        }
    }

    void clear(Block memory) {
        if (!isNone()) {
            int page = page(slots(memory));
            if (page != SideStore.NO_PAGE) {
                store.release(page);
            }
            memory.set(state, 0);
        }
    }

    /** Takes over what another block remembers under the same spec, slot by slot; both have the same epoch. */
    void copyAll(Block memory, ChangeSlots rules, Block from) {
        if (isNone()) {
            return;
        }
        long slots = rules.slots(from);
        int upCount = rules.count(slots, true);
        int downCount = rules.count(slots, false);
        memory.set(state, ((long) upCount << downBits) | downCount);
        for (int i = 0; i < upCount; i++) {
            ups.set(memory, SideStore.NO_PAGE, i, rules.ups.get(from, rules.page(slots), i));
        }
        for (int i = 0; i < downCount; i++) {
            downs.set(memory, SideStore.NO_PAGE, i, rules.downs.get(from, rules.page(slots), i));
        }
    }

    /** Takes over what another block remembers under other rules, into an empty one with the same epoch. */
    void copyFrom(Block memory, ChangeSlots rules, Block from) {
        memory.newestOffset(from.newestOffset());
        copyFrom(memory, true, rules, from);
        copyFrom(memory, false, rules, from);
    }

    /** Copies slot by slot. If not all find room, the oldest changes join into one slot; slots are in no order of time. */
    private void copyFrom(Block memory, boolean ofUps, ChangeSlots rules, Block from) {
        int capacity = ofUps ? upCapacity : downCapacity;
        long slots = rules.slots(from);
        int size = rules.count(slots, ofUps);
        if (capacity == 0 || size == 0) {
            return;
        }
        long[] entries = IntStream.range(0, size)
                .mapToLong(i -> rules.entry(from, slots, ofUps, i))
                .toArray();
        int joined = Math.max(0, size - capacity);
        if (joined > 0) {
            entries = Arrays.stream(entries)
                    .boxed()
                    .sorted(Comparator.comparingInt(Block::upper))
                    .mapToLong(Long::longValue)
                    .toArray();
        }
        for (int i = 0; i < size; i++) {
            if (i > 0 && i <= joined) {
                int change = Math.abs(Block.lower(entries[i]));
                join(memory, slots(memory), ofUps, 0, Block.upper(entries[i]), change);
            } else {
                append(memory, ofUps, entries[i]);
            }
        }
    }

    /** Into the slot after the last one, or, if there is none, together with the newest change. */
    private void append(Block memory, boolean ofUps, long entry) {
        int size = count(slots(memory), ofUps);
        long slots = withRoom(memory, slots(memory), ofUps, size);
        if (size == room(slots, ofUps)) {
            int change = Math.abs(Block.lower(entry));
            join(memory, slots, ofUps, newestSlot(memory, slots, ofUps), Block.upper(entry), change);
            return;
        }
        slots += ofUps ? 1L << downBits : 1;
        memory.set(state, slots);
        entry(memory, slots, ofUps, size, entry);
    }

    int snapshotSize(Block memory) {
        return Long.BYTES + size(memory) * Long.BYTES;
    }

    void write(Block memory, ByteBuffer target) {
        long slots = slots(memory);
        target.putLong(Block.pack(count(slots, true), count(slots, false)));
        write(memory, true, target);
        write(memory, false, target);
    }

    private void write(Block memory, boolean ofUps, ByteBuffer target) {
        long slots = slots(memory);
        for (int i = 0; i < count(slots, ofUps); i++) {
            target.putLong(entry(memory, slots, ofUps, i));
        }
    }

    /**
     * Whether the bytes from {@code position} on are what these slots may hold; returns the position after them, or -1.
     *
     * @param newestOffset the time of the newest change
     */
    int skip(ByteBuffer source, int position, int newestOffset) {
        int begin = position + Long.BYTES;
        if (position < 0 || begin > source.limit()) {
            return -1;
        }
        int upCount = Block.upper(source.getLong(position));
        int downCount = Block.lower(source.getLong(position));
        boolean fits = upCount >= 0 && upCount <= upCapacity && downCount >= 0 && downCount <= downCapacity;
        int count = fits ? upCount + downCount : 0;
        if (!fits || count > (source.limit() - begin) / Long.BYTES) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            long entry = source.getLong(begin + i * Long.BYTES);
            boolean isChange = Block.lower(entry) != 0 && Block.lower(entry) != Integer.MIN_VALUE;
            if (!isChange || Block.upper(entry) > newestOffset) {
                return -1;
            }
        }
        return begin + count * Long.BYTES;
    }

    void read(Block memory, ByteBuffer source) {
        clear(memory);
        long counts = source.getLong();
        for (int i = 0; i < Block.upper(counts); i++) {
            append(memory, true, source.getLong());
        }
        for (int i = 0; i < Block.lower(counts); i++) {
            append(memory, false, source.getLong());
        }
    }

    /** When a change was, after the epoch. */
    int offset(Block memory, boolean ofUps, int index) {
        return Block.upper(entry(memory, slots(memory), ofUps, index));
    }

    int count(Block memory, boolean ofUps) {
        return count(slots(memory), ofUps);
    }
}
