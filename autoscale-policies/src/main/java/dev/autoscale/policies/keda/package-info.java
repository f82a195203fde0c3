/** For those who come from KEDA or check it: ScaledObject, ScaledJob, triggers and KEDA's own decisions, bit for bit. */
@NullMarked
package dev.autoscale.policies.keda;

import org.jspecify.annotations.NullMarked;
