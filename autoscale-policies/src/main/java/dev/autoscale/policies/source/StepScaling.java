package dev.autoscale.policies.source;

import dev.autoscale.MetricSpec;
import dev.autoscale.Milli;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.LongStream;

/**
 * Graduated steps: the interval that the value lies in says by how much the replicas change. Immutable and thread-safe; an
 * answer takes one comparison per step and allocates nothing.
 *
 * <pre>{@code
 * var spec = AutoscalerSpec.builder(1, 40)
 *         .metric(StepScaling.builder()
 *                 .below(30, changeInCapacity(-1))
 *                 .between(60, 80, percentChangeInCapacity(10)) // 10 ready replicas: 11
 *                 .from(80, percentChangeInCapacity(30).minAdjustmentMagnitude(2)) // 10 ready replicas: 13
 *                 .asMetric("queue_time"))
 *         .build();
 * }</pre>
 *
 * <p>Bounds are absolute values of the metric, the lower one inclusive, the upper one exclusive, whether the step grows or
 * shrinks. Between the steps, and outside of them, it proposes the wanted replicas: no change. Such tables are AWS' step
 * scaling, Cloud Foundry's scaling rules, Nomad's threshold strategy and Azure's autoscale rules.
 *
 * <p><b>From AWS.</b> Its bounds are relative to the alarm's threshold: add the threshold to them. A step above the threshold
 * has the lower bound in it there too. A step below it has the <em>upper</em> bound in it: values count in thousandths, so add
 * 0.001 to both bounds for the same intervals ({@code below(30.001, ...)} for "at most 30").
 *
 * <p><b>Warming replicas.</b> A growing step counts from the ready replicas and never proposes fewer than are wanted
 * ({@link StepAdjustment}): the same step again adds nothing while what it added still starts, and a higher step adds the
 * difference (AWS' instance warm-up). So the caller must say how many are ready ({@code observation.readyReplicas(n)}, or
 * pods); without that every existing replica is ready, and the step repeats in each decision. Then a rate policy, such as
 * 2 pods per 60 s, spaces the steps. Replicas that stop being ready under the load count as starting too.
 *
 * <p>A shrinking step repeats in each decision as well; the scale-down stabilization window spaces it: one step per window.
 * (AWS also waits with it until nothing warms up any more.) Only the spec's minReplicas ends it.
 *
 * <p>Take it when the right count is not proportional to the value: latencies, errors, saturation, or thresholds that an
 * operator already trusts. Do not take it for a load that the replicas share, such as requests or queued jobs: a target per
 * replica gets there in one decision and cannot overshoot.
 */
public final class StepScaling extends FormulaSource {
    /** Bounds are at most this far from 0. */
    private static final double MOST = 1e12;

    private final long[] fromsMilli;
    private final long[] tosMilli;
    private final StepAdjustment[] adjustments;

    private StepScaling(List<Step> steps) {
        super(text(steps));
        fromsMilli = steps.stream().mapToLong(Step::fromMilli).toArray();
        tosMilli = steps.stream().mapToLong(Step::toMilli).toArray();
        adjustments = steps.stream().map(Step::adjustment).toArray(StepAdjustment[]::new);
    }

    private static String text(List<Step> steps) {
        StringJoiner text = new StringJoiner(", ", "steps(", ")");
        steps.forEach(step -> text.add(step.toString()));
        return text.toString();
    }

    /**
     * Begins without a step.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the values at which another step begins or one ends} Ascending, each once; in the metric's unit. */
    public List<Double> bounds() {
        return LongStream.concat(LongStream.of(fromsMilli), LongStream.of(tosMilli))
                .filter(bound -> bound != Long.MIN_VALUE && bound != Long.MAX_VALUE)
                .sorted()
                .distinct()
                .mapToObj(bound -> bound / 1000.0)
                .toList();
    }

    /**
     * Applies the step that the value lies in.
     *
     * @param in the value, the wanted and the ready replicas
     * @return replicas, at least 0; the wanted ones if no step covers the value
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        return replicasOf(in.valueMilli(), in.currentReplicas(), in.readyReplicas());
    }

    int replicasOf(long valueMilli, int current, int ready) {
        for (int i = 0; i < adjustments.length; i++) {
            if (valueMilli >= fromsMilli[i] && (valueMilli < tosMilli[i] || tosMilli[i] == Long.MAX_VALUE)) {
                return adjustments[i].apply(current, ready);
            }
        }
        return current;
    }

    /** One interval, inclusive and exclusive; {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} are without a bound. */
    private record Step(long fromMilli, long toMilli, StepAdjustment adjustment) {
        String interval() {
            return (fromMilli == Long.MIN_VALUE ? "(-inf" : "[" + Milli.text(fromMilli))
                    + ", "
                    + (toMilli == Long.MAX_VALUE ? "inf)" : Milli.text(toMilli) + ")");
        }

        @Override
        public String toString() {
            return interval() + ": " + adjustment;
        }
    }

    /**
     * Collects the steps of a {@link StepScaling}, in ascending order, and checks them all at once. Not thread-safe.
     */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();
        private final List<Double> bounds = new ArrayList<>();

        private Builder() {}

        /**
         * Adds the step for every lower value; only the first one may be so.
         *
         * @param to the value from which on (so exclusive) it does not count any more, -10^12 to 10^12; rounded up to
         *     thousandths, as values are
         * @param adjustment what it does; not null
         * @return this
         */
        public Builder below(double to, StepAdjustment adjustment) {
            return add(Long.MIN_VALUE, milli(to), adjustment);
        }

        /**
         * Adds a step.
         *
         * @param from the value from which on (inclusive) it counts, at least the upper bound of the step before; range and
         *     rounding as for {@link #below}
         * @param to the value from which on (so exclusive) it does not count any more, above {@code from}
         * @param adjustment what it does; not null
         * @return this
         */
        public Builder between(double from, double to, StepAdjustment adjustment) {
            return add(milli(from), milli(to), adjustment);
        }

        /**
         * Adds the step for every higher value; only the last one may be so.
         *
         * @param from the value from which on (inclusive) it counts; as for {@link #between}
         * @param adjustment what it does; not null
         * @return this
         */
        public Builder from(double from, StepAdjustment adjustment) {
            return add(milli(from), Long.MAX_VALUE, adjustment);
        }

        private long milli(double bound) {
            bounds.add(bound);
            return Milli.ceil(bound);
        }

        private Builder add(long fromMilli, long toMilli, StepAdjustment adjustment) {
            steps.add(new Step(fromMilli, toMilli, Objects.requireNonNull(adjustment, "adjustment")));
            return this;
        }

        /**
         * Checks every rule and builds the steps.
         *
         * @return the steps
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public StepScaling build() {
            Violation.Collector broken = new Violation.Collector();
            broken.require(!steps.isEmpty(), "there must be a step", "steps", steps);
            for (double bound : bounds) {
                broken.require(Math.abs(bound) <= MOST, "bounds must be >= -1e12 and <= 1e12", "bound", bound);
            }
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                broken.require(step.fromMilli < step.toMilli, "step must have from < to", "step", step.interval());
                Step before = i == 0 ? step : steps.get(i - 1);
                String both = before.interval() + ", " + step.interval();
                boolean ascends = i == 0 || before.toMilli <= step.fromMilli;
                broken.require(ascends, "steps must ascend and not overlap", "steps", both);
                step.adjustment.check(broken);
            }
            broken.throwIfAny();
            return new StepScaling(steps);
        }

        /**
         * Builds the steps as a spec's metric.
         *
         * @param name the metric's name; not null
         * @return the metric
         * @throws IllegalArgumentException as {@link #build()}
         */
        public MetricSpec asMetric(String name) {
            return MetricSpec.source(name, build());
        }
    }
}
