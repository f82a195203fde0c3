/** The verbs replay and explain: what a policy decides over recorded rows. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.replay;

import org.jspecify.annotations.NullMarked;
