/**
 * For those who derive replicas by a formula: ratios, steps, watermarks, backlogs and delays of queues.
 *
 * <pre>
 * a value ──▶ StepScaling, WatermarkBand, Backlog, QueueDelay ─┐
 * another workload's replicas ──▶ RatioTarget ─────────────────┴─▶ ReplicaSource of a MetricSpec ──▶ AutoscalerSpec
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
 *         .metric(MetricSpec.source("queue", Backlog.perReplica(10).build()))
 *         .build();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(4).value(0, 75), out);
 * System.out.println(out.replicas()); // 8
 * }</pre>
 *
 * @see dev.autoscale.ReplicaSource
 * @see dev.autoscale.MetricSpec#source
 */
@NullMarked
package dev.autoscale.policies.source;

import org.jspecify.annotations.NullMarked;
