/** Manual clock, scenarios, simulator, invariants and the conformance runner. */
package dev.autoscale.testkit;
