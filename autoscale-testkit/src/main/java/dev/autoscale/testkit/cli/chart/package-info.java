/** Draws a chart as SVG: axes, curves, bands and legends. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.chart;

import org.jspecify.annotations.NullMarked;
