/** For those who have a HorizontalPodAutoscaler: its shape, quantities, defaults and the verdict of the API server. */
@NullMarked
package dev.autoscale.policies.kubernetes;

import org.jspecify.annotations.NullMarked;
