package dev.autoscale.testkit.simulation.fleet;

import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import java.util.List;

/** Which faults are on. Of several of a kind the one that is listed last counts. Not thread-safe. */
public final class Faults {
    private static final Kind[] KINDS = Kind.values();

    private final List<Fault> all;
    private final boolean[] isOn;
    private final int[] onByKind = new int[KINDS.length];

    public Faults(List<Fault> all) {
        this.all = all;
        isOn = new boolean[all.size()];
    }

    public List<Fault> all() {
        return all;
    }

    /** All faults as they are at an instant: what begins or ends together takes effect together, in whatever order it is listed. */
    public void moveTo(long nowMicros) {
        for (int i = 0; i < isOn.length; i++) {
            Fault fault = all.get(i);
            boolean on = fault.fromMicros() <= nowMicros && nowMicros < fault.toMicros();
            if (isOn[i] != on) {
                isOn[i] = on;
                onByKind[fault.kind().ordinal()] += on ? 1 : -1;
            }
        }
    }

    public boolean isOn(Kind kind) {
        return onByKind[kind.ordinal()] > 0;
    }

    public long amount(Kind kind, long orElse) {
        for (int i = all.size() - 1; i >= 0 && isOn(kind); i--) {
            if (isOn[i] && all.get(i).kind() == kind) {
                return all.get(i).amount();
            }
        }
        return orElse;
    }
}
