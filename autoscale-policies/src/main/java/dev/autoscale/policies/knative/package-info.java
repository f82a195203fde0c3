/** For those who come from Knative or check it: its settings, and the decision of its autoscaler, bit for bit. */
@NullMarked
package dev.autoscale.policies.knative;

import org.jspecify.annotations.NullMarked;
