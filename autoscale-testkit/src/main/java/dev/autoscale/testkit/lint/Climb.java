package dev.autoscale.testkit.lint;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.Schedule;
import java.util.List;

/** How fast a policy grows once the load asks for it, by the engine itself. Thread-safe. */
final class Climb {
    private static final int MOST_DECISIONS = 10_000;

    /** Longer than any climb that was followed. */
    static final long NEVER = Long.MAX_VALUE;

    private Climb() {}

    /**
     * The time from the load's jump to the decision that reaches the goal.
     *
     * @param from the count before, at least 1
     * @param goal the count to reach, at most the spec's highest
     * @return milliseconds, or {@link #NEVER} if it takes more than 10,000 decisions
     */
    static long millis(AutoscalerSpec spec, int from, int goal, long everyMillis) {
        if (from >= goal) {
            return 0;
        }
        AutoscalerSpec climbing = spec.toBuilder()
                .bounds(Math.min(1, spec.minReplicas()), goal)
                .metrics(List.of(MetricSpec.external("load").averageValue(1)))
                .combination(Combination.MAX)
                .activation(null)
                .schedule(Schedule.of())
                .buildUnchecked();
        Autoscaler autoscaler = climbing.newAutoscaler();
        Observation in = climbing.newObservation();
        Decision out = climbing.newDecision();
        autoscaler.decide(in.at(0).replicas(from).value(0, from), out);
        int count = from;
        for (long i = 1; i <= MOST_DECISIONS; i++) {
            long now = i * everyMillis;
            // Twice the goal is beyond every tolerance; the highest count ends the climb.
            autoscaler.decide(in.at(now).replicas(count).value(0, 2.0 * goal), out);
            if (out.replicas() >= goal) {
                return now - everyMillis;
            }
            autoscaler.scaled(out);
            count = out.replicas();
        }
        return NEVER;
    }
}
