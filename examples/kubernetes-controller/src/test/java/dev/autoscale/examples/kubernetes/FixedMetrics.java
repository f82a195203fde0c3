package dev.autoscale.examples.kubernetes;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metrics that a test sets. */
final class FixedMetrics implements Metrics {
    private final Map<String, List<Double>> series = new HashMap<>();
    private final Map<String, Map<String, Double>> pods = new HashMap<>();

    /** The series of a metric of this id. */
    void set(String id, Double... values) {
        series.put(id, List.of(values));
    }

    /** The values of pods of a metric of this id. */
    void setPods(String id, Map<String, Double> values) {
        pods.put(id, values);
    }

    /** From now on the source of a metric does not answer. */
    void fail(String id) {
        series.remove(id);
        pods.remove(id);
    }

    @Override
    public Map<String, Double> ofPods(Query query, long epochMillis) throws IOException {
        return found(pods, query);
    }

    @Override
    public List<Double> series(Query query, long epochMillis) throws IOException {
        return found(series, query);
    }

    private static <T> T found(Map<String, T> values, Query query) throws IOException {
        T found = values.get(query.metric().id());
        if (found == null) {
            throw new IOException("no answer: metric=" + query.metric().id());
        }
        return found;
    }
}
