package dev.autoscale;

/**
 * How a double becomes milli-units (a value times 1000, as a long). Thread-safe.
 *
 * <p>Both ways saturate at {@link Long#MAX_VALUE} and {@link Long#MIN_VALUE}, cost O(1) and allocate nothing.
 */
public enum MilliRounding {
    /**
     * As a Kubernetes quantity: up to the next milli-unit, where the double stands for the shortest decimal that it is the
     * nearest double of. NaN becomes 0.
     */
    KUBERNETES {
        @Override
        public long toMilli(double value) {
            return Milli.ceil(value);
        }
    },

    /**
     * As KEDA publishes a metric: the double's exact binary value to the nearest milli-unit, a half to the even one. NaN,
     * infinite and negative values become 0.
     */
    KEDA {
        @Override
        public long toMilli(double value) {
            return value > 0 && value < Double.POSITIVE_INFINITY ? Milli.nearest(value) : 0;
        }
    };

    /**
     * Converts a value.
     *
     * @param value any double
     * @return milli-units
     */
    public abstract long toMilli(double value);
}
