package dev.autoscale.testkit.cli.engine;

import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded column feeds which metric.
 *
 * @param columns the columns that are read
 * @param columnOf for each metric the index of its column, or {@link #NO_COLUMN} if it works without one
 * @param replicas the index of the column with the replicas of that time, or {@link #NO_COLUMN}
 * @param unused columns that feed nothing
 */
public record Feeds(List<String> columns, List<Integer> columnOf, int replicas, List<String> unused) {
    static final String REPLICAS = "replicas";
    static final int NO_COLUMN = -1;

    /**
     * Something that is measured.
     *
     * @param id its id
     * @param name its name, which a column may have too
     * @param readsValue whether it needs values: a time window, for one, does not
     * @param shared why its values depend on how many replicas there were; empty if they do not
     */
    public record Metric(String id, String name, boolean readsValue, String shared) {
        public static Metric of(Policy policy, MetricSpec metric) {
            boolean isValue = metric.target() == MetricSpec.Target.VALUE;
            String shared = metric.kind() + ", " + (isValue ? "value" : "average per replica");
            return new Metric(
                    metric.id(), metric.name(), metric.readsValue(), policy.needsReplicas(metric) ? shared : "");
        }
    }

    public static Feeds of(List<Metric> metrics, String file, List<String> recorded, List<String> maps) {
        Problems problems = new Problems();
        List<Metric> fed = metrics.stream().filter(Metric::readsValue).toList();
        Map<String, String> columnOf = mapped(fed, file, recorded, maps, problems);
        List<String> free = new ArrayList<>(recorded);
        free.removeAll(columnOf.values());
        String replicas = columnOf.get(REPLICAS);
        boolean isMetric = metrics.stream().anyMatch(metric -> metric.id().equals(REPLICAS));
        if (replicas == null && !isMetric && free.remove(REPLICAS)) {
            replicas = REPLICAS;
        }
        List<String> columns = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (Metric metric : metrics) {
            if (!metric.readsValue()) {
                indexes.add(NO_COLUMN);
                continue;
            }
            String column = columnOf.get(metric.id());
            if (column == null) {
                column = columnFor(metric, free, fed.size() == 1);
            }
            if (column == null) {
                problems.add(file + ": metric must have a column: metric=" + metric.id() + ", columns="
                        + String.join(", ", recorded) + Nearest.hint(metric.id(), recorded) + "; --map column="
                        + metric.id() + " names it");
            } else {
                free.remove(column);
                indexes.add(columns.size());
                columns.add(column);
            }
        }
        problems.throwIfAny();
        if (replicas != null) {
            columns.add(replicas);
        }
        requireReplicas(metrics, file, replicas);
        return new Feeds(columns, indexes, replicas == null ? NO_COLUMN : columns.size() - 1, free);
    }

    private static Map<String, String> mapped(
            List<Metric> fed, String file, List<String> recorded, List<String> maps, Problems problems) {
        Map<String, String> columnOf = new LinkedHashMap<>();
        List<String> targets = new ArrayList<>(fed.stream().map(Metric::id).toList());
        targets.add(REPLICAS);
        for (String map : maps) {
            int equals = map.lastIndexOf('=');
            String column = map.substring(0, Math.max(0, equals));
            String target = map.substring(equals + 1);
            if (equals < 0) {
                problems.add("must be column=metric: --map " + map);
            } else if (!recorded.contains(column)) {
                problems.add(file + ": unknown column: --map " + map + Options.hint(column, recorded));
            } else if (!targets.contains(target)) {
                problems.add("unknown metric: --map " + map + Options.hint(target, targets));
            } else if (columnOf.putIfAbsent(target, column) != null) {
                problems.add("metric must be mapped once: --map " + map);
            }
        }
        return columnOf;
    }

    private static @Nullable String columnFor(Metric metric, List<String> free, boolean isOnly) {
        if (free.contains(metric.id())) {
            return metric.id();
        }
        if (free.contains(metric.name())) {
            return metric.name();
        }
        return isOnly && free.size() == 1 ? free.get(0) : null;
    }

    public boolean hasReplicas() {
        return replicas != NO_COLUMN;
    }

    private static void requireReplicas(List<Metric> metrics, String file, @Nullable String replicas) {
        Problems problems = new Problems();
        for (Metric metric : metrics) {
            if (replicas == null && !metric.shared().isEmpty()) {
                problems.add(file + ": must have a replicas column: metric=" + metric.id() + " (" + metric.shared()
                        + ")"
                        + "\n  Such a value was recorded while a certain number of replicas shared the load; with other"
                        + "\n  replicas it would have been another one. With a column 'replicas' (or --map column=replicas)"
                        + "\n  the load is value x replicas of that time. Totals need none: type External or Object with"
                        + "\n  averageValue.");
            }
        }
        problems.throwIfAny();
    }
}
