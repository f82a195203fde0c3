package dev.autoscale.benchmarks;

import dev.autoscale.Fleet;
import java.util.Arrays;

/** Path: the workloads of a fleet, many at once; filling of the columns included, answers carried out. One operation is one decision. */
abstract class BatchPath implements Operation {
    final Columns columns;
    /** The index that is answered next. */
    int next;

    BatchPath(Columns columns) {
        this.columns = columns;
        next = columns.count;
    }

    /** Decides for what stands in the columns. */
    abstract void decide();

    @Override
    public final int once() {
        if (next == columns.count) {
            columns.next();
            decide();
            next = 0;
        }
        return columns.answers[next++];
    }

    /** Less than {@link #once} takes for passing answers on one by one. */
    @Override
    public final long run(int times) {
        long sum = 0;
        for (int left = times; left > 0; ) {
            sum += once();
            int more = Math.min(left - 1, columns.count - next);
            for (int i = 0; i < more; i++) {
                sum += columns.answers[next + i];
            }
            next += more;
            left -= 1 + more;
        }
        return sum;
    }

    @Override
    public final int atOnce() {
        return columns.workloads;
    }

    /** Through the library. */
    static final class Batches extends BatchPath {
        private final Fleet fleet = new Fleet();
        private final Fleet.Group[] groups;
        private final Fleet.Batch[] batches;

        Batches(Columns columns) {
            this(columns, Cycle.SETTLED);
        }

        private Batches(Columns columns, int ticks) {
            super(columns);
            groups = new Fleet.Group[columns.specs.length];
            batches = new Fleet.Batch[columns.specs.length];
            Arrays.setAll(groups, i -> fleet.group(columns.specs[i]));
            Arrays.setAll(batches, i -> batch(i));
            for (int i = 0; i < ticks; i++) {
                run(columns.workloads);
            }
        }

        /** Without histories. */
        static Batches fresh(Columns columns) {
            return new Batches(columns, 0);
        }

        Fleet fleet() {
            return fleet;
        }

        private Fleet.Batch batch(int group) {
            for (int i = 0; i < columns.groupSize(group); i++) {
                groups[group].add();
            }
            return groups[group]
                    .newBatch()
                    .replicas(columns.current)
                    .values(0, columns.values)
                    .answers(columns.answers);
        }

        @Override
        void decide() {
            Fleet.Group group = groups[columns.group];
            Fleet.Batch batch = batches[columns.group].at(columns.nowMillis);
            if (columns.slots != null) {
                batch.slots(columns.slots, columns.count);
            }
            group.decide(batch);
            if (batch.changed() > 0) {
                group.scaled(batch);
            }
        }
    }

    /** The yardstick: the same columns into one small object each, which knows its settings and keeps its last answer. */
    static final class Bare extends BatchPath {
        private final BareWorkload[][] workloads;

        Bare(Columns columns) {
            super(columns);
            workloads = new BareWorkload[columns.specs.length][];
            Arrays.setAll(workloads, i -> group(i));
        }

        private BareWorkload[] group(int group) {
            double tolerance = columns.specs.length == 1 ? Arithmetic.TOLERANCE : Specs.mixedTolerance(group);
            BareWorkload.Settings settings = BareWorkload.Settings.of(columns.specs[group], tolerance);
            BareWorkload[] bare = new BareWorkload[columns.groupSize(group)];
            Arrays.setAll(bare, i -> new BareWorkload(settings));
            return bare;
        }

        @Override
        void decide() {
            BareWorkload[] bare = workloads[columns.group];
            for (int i = 0; i < columns.count; i++) {
                int current = columns.current[i];
                BareWorkload workload = bare[columns.slot(i)];
                columns.answers[i] =
                        workload.decide(columns.nowMillis, current, current, Arithmetic.milli(columns.values[i]));
            }
        }
    }

    /** What the yardstick could be at best, for one spec: its last answers in flat arrays that it only writes. */
    static final class Flat extends BatchPath {
        private final BareWorkload.Settings settings;
        private final int[] replicas;
        private final long[] decidedMillis;

        Flat(Columns columns) {
            super(columns);
            settings = BareWorkload.Settings.of(columns.specs[0], Arithmetic.TOLERANCE);
            replicas = new int[columns.workloads];
            decidedMillis = new long[columns.workloads];
        }

        @Override
        void decide() {
            for (int i = 0; i < columns.count; i++) {
                int current = columns.current[i];
                int answer = settings.decide(current, current, Arithmetic.milli(columns.values[i]));
                int slot = columns.slot(i);
                replicas[slot] = answer;
                decidedMillis[slot] = columns.nowMillis;
                columns.answers[i] = answer;
            }
        }
    }
}
