/** The verb sweep: settings of a policy, and how each one fares. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.sweep;

import org.jspecify.annotations.NullMarked;
