/** Manual clock, scenarios, simulator, invariants, proofs, random lives and the conformance runner. */
package dev.autoscale.testkit;
