/** For this module alone, not exported: what several of its packages share. */
@NullMarked
package dev.autoscale.policies.internal;

import org.jspecify.annotations.NullMarked;
