/**
 * For those who simulate a workload in a closed loop, in virtual time: the policies that decide, what they are told, and the run that
 * drives them. What arrives is in {@code load}, where it runs in {@code environment}, how well it went in {@code score}.
 */
package dev.autoscale.testkit.simulation;
