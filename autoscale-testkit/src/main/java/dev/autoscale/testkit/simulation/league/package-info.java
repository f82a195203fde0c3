/** For those who choose between policies: which one did better, by how much, and whether that was luck. */
package dev.autoscale.testkit.simulation.league;
