package dev.autoscale;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of a batch: the caller's arrays, whether they are as they must be, and what was decided last. */
final class FleetColumns {
    /** Nothing was decided since the batch was reported or set anew. */
    static final int NOTHING = -1;

    private static final int MAX_NAMED = 8;
    /** Reasons are packed as ordinal + 1, so that what was never decided has none. */
    private static final int FIRST_REASON = 1;

    int @Nullable [] slots;
    int slotCount;
    int @Nullable [] replicas;
    int @Nullable [] existing;
    int @Nullable [] ready;
    final double[] @Nullable [] values;
    int @Nullable [] answers;
    byte @Nullable [] reasons;
    long epochMillis;
    boolean hasTime;
    /** How many indices were decided last, or {@link #NOTHING}. */
    int decided = NOTHING;

    int changed;
    /** How often a workload had been removed from the group then. */
    private int removals;

    FleetColumns(int metrics) {
        values = new double[metrics][];
    }

    /** For a group with so many slots. */
    int count(int groupSlots) {
        return slots == null ? groupSlots : slotCount;
    }

    int slotAt(int index) {
        return slots == null ? index : slots[index];
    }

    int currentAt(int index) {
        return Objects.requireNonNull(replicas)[index];
    }

    int answerAt(int index) {
        return Objects.requireNonNull(answers)[index];
    }

    /** Where the count is unknown or negative there is no change, whatever stands for it in the answers. */
    boolean isChanged(int index) {
        return currentAt(index) >= 0 && currentAt(index) != answerAt(index);
    }

    Observation fill(Observation in, int index) {
        int current = currentAt(index);
        in.at(epochMillis).replicas(current, existing == null ? current : existing[index]);
        if (ready != null) {
            in.readyReplicas(ready[index]);
        }
        for (int metric = 0; metric < values.length; metric++) {
            double[] column = values[metric];
            if (column != null && !Double.isNaN(column[index])) {
                in.value(metric, column[index]);
            }
        }
        return in;
    }

    /** Whether every metric has a value that keeps a count, which is wanted and exists. */
    boolean keeps(int index, AutoscalerSpec spec) {
        int current = currentAt(index);
        boolean keeps = existing == null || existing[index] == current;
        for (int metric = 0; metric < values.length; metric++) {
            double[] column = values[metric];
            keeps &= column != null && spec.calculator(metric).keeps(current, column[index]);
        }
        return keeps;
    }

    void answer(int index, int replicas, Reason why) {
        Objects.requireNonNull(answers)[index] = replicas;
        if (reasons != null) {
            reasons[index] = (byte) (why.ordinal() + FIRST_REASON);
        }
    }

    void answer(int index, Decision out) {
        answer(index, out.replicas, reasons == null ? Reason.AT_TARGET : out.reason());
    }

    void decided(int count, int changes, FleetSlots group) {
        decided = count;
        changed = changes;
        removals = group.removals();
    }

    /** How many indices were decided; they count as reported from now on. */
    int takeDecided(FleetSlots group) {
        if (decided == NOTHING) {
            throw new IllegalStateException("scaled must follow decide: the batch was reported or set anew");
        }
        if (removals != group.removals()) {
            throw new IllegalStateException("scaled must follow decide: a workload was removed in between");
        }
        int count = decided;
        decided = NOTHING;
        return count;
    }

    Reason reason(int index) {
        if (reasons == null) {
            throw new IllegalStateException("reason needs a column of reasons");
        }
        int packed = reasons[index] & 0xff;
        if (packed < FIRST_REASON) {
            throw new IllegalStateException("reason needs a decision: index=" + index);
        }
        return Reason.of(packed - FIRST_REASON);
    }

    /** Everything must be there for so many indices. */
    void check(int count) {
        boolean whole = hasTime
                && isWhole(replicas, count)
                && isWhole(answers, count)
                && !isInput(answers)
                && (existing == null || existing.length >= count)
                && (ready == null || ready.length >= count)
                && (reasons == null || reasons.length >= count);
        for (double[] column : values) {
            whole &= column == null || column.length >= count;
        }
        if (!whole) {
            throw new IllegalArgumentException(
                    "a batch must have its columns, for " + count + " indices: " + faults(count));
        }
    }

    private static boolean isWhole(int @Nullable [] column, int count) {
        return column != null && column.length >= count;
    }

    private boolean isInput(int @Nullable [] column) {
        return column != null && (column == replicas || column == existing || column == ready || column == slots);
    }

    private String faults(int count) {
        List<String> faults = new ArrayList<>();
        if (!hasTime) {
            faults.add("at is missing");
        }
        fault("replicas", replicas == null ? -1 : replicas.length, count, faults);
        fault("existing", existing == null ? count : existing.length, count, faults);
        fault("ready", ready == null ? count : ready.length, count, faults);
        for (int i = 0; i < values.length; i++) {
            double[] column = values[i];
            fault("values(" + i + ")", column == null ? count : column.length, count, faults);
        }
        fault("answers", answers == null ? -1 : answers.length, count, faults);
        fault("reasons", reasons == null ? count : reasons.length, count, faults);
        if (isInput(answers)) {
            faults.add("answers is an input, too");
        }
        return String.join(", ", faults);
    }

    private static void fault(String name, int length, int count, List<String> faults) {
        if (length < 0) {
            faults.add(name + " is missing");
        } else if (length < count) {
            faults.add(name + ".length=" + length);
        }
    }

    /** Slots that are given must be used. */
    void checkSlots(FleetSlots group) {
        for (int i = 0; slots != null && i < slotCount; i++) {
            if (!group.isUsed(slots[i])) {
                throw new IllegalArgumentException("slots must be used: " + unused(slots, group));
            }
        }
    }

    private String unused(int[] asked, FleetSlots group) {
        List<String> named = new ArrayList<>();
        int more = 0;
        for (int i = 0; i < slotCount; i++) {
            if (!group.isUsed(asked[i])) {
                if (named.size() < MAX_NAMED) {
                    named.add("slots[" + i + "]=" + asked[i]);
                } else {
                    more++;
                }
            }
        }
        return String.join(", ", named) + (more == 0 ? "" : " and " + more + " more");
    }

    @Override
    public String toString() {
        return slots == null ? "all slots" : slotCount + " slots";
    }
}
