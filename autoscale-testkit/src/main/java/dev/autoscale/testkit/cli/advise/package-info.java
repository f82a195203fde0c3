/** The verb advise: from traces and a promise to a policy file. Not exported. */
@NullMarked
package dev.autoscale.testkit.cli.advise;

import org.jspecify.annotations.NullMarked;
