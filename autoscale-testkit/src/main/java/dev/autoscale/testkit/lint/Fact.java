package dev.autoscale.testkit.lint;

/** What rules have to know of a workload that no policy says. Immutable and thread-safe. */
public enum Fact {
    /** How long a new replica takes until it works. */
    STARTUP,
    /** How long the samples of a new replica show its own start and not the load. */
    INITIALIZATION,
    /** How long one piece of work takes at most. */
    WORK_TIME,
    /** The time between two samples of a metric. */
    SAMPLE_INTERVAL,
    /** In what time the load rises from its mean to its peak. */
    RISE_TIME,
    /** The load that one replica can bear, in the metric's unit. */
    CAPACITY_PER_REPLICA,
    /** The limit of a replica's resources as a multiple of their request. */
    LIMIT_TO_REQUEST,
    /** The highest load of all replicas together, in the metric's unit. */
    PEAK_LOAD,
    /** The mean load of all replicas together, in the metric's unit. */
    MEAN_LOAD
}
