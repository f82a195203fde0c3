package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import org.junit.jupiter.api.Test;

/** What is asked for each kind of metric. */
class PrometheusExpressionTest {
    private static String expression(MetricSpec metric, LabelSelector selector, ObjectReference object) {
        return PrometheusMetrics.expression(new Metrics.Query(metric, "shop", selector, object, ""));
    }

    @Test
    void resources_are_those_of_the_kubelet() {
        assertThat(expression(MetricSpec.resource("cpu").averageUtilization(50), null, null))
                .isEqualTo(
                        "sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=\"shop\",container!=\"\"}[2m]))");
        assertThat(expression(MetricSpec.containerResource("memory", "main").averageUtilization(50), null, null))
                .isEqualTo("sum by (pod) (container_memory_working_set_bytes{namespace=\"shop\",container=\"main\"})");
    }

    @Test
    void others_are_called_as_in_the_manifest() {
        assertThat(expression(MetricSpec.pods("busy").averageValue(1), LabelSelector.of("pool", "a\"b"), null))
                .isEqualTo("sum by (pod) (busy{namespace=\"shop\",pool=\"a\\\"b\"})");
        assertThat(expression(
                        MetricSpec.object("requests").value(1), null, new ObjectReference("v1", "Service", "web")))
                .isEqualTo("sum(requests{namespace=\"shop\",service=\"web\"})");
        assertThat(expression(
                        MetricSpec.external("queue-length").value(1), LabelSelector.of("app.io/topic", "x"), null))
                .isEqualTo("queue_length{app_io_topic=\"x\"}");
    }
}
