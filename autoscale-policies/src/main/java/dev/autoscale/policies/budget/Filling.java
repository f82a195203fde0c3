package dev.autoscale.policies.budget;

/**
 * Hands out replicas of a range of workloads one after the other, the lowest level first, without going through them one by one.
 * Working memory for one budget. Not thread-safe.
 */
final class Filling {
    /*
     * The k-th replica of a workload has the level (k - 1/2) * units / weight. Going by it is Webster's method (Sainte-Lague's) with
     * units for seats: the count at a level is the workload's part of the pool by weight, rounded to the nearest whole replica.
     *
     * Levels are doubles and yet in their exact order. A count times its units is at most the capacity, below 2^31, so the numerator
     * is exact, and a whole number below 2^32 of halves. A weight is below 2^14. Two different fractions a/v and b/w differ by at
     * least 1/(v w), relative to a/v by at least 1/(a w) > 2^-46; rounding moves a quotient by 2^-53 only. Equal ones round alike.
     *
     * A replica that does not fit any more is skipped, and with it all further ones of its workload. With replicas of one size, what
     * is handed out is therefore a beginning of one order of all replicas, of which monotonicity follows: whatever moves the
     * replicas of a workload ahead, or adds some behind its own, can only help it.
     */

    private final int[] units;
    private final double[] weights;
    private final double[] keys;
    private final int[] ranks;
    private int size;
    private long unitsAtLevel;
    private long replicasAtLevel;

    Filling(int[] units, double[] weights) {
        this.units = units;
        this.weights = weights;
        keys = new double[units.length];
        ranks = new int[units.length];
    }

    /**
     * Raises counts towards limits as far as units last. A limit below its count asks for nothing.
     *
     * @return the units that are left
     */
    long fill(int from, int to, int[] counts, int[] limits, long available) {
        long needed = 0;
        for (int rank = from; rank < to; rank++) {
            needed += (long) Math.max(0, limits[rank] - counts[rank]) * units[rank];
        }
        if (needed == 0 || available == 0) {
            return available;
        }
        if (needed <= available) {
            for (int rank = from; rank < to; rank++) {
                counts[rank] = Math.max(counts[rank], limits[rank]);
            }
            return available - needed;
        }
        double level = levelBelow(from, to, counts, limits, available);
        return handOut(from, to, counts, limits, raise(from, to, counts, limits, level, available));
    }

    /**
     * A level up to which all replicas fit, so high that no more than one replica for each workload is left to try. Interpolates and
     * halves in turn, so that the number of rounds is bounded by the precision of a double; ten to twenty are usual.
     */
    private double levelBelow(int from, int to, int[] counts, int[] limits, long available) {
        double low = 0;
        long lowUnits = 0;
        long lowReplicas = 0;
        double high = highest(from, to, counts, limits, available);
        sum(from, to, counts, limits, high, available);
        if (unitsAtLevel <= available) {
            return high;
        }
        long highUnits = unitsAtLevel;
        long highReplicas = replicasAtLevel;
        for (boolean halve = false; highReplicas - lowReplicas > to - from; halve = !halve) {
            double share = halve ? 0.5 : (available - lowUnits) / (double) (highUnits - lowUnits);
            double middle = low + (high - low) * share;
            if (middle <= low || middle >= high) {
                middle = low + (high - low) * 0.5;
            }
            sum(from, to, counts, limits, middle, available);
            if (unitsAtLevel <= available) {
                low = middle;
                lowUnits = unitsAtLevel;
                lowReplicas = replicasAtLevel;
            } else {
                high = middle;
                highUnits = unitsAtLevel;
                highReplicas = replicasAtLevel;
            }
        }
        return low;
    }

    private double highest(int from, int to, int[] counts, int[] limits, long available) {
        double highest = 0;
        for (int rank = from; rank < to; rank++) {
            if (isOpen(rank, counts, limits, available)) {
                highest = Math.max(highest, level(rank, limits[rank]));
            }
        }
        return highest;
    }

    /** What all counts would take if they were raised to a level: units and replicas. */
    private void sum(int from, int to, int[] counts, int[] limits, double level, long available) {
        long allUnits = 0;
        long allReplicas = 0;
        for (int rank = from; rank < to; rank++) {
            if (isOpen(rank, counts, limits, available)) {
                long more = countAt(level, rank, counts[rank], limits[rank]) - counts[rank];
                allReplicas += more;
                allUnits += more * units[rank];
            }
        }
        unitsAtLevel = allUnits;
        replicasAtLevel = allReplicas;
    }

    private long raise(int from, int to, int[] counts, int[] limits, double level, long available) {
        long left = available;
        for (int rank = from; rank < to; rank++) {
            if (isOpen(rank, counts, limits, available)) {
                int raised = (int) countAt(level, rank, counts[rank], limits[rank]);
                left -= (long) (raised - counts[rank]) * units[rank];
                counts[rank] = raised;
            }
        }
        return left;
    }

    /** One by one, by a heap of the workloads by the level of their next replica, the earlier one first among equals. */
    private long handOut(int from, int to, int[] counts, int[] limits, long available) {
        long left = available;
        size = 0;
        for (int rank = from; rank < to; rank++) {
            if (isOpen(rank, counts, limits, left)) {
                ranks[size] = rank;
                keys[size++] = level(rank, counts[rank] + 1);
            }
        }
        for (int slot = size / 2 - 1; slot >= 0; slot--) {
            siftDown(slot, ranks[slot], keys[slot]);
        }
        while (size > 0 && left > 0) {
            int rank = ranks[0];
            boolean fits = units[rank] <= left;
            if (fits) {
                counts[rank]++;
                left -= units[rank];
            }
            if (fits && counts[rank] < limits[rank]) {
                siftDown(0, rank, level(rank, counts[rank] + 1));
            } else {
                size--;
                siftDown(0, ranks[size], keys[size]);
            }
        }
        return left;
    }

    private void siftDown(int start, int rank, double key) {
        int slot = start;
        for (int child = 2 * slot + 1; child < size; child = 2 * slot + 1) {
            if (child + 1 < size && isBefore(ranks[child + 1], keys[child + 1], ranks[child], keys[child])) {
                child++;
            }
            if (!isBefore(ranks[child], keys[child], rank, key)) {
                break;
            }
            ranks[slot] = ranks[child];
            keys[slot] = keys[child];
            slot = child;
        }
        ranks[slot] = rank;
        keys[slot] = key;
    }

    private static boolean isBefore(int rank, double key, int otherRank, double otherKey) {
        return key < otherKey || (key == otherKey && rank < otherRank);
    }

    private boolean isOpen(int rank, int[] counts, int[] limits, long available) {
        return counts[rank] < limits[rank] && units[rank] <= available;
    }

    /** How many replicas have at most this level, from the count that there is to the limit. */
    private long countAt(double level, int rank, int count, int limit) {
        long guess = (long) (level * weights[rank] / units[rank] + 0.5); // at most one off
        long found = Math.max(count, Math.min(limit, guess));
        if (found < limit && level(rank, found + 1) <= level) {
            return found + 1;
        }
        return found > count && level(rank, found) > level ? found - 1 : found;
    }

    private double level(int rank, long count) {
        return (count - 0.5) * units[rank] / weights[rank];
    }
}
