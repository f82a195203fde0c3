package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.LabelSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus server; skipped where it is not installed. */
class PrometheusTest {
    private static final String PAGE = """
            queue_length{topic="orders",shard="1"} 15
            queue_length{topic="orders",shard="2"} 25
            queue_length{topic="other"} 9000
            busy_threads{namespace="shop",pod="web-0"} 4
            busy_threads{namespace="shop",pod="web-1"} 6
            busy_threads{namespace="elsewhere",pod="web-1"} 600
            odd NaN
            endless +Inf
            """;

    @TempDir
    private Path directory;

    private PrometheusServer prometheus;
    private PrometheusMetrics metrics;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> binary = PrometheusServer.installed();
        assumeTrue(binary.isPresent(), "prometheus is not installed (Debian: apt-get install prometheus)");
        prometheus = new PrometheusServer(binary.get(), directory);
        prometheus.export(PAGE);
        metrics = new PrometheusMetrics(prometheus.uri());
        MockCluster.await(() -> series("odd", null).size() == 1);
    }

    @AfterEach
    void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static Metrics.Query external(String name, LabelSelector selector, String expression) {
        MetricSpec metric = MetricSpec.external(name).averageValue(1);
        return new Metrics.Query(metric, "shop", selector, null, expression);
    }

    private List<Double> series(String name, LabelSelector selector) {
        try {
            return metrics.series(external(name, selector, ""), now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_target_follows_a_queue_that_prometheus_scrapes() {
        MockCluster cluster = new MockCluster(metrics);
        cluster.deployment("web", 2);
        cluster.apply("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop, labels: {autoscale.dev/mode: active}}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  minReplicas: 2
                  maxReplicas: 10
                  metrics:
                  - type: External
                    external:
                      metric: {name: queue_length, selector: {matchLabels: {topic: orders}}}
                      target: {type: AverageValue, averageValue: "10"}
                  - type: Pods
                    pods: {metric: {name: busy_threads}, target: {type: AverageValue, averageValue: "8"}}
                """);
        cluster.reconcileUntilReplicas(now(), "web", 4);

        prometheus.export(PAGE.replace("9000", "1").replace("25", "45"));
        MockCluster.await(() ->
                series("queue_length", LabelSelector.of("topic", "orders")).contains(45.0));
        cluster.reconcileUntilReplicas(now(), "web", 6);

        prometheus.stopExporter();
        MockCluster.await(() -> series("queue_length", null).isEmpty());
        cluster.reconcileUntil(
                now(), () -> cluster.condition("web", "ScalingActive").startsWith("FailedGetExternalMetric"));
        assertThat(cluster.replicas("web")).isEqualTo(6);
        cluster.close();
    }

    @Test
    void answers_of_every_form() throws IOException {
        assertThat(series("queue_length", LabelSelector.of("topic", "orders"))).containsExactlyInAnyOrder(15.0, 25.0);
        assertThat(series("nothing", null)).isEmpty();
        assertThat(series("odd", null)).containsExactly(Double.NaN);
        assertThat(series("endless", null)).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(metrics.series(external("x", null, "scalar(sum(queue_length{topic=\"orders\"})) / 2"), now()))
                .containsExactly(20.0);

        LabelSelector shards = new LabelSelector(
                Map.of(),
                List.of(
                        new LabelSelector.Requirement("topic", "In", List.of("orders", "o.ders")),
                        new LabelSelector.Requirement("shard", "NotIn", List.of("2")),
                        new LabelSelector.Requirement("shard", "Exists", List.of())));
        assertThat(series("queue_length", shards)).containsExactly(15.0);

        MetricSpec busy = MetricSpec.pods("busy_threads").averageValue(1);
        assertThat(metrics.ofPods(new Metrics.Query(busy, "shop", null, null, ""), now()))
                .isEqualTo(Map.of("web-0", 4.0, "web-1", 6.0));
    }

    @Test
    void what_is_no_answer_is_an_error_that_says_why() {
        assertThatThrownBy(() -> metrics.series(external("x", null, "sum("), now()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("parse error");
        assertThatThrownBy(() -> metrics.series(external("x", null, "queue_length[1m]"), now()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("matrix");
        prometheus.close();
        MockCluster.await(() -> {
            try {
                metrics.series(external("x", null, "1"), now());
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }
}
