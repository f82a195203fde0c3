/** For those who simulate: what arrives, drawn from rates or read from recordings, and how long each arrival takes. */
package dev.autoscale.testkit.simulation.load;
