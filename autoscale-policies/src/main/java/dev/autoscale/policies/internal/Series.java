package dev.autoscale.policies.internal;

/**
 * The latest values of a series with their times, in longs of the caller's: a count, the values in the order of their times, the
 * times. A full series drops its oldest value. Immutable and thread-safe, as what it remembers is not in it; nothing allocates.
 */
public final class Series {
    private final int at;
    private final int capacity;

    /** A series whose words begin at {@code at}, with room for at least one value. */
    public Series(int at, int capacity) {
        this.at = at;
        this.capacity = capacity;
    }

    /** How many words it has. */
    public int words() {
        return 1 + 2 * capacity;
    }

    public int size(long[] memory) {
        return (int) memory[at];
    }

    /** Where a value stands in the memory. */
    public int indexOf(int value) {
        return at + 1 + value;
    }

    public long time(long[] memory, int value) {
        return memory[indexOf(value) + capacity];
    }

    /** Adds a value behind all others; its time counts as no earlier than that of the newest one. */
    public void add(long[] memory, long epochMillis, long value) {
        int size = size(memory);
        long time = size == 0 ? epochMillis : Math.max(epochMillis, time(memory, size - 1));
        if (size == capacity) {
            size--;
            drop(memory, 1, size);
        }
        memory[indexOf(size)] = value;
        memory[indexOf(size) + capacity] = time;
        memory[at] = size + 1L;
    }

    /** Forgets the values of times before one. */
    public void forgetBefore(long[] memory, long epochMillis) {
        int first = firstFrom(memory, epochMillis);
        int left = size(memory) - first;
        drop(memory, first, left);
        cut(memory, left);
    }

    /** Forgets the values of times from one on. */
    public void forgetFrom(long[] memory, long epochMillis) {
        cut(memory, firstFrom(memory, epochMillis));
    }

    /** What is no longer there is 0, so that equal series are equal longs. */
    private void cut(long[] memory, int left) {
        for (int i = left; i < size(memory); i++) {
            memory[indexOf(i)] = 0;
            memory[indexOf(i) + capacity] = 0;
        }
        memory[at] = left;
    }

    /** Whether its words are such as these methods write; of the values themselves it knows nothing. */
    public boolean isPossible(long[] memory) {
        if (memory[at] < 0 || memory[at] > capacity) {
            return false;
        }
        int size = size(memory);
        for (int i = 0; i < capacity; i++) {
            boolean isLater = i == 0 || i >= size || time(memory, i) >= time(memory, i - 1);
            boolean isEmpty = memory[indexOf(i)] == 0 && time(memory, i) == 0;
            if (!isLater || (i >= size && !isEmpty)) {
                return false;
            }
        }
        return true;
    }

    /** The first value of a time at or after one; the size if there is none. */
    public int firstFrom(long[] memory, long epochMillis) {
        int size = size(memory);
        int first = 0;
        while (first < size && time(memory, first) < epochMillis) {
            first++;
        }
        return first;
    }

    private void drop(long[] memory, int values, int left) {
        if (values > 0) {
            System.arraycopy(memory, indexOf(values), memory, indexOf(0), left);
            System.arraycopy(memory, indexOf(values) + capacity, memory, indexOf(0) + capacity, left);
        }
    }
}
