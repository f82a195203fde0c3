/** The verb {@code convert}: one policy in another form. */
@NullMarked
package dev.autoscale.testkit.cli.convert;

import org.jspecify.annotations.NullMarked;
