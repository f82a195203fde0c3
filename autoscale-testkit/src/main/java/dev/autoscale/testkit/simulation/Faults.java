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

    void turn(int fault, boolean on) {
        if (isOn[fault] != on) {
            isOn[fault] = on;
            onByKind[all.get(fault).kind().ordinal()] += on ? 1 : -1;
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
