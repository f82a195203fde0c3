package dev.autoscale.testkit.cli.engine;

import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.text.Nearest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded column feeds what.
 *
 * @param columns the columns that are read
 * @param columnOf for each metric the index of its column, or {@link #NO_COLUMN} if it works without one
 * @param counts for each count that was recorded the index of its column
 * @param shared the metrics whose values were shared by the replicas of that time, and are shared anew by those of the replay
 * @param unused columns that feed nothing
 * @param notes what was taken for what, where it might have been meant otherwise
 */
public record Feeds(
        List<String> columns,
        List<Integer> columnOf,
        Map<Count, Integer> counts,
        List<Metric> shared,
        List<String> unused,
        List<String> notes) {
    static final int NO_COLUMN = -1;

    /** What may be recorded beside the metrics, in a column of its name. */
    public enum Count {
        /** The replicas that were wanted. */
        REPLICAS,
        /** The replicas that existed, if that was another number. */
        EXISTING,
        /** The replicas that were ready; those that exist unless recorded. */
        READY,
        /** The replicas that were starting, which is another way to tell the ready ones. */
        STARTING,
        /** Whether scaling was paused: 1, or 0. */
        PAUSED,
        /** The count at which scaling was paused; empty while it was not. */
        PAUSE_AT;

        /** The name of its column. */
        public String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that is measured.
     *
     * @param id its id
     * @param name its name, which a column may have too
     * @param readsValue whether it needs values: a time window, for one, does not
     * @param shared why its values depend on how many replicas there were; empty if they do not
     * @param isValue whether they are no averages over the replicas, but depend on their number all the same
     * @param isPercent whether they are percent of what the replicas requested
     */
    public record Metric(
            String id, String name, boolean readsValue, String shared, boolean isValue, boolean isPercent) {
        public static Metric of(Policy policy, MetricSpec metric) {
            boolean isValue = metric.target() == MetricSpec.Target.VALUE;
            String shared = metric.kind() + ", " + (isValue ? "value" : "average per replica");
            return new Metric(
                    metric.id(),
                    metric.name(),
                    metric.readsValue(),
                    policy.needsReplicas(metric) ? shared : "",
                    isValue,
                    metric.target() == MetricSpec.Target.UTILIZATION);
        }
    }

    /**
     * Finds the columns.
     *
     * @param policy whose metrics
     * @param file for messages
     * @param recorded the file's columns of values
     * @param maps {@code column=metric}
     * @param valuesAsRecorded whether values that are no averages stay as they are, however many replicas there are
     */
    public static Feeds of(
            ReplayPolicy policy, String file, List<String> recorded, List<String> maps, boolean valuesAsRecorded) {
        Problems problems = new Problems();
        List<Metric> metrics = policy.metrics();
        List<Metric> fed = metrics.stream().filter(Metric::readsValue).toList();
        Map<String, String> columnOf = mapped(policy, fed, file, recorded, maps, problems);
        List<String> free = new ArrayList<>(recorded);
        free.removeAll(columnOf.values());
        Map<Count, String> counted = counted(policy, columnOf, free);
        List<String> notes = find(fed, file, columnOf, free);
        List<String> columns = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (Metric metric : metrics) {
            String column = columnOf.get(metric.id());
            indexes.add(column == null ? NO_COLUMN : columns.size());
            if (column != null) {
                columns.add(column);
            } else if (metric.readsValue()) {
                problems.add(file + ": metric must have a column: metric=" + metric.id() + ", columns="
                        + String.join(", ", recorded) + Nearest.hint(metric.id(), recorded) + "; --map column="
                        + metric.id() + " names it");
            }
        }
        problems.throwIfAny();
        Map<Count, Integer> counts = new EnumMap<>(Count.class);
        counted.forEach((count, column) -> {
            counts.put(count, columns.size());
            columns.add(column);
        });
        List<Metric> shared = fed.stream()
                .filter(metric -> !metric.shared().isEmpty() && !(metric.isValue() && valuesAsRecorded))
                .toList();
        requireReplicas(shared, counts.keySet(), file);
        return new Feeds(columns, indexes, counts, shared, free, notes);
    }

    /** The columns of the counts that the policy's engine knows; one that is the column of a metric holds no count. */
    private static Map<Count, String> counted(ReplayPolicy policy, Map<String, String> columnOf, List<String> free) {
        Map<Count, String> counted = new EnumMap<>(Count.class);
        for (Count count : policy.counts()) {
            String name = count.column();
            String mapped = columnOf.get(name);
            boolean isMetric = policy.metrics().stream()
                    .anyMatch(
                            metric -> metric.id().equals(name) || metric.name().equals(name));
            if (mapped != null && !isMetric) {
                counted.put(count, mapped);
            } else if (!isMetric && free.remove(name)) {
                counted.put(count, name);
            }
        }
        return counted;
    }

    private static Map<String, String> mapped(
            ReplayPolicy policy,
            List<Metric> fed,
            String file,
            List<String> recorded,
            List<String> maps,
            Problems problems) {
        Map<String, String> columnOf = new LinkedHashMap<>();
        List<String> targets = new ArrayList<>(fed.stream().map(Metric::id).toList());
        policy.counts().forEach(count -> targets.add(count.column()));
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

    /** Finds the columns of those metrics that are not mapped; notes what is not of their names. */
    private static List<String> find(List<Metric> fed, String file, Map<String, String> columnOf, List<String> free) {
        List<String> notes = new ArrayList<>();
        for (Metric metric : fed) {
            String column = columnOf.containsKey(metric.id()) ? null : columnFor(metric, free, fed.size() == 1);
            if (column != null) {
                free.remove(column);
                columnOf.put(metric.id(), column);
                if (!isNamed(metric, column)) {
                    notes.add("column " + column + " of " + file + " feeds the metric " + metric.id()
                            + ", as there is no other column and no other metric");
                }
            }
        }
        return notes;
    }

    private static boolean isNamed(Metric metric, String column) {
        return column.equals(metric.id()) || column.equals(metric.name());
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

    public boolean has(Count count) {
        return counts.containsKey(count);
    }

    private static void requireReplicas(List<Metric> shared, Set<Count> counts, String file) {
        Problems problems = new Problems();
        boolean hasReplicas = counts.contains(Count.REPLICAS);
        for (Metric metric : hasReplicas ? List.<Metric>of() : shared) {
            problems.add(file + ": must have a replicas column: metric=" + metric.id() + " (" + metric.shared() + ")"
                    + "\n  Such a value was recorded while a certain number of replicas shared the load; with other"
                    + "\n  replicas it would have been another one. With a column 'replicas' (or --map column=replicas)"
                    + "\n  the load is value x replicas of that time. Totals need none: type External or Object with"
                    + "\n  averageValue."
                    + (metric.isValue() ? " --values-as-recorded takes the value as it was." : ""));
        }
        for (Count count : List.of(Count.EXISTING, Count.READY, Count.STARTING)) {
            if (!hasReplicas && counts.contains(count)) {
                problems.add(file + ": must have a replicas column beside the column " + count.column());
            }
        }
        if (counts.containsAll(Set.of(Count.READY, Count.STARTING))) {
            problems.add(file + ": must have one of the columns ready and starting");
        }
        problems.throwIfAny();
    }
}
