/** For whoever reads what a simulation came to: scores, latencies, a timeline and the changes. */
package dev.autoscale.testkit.simulation.score;
