/**
 * For those who have a HorizontalPodAutoscaler: its shape, quantities, defaults and the verdict of the API server.
 *
 * <pre>
 * a manifest, parsed ──▶ HorizontalPodAutoscaler ──▶ toSpec() ──▶ AutoscalerSpec
 *                          violations(), validate(): what the API server would say
 *                          Manifest:   the rest of the document, kept
 * </pre>
 *
 * <pre>{@code
 * HorizontalPodAutoscaler hpa = new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10)
 *         .withMinReplicas(2)
 *         .withMetrics(HpaMetric.resource("cpu", HpaMetric.Target.averageUtilization(60)));
 * hpa.validate(); // throws what the API server would refuse
 * AutoscalerSpec spec = hpa.toSpec();
 * System.out.println(spec.minReplicas() + " to " + spec.maxReplicas()); // 2 to 10
 * }</pre>
 *
 * @see HorizontalPodAutoscaler
 * @see dev.autoscale.AutoscalerSpec
 */
@NullMarked
package dev.autoscale.policies.kubernetes;

import org.jspecify.annotations.NullMarked;
