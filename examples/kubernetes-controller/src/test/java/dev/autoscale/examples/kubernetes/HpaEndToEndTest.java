package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HPAs, from their manifests to the scale of their targets and their status, over HTTP. */
class HpaEndToEndTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_700_000_000_000L;

    private final MockCluster cluster = new MockCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static String hpa(String mode, String rest) {
        return """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop, labels: {autoscale.dev/mode: %s}}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                """.formatted(mode) + rest.indent(2);
    }

    private static final String QUEUE = """
            minReplicas: 1
            maxReplicas: 10
            metrics:
            - type: External
              external:
                metric: {name: queue, selector: {matchLabels: {topic: orders}}}
                target: {type: AverageValue, averageValue: "10"}
            behavior:
              scaleDown: {stabilizationWindowSeconds: 120}
            """;

    @Test
    void goes_out_with_the_load_and_in_after_the_stabilization_window() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 20.0, 30.0);

        cluster.reconcileUntilReplicas(START, "web", 5);
        assertThat(cluster.condition("web", "AbleToScale"))
                .isEqualTo("SucceededRescale: the HPA controller was able to update the target scale to 5");
        assertThat(cluster.events("web"))
                .containsExactly(
                        "SuccessfulRescale: New size: 5; reason: external metric queue(&LabelSelector{MatchLabels:map[string]string"
                                + "{topic: orders,},MatchExpressions:[]LabelSelectorRequirement{},}) above target");

        cluster.metrics.set("queue", 15.0);
        cluster.reconcileUntil(
                START + MINUTE, () -> cluster.condition("web", "AbleToScale").startsWith("ScaleDownStabilized"));
        assertThat(cluster.replicas("web")).isEqualTo(5);

        cluster.reconcileUntilReplicas(START + 4 * MINUTE, "web", 2);
        List<Map<String, Object>> current = cluster.hpa("web").get("status", "currentMetrics");
        assertThat(current).hasSize(1);
        assertThat(current.get(0)).containsEntry("type", "External");
        assertThat(cluster.hpa("web").<String>get("status", "lastScaleTime")).isEqualTo("2023-11-14T22:17:20Z");
    }

    @Test
    void goes_to_zero_and_back() {
        cluster.deployment("web", 1);
        cluster.apply(hpa("active", QUEUE.replace("minReplicas: 1", "minReplicas: 0")));
        cluster.metrics.set("queue", 0.0);
        cluster.reconcileUntil(
                START, () -> cluster.condition("web", "AbleToScale").startsWith("ScaleDownStabilized"));

        cluster.reconcileUntilReplicas(START + 3 * MINUTE, "web", 0);
        assertThat(cluster.condition("web", "ScaledToZero")).startsWith("ScaledToZero");

        cluster.killController();
        cluster.metrics.set("queue", 25.0);
        cluster.reconcileUntilReplicas(START + 4 * MINUTE, "web", 3);
    }

    @Test
    void cpu_is_measured_pod_by_pod() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", """
                maxReplicas: 10
                metrics:
                - type: Resource
                  resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
                """));
        cluster.metrics.setPods("cpu", Map.of("web-0", 0.5, "web-1", 0.5, "api-0", 0.001));

        cluster.reconcileUntilReplicas(START, "web", 4);
        assertThat(cluster.hpa("web")
                        .<Integer>get("status", "currentMetrics", 0, "resource", "current", "averageUtilization"))
                .isEqualTo(100);
    }

    @Test
    void a_restart_in_mid_decline_forgets_nothing() {
        String slow = QUEUE.replace(
                "{stabilizationWindowSeconds: 120}",
                "{stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 2, periodSeconds: 600}]}");
        cluster.deployment("web", 8);
        cluster.apply(hpa("active", slow));
        cluster.metrics.set("queue", 10.0);
        cluster.reconcileUntilReplicas(START, "web", 6);

        cluster.killController();
        cluster.reconcileUntil(
                START + 5 * MINUTE,
                () -> cluster.condition("web", "ScalingLimited").startsWith("ScaleDownLimit"));
        assertThat(cluster.replicas("web")).as("two in ten minutes are spent").isEqualTo(6);

        cluster.killController();
        cluster.apply(hpa("active", slow.replace("value: 2", "value: 3")));
        cluster.reconcileUntilReplicas(START + 6 * MINUTE, "web", 5);
    }

    @Test
    void an_edit_is_followed() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 500.0);
        cluster.reconcileUntilReplicas(START, "web", 6);

        cluster.apply(hpa("active", QUEUE.replace("maxReplicas: 10", "maxReplicas: 7")));
        cluster.reconcileUntilReplicas(START + MINUTE, "web", 7);
        assertThat(cluster.condition("web", "ScalingLimited")).startsWith("TooManyReplicas");
    }

    @Test
    void a_refused_change_is_reported_and_tried_again() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 50.0);
        cluster.api.fail("PUT", "/deployments/web/scale", 409);
        cluster.reconcileUntil(
                START, () -> cluster.condition("web", "AbleToScale").startsWith("FailedUpdateScale"));
        assertThat(cluster.replicas("web")).isEqualTo(2);
        assertThat(cluster.events("web")).anyMatch(event -> event.startsWith("FailedRescale"));

        cluster.api.recover();
        cluster.reconcileUntilReplicas(START + MINUTE, "web", 5);
    }

    @Test
    void a_server_that_does_not_answer_stops_nothing_for_good() {
        cluster.deployment("web", 2);
        cluster.deployment("api", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.apply(hpa("active", QUEUE).replace("name: web", "name: api"));
        cluster.metrics.set("queue", 50.0);
        cluster.api.fail("GET", "/configmaps/autoscale-horizontalpodautoscaler-web", 500);
        cluster.reconcileUntilReplicas(START, "api", 5);
        assertThat(cluster.replicas("web"))
                .as("without its memory nothing is decided")
                .isEqualTo(2);

        cluster.api.recover();
        cluster.reconcileUntilReplicas(START + MINUTE, "web", 5);
    }

    @Test
    void a_metric_without_an_answer_never_shrinks() {
        cluster.deployment("web", 5);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.fail("queue");
        cluster.reconcileUntil(
                START, () -> cluster.condition("web", "ScalingActive").startsWith("FailedGetExternalMetric"));
        cluster.metrics.set("queue");
        cluster.controller().reconcile(START + 10 * MINUTE);

        assertThat(cluster.condition("web", "ScalingActive"))
                .isEqualTo(
                        "FailedGetExternalMetric: the HPA was unable to compute the replica count: queue: the sample is not a"
                                + " finite number");
        assertThat(cluster.replicas("web")).isEqualTo(5);
    }

    @Test
    void a_target_that_was_changed_by_hand_is_reported_and_followed_on() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 20.0);
        cluster.reconcileUntil(
                START, () -> !cluster.condition("web", "AbleToScale").isEmpty());

        cluster.scaleByHand("web", 4);
        cluster.reconcileUntil(
                START + MINUTE,
                () -> cluster.events("web").contains("TargetChanged: Someone else changed the replicas from 2 to 4"));
        cluster.reconcileUntilReplicas(START + 10 * MINUTE, "web", 2);
    }

    @Test
    void two_owners_of_one_target_are_reported_and_not_fought() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE).replace("labels: {autoscale.dev/mode: active}", "labels: {team: x}"));
        cluster.apply(hpa("active", QUEUE).replace("metadata: {name: web", "metadata: {name: second"));
        cluster.metrics.set("queue", 90.0);

        cluster.reconcileUntil(
                START, () -> cluster.condition("second", "ScalingActive").startsWith("AmbiguousSelector"));
        assertThat(cluster.replicas("web")).isEqualTo(2);
        assertThat(cluster.events("second"))
                .containsExactly("TargetHasOwner: a target must have one owner: target=shop/Deployment/web,"
                        + " owner=shop/HorizontalPodAutoscaler/web, refused=shop/HorizontalPodAutoscaler/second");
    }

    @Test
    void a_shadow_tells_where_it_differs_and_changes_nothing() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("shadow", QUEUE));
        cluster.metrics.set("queue", 50.0);

        cluster.reconcileUntil(START, () -> !cluster.events("web").isEmpty());
        assertThat(cluster.events("web").get(0)).startsWith("ShadowDiffers: Would run 5 replicas, not 2: ");
        assertThat(cluster.replicas("web")).isEqualTo(2);
        assertThat(cluster.hpa("web").<Object>get("status")).isNull();
        assertThat(cluster.registry.get("autoscale.shadow.difference").gauge().value())
                .isEqualTo(3);

        cluster.scaleByHand("web", 5);
        cluster.reconcileUntil(
                START + MINUTE,
                () -> cluster.registry
                                .get("autoscale.shadow.difference")
                                .gauge()
                                .value()
                        == 0);
        assertThat(cluster.events("web")).hasSize(1);
    }

    @Test
    void a_policy_that_makes_no_sense_says_so_once() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE.replace("maxReplicas: 10", "maxReplicas: 0")));
        cluster.reconcileUntil(START, () -> !cluster.events("web").isEmpty());
        cluster.controller().reconcile(START + MINUTE);

        assertThat(cluster.events("web"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("InvalidPolicy: ")
                .contains("maxReplicas");
    }

    @Test
    void what_goes_takes_its_meters_along() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 20.0);
        cluster.reconcileUntil(
                START, () -> cluster.registry.find("autoscale.replicas.desired").gauge() != null);

        cluster.client().resource(cluster.hpa("web")).delete();
        cluster.reconcileUntil(
                START + MINUTE,
                () -> cluster.registry.find("autoscale.replicas.desired").gauge() == null);
    }

    @Test
    void a_target_that_was_created_again_is_seen_as_it_is() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 50.0);
        cluster.reconcileUntilReplicas(START, "web", 5);

        cluster.client()
                .apps()
                .deployments()
                .inNamespace(MockCluster.NAMESPACE)
                .withName("web")
                .delete();
        cluster.deployment("web", 2);
        cluster.reconcileUntilReplicas(START + MINUTE, "web", 5);
    }

    @Test
    void damaged_memory_is_reported_and_begun_anew() {
        cluster.deployment("web", 2);
        cluster.apply(hpa("active", QUEUE));
        cluster.metrics.set("queue", 20.0);
        cluster.reconcileUntil(
                START, () -> !cluster.condition("web", "AbleToScale").isEmpty());

        cluster.killController();
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: autoscale-horizontalpodautoscaler-web, namespace: shop}
                data: {policy: "no policy"}
                """);
        cluster.metrics.set("queue", 50.0);
        cluster.reconcileUntilReplicas(START + MINUTE, "web", 5);
        assertThat(cluster.events("web")).anyMatch(event -> event.startsWith("MemoryLost"));
    }
}
