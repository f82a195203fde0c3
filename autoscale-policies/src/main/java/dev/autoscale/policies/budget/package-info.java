/**
 * For those whose workloads share one pool: GPU nodes, a quota, licenses. Who gets how much of it when all together want more.
 *
 * <pre>
 * what each autoscaler recommends ──▶ demand  ─┐
 * what there is ────────────────────▶ present ─┴─▶ CapacityBudget.decide ──▶ Grants: replicas, who was cut, for whom
 *
 *   floors ──▶ guaranteed replicas ──▶ shares by priority, then by weight ──▶ what is there stays within the step
 * </pre>
 *
 * <pre>{@code
 * CapacityBudget pool = CapacityBudget.builder(12) // GPUs
 *         .workload(CapacityBudget.Workload.named("chat").floor(2).priority(10))
 *         .workload(CapacityBudget.Workload.named("search").weight(2))
 *         .workload(CapacityBudget.Workload.named("batch"))
 *         .build();
 * Grants out = pool.newGrants();
 * pool.decide(new int[] {6, 10, 10}, new int[] {6, 4, 2}, out); // demand, present
 * System.out.println(out.grant(0) + " + " + out.grant(1) + " + " + out.grant(2)); // 6 + 4 + 2
 * }</pre>
 *
 * @see CapacityBudget
 */
@NullMarked
package dev.autoscale.policies.budget;

import org.jspecify.annotations.NullMarked;
