/**
 * For those who come from another system: Flyte apps, serverless workers and target tracking as specs of this engine.
 *
 * <pre>
 * FlyteApp           ┐
 * ServerlessWorkers  ├─▶ toSpec() ──▶ AutoscalerSpec: the same engine, snapshots and explanations as for every other policy
 * TargetTracking     ┘
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = TargetTracking.averagePerInstance("cpu_percent", 50)
 *         .capacity(2, 20)
 *         .alarmsAfter(Duration.ZERO, Duration.ZERO) // AWS waits for 3 minutes above the target
 *         .toSpec();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(4).readyReplicas(4).value(0, 75), out);
 * System.out.println(out.replicas()); // 6
 * }</pre>
 *
 * @see dev.autoscale.AutoscalerSpec
 */
@NullMarked
package dev.autoscale.policies.preset;

import org.jspecify.annotations.NullMarked;
