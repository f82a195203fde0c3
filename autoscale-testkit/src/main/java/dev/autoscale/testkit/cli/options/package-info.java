/** The options of a verb, and the file that it writes. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.options;

import org.jspecify.annotations.NullMarked;
