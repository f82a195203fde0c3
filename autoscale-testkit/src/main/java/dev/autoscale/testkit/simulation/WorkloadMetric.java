package dev.autoscale.testkit.simulation;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.forecast.SloSource;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import java.util.Optional;
import java.util.stream.IntStream;

/** What can be measured of a simulated workload. */
public enum WorkloadMetric implements Feed {
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
    /** How long the first in the queue has been waiting, in seconds; 0 if nothing waits. */
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

    WorkloadMetric(boolean isTotal) {
        this.isTotal = isTotal;
    }

    /**
     * What the type of a metric tells about where its values come from: a {@code cpu} or {@code memory} resource is this, a
     * {@link Backlog} counts what waits, a {@link QueueDelay} reads how long the oldest request waits, an {@link SloSource} what
     * arrives, and the metric that the last two take their requests from counts all that wait or are being served. Names tell nothing: a queue by another name is a queue.
     *
     * @param spec whose metric
     * @param metric the metric's index
     * @return the signal; empty if the type tells none, as of external, object and pods metrics
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public static Optional<WorkloadMetric> toldBy(AutoscalerSpec spec, int metric) {
        MetricSpec told = spec.metric(metric);
        ReplicaSource source = told.replicaSource();
        boolean isResource =
                told.kind() == MetricSpec.Kind.RESOURCE || told.kind() == MetricSpec.Kind.CONTAINER_RESOURCE;
        if (isResource && told.name().equals("cpu")) {
            return Optional.of(CPU);
        }
        if (isResource && told.name().equals("memory")) {
            return Optional.of(MEMORY);
        }
        if (source instanceof Backlog) {
            return Optional.of(QUEUED);
        }
        if (source instanceof QueueDelay) {
            return Optional.of(OLDEST_WAIT);
        }
        if (source instanceof SloSource) {
            return Optional.of(ARRIVAL_RATE);
        }
        boolean countsRequests = IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).replicaSource())
                .anyMatch(reader ->
                        (reader instanceof QueueDelay delay && delay.signals().contains(told.id()))
                                || (reader instanceof SloSource slo && told.id().equals(slo.inProgressSignal())));
        return countsRequests ? Optional.of(IN_SYSTEM) : Optional.empty();
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
