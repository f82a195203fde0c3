/** Numbers, words, times and files as the command line reads and writes them, and what is wrong with an input. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.text;

import org.jspecify.annotations.NullMarked;
