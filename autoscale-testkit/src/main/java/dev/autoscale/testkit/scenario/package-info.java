/**
 * For those who test a spec: a load over time and what is expected of the replicas, in an open or in a simulated loop.
 *
 * <pre>
 * Scenario.of(spec)                      values are given        ──▶ OpenScenario      ─┐
 * Scenario.of(simulation, policy, seed)  replicas serve the load ──▶ SimulatedScenario ─┴─▶ expect, within, never … run()
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Scenario.of(spec)
 *         .every(Duration.ofSeconds(15)).replicas(3)
 *         .at(Duration.ZERO).load(12)
 *         .at(Duration.ofMinutes(2)).load(50)
 *         .expect(10).within(Duration.ofSeconds(45))
 *         .neverAbove(10)
 *         .run();
 * }</pre>
 *
 * @see Scenario
 * @see dev.autoscale.testkit.simulation.Simulation
 */
@NullMarked
package dev.autoscale.testkit.scenario;

import org.jspecify.annotations.NullMarked;
