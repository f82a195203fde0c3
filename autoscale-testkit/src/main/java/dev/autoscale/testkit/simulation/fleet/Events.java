package dev.autoscale.testkit.simulation.fleet;

import java.util.Arrays;

/**
 * What will happen, by time. At one instant the kinds take turns in the order of their numbers, and within a kind first come,
 * first served, so that a simulation never depends on the heap. Not thread-safe.
 */
public final class Events {
    /** The kinds, in the order in which they take turns at one instant. */
    public static final int FAULT_BEGINS = 0;

    public static final int FAULT_ENDS = 1;
    public static final int SLOT = 2;
    public static final int PLACED = 3;
    public static final int READY = 4;
    public static final int SERVED = 5;
    public static final int DRAINED = 6;
    public static final int ARRIVAL = 7;
    public static final int SCRAPE = 8;
    public static final int DELIVERY = 9;
    public static final int SYNC = 10;

    private static final int KIND_SHIFT = 56;

    private long[] times = new long[64];
    private long[] orders = new long[64];
    private int[] subjects = new int[64];
    private int[] versions = new int[64];
    private int size;
    private long added;

    private long micros;
    private int kind;
    private int subject;
    private int version;

    /**
     * Adds an event.
     *
     * @param version the subject's version; an event of an older version has become void
     */
    public void add(long micros, int kind, int subject, int version) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            subjects = Arrays.copyOf(subjects, size * 2);
            versions = Arrays.copyOf(versions, size * 2);
        }
        long order = (long) kind << KIND_SHIFT | added++;
        int at = size++;
        while (at > 0 && isBefore(micros, order, (at - 1) >>> 1)) {
            move((at - 1) >>> 1, at);
            at = (at - 1) >>> 1;
        }
        put(at, micros, order, subject, version);
    }

    /** Takes the next event; false if there is none. */
    public boolean next() {
        if (size == 0) {
            return false;
        }
        micros = times[0];
        kind = (int) (orders[0] >>> KIND_SHIFT);
        subject = subjects[0];
        version = versions[0];
        int last = --size;
        int at = 0;
        for (int child = 1; child < last; child = 2 * at + 1) {
            if (child + 1 < last && isBefore(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (!isBefore(times[child], orders[child], last)) {
                break;
            }
            move(child, at);
            at = child;
        }
        move(last, at);
        return true;
    }

    private boolean isBefore(long time, long order, int other) {
        return time < times[other] || (time == times[other] && order < orders[other]);
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], subjects[from], versions[from]);
    }

    private void put(int at, long time, long order, int what, int ofVersion) {
        times[at] = time;
        orders[at] = order;
        subjects[at] = what;
        versions[at] = ofVersion;
    }

    public long micros() {
        return micros;
    }

    public int kind() {
        return kind;
    }

    public int subject() {
        return subject;
    }

    public int version() {
        return version;
    }
}
