package dev.autoscale.testkit.simulation;

import java.util.Arrays;

/** A binary heap of times, the earliest first. */
final class LongHeap {
    private long[] times = new long[16];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** One of the times, in no order. */
    long get(int index) {
        return times[index];
    }

    long earliest() {
        return times[0];
    }

    void add(long time) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
        }
        int at = size++;
        for (; at > 0 && times[(at - 1) >>> 1] > time; at = (at - 1) >>> 1) {
            times[at] = times[(at - 1) >>> 1];
        }
        times[at] = time;
    }

    void removeEarliest() {
        replaceEarliest(times[--size]);
    }

    void replaceEarliest(long time) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            at = child;
        }
        times[at] = time;
    }
}
