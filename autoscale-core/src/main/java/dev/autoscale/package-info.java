/**
 * The engine: what was measured and the time go in, how many replicas to run and why come out. Begin with {@link AutoscalerSpec}, or
 * with a manifest or a preset of the module {@code dev.autoscale.policies}.
 *
 * <pre>
 * AutoscalerSpec   immutable, shared: bounds, MetricSpec, ScalingRules, Activation, Schedule, Combination
 *       │
 *       ▼
 * Observation ──▶ Autoscaler.decide(in, out) ──▶ Decision   replicas(), reason(), explainTo, recheckAtMillis()
 *                       ▲
 *                       └── scaled(out), scaleFailed(when)   what became of it
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10) // minReplicas, maxReplicas
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build(); // the rest as Kubernetes defaults it
 * Autoscaler autoscaler = spec.newAutoscaler(); // one per workload
 * Observation in = spec.newObservation(); // reusable, as is the decision: deciding allocates nothing
 * Decision out = spec.newDecision();
 * autoscaler.decide(in.at(0).replicas(3).value(0, 30), out);
 * System.out.println(out.replicas()); // 6
 * autoscaler.scaled(out); // spends the budget of the rate policies
 * }</pre>
 *
 * @see AutoscalerSpec
 * @see Autoscaler
 * @see Decision
 * @see Fleet
 */
@NullMarked
package dev.autoscale;

import org.jspecify.annotations.NullMarked;
