package dev.autoscale.policies.flink;

/**
 * The parallelism of one vertex.
 *
 * <pre>
 * factor = capacity(target) / true processing rate, divided by what further subtasks brought, within the greatest changes
 * wanted = ceil(factor * parallelism), within the limits of the vertex, aligned
 * </pre>
 */
final class FlinkScaling {
    private final FlinkSettings settings;

    FlinkScaling(FlinkSettings settings) {
        this.settings = settings;
    }

    /** Decides with the wait of scale-downs. */
    void decide(long nowMillis, FlinkVertex vertex, boolean hasBacklog, FlinkMemory memory, FlinkDecision out) {
        memory.trim(nowMillis, settings.historyMaxAgeMillis);
        recommend(vertex, hasBacklog, memory, out);
        out.recommended = out.parallelism;
        if (out.parallelism >= out.current) {
            memory.forgetWaiting();
            return;
        }
        long interval = settings.scaleDownIntervalMillis;
        if (interval == 0) {
            return;
        }
        if (memory.remember(nowMillis, out.parallelism, out.isOutside, interval)) {
            memory.slide(nowMillis, interval);
            out.parallelism = Math.min(out.current, memory.largest());
            out.isOutside = out.parallelism < out.current && memory.isLargestOutside();
        } else {
            out.parallelism = out.current;
            out.isOutside = false;
        }
    }

    private void recommend(FlinkVertex vertex, boolean hasBacklog, FlinkMemory memory, FlinkDecision out) {
        int current = vertex.parallelism;
        out.begin(current);
        double rate = vertex.trueProcessingRate;
        double max = hasBacklog ? 1 : settings.utilizationMax;
        double min = hasBacklog ? 0 : settings.utilizationMin;
        out.upThreshold = FlinkRates.capacity(settings, vertex, max, false);
        out.downThreshold = FlinkRates.capacity(settings, vertex, min, true);
        double target = FlinkRates.capacity(settings, vertex, settings.utilizationTarget, true);
        if (Double.isNaN(rate) || Double.isNaN(target) || current <= 0) {
            return;
        }
        double coefficient = settings.isObservingScalability ? FlinkScalability.coefficient(settings, memory) : 1;
        double least = 1 - settings.scaleDownMaxFactor;
        double factor = Math.min(Math.max(target / rate / coefficient, least), 1 + settings.scaleUpMaxFactor);
        out.factor = factor;
        int lower = Math.min(current, settings.vertexMinParallelism);
        int upper = Math.max(current, settings.vertexMaxParallelism);
        int wanted = Math.max(lower, (int) Math.ceil(factor * current));
        wanted = Math.min(wanted, Math.min(vertex.maxParallelism, upper));
        if (wanted == current) {
            return;
        }
        int aligned = FlinkAlignment.align(settings, vertex, wanted, lower, upper, out);
        if (aligned == current) {
            return;
        }
        change(vertex, aligned, memory, out);
    }

    private void change(FlinkVertex vertex, int parallelism, FlinkMemory memory, FlinkDecision out) {
        double rate = vertex.trueProcessingRate;
        double expected =
                settings.release == FlinkSettings.Release.TRUNK ? rate / out.current * parallelism : rate * out.factor;
        out.expectedRate = FlinkRates.stored(expected);
        boolean isUp = parallelism > out.current;
        out.isIneffective = isUp && !hasHelped(rate, out.current, memory);
        if (out.isIneffective && settings.isBlockingIneffective) {
            return;
        }
        out.parallelism = parallelism;
        out.isOutside = rate < out.upThreshold || rate > out.downThreshold;
    }

    /** Whether the last change, if it was the growth to the present parallelism, brought enough of what was expected of it. */
    private boolean hasHelped(double rate, int current, FlinkMemory memory) {
        int last = memory.changes() - 1;
        if (last < 0 || memory.to(last) <= memory.from(last) || memory.to(last) != current) {
            return true;
        }
        double before = memory.rate(last);
        return (rate - before) / (memory.expected(last) - before) >= settings.effectivenessThreshold;
    }
}
