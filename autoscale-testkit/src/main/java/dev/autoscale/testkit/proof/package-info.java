/**
 * For those who write an engine, a policy or a source of their own: proofs that a snapshot loses nothing, that a preview changes
 * nothing, that no recheck comes too late and that no decision allocates, and the random specs and lives they are given.
 */
package dev.autoscale.testkit.proof;
