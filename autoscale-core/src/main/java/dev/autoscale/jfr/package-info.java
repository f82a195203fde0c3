/**
 * Decisions as events of the JDK's Flight Recorder: the only package of the library that needs the module {@code jdk.jfr}.
 *
 * <pre>
 * decide(in, out) ──▶ DecisionEvent.record("shop/cart", out) ──▶ recording ──▶ jfr print --events dev.autoscale.Decision
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(3).value(0, 30), out);
 * DecisionEvent.record("shop/cart", out); // nothing happens unless something is being recorded
 * }</pre>
 */
@NullMarked
package dev.autoscale.jfr;

import org.jspecify.annotations.NullMarked;
