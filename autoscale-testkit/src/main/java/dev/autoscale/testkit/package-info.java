/**
 * What every test begins with: a clock that is moved by hand, random numbers from a seed that are the same on every JDK, and the
 * invariants of the engines. All other packages of the testkit stand on this one, which knows none of them.
 */
package dev.autoscale.testkit;
