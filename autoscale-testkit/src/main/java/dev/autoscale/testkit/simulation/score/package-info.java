/** For those who read the results of a simulation: scores, latencies, a timeline and the changes. */
package dev.autoscale.testkit.simulation.score;
