/**
 * Assertions in AssertJ's style. Optional: the rest of the testkit runs without AssertJ, and whoever uses this package brings it
 * along (module {@code org.assertj.core}).
 */
@NullMarked
package dev.autoscale.testkit.assertj;

import org.jspecify.annotations.NullMarked;
