package dev.autoscale.policies.knative;

/** How a {@link KpaWindow} makes one value of its buckets. Thread-safe. Source: Knative ({@code metric-aggregation-algorithm}). */
public enum KpaAggregation {
    /** The mean of the seconds since the first sample: {@code linear}, the default. */
    LINEAR,
    /** The newer a bucket, the more it weighs: {@code weighted-exponential}. A steady load is nearly, but never quite, reached. */
    WEIGHTED_EXPONENTIAL
}
