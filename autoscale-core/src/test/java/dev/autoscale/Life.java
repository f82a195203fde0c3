package dev.autoscale;

import java.time.Duration;

/** One autoscaler and its inputs, so that a test reads as a life: decide, look, carry out. */
final class Life {
    final AutoscalerSpec spec;
    final Autoscaler autoscaler;
    final Observation in;
    final Decision out;

    Life(AutoscalerSpecBuilder builder) {
        spec = builder.build();
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    /** Shrinks at once, so that nothing but the part under test holds a count. */
    static AutoscalerSpecBuilder nimble(int min, int max, MetricSpec... metrics) {
        AutoscalerSpecBuilder builder =
                AutoscalerSpec.builder(min, max).scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ZERO));
        for (MetricSpec metric : metrics) {
            builder.metric(metric);
        }
        return builder;
    }

    /** Each value in turn; NaN fails. */
    Observation at(long millis, int replicas, double... values) {
        in.at(millis).replicas(replicas);
        for (int i = 0; i < values.length; i++) {
            in.value(i, values[i]);
        }
        return in;
    }

    int decide() {
        autoscaler.decide(in, out);
        return out.replicas();
    }

    int decide(long millis, int replicas, double... values) {
        at(millis, replicas, values);
        return decide();
    }

    /** Decides and carries the answer out. */
    int follow(long millis, int replicas, double... values) {
        int answer = decide(millis, replicas, values);
        if (out.changes()) {
            autoscaler.scaled(millis, replicas, answer);
        }
        return answer;
    }
}
