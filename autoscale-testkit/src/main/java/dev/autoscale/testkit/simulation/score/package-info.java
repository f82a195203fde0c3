/**
 * For those who read the results of a simulation: scores, latencies, a timeline and the changes.
 *
 * <pre>
 * Simulation.run ──▶ Report   score(Score), latencies(), waits(), timeline(), changes(), toText()
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
 *         .metric(MetricSpec.external("requests").averageValue(5))
 *         .build();
 * Simulation simulation = Simulation.of(
 *         Loads.parse("diurnal 1..6/s every 1h for 1h service exp 2s"),
 *         Environment.builder().concurrency(5).startup(Duration.ofSeconds(60)).build());
 * Report report = simulation.run(
 *         ScalingPolicy.of("today", spec, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 42);
 * System.out.println(report.score(Score.REPLICA_HOURS) > 0); // true
 * }</pre>
 *
 * @see Report
 * @see Score
 */
@NullMarked
package dev.autoscale.testkit.simulation.score;

import org.jspecify.annotations.NullMarked;
