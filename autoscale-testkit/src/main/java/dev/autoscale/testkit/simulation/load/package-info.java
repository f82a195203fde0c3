/**
 * For those who simulate: what arrives, drawn from rates or read from recordings, and how long each arrival takes.
 *
 * <pre>
 * Loads.poisson, diurnal, burst, onOff …  ┐
 * Loads.trace(CSV), series(CSV)           ├─▶ Load ──▶ Simulation
 * Loads.parse("onoff 1..9/s …")           ┘   concat, merge, faster, clip, scale
 * </pre>
 *
 * <pre>{@code
 * Load load = Loads.parse("diurnal 1..6/s every 1h for 1h service exp 2s");
 * Load twice = Loads.concat(load, Loads.faster(load, 2));
 * System.out.println(twice.toString().isBlank()); // false
 * }</pre>
 *
 * @see Loads
 */
@NullMarked
package dev.autoscale.testkit.simulation.load;

import org.jspecify.annotations.NullMarked;
