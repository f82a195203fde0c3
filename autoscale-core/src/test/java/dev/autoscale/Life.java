package dev.autoscale;

import java.nio.ByteBuffer;
import java.time.Duration;

/** One autoscaler and its inputs, so that a test reads as a life: decide, look, carry out. */
final class Life {
    final AutoscalerSpec spec;
    final Autoscaler autoscaler;
    final Observation in;
    final Decision out;

    Life(AutoscalerSpec.Builder builder) {
        spec = builder.build();
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    /** Shrinks at once, so that nothing but the part under test holds a count. */
    static AutoscalerSpec.Builder nimble(int min, int max, MetricSpec... metrics) {
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(min, max).scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ZERO));
        for (MetricSpec metric : metrics) {
            builder.metric(metric);
        }
        return builder;
    }

    /** A queue with target 1 between 1 and 100 replicas, without windows and rate limits. */
    static AutoscalerSpec.Builder free(ScalingRules up, ScalingRules down) {
        RatePolicy any = RatePolicy.pods(1_000_000).per(Duration.ofMillis(1));
        return AutoscalerSpec.builder(1, 100)
                .metric(MetricSpec.external("queue").averageValue(1))
                .scaleUp(up.policy(any))
                .scaleDown(down.policy(any).stabilizationWindow(Duration.ZERO));
    }

    /** Goes on as an autoscaler that was restored from a snapshot. */
    Autoscaler restored() {
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        Autoscaler copy = autoscaler.spec().newAutoscaler();
        copy.restore(bytes.flip());
        return copy;
    }

    /** What another autoscaler answers to one queue; remembered there. */
    static int ask(Autoscaler other, long millis, int replicas, double value) {
        Decision out = other.spec().newDecision();
        other.decide(other.spec().newObservation().at(millis).replicas(replicas).value(0, value), out);
        return out.replicas();
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
        autoscaler.scaled(out);
        return answer;
    }
}
