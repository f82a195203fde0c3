package dev.autoscale.benchmarks;

import dev.autoscale.policies.budget.CapacityBudget;
import dev.autoscale.policies.budget.Grants;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Path: a workload's part of sharing out a pool among many, which ask for a third more than there is and have what they got last. */
final class Pools implements Operation {
    private static final int ROUNDS = 64;
    private static final int MOST = 40;

    private final CapacityBudget budget;
    private final Grants grants;
    private final int[][] demand;
    private final int[] present;
    private int round;

    Pools(int workloads) {
        SplittableRandom random = new SplittableRandom(workloads);
        CapacityBudget.Builder builder = CapacityBudget.builder(workloads * MOST * 3 / 8);
        for (int i = 0; i < workloads; i++) {
            builder.workload(CapacityBudget.Workload.named("w" + i)
                    .floor(random.nextInt(3))
                    .weight(1 + random.nextInt(100))
                    .priority(random.nextInt(3)));
        }
        budget = builder.build();
        grants = budget.newGrants();
        demand = new int[ROUNDS][];
        Arrays.setAll(demand, i -> random.ints(workloads, 0, MOST + 1).toArray());
        present = new int[workloads];
    }

    Grants grants() {
        return grants;
    }

    /** All workloads together. */
    @Override
    public int once() {
        budget.decide(demand[round++ & (ROUNDS - 1)], present, grants);
        grants.copyTo(present);
        return present[0];
    }

    @Override
    public int atOnce() {
        return present.length;
    }

    @Override
    public long run(int workloads) {
        long sum = 0;
        for (int i = 0; i < workloads; i += present.length) {
            sum += once();
        }
        return sum;
    }

    /** The yardstick: demands cut in proportion, rounded down, by a loop over two columns. */
    static final class Bare implements Operation {
        private final Pools pools;

        Bare(int workloads) {
            pools = new Pools(workloads);
        }

        @Override
        public int once() {
            int[] asked = pools.demand[pools.round++ & (ROUNDS - 1)];
            int[] granted = pools.present;
            long all = 0;
            for (int replicas : asked) {
                all += replicas;
            }
            double share = Math.min(1, pools.budget.capacity() / (double) all);
            for (int i = 0; i < asked.length; i++) {
                granted[i] = (int) (asked[i] * share);
            }
            return granted[0];
        }

        @Override
        public int atOnce() {
            return pools.atOnce();
        }

        @Override
        public long run(int workloads) {
            long sum = 0;
            for (int i = 0; i < workloads; i += atOnce()) {
                sum += once();
            }
            return sum;
        }
    }
}
