/**
 * For those who simulate a workload in a closed loop, in virtual time: the policies that decide, what they are told, and the run that
 * drives them. What arrives is in {@code load}, where it runs in {@code environment}, how well it went in {@code score}.
 *
 * <pre>
 * Load ──▶ queue ──▶ replicas ──▶ done            Environment: start-up, places, delays, faults
 *            │           ▲
 *         measure    carry out
 *            ▼           │
 *         ScalingPolicy ─┘                        the same bits from the same seed, on every JDK
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
 * System.out.println(report.arrivals() > 0 && report.unfinished() == 0); // true
 * }</pre>
 *
 * @see Simulation
 * @see dev.autoscale.testkit.simulation.league.League
 */
@NullMarked
package dev.autoscale.testkit.simulation;

import org.jspecify.annotations.NullMarked;
