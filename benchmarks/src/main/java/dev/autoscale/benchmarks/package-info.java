/** Benchmarks: every path through the library next to a bare loop with the same arithmetic. */
@org.jspecify.annotations.NullMarked
package dev.autoscale.benchmarks;
