/** For this library alone, not exported to others: how many servers a load takes. */
@NullMarked
package dev.autoscale.policies.queueing;

import org.jspecify.annotations.NullMarked;
