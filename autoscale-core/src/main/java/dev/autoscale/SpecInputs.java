package dev.autoscale;

import java.util.List;

/** How the metrics of a spec hang together: gates, signals and memory of sources, by index. Immutable. */
final class SpecInputs {
    private static final int[] NO_SIGNALS = {};
    private static final int NO_GATE = -1;

    private final boolean plain;
    private final boolean fallbacks;
    private final boolean looksBack;
    private final int[] gates;
    private final int[][] signals;
    private final int[] memoryBegins;
    private final boolean[] excused;

    SpecInputs(MetricSpec[] metrics) {
        boolean anyInput = false;
        boolean anyFallback = false;
        boolean anyLookBack = false;
        gates = new int[metrics.length];
        signals = new int[metrics.length][];
        memoryBegins = new int[metrics.length + 1];
        excused = new boolean[metrics.length];
        for (int i = 0; i < metrics.length; i++) {
            MetricSpec metric = metrics[i];
            ReplicaSource source = metric.replicaSource();
            String gate = metric.options().gate().onlyWhile();
            gates[i] = gate == null ? NO_GATE : indexOf(metrics, gate);
            signals[i] = source == null ? NO_SIGNALS : indexesOf(metrics, source.signals());
            memoryBegins[i + 1] = memoryBegins[i] + (source == null ? 0 : Math.max(0, source.memorySize()));
            if (source != null && source.readsMissingSignals()) {
                excuse(metrics, signals[i]);
            }
            anyInput |= source != null || gate != null || metric.kind() == MetricSpec.Kind.SIGNAL;
            anyFallback |= metric.options().fallback() != null;
            anyLookBack |= metric.samples().lookBack() != null;
        }
        plain = !anyInput && !anyFallback && !anyLookBack;
        fallbacks = anyFallback;
        looksBack = anyLookBack;
    }

    private static int[] indexesOf(MetricSpec[] metrics, List<String> ids) {
        return ids.stream()
                .mapToInt(id -> indexOf(metrics, id))
                .filter(i -> i >= 0)
                .toArray();
    }

    private static int indexOf(MetricSpec[] metrics, String id) {
        for (int i = 0; i < metrics.length; i++) {
            if (metrics[i].id().equals(id)) {
                return i;
            }
        }
        return NO_GATE;
    }

    /** Whether all metrics are those of the Kubernetes HPA. */
    boolean isPlain() {
        return plain;
    }

    boolean hasFallbacks() {
        return fallbacks;
    }

    boolean looksBack() {
        return looksBack;
    }

    /** The metric that gates this one, or -1. */
    int gate(int metric) {
        return gates[metric];
    }

    /** Signals alone: a metric that proposes still fails for itself. */
    private void excuse(MetricSpec[] metrics, int[] read) {
        for (int signal : read) {
            excused[signal] |= signal >= 0 && metrics[signal].kind() == MetricSpec.Kind.SIGNAL;
        }
    }

    /** Whether it is a signal that may be missing, because a source reads it that handles that. */
    boolean isExcused(int metric) {
        return excused[metric];
    }

    int[] signals(int metric) {
        return signals[metric];
    }

    /** Where a source's memory begins among that of all; for the number of metrics, where it ends. */
    int memoryBegin(int metric) {
        return memoryBegins[metric];
    }
}
