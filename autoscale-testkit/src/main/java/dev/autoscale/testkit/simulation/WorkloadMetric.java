package dev.autoscale.testkit.simulation;

import java.util.List;
import java.util.Locale;

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

    private record Hint(WorkloadMetric signal, List<String> words) {}

    /** The first that fits counts. */
    private static final List<Hint> HINTS = List.of(
            new Hint(CPU, List.of("cpu", "util")),
            new Hint(MEMORY, List.of("mem")),
            new Hint(OLDEST_WAIT, List.of("wait", "delay", "oldest", "latency")),
            new Hint(ARRIVAL_RATE, List.of("rate", "rps", "arrivals")),
            new Hint(QUEUED, List.of("queue", "backlog", "lag")),
            new Hint(IN_SERVICE, List.of("connection", "session")));

    private final boolean isTotal;

    WorkloadMetric(boolean isTotal) {
        this.isTotal = isTotal;
    }

    /**
     * What a metric of this name is most likely about, as in the table of {@link ScalingPolicy#of(String,
     * dev.autoscale.AutoscalerSpec)}.
     *
     * @param metricId the metric's id
     * @return the signal
     */
    public static WorkloadMetric suggestedBy(String metricId) {
        String id = metricId.toLowerCase(Locale.ROOT);
        return HINTS.stream()
                .filter(hint -> hint.words.stream().anyMatch(id::contains))
                .map(Hint::signal)
                .findFirst()
                .orElse(IN_SYSTEM);
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
