/**
 * For those who choose between policies: which one did better, by how much, and whether that was luck.
 *
 * <pre>
 * ScalingPolicy, ScalingPolicy …   ─┐
 * oracle, clairvoyant, fixed at peak ┼─▶ League.run (the same seeds for all) ──▶ Standings: means, differences, noise floor, frontier
 * seeds                             ─┘
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
 *         .metric(MetricSpec.external("requests").averageValue(5))
 *         .build();
 * Simulation simulation = Simulation.of(
 *         Loads.parse("diurnal 1..6/s every 1h for 1h service exp 2s"),
 *         Environment.builder().concurrency(5).startup(Duration.ofSeconds(60)).build());
 * Standings standings = League.of(simulation)
 *         .seeds(1, 2)
 *         .add(ScalingPolicy.of("today", spec, Map.of("requests", WorkloadMetric.IN_SYSTEM)))
 *         .run();
 * System.out.println(standings.rows().get(0).report().policy()); // today
 * }</pre>
 *
 * @see League
 * @see Standings
 */
@NullMarked
package dev.autoscale.testkit.simulation.league;

import org.jspecify.annotations.NullMarked;
