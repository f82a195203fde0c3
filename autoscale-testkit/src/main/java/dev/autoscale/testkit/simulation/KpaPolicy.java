package dev.autoscale.testkit.simulation;

import dev.autoscale.policies.knative.KpaSpec;
import java.util.Objects;

/**
 * A revision of Knative.
 *
 * @param name a short name
 * @param spec what decides
 * @param signal what is recorded
 */
record KpaPolicy(String name, KpaSpec spec, Signal signal) implements ScalingPolicy {
    KpaPolicy {
        Objects.requireNonNull(name, "name");
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new KpaScaler(this, start);
    }
}
