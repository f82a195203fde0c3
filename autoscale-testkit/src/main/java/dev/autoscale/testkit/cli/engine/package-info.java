/** What decides in a replay, step by step: a policy on its engine, what feeds it, and what a step says. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.engine;

import org.jspecify.annotations.NullMarked;
