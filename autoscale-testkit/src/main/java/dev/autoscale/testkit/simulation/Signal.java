package dev.autoscale.testkit.simulation;

/** What can be measured of a simulated workload. */
public enum Signal implements Feed {
    /** Arrivals that wait or are being served, at the moment of the scrape. */
    IN_SYSTEM(true),
    /** Arrivals that wait, at the moment of the scrape. */
    QUEUED(true),
    /** Arrivals that are being served, at the moment of the scrape: busy places, open connections. */
    IN_SERVICE(true),
    /** Mean number of arrivals that waited or were served since the scrape before, as Knative's queue proxy reports it. */
    CONCURRENCY(true),
    /** Arrivals per second since the scrape before. */
    ARRIVAL_RATE(true),
    /** How long the first in the queue has been waiting, in seconds; 0 if nobody waits. */
    OLDEST_WAIT(false),
    /**
     * CPU in percent of a replica's capacity, the mean since the scrape before, added up over all that serve: replicas that drain
     * still count, as long as they have work.
     */
    CPU(true),
    /**
     * Memory in percent of a replica's capacity at the moment of the scrape: the base of the ready replicas, and what all arrivals
     * that are being served take.
     */
    MEMORY(true);

    private final boolean isTotal;

    Signal(boolean isTotal) {
        this.isTotal = isTotal;
    }

    /**
     * What a metric of this name is most likely about, as in the table of {@link ScalingPolicy#of(String,
     * dev.autoscale.AutoscalerSpec)}.
     *
     * @param metricId the metric's id
     * @return the signal
     */
    public static Signal suggestedBy(String metricId) {
        return SpecPolicy.signalOf(metricId);
    }

    /**
     * {@return whether it adds up over the replicas, so that a metric that is an average per replica is this divided by
     * the ready ones}
     */
    @Override
    public boolean isTotal() {
        return isTotal;
    }

    @Override
    public double value(Measurement sample) {
        return sample.value(this);
    }
}
