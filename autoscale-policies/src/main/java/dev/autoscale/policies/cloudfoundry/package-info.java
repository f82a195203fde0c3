/**
 * For those who come from Cloud Foundry or check it: the rules of its app-autoscaler, exactly.
 *
 * <pre>
 * CfAdjustment ─▶ CfRule ─▶ CfPolicy.breachedRule(now, points) ──▶ the first rule that is breached
 *                               adjusted, bounded               ──▶ instances
 *                               isCoolingDown, cooldownUntil
 * </pre>
 *
 * <pre>{@code
 * CfPolicy policy = CfPolicy.builder(2, 10)
 *         .rule(CfRule.of("cpu", ">", 80, "+50%").breachDurationSecs(60).build())
 *         .build();
 * long[] memory = new long[policy.memorySize()];
 * policy.record(memory, 0, 0, 95);
 * policy.record(memory, 0, 61_000, 90);
 * System.out.println(policy.adjusted(policy.breachedRule(61_000, memory), 3)); // 5
 * }</pre>
 *
 * @see CfPolicy
 */
@NullMarked
package dev.autoscale.policies.cloudfoundry;

import org.jspecify.annotations.NullMarked;
