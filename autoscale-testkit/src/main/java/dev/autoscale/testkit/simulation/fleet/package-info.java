/** The replicas of a simulation and the work in them, event by event. Not exported. */
package dev.autoscale.testkit.simulation.fleet;
