package dev.autoscale.examples.flink;

import java.nio.ByteBuffer;
import java.util.List;

/** The versions of one policy, by the time from which they hold, each with its engine. Belongs to one subtask. */
final class PolicyVersions {
    static final int NONE = -1;

    private final long[] fromMillis;
    private final PolicyEngine[] engines;

    /** The updates of one policy, oldest first. */
    PolicyVersions(List<PolicyUpdate> updates, PolicyReader reader) {
        fromMillis = new long[updates.size()];
        engines = new PolicyEngine[updates.size()];
        for (int i = 0; i < engines.length; i++) {
            fromMillis[i] = updates.get(i).epochMillis();
            engines[i] = reader.read(updates.get(i).text());
        }
    }

    /** The version that holds at an instant, or {@link #NONE}. */
    int at(long epochMillis) {
        int version = engines.length - 1;
        while (version >= 0 && fromMillis[version] > epochMillis) {
            version--;
        }
        return version;
    }

    /** The version that began at this time, or {@link #NONE}. */
    int beginning(long epochMillis) {
        int version = at(epochMillis);
        return version >= 0 && fromMillis[version] == epochMillis ? version : NONE;
    }

    /** Lets a workload's memory go through the versions since the one that decided for it last, each at its own time. */
    void restore(ByteBuffer snapshot, int from, int to, int replicas) {
        if (from == to) {
            engines[to].restore(snapshot);
            return;
        }
        for (int version = from + 1; version <= to; version++) {
            engines[version].restore(snapshot, engines[version - 1], replicas, fromMillis[version]);
            if (version < to) {
                snapshot = ByteBuffer.allocate(engines[version].engine().snapshotSize());
                engines[version].engine().snapshot(snapshot);
                snapshot.flip();
            }
        }
    }

    long fromMillis(int version) {
        return fromMillis[version];
    }

    PolicyEngine engine(int version) {
        return engines[version];
    }
}
