/**
 * What every test begins with: a clock that is moved by hand, random numbers from a seed that are the same on every JDK, and the
 * invariants of the engines. All other packages of the testkit stand on this one, which knows none of them.
 *
 * <pre>
 * ManualClock.advance ──▶ decide(in, out) ──▶ DecisionInvariants.check(spec, out)
 * </pre>
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.at(0);
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Autoscaler autoscaler = spec.newAutoscaler();
 * Decision out = spec.newDecision();
 * for (double queue : new double[] {30, 45}) {
 *     autoscaler.decide(spec.newObservation().at(clock.millis()).replicas(3).value(0, queue), out);
 *     DecisionInvariants.check(spec, out); // throws what no policy may do
 *     clock.advance(Duration.ofSeconds(15));
 * }
 * System.out.println(out.replicas()); // 7
 * }</pre>
 *
 * @see dev.autoscale.testkit.scenario.Scenario
 * @see dev.autoscale.Autoscaler
 */
@NullMarked
package dev.autoscale.testkit;

import org.jspecify.annotations.NullMarked;
