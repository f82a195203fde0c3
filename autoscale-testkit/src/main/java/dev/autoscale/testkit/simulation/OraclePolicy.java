package dev.autoscale.testkit.simulation;

/** Orders what will be needed. */
record OraclePolicy() implements ScalingPolicy {
    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return start.demandAhead().highest();
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new PlainScaler("Foreseen", epochMillis -> start.demandAhead().highest());
    }
}
