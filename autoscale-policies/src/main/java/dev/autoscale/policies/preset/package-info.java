/** For those who come from another system: Flyte apps, serverless workers and target tracking as specs of this engine. */
@NullMarked
package dev.autoscale.policies.preset;

import org.jspecify.annotations.NullMarked;
