package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import java.util.Set;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param averages the ids of sources whose values are averages over the replicas
 * @param damping which parts may hold the count between windows and rate policies
 * @param longestMemoryMillis no window or period looks back farther
 */
record Policy(
        String name, AutoscalerSpec spec, Set<String> averages, Set<DampingPart> damping, long longestMemoryMillis) {
    Policy withSpec(AutoscalerSpec newSpec) {
        return new Policy(name, newSpec, averages, damping, longestMemoryMillis);
    }

    /** Whether a recorded value of this metric depends on how many replicas there were. */
    boolean needsReplicas(MetricSpec metric) {
        return Feeds.needsReplicas(metric) || averages.contains(metric.id());
    }

    /** Whether it says how to go to zero and back beyond what the HPA does. */
    boolean hasActivation() {
        return spec.activation() != null;
    }

    /** Whether something may hold the count back for a while: an alignment does not, it only rounds. */
    boolean mayHold() {
        return damping.stream().anyMatch(part -> part != DampingPart.ALIGNMENT);
    }

    Schedule schedule() {
        return spec.schedule();
    }
}
