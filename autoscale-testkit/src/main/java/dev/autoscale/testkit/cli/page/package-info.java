/** The HTML page about simulated policies. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.page;

import org.jspecify.annotations.NullMarked;
