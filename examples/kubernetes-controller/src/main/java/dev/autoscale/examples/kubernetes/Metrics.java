package dev.autoscale.examples.kubernetes;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Where values come from: what a cluster serves under {@code metrics.k8s.io}, {@code custom.metrics.k8s.io} and {@code
 * external.metrics.k8s.io}, and what KEDA asks its scalers. Implementations are called by one thread.
 */
interface Metrics {
    /**
     * What is asked for.
     *
     * @param metric kind, name and container; of a Resource or ContainerResource metric cpu in cores, memory in bytes
     * @param namespace the namespace of the workload
     * @param selector which series of the metric; null for all
     * @param object the object that an Object metric is of; null for other kinds
     * @param expression the query itself, where a trigger holds one; empty otherwise
     */
    record Query(
            MetricSpec metric, String namespace, LabelSelector selector, ObjectReference object, String expression) {}

    /**
     * The values of a metric of kind Resource, ContainerResource or Pods, by the names of the pods; pods without a value are not there.
     *
     * @throws IOException if the source does not answer, or with an error
     */
    Map<String, Double> ofPods(Query query, long epochMillis) throws IOException;

    /**
     * The values of all series of a metric of kind Object or External; empty if there are none.
     *
     * @throws IOException if the source does not answer, or with an error
     */
    List<Double> series(Query query, long epochMillis) throws IOException;
}
