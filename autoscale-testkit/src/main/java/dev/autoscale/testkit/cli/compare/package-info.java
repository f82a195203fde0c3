/** The verbs simulate and compare: simulated policies, their load, and their standings. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.compare;

import org.jspecify.annotations.NullMarked;
