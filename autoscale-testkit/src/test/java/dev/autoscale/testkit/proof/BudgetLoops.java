package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.budget.CapacityBudget;
import dev.autoscale.policies.budget.CapacityBudget.Workload;
import dev.autoscale.policies.budget.Grants;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Loops over pools of capacity: enough and too little of it, for floors too, and unknown numbers. */
final class BudgetLoops {
    private static final int WORKLOADS = 8;
    private static final int STEPS = 20_000;
    private static final int[] DRAWS =
            new SplittableRandom(44).ints(STEPS, 0, 1 << 30).toArray();

    private final CapacityBudget pool;
    private final Grants grants;
    private final int[] demand = new int[WORKLOADS];
    private final int[] present = new int[WORKLOADS];
    private final Set<Grants.Reason> reasons = EnumSet.noneOf(Grants.Reason.class);

    private BudgetLoops(int sizes) {
        CapacityBudget.Builder builder = CapacityBudget.builder(80);
        for (int i = 0; i < WORKLOADS; i++) {
            builder.workload(Workload.named("w" + i)
                    .unitsPerReplica(1 + i % sizes)
                    .floor(i % 4)
                    .ceiling(10)
                    .weight(1 + i % 7)
                    .priority(i % 3));
        }
        pool = builder.build();
        grants = pool.newGrants();
    }

    static Stream<AllocationCase> cases() {
        return Stream.of(1, 8).map(sizes -> {
            BudgetLoops loop = new BudgetLoops(sizes);
            return AllocationCase.of("capacity budget with " + sizes + " sizes", STEPS, loop::decide)
                    .met(() -> assertThat(loop.reasons).containsExactlyInAnyOrder(Grants.Reason.values()));
        });
    }

    private void decide(int step) {
        int draw = DRAWS[step];
        for (int i = 0; i < WORKLOADS; i++) {
            demand[i] = (draw >>> i) % 16 - 1;
        }
        grants.copyTo(present);
        present[draw % WORKLOADS] = -1;
        pool.decide(draw % 140 - 1, demand, present, grants);
        for (int i = 0; i < WORKLOADS; i++) {
            reasons.add(grants.reason(i));
        }
    }
}
