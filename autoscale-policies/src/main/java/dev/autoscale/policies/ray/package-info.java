/**
 * For those who come from Ray Serve or check it: the decision of its control loop, and how it counts requests, bit for bit.
 *
 * <pre>
 * points of reporters ──▶ RaySeries, RayRequests ──▶ requests in flight ──▶ RayServe ──▶ the next target
 *                         windows, sums, means                              wish, delay, bounds
 * </pre>
 *
 * <pre>{@code
 * RayServe policy = RayServe.builder().maxReplicas(20).downscalingFactor(0.4).downscaleDelayS(0).build();
 * UpstreamAutoscaler autoscaler = policy.newAutoscaler(0, 10);
 * UpstreamDecision out = policy.newDecision();
 * autoscaler.decide(policy.newObservation().at(0).replicas(10).value(RayServe.ONGOING_REQUESTS, 15), out);
 * // The wish is 7.5, and 0.4 of the way there is 9.
 * System.out.println(out.replicas()); // 9
 * }</pre>
 *
 * @see RayServe
 */
@NullMarked
package dev.autoscale.policies.ray;

import org.jspecify.annotations.NullMarked;
