package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ScaledObjects, over HTTP: this controller alone does what KEDA and an HPA do together. */
class ScaledObjectEndToEndTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_700_000_000_000L;

    private final MockCluster cluster = new MockCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static String scaledObject(String annotations) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata:
                  name: worker
                  namespace: shop
                  labels: {autoscale.dev/mode: active}
                  annotations: {%s}
                spec:
                  scaleTargetRef: {name: worker}
                  maxReplicaCount: 20
                  cooldownPeriod: 300
                  triggers:
                  - type: prometheus
                    name: jobs
                    metadata:
                      serverAddress: http://prometheus:9090
                      query: sum(jobs_waiting)
                      threshold: "10"
                """.formatted(annotations);
    }

    @Test
    void goes_to_zero_after_the_cooldown_and_back_at_once() {
        cluster.deployment("worker", 0);
        cluster.apply(scaledObject(""));
        cluster.metrics.set("jobs", 25.0);
        cluster.reconcileUntil(START, () -> cluster.replicas("worker") > 0);
        cluster.startPods("worker");
        cluster.reconcileUntilReplicas(START + MINUTE, "worker", 3);

        cluster.metrics.set("jobs", 0.0);
        cluster.controller().reconcile(START + 2 * MINUTE);
        assertThat(cluster.replicas("worker")).isEqualTo(3);

        cluster.killController();
        cluster.reconcileUntilReplicas(START + 7 * MINUTE, "worker", 0);

        cluster.metrics.set("jobs", 1.0);
        cluster.reconcileUntilReplicas(START + 8 * MINUTE, "worker", 1);
    }

    @Test
    void annotations_pause_it() {
        cluster.deployment("worker", 2);
        cluster.apply(scaledObject("autoscaling.keda.sh/paused-replicas: \"4\""));
        cluster.metrics.set("jobs", 200.0);
        cluster.reconcileUntilReplicas(START, "worker", 4);
        cluster.controller().reconcile(START + MINUTE);
        assertThat(cluster.replicas("worker")).isEqualTo(4);

        cluster.apply(scaledObject(""));
        cluster.reconcileUntil(START + 2 * MINUTE, () -> cluster.replicas("worker") > 4);
    }

    @Test
    void steps_back_from_a_target_that_an_hpa_scales() {
        cluster.deployment("worker", 2);
        cluster.apply(scaledObject(""));
        cluster.apply("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: other, namespace: shop}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: worker}
                  maxReplicas: 5
                """);
        cluster.metrics.set("jobs", 200.0);

        cluster.reconcileUntil(
                START, () -> cluster.events("worker").stream().anyMatch(event -> event.startsWith("TargetHasOwner: ")));
        assertThat(cluster.replicas("worker")).isEqualTo(2);
    }
}
