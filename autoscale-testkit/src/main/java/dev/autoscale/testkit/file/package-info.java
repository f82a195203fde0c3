/**
 * For those who test the policy file that is deployed, and keep what came of it: what the command line reads and writes, from Java.
 *
 * <pre>
 * properties, YAML, JSON ──▶ LoadedPolicy ──▶ spec(), warnings(), scalingPolicy() for simulations
 * Standings, Reports     ──▶ StandingsReport ──▶ table, CSV, HTML page
 * </pre>
 *
 * <pre>{@code
 * LoadedPolicy policy = LoadedPolicy.parse("web.properties", "maxReplicas=10\nmetrics.queue.averageValue=5\n");
 * System.out.println(policy.spec().orElseThrow().maxReplicas()); // 10
 * }</pre>
 *
 * @see LoadedPolicy
 * @see StandingsReport
 */
@NullMarked
package dev.autoscale.testkit.file;

import org.jspecify.annotations.NullMarked;
