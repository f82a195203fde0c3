/**
 * Assertions in AssertJ's style. Optional: the rest of the testkit runs without AssertJ, and whoever uses this package brings it
 * along (module {@code org.assertj.core}).
 *
 * <pre>
 * AutoscaleAssertions.assertThat(decision) ──▶ DecisionAssert
 * AutoscaleAssertions.assertThat(report)   ──▶ ReportAssert
 * </pre>
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .build();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(3).value(0, 30), out);
 * AutoscaleAssertions.assertThat(out).isNotNull(); // a failure shows the whole explanation
 * }</pre>
 *
 * @see AutoscaleAssertions
 * @see dev.autoscale.Decision
 */
@NullMarked
package dev.autoscale.testkit.assertj;

import org.jspecify.annotations.NullMarked;
