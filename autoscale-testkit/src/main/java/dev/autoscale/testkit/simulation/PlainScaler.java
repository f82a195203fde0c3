package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.drive.SpecDrive;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.util.function.LongToIntFunction;

/** Decides from the time alone and remembers nothing. */
final class PlainScaler implements Scaler {
    static final long CYCLE_MILLIS = SpecDrive.CYCLE_MILLIS;

    private final String reason;
    private final LongToIntFunction replicasAt;

    PlainScaler(String reason, LongToIntFunction replicasAt) {
        this.reason = reason;
        this.replicasAt = replicasAt;
    }

    @Override
    public long cycleMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public int decide(long epochMillis, ReplicaCounts counts) {
        return replicasAt.applyAsInt(epochMillis);
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public String explanation() {
        return reason + "\n";
    }
}
