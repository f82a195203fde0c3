package dev.autoscale.examples.flink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * A fleet that is made up: the event of each index is always the same, so that a source that begins again repeats itself. Loads rise
 * and fall, some values are missing, some events arrive out of order, some workloads fall silent and come back, some targets are
 * changed by hand.
 *
 * @param workloads how many; workload n follows policy n modulo the number of kinds
 * @param steps how many events each of them has, one in 15 s
 * @param onlyKind the one policy that all of them follow, each at the same time and nothing going wrong; or {@link #EVERY_KIND}
 */
record SampleFleet(int workloads, int steps, int onlyKind) implements GeneratorFunction<Long, WorkloadEvent> {
    static final int EVERY_KIND = -1;
    static final int STEP_MILLIS = 15_000;
    static final int MOST_OUT_OF_ORDER_MILLIS = 2 * STEP_MILLIS + 1_000;
    static final long START_MILLIS = Instant.parse("2026-11-27T07:45:00Z").toEpochMilli();

    private static final long serialVersionUID = 1;
    private static final int SILENT_STEPS = 45;

    /** How many indexes there are. */
    long events() {
        return (long) workloads * steps;
    }

    /** The event of an index; without values where there is none, because its workload is silent. */
    @Override
    public WorkloadEvent map(Long index) {
        int workload = (int) (index % workloads);
        int step = (int) (index / workloads);
        if (onlyKind != EVERY_KIND) {
            long millis = START_MILLIS + (long) step * STEP_MILLIS;
            return new WorkloadEvent(
                    name(workload), onlyKind, millis, step == 0 ? 2 : WorkloadEvent.AS_ORDERED, new double[] {
                        requests(workload, step)
                    });
        }
        if (workload % 7 == 1 && (step | 1) < steps) {
            step ^= 1; // two events in the wrong order
        }
        long millis = START_MILLIS + (long) step * STEP_MILLIS + random(workload, 0, STEP_MILLIS);
        int policy = workload % SamplePolicies.KINDS.size();
        double[] values = isSilent(index)
                ? new double[0]
                : new double[] {requests(workload, step), 20 + random(workload, step + 7, 80)};
        return new WorkloadEvent(name(workload), policy, millis, replicas(workload, step), values);
    }

    private boolean isSilent(long index) {
        int step = (int) (index / workloads);
        return index % workloads % 5 == 3 && step > steps / 2 && step <= steps / 2 + SILENT_STEPS;
    }

    /** The first version of every policy, and a second one that takes over in the middle. */
    List<PolicyUpdate> policies() {
        List<PolicyUpdate> updates = new ArrayList<>();
        for (int kind = 0; kind < SamplePolicies.KINDS.size(); kind++) {
            updates.add(new PolicyUpdate(kind, START_MILLIS, SamplePolicies.KINDS.get(kind) + " 10 20"));
        }
        long middle = START_MILLIS + (long) steps / 3 * STEP_MILLIS + 1_234;
        for (int kind = 0; kind < SamplePolicies.KINDS.size(); kind++) {
            updates.add(new PolicyUpdate(kind, middle, SamplePolicies.KINDS.get(kind) + " 8 12"));
        }
        return updates;
    }

    private static String name(int workload) {
        return "team-" + workload % 100 + "/app-" + workload;
    }

    private static double requests(int workload, int step) {
        if (random(workload, step, 23) == 0) {
            return Double.NaN;
        }
        double wave = Math.sin(step / 20.0 + workload);
        return wave < -0.6 ? 0 : Math.floor(80 + 70 * wave + random(workload, step + 1, 20));
    }

    private int replicas(int workload, int step) {
        boolean first = step == 0 || (step == steps / 2 + SILENT_STEPS + 1 && workload % 10 == 3);
        boolean byHand = random(workload, step + 3, 97) == 0;
        return first || byHand ? 1 + random(workload, step + 5, 6) : WorkloadEvent.AS_ORDERED;
    }

    /** From 0 to {@code bound} - 1, always the same for the same arguments. */
    private static int random(int workload, int step, int bound) {
        long bits = (workload * 0x9E37_79B9_7F4A_7C15L) ^ (step * 0xC2B2_AE3D_27D4_EB4FL);
        bits = (bits ^ bits >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (int) Math.floorMod(bits ^ bits >>> 29, (long) bound);
    }
}
