/** Reads a policy file: its keys, its shapes, and what breaks a rule. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.policy;

import org.jspecify.annotations.NullMarked;
