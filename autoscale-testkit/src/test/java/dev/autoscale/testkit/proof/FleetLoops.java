package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.Observation;
import dev.autoscale.testkit.SeededRandom;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** Loops over a fleet that has reached its size: workload by workload, and in batches. */
final class FleetLoops {
    private static final int STEPS = 20_000;
    private static final int BATCHES = 2_000;
    private static final int WORKLOADS = 64;

    private FleetLoops() {}

    static Stream<AllocationCase> cases() {
        return Stream.of(EachPolicy.AVERAGE_VALUE, EachPolicy.BALANCED, EachPolicy.FLAP_BUDGET, EachPolicy.LOOK_BACK)
                .flatMap(policy -> Stream.of(
                        oneByOne(policy),
                        batch("in the order of the slots", policy, false),
                        batch("of arbitrary slots", policy, true)));
    }

    private static AllocationCase oneByOne(EachPolicy policy) {
        AutoscalerSpec spec = policy.spec();
        Fleet fleet = new Fleet();
        long[] handles = new long[WORKLOADS];
        for (int i = 0; i < WORKLOADS; i++) {
            handles[i] = fleet.add(spec);
        }
        PolicyLife life = new PolicyLife(spec, 5, STEPS);
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        long[] sum = new long[1];
        return AllocationCase.of("fleet, workload by workload: " + policy, STEPS, i -> {
                    long handle = handles[(i * 31 & Integer.MAX_VALUE) % WORKLOADS];
                    life.next(i);
                    life.measure(in);
                    fleet.at(handle).preview(in, out);
                    fleet.decide(handle, in, out);
                    life.answered(out);
                    if (i % 7 == 0) {
                        fleet.at(handle).scaleFailed(life.nowMillis);
                    } else {
                        fleet.scaled(handle, out);
                    }
                    fleet.at(handle).snapshot(buffer.clear());
                    fleet.at(handle).restore(buffer.flip());
                    Fleet.Group group = fleet.groupOf(handle);
                    sum[0] += group.next(Fleet.slot(handle)) + group.spilled() + fleet.size();
                    sum[0] += fleet.contains(handle + 1) ? 1 : 0;
                })
                .met(() -> assertThat(sum[0]).isPositive());
    }

    private static AllocationCase batch(String name, EachPolicy policy, boolean isArbitrary) {
        AutoscalerSpec spec = policy.spec();
        Fleet fleet = new Fleet();
        Fleet.Group group = fleet.group(spec);
        for (int i = 0; i < WORKLOADS; i++) {
            group.add();
        }
        for (int i = 3; i < WORKLOADS; i += 10) {
            fleet.remove(group.handle(i));
        }
        int[] slots = new int[group.size()];
        int[] replicas = new int[WORKLOADS];
        int[] answers = new int[WORKLOADS];
        double[][] values = new double[spec.metricCount()][WORKLOADS];
        Decision out = spec.newDecision();
        Fleet.Batch batch = group.newBatch().replicas(replicas).answers(answers).reasons(new byte[WORKLOADS]);
        batch.existing(replicas).ready(replicas);
        for (int metric = 0; metric < values.length; metric++) {
            batch.values(metric, values[metric]);
        }
        int count = 0;
        for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
            slots[count++] = slot;
        }
        if (isArbitrary) {
            batch.slots(slots, count);
        }
        SeededRandom random = SeededRandom.of(3);
        long[] now = new long[1];
        long[] changes = new long[1];
        return AllocationCase.of("fleet, batch " + name + ": " + policy, BATCHES, i -> {
                    now[0] += 15_000;
                    for (int k = 0; k < WORKLOADS; k++) {
                        replicas[k] = random.nextInt(21);
                        for (double[] column : values) {
                            column[k] = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(150);
                        }
                    }
                    shuffle(slots, random);
                    group.decide(batch.at(now[0]));
                    changes[0] += batch.changed() + batch.reason(0).ordinal();
                    group.explain(batch, 0, out);
                    if (i % 2 == 0) {
                        group.scaled(batch);
                    }
                })
                .met(() -> assertThat(changes[0]).isGreaterThan(BATCHES));
    }

    private static void shuffle(int[] slots, SeededRandom random) {
        for (int i = slots.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int slot = slots[i];
            slots[i] = slots[other];
            slots[other] = slot;
        }
    }
}
