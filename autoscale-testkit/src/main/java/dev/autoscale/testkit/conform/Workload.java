package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;

/** A workload of a recorded sequence: its autoscaler, wherever that lives. */
interface Workload {
    /** The autoscaler; to be asked for anew at each step, since other workloads may have been asked in between. */
    Autoscaler autoscaler();

    void respec(AutoscalerSpec newSpec, long epochMillis);

    /** Where workloads live. */
    @FunctionalInterface
    interface Home {
        Workload add(AutoscalerSpec spec);
    }

    /** A workload whose autoscaler is an object of its own. */
    static Workload alone(AutoscalerSpec spec) {
        Autoscaler autoscaler = spec.newAutoscaler();
        return new Workload() {
            @Override
            public Autoscaler autoscaler() {
                return autoscaler;
            }

            @Override
            public void respec(AutoscalerSpec newSpec, long epochMillis) {
                autoscaler.respec(newSpec, epochMillis);
            }
        };
    }
}
