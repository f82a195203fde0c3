package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Schedule;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param longestMemoryMillis no window or period looks back farther
 */
record Policy(String name, AutoscalerSpec spec, long longestMemoryMillis) {
    Policy withSpec(AutoscalerSpec newSpec) {
        return new Policy(name, newSpec, longestMemoryMillis);
    }

    /** Whether it says how to go to zero and back beyond what the HPA does. */
    boolean hasActivation() {
        return spec.activation() != null;
    }

    Schedule schedule() {
        return spec.schedule();
    }
}
