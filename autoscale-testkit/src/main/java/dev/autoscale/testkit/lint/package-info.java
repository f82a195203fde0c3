/**
 * For those who write a policy: what it is likely to get wrong, told before it runs.
 *
 * <pre>
 * AutoscalerSpec, ScaledObject, KpaConfig ─┐
 * WorkloadFacts: start-up, peak, memory …  ┴─▶ Lint.of ──▶ findings(), each with what to write instead; unchecked()
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Lint lint = Lint.of(spec, WorkloadFacts.builder().peakLoad(120).build());
 * System.out.println(lint.findings().isEmpty()); // false
 * }</pre>
 *
 * @see Lint
 * @see dev.autoscale.AutoscalerSpec
 */
@NullMarked
package dev.autoscale.testkit.lint;

import org.jspecify.annotations.NullMarked;
