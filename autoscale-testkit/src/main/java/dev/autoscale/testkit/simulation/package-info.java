/**
 * A closed loop in virtual time: what arrives, replicas that take their time, metrics that come late, a policy that answers, and
 * scores of how well it did.
 */
package dev.autoscale.testkit.simulation;
