package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
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
record Feeds(List<String> columns, List<Integer> columnOf, int replicas, List<String> unused) {
    static final String REPLICAS = "replicas";
    static final int NO_COLUMN = -1;

    static Feeds of(Policy policy, String file, List<String> recorded, List<String> maps) {
        AutoscalerSpec spec = policy.spec();
        Problems problems = new Problems();
        Map<String, String> columnOf = mapped(spec, file, recorded, maps, problems);
        List<String> free = new ArrayList<>(recorded);
        free.removeAll(columnOf.values());
        String replicas = columnOf.get(REPLICAS);
        if (replicas == null && spec.metricIndex(REPLICAS) < 0 && free.remove(REPLICAS)) {
            replicas = REPLICAS;
        }
        List<String> columns = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (String id : Explain.ids(spec)) {
            String column = columnOf.get(id);
            if (!readsValue(spec.metric(spec.metricIndex(id)))) {
                indexes.add(NO_COLUMN);
                continue;
            }
            if (column == null) {
                column = columnFor(spec, id, free);
            }
            if (column == null) {
                problems.add(file + ": metric must have a column: metric=" + id + ", columns="
                        + String.join(", ", recorded) + Nearest.hint(id, recorded) + "; --map column=" + id
                        + " names it");
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
        requireReplicas(policy, file, replicas);
        return new Feeds(columns, indexes, replicas == null ? NO_COLUMN : columns.size() - 1, free);
    }

    private static Map<String, String> mapped(
            AutoscalerSpec spec, String file, List<String> recorded, List<String> maps, Problems problems) {
        Map<String, String> columnOf = new LinkedHashMap<>();
        List<String> targets = new ArrayList<>(Explain.fedIds(spec));
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

    private static @Nullable String columnFor(AutoscalerSpec spec, String id, List<String> free) {
        if (free.contains(id)) {
            return id;
        }
        String name = spec.metric(spec.metricIndex(id)).name();
        if (free.contains(name)) {
            return name;
        }
        return Explain.fedIds(spec).size() == 1 && free.size() == 1 ? free.get(0) : null;
    }

    /** Whether a metric needs values: a time window, for one, does not. */
    static boolean readsValue(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return source == null || source.readsValue();
    }

    boolean hasReplicas() {
        return replicas != NO_COLUMN;
    }

    /** Whether a recorded value of this metric depends on how many replicas there were. */
    static boolean needsReplicas(MetricSpec metric) {
        return switch (metric.kind()) {
            case SOURCE, SIGNAL -> false;
            case OBJECT, EXTERNAL -> metric.target() != MetricSpec.Target.AVERAGE_VALUE;
            default -> true;
        };
    }

    private static void requireReplicas(Policy policy, String file, @Nullable String replicas) {
        AutoscalerSpec spec = policy.spec();
        Problems problems = new Problems();
        for (int i = 0; i < spec.metricCount() && replicas == null; i++) {
            MetricSpec metric = spec.metric(i);
            if (policy.needsReplicas(metric)) {
                problems.add(file + ": must have a replicas column: metric=" + metric.id() + " (" + metric.kind() + ", "
                        + (metric.target() == MetricSpec.Target.VALUE ? "value" : "average per replica") + ")"
                        + "\n  Such a value was recorded while a certain number of replicas shared the load; with other"
                        + "\n  replicas it would have been another one. With a column 'replicas' (or --map column=replicas)"
                        + "\n  the load is value x replicas of that time. Totals need none: type External or Object with"
                        + "\n  averageValue.");
            }
        }
        problems.throwIfAny();
    }
}
