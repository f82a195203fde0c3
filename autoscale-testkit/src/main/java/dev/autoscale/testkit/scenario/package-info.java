/** For those who test a spec: a load over time and what is expected of the replicas, in an open or in a simulated loop. */
package dev.autoscale.testkit.scenario;
