package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Schedule;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param hasActivation whether it says how to go to zero and back beyond what the HPA does
 * @param schedule its windows
 * @param longestMemoryMillis no window or period looks back farther
 */
record Policy(String name, AutoscalerSpec spec, boolean hasActivation, Schedule schedule, long longestMemoryMillis) {
    Policy withSpec(AutoscalerSpec newSpec) {
        return new Policy(name, newSpec, hasActivation, schedule, longestMemoryMillis);
    }
}
