/**
 * For those who come from KEDA or check it: ScaledObject, ScaledJob, triggers and KEDA's own decisions, bit for bit.
 *
 * <pre>
 * ScaledObject (KedaTrigger…) ──▶ toSpec() ──▶ AutoscalerSpec    one engine decides what KEDA and its HPA decide together
 *                RequestScale, KedaFallback, KedaRounding        what KEDA's operator alone does, step by step
 * ScaledJob ──▶ how many jobs to create                          Formula   scalingModifiers
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = ScaledObject.builder()
 *         .maxReplicaCount(20)
 *         .trigger(KedaTrigger.queue("orders", 10, 50))
 *         .build()
 *         .toSpec();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(0).value(0, 51), out);
 * System.out.println(out.replicas() + " " + out.reason()); // 1 ScalerActive
 * }</pre>
 *
 * @see ScaledObject
 * @see ScaledJob
 * @see dev.autoscale.Activation
 */
@NullMarked
package dev.autoscale.policies.keda;

import org.jspecify.annotations.NullMarked;
