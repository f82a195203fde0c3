/** For this library alone, not exported to others: what its types have in common when they write themselves as JSON. */
@NullMarked
package dev.autoscale.json;

import org.jspecify.annotations.NullMarked;
