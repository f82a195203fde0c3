package dev.autoscale.testkit.simulation.fleet;

import java.util.Arrays;

/** All arrivals that have not left yet, in columns; a place in them is used again. */
final class Requests {
    static final int NONE = -1;

    long[] arrivedMicros = new long[64];
    /** What is left to be served. */
    long[] workMicros = new long[64];
    /** When service began, the latest time. */
    long[] startedMicros = new long[64];

    /** Earlier service that is not done again: no waiting. */
    long[] resumedMicros = new long[64];

    int[] replica = new int[64];
    /** Neighbours in the one queue or replica that an arrival is in. */
    int[] next = new int[64];

    int[] previous = new int[64];
    /** Events of an older version have become void. */
    int[] version = new int[64];

    private int[] free = new int[64];
    private int freeCount;
    private int used;

    int add(long nowMicros, long serviceMicros) {
        int id = freeCount > 0 ? free[--freeCount] : fresh();
        arrivedMicros[id] = nowMicros;
        workMicros[id] = serviceMicros;
        resumedMicros[id] = 0;
        replica[id] = NONE;
        return id;
    }

    private int fresh() {
        if (used == replica.length) {
            int most = used * 2;
            arrivedMicros = Arrays.copyOf(arrivedMicros, most);
            workMicros = Arrays.copyOf(workMicros, most);
            startedMicros = Arrays.copyOf(startedMicros, most);
            resumedMicros = Arrays.copyOf(resumedMicros, most);
            replica = Arrays.copyOf(replica, most);
            next = Arrays.copyOf(next, most);
            previous = Arrays.copyOf(previous, most);
            version = Arrays.copyOf(version, most);
            free = Arrays.copyOf(free, most);
        }
        return used++;
    }

    /** The time from arrival to the end that was not spent in service, or in service that had to be done again. */
    long waitMicros(int id) {
        return startedMicros[id] - resumedMicros[id] - arrivedMicros[id];
    }

    void remove(int id) {
        version[id]++;
        free[freeCount++] = id;
    }

    /** Arrivals that have not left, added up: how long those still here have been here. */
    long waitedMicros(long nowMicros) {
        boolean[] isFree = isFree();
        long sum = 0;
        for (int id = 0; id < used; id++) {
            sum += isFree[id] ? 0 : nowMicros - arrivedMicros[id];
        }
        return sum;
    }

    /** How many that have not left arrived at a time or later. */
    int leftSince(long micros) {
        boolean[] isFree = isFree();
        int count = 0;
        for (int id = 0; id < used; id++) {
            count += isFree[id] || arrivedMicros[id] < micros ? 0 : 1;
        }
        return count;
    }

    private boolean[] isFree() {
        boolean[] isFree = new boolean[used];
        for (int i = 0; i < freeCount; i++) {
            isFree[free[i]] = true;
        }
        return isFree;
    }
}
