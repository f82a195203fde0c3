/** For those who describe where a simulated workload runs: start-up, metrics, capacity, and what goes wrong. */
package dev.autoscale.testkit.simulation.environment;
