package dev.autoscale.testkit.simulation;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A policy of the main engine. Immutable. */
final class SpecPolicy implements ScalingPolicy {
    private record Hint(List<String> words, Signal signal) {
        boolean fits(String id) {
            return words.stream().anyMatch(id::contains);
        }
    }

    /** The first that fits counts. */
    private static final List<Hint> HINTS = List.of(
            new Hint(List.of("cpu", "util"), Signal.CPU),
            new Hint(List.of("mem"), Signal.MEMORY),
            new Hint(List.of("wait", "delay", "oldest", "latency"), Signal.OLDEST_WAIT),
            new Hint(List.of("rate", "rps", "arrivals"), Signal.ARRIVAL_RATE),
            new Hint(List.of("queue", "backlog", "lag"), Signal.QUEUED),
            new Hint(List.of("connection", "session"), Signal.IN_SERVICE));

    private final String name;
    private final AutoscalerSpec spec;
    private final Feed[] feeds;
    private final boolean[] isAverage;

    SpecPolicy(String name, AutoscalerSpec spec, Map<String, ? extends Feed> given) {
        this.name = Objects.requireNonNull(name, "name");
        this.spec = spec;
        feeds = new Feed[spec.metricCount()];
        isAverage = new boolean[feeds.length];
        for (int i = 0; i < feeds.length; i++) {
            MetricSpec metric = spec.metric(i);
            Feed feed = given.get(metric.id());
            feeds[i] = feed == null ? signalOf(metric.id()) : feed;
            isAverage[i] = isAverage(metric) && feeds[i].isTotal();
        }
        for (String id : given.keySet()) {
            Violation.require(spec.metricIndex(id) >= 0, "metric must be one of the spec's", "metric", id);
        }
    }

    static Signal signalOf(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return HINTS.stream()
                .filter(hint -> hint.fits(lower))
                .map(Hint::signal)
                .findFirst()
                .orElse(Signal.IN_SYSTEM);
    }

    /** Whether a value is of one replica: what is not a total of all, and no source's own affair. */
    private static boolean isAverage(MetricSpec metric) {
        return switch (metric.kind()) {
            case SOURCE, SIGNAL -> false;
            case OBJECT, EXTERNAL -> metric.target() != MetricSpec.Target.AVERAGE_VALUE;
            default -> true;
        };
    }

    AutoscalerSpec spec() {
        return spec;
    }

    Feed feed(int metric) {
        return feeds[metric];
    }

    boolean readsValue(int metric) {
        @Nullable ReplicaSource source = spec.metric(metric).replicaSource();
        return source == null || source.readsValue();
    }

    /** What the metric is told: NaN without a replica that an average could be of. */
    double value(int metric, Measurement sample) {
        double value = feeds[metric].value(sample);
        return isAverage[metric] ? sample.readyReplicas() == 0 ? Double.NaN : value / sample.readyReplicas() : value;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return Math.max(1, spec.minReplicas());
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new SpecScaler(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
