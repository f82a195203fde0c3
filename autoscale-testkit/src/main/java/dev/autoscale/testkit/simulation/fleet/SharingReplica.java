package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * What one replica serves, all at the same speed, which depends on how many they are. So a common counter of work done per arrival
 * is enough: one that comes when the counter stands at v and needs w leaves when it stands at v + w.
 */
final class SharingReplica {
    /** Less work than this is none: event times are whole microseconds, and the counter is a sum of fractions. */
    static final double NOTHING_MICROS = 1e-3;

    private final IntToDoubleFunction speedOf;
    private double[] ends = new double[8];
    private int[] ids = new int[8];
    private int size;
    private double done;
    private long seenMicros;
    private int version;

    /** @param speedOf the speed by how many there are, from 1 on */
    SharingReplica(IntToDoubleFunction speedOf) {
        this.speedOf = speedOf;
    }

    int size() {
        return size;
    }

    /** Changes with everything that changes when the next one ends. */
    int version() {
        return version;
    }

    void pass(long nowMicros) {
        if (size > 0) {
            done += (nowMicros - seenMicros) * speed();
        } else {
            done = 0;
        }
        seenMicros = nowMicros;
    }

    private double speed() {
        return speedOf.applyAsDouble(size);
    }

    /** When the first one ends if nothing comes or goes; rounded up to whole microseconds. */
    long nextEndMicros() {
        return Micros.sum(seenMicros, (long) StrictMath.ceil(Math.max(0, leftMicros()) / speed()));
    }

    /** The work that is left of the one that ends first. */
    double leftMicros() {
        return ends[0] - done;
    }

    void add(long nowMicros, int id, long workMicros) {
        pass(nowMicros);
        version++;
        if (size == ids.length) {
            ends = Arrays.copyOf(ends, size * 2);
            ids = Arrays.copyOf(ids, size * 2);
        }
        double end = done + workMicros;
        int at = size++;
        for (; at > 0 && ends[(at - 1) >>> 1] > end; at = (at - 1) >>> 1) {
            move((at - 1) >>> 1, at);
        }
        ends[at] = end;
        ids[at] = id;
    }

    /** Removes the one that ends first. */
    int removeFirst() {
        version++;
        int first = ids[0];
        int last = --size;
        int at = 0;
        for (int child = 1; child < last; child = 2 * at + 1) {
            if (child + 1 < last && ends[child + 1] < ends[child]) {
                child++;
            }
            if (ends[child] >= ends[last]) {
                break;
            }
            move(child, at);
            at = child;
        }
        move(last, at);
        return first;
    }

    private void move(int from, int to) {
        ends[to] = ends[from];
        ids[to] = ids[from];
    }
}
