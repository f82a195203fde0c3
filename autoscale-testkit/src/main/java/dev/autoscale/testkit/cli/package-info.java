/** The command line on top of its rooms: which verb runs, and how each is used. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli;

import org.jspecify.annotations.NullMarked;
