package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param longestMemoryMillis no window or period looks back farther
 */
record Policy(String name, AutoscalerSpec spec, long longestMemoryMillis) {}
