package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.Fault.Kind;
import java.util.List;

/** Which faults are on. Of several of a kind the one that is listed last counts. Not thread-safe. */
final class Faults {
    private static final Kind[] KINDS = Kind.values();

    private final List<Fault> all;
    private final boolean[] isOn;
    private final int[] onByKind = new int[KINDS.length];

    Faults(List<Fault> all) {
        this.all = all;
        isOn = new boolean[all.size()];
    }

    List<Fault> all() {
        return all;
    }

    /** All faults as they are at an instant: what begins or ends together takes effect together, in whatever order it is listed. */
    void moveTo(long nowMicros) {
        for (int i = 0; i < isOn.length; i++) {
            boolean on = all.get(i).isAt(nowMicros);
            if (isOn[i] != on) {
                isOn[i] = on;
                onByKind[all.get(i).kind().ordinal()] += on ? 1 : -1;
            }
        }
    }

    boolean isOn(Kind kind) {
        return onByKind[kind.ordinal()] > 0;
    }

    long amount(Kind kind, long orElse) {
        for (int i = all.size() - 1; i >= 0 && isOn(kind); i--) {
            if (isOn[i] && all.get(i).kind() == kind) {
                return all.get(i).amount();
            }
        }
        return orElse;
    }
}
