/**
 * For those who come from HashiCorp Nomad or check it: the Nomad Autoscaler's strategies, checks, cooldown and schedules, exactly.
 *
 * <pre>
 * NomadStrategy ─▶ NomadCheck ┐
 * NomadSchedule ──────────────┴─▶ NomadPolicy.evaluate(now, count, values) ──▶ NomadAction: up, down or none, and a count
 *                                            cooldownUntil, isCoolingDown
 * </pre>
 *
 * <pre>{@code
 * NomadPolicy policy = NomadPolicy.builder(1, 10)
 *         .check(NomadCheck.of("cpu", NomadStrategy.targetValue(70)).build())
 *         .build();
 * long[] memory = new long[policy.memorySize()];
 * policy.record(memory, 0, 10_000, 95); // the first check's value at 10 s
 * long action = policy.evaluate(10_000, 3, memory);
 * System.out.println(NomadAction.kind(action) + " " + NomadAction.count(action)); // UP 5
 * }</pre>
 *
 * @see NomadPolicy
 */
@NullMarked
package dev.autoscale.policies.nomad;

import org.jspecify.annotations.NullMarked;
