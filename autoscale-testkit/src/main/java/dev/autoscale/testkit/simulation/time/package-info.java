/** The simulation's unit of time. Not exported. */
package dev.autoscale.testkit.simulation.time;
