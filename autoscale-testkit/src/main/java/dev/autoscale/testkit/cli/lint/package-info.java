/** The verb lint: what a policy is likely to get wrong. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.lint;

import org.jspecify.annotations.NullMarked;
