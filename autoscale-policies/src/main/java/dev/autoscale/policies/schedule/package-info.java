/** For those whose load follows the clock: cron expressions and windows in any time zone. */
@NullMarked
package dev.autoscale.policies.schedule;

import org.jspecify.annotations.NullMarked;
