/**
 * For those who describe where a simulated workload runs: start-up, metrics, capacity, and what goes wrong.
 *
 * <pre>
 * Environment.builder()   concurrency, startup, capacity    what replicas can do
 *                         scrapeInterval, metricDelay       how late the policy knows
 *                         syncInterval, faults              how often it is asked, and what breaks
 * </pre>
 *
 * <pre>{@code
 * Environment slow = Environment.builder()
 *         .concurrency(5)
 *         .startup(Duration.ofSeconds(90))
 *         .metricDelay(ServiceTimes.fixed(Duration.ofSeconds(20)))
 *         .slo(Duration.ofSeconds(10), 0.99)
 *         .build();
 * System.out.println(slow.concurrency()); // 5
 * }</pre>
 *
 * @see Environment
 * @see Fault
 */
@NullMarked
package dev.autoscale.testkit.simulation.environment;

import org.jspecify.annotations.NullMarked;
