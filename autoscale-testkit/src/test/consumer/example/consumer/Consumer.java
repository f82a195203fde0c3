package example.consumer;

import static dev.autoscale.policies.kubernetes.HpaMetric.Target.averageValue;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.ManualClock;
import java.time.Duration;

/** A stranger's program: knows the published jars only. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        AutoscalerSpec spec = new HorizontalPodAutoscaler(ObjectReference.deployment("workers"), 10)
                .withMetrics(HpaMetric.external("queue", averageValue(Quantity.parse("20"))))
                .toSpec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        ManualClock clock = ManualClock.at(0);
        int replicas = 2;
        for (double queue : new double[] {30, 130, 130}) {
            autoscaler.decide(in.at(clock.millis()).replicas(replicas).value(0, queue), out);
            System.out.println(replicas + " -> " + out.replicas() + " " + out.reason());
            autoscaler.scaled(out);
            replicas = out.replicas();
            clock.advance(Duration.ofSeconds(15));
        }
        System.out.println("module=" + AutoscalerSpec.class.getModule().getName());
    }
}
