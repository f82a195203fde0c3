/**
 * The rules of other systems as engines: each decides to the last bit as its system does, from what its system looks at. Which
 * systems there are: the subclasses of {@link UpstreamPolicy}.
 *
 * <pre>
 * UpstreamPolicy ── a system's settings and rules, immutable, shared by any number of autoscalers
 *       │
 * UpstreamObservation ──▶ UpstreamAutoscaler.decide(in, out) ──▶ UpstreamDecision
 *  counts, values           longs: all that it remembers          replicas, reason, notes
 * </pre>
 *
 * <pre>{@code
 * enum Why { HALVED }
 * UpstreamPolicy policy = new UpstreamPolicy("halves", List.of("jobs"), 0, 10) {
 *     protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
 *         out.answer((int) (in.value(0) / 2), Why.HALVED);
 *     }
 *
 *     public String toString() {
 *         return "halves"; // all that its decisions depend on
 *     }
 * };
 * UpstreamAutoscaler autoscaler = policy.newAutoscaler(0, 1);
 * UpstreamDecision out = policy.newDecision();
 * autoscaler.decide(policy.newObservation().at(15_000).replicas(1).value(0, 9), out);
 * System.out.println(out.replicas()); // 4
 * }</pre>
 *
 * @see UpstreamPolicy
 */
@NullMarked
package dev.autoscale.policies.upstream;

import org.jspecify.annotations.NullMarked;
