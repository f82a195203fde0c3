package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.simulation.Scaler;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.SimulationStart;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;

/** Another count, another reason and a long explanation each time: the largest page that a policy can make. */
record RestlessPolicy(String name, int seed) implements ScalingPolicy {
    @Override
    public Scaler newScaler(SimulationStart start) {
        return new Scaler() {
            private int step = seed;

            @Override
            public long cycleMillis() {
                return 15_000;
            }

            @Override
            public int decide(long epochMillis, ReplicaCounts counts) {
                step++;
                return 1 + step * 7919 % 13 + step % 2;
            }

            @Override
            public String reason() {
                return "Reason" + step % 12;
            }

            @Override
            public String explanation() {
                return "a line with a <number> & more: 123456\n".repeat(9);
            }
        };
    }
}
