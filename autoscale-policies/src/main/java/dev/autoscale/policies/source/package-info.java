/** For those who derive replicas by a formula: ratios, steps, watermarks, backlogs and delays of queues. */
@NullMarked
package dev.autoscale.policies.source;

import org.jspecify.annotations.NullMarked;
