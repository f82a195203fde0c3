/**
 * For those who come from DataDog's WatermarkPodAutoscaler or check it: its decision, bit for bit.
 *
 * <pre>
 * pods ──▶ WpaPods: ready ones ┐
 * values of the metrics        ├─▶ WatermarkPodAutoscaler ──▶ replicas
 *                              ┘   band, limits, windows
 * </pre>
 *
 * <pre>{@code
 * WatermarkPodAutoscaler policy = WatermarkPodAutoscaler.builder(20)
 *         .algorithm("average")
 *         .metric("requests", 50.0, 75.0)
 *         .build();
 * UpstreamDecision out = policy.newDecision();
 * policy.newAutoscaler(0, 4).decide(policy.newObservation().at(0).replicas(4).value(0, 400), out);
 * System.out.println(out.replicas()); // 6
 * }</pre>
 *
 * @see WatermarkPodAutoscaler
 */
@NullMarked
package dev.autoscale.policies.wpa;

import org.jspecify.annotations.NullMarked;
