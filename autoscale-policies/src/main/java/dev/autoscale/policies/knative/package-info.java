/**
 * For those who come from Knative or check it: its settings, and the decision of its autoscaler, bit for bit.
 *
 * <pre>
 * KpaConfig (config-autoscaler) ┐
 * KpaAnnotations                ├─▶ KpaSpec ──▶ KpaAutoscaler.decide(in, out) ──▶ KpaDecision
 * containerConcurrency          ┘               KpaWindow: stable and panic       pods, panic, burst capacity
 * </pre>
 *
 * <pre>{@code
 * KpaSpec spec = KpaSpec.of(
 *         KpaConfig.of(Map.of()), new KpaAnnotations(Map.of("autoscaling.knative.dev/target", "10")), 0);
 * KpaAutoscaler autoscaler = spec.newAutoscaler(0, 1);
 * KpaObservation in = spec.newObservation();
 * KpaDecision out = spec.newDecision();
 * autoscaler.decide(in.at(2_000).replicas(1).ready(1).record(1_000, 45).record(2_000, 45), out);
 * System.out.println(out.replicas() + (out.inPanic() ? " in panic" : "")); // 7 in panic
 * }</pre>
 *
 * @see KpaSpec
 * @see dev.autoscale.ScalingEngine
 */
@NullMarked
package dev.autoscale.policies.knative;

import org.jspecify.annotations.NullMarked;
