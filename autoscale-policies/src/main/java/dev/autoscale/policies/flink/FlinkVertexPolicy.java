package dev.autoscale.policies.flink;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One vertex as a job of its own, so that it can be driven, replayed and compared as any other workload: replicas are its subtasks. It is
 * rescaled when it is outside its bounds. Immutable and thread-safe; a decision costs what {@link FlinkJob} says and allocates nothing.
 *
 * <p>It looks at three metrics, averages over Flink's metrics window: {@code target_data_rate} (records/s that come in),
 * {@code lag} (records that wait at the source; 0 if there are none) and {@code true_processing_rate} (records/s that all subtasks
 * together could process, unless {@linkplain #withRatePerSubtask that of one is known}). Where one of them is missing, infinite or negative the count stays, and nothing is remembered: other than
 * {@link FlinkJob}, which takes infinite rates as Flink does.
 *
 * <p>The catch-up rate is the lag divided by the catch-up duration; the job processes a backlog while lag / data rate is above
 * {@code backlog-processing.lag-threshold}. A change is remembered with the rates of the decision before it when it is reported.
 */
@CheckReturnValue
public final class FlinkVertexPolicy extends UpstreamPolicy {
    /** Why a decision is what it is. */
    public enum Why {
        /** A metric is missing, infinite or negative, or there are no subtasks, or more of them than key groups. */
        NO_DATA,
        /** The vertex is busy for more than {@code utilization.max}. */
        OVERUTILIZED,
        /** The vertex is busy for less than {@code utilization.min}. */
        UNDERUTILIZED,
        /** Another parallelism is recommended, but the vertex is within its bounds. */
        WITHIN_BOUNDS,
        /** A smaller parallelism is recommended, and the {@code scale-down.interval} is not over. */
        SCALE_DOWN_DELAYED,
        /** No parallelism in this direction fits the key groups or partitions, as the event {@code ScalingLimited}. */
        SCALING_LIMITED,
        /** The last growth did not help, as the event {@code IneffectiveScaling}. */
        INEFFECTIVE_SCALING,
        /** The present parallelism is the recommended one. */
        AT_TARGET
    }

    private static final int INCOMING = 0;
    private static final int LAG = 1;
    private static final int RATE = 2;
    private static final List<String> METRICS = List.of("target_data_rate", "lag", "true_processing_rate");
    private static final List<String> NOTES =
            List.of("factor", "recommended", "scale_up_threshold", "scale_down_threshold", "expected_rate");
    private static final int MOST_KEY_GROUPS = 1 << 15;

    private final FlinkSettings settings;
    private final int maxParallelism;
    private final int partitions;
    private final boolean hasHashInput;
    /** 0 if the rate is measured. */
    private final double ratePerSubtask;

    /** All of it, as every decision compares its policy. */
    private final String text;

    private final FlinkBlock block;
    private final FlinkScaling scaling;

    private FlinkVertexPolicy(
            FlinkSettings settings, int maxParallelism, int partitions, boolean hasHashInput, double ratePerSubtask) {
        super(
                "Flink autoscaler",
                ratePerSubtask == 0 ? METRICS : METRICS.subList(0, RATE),
                settings.vertexMinParallelism,
                Math.min(maxParallelism, settings.vertexMaxParallelism));
        this.settings = settings;
        this.maxParallelism = maxParallelism;
        this.partitions = partitions;
        this.hasHashInput = hasHashInput;
        this.ratePerSubtask = ratePerSubtask;
        text = "FlinkVertexPolicy[maxParallelism=" + maxParallelism + ", partitions=" + partitions + ", hashInput="
                + hasHashInput + (ratePerSubtask == 0 ? "" : ", ratePerSubtask=" + ratePerSubtask) + ", " + settings
                + ']';
        block = new FlinkBlock(0, settings.historyMaxCount);
        scaling = new FlinkScaling(settings, block);
    }

    /**
     * A policy.
     *
     * @param settings not null
     * @param maxParallelism the key groups, 1 to 32,768; Flink's own default is 128 for up to 85 subtasks
     * @param partitions the partitions of a source; 0 if they are not known, or it is none
     * @param hashInput whether an input is partitioned by key
     * @return the policy
     * @throws InvalidSettingsException that names every broken rule with its value
     */
    public static FlinkVertexPolicy of(FlinkSettings settings, int maxParallelism, int partitions, boolean hashInput) {
        Objects.requireNonNull(settings, "settings");
        Violation.Collector broken = new Violation.Collector();
        boolean isPossible = maxParallelism >= 1 && maxParallelism <= MOST_KEY_GROUPS;
        broken.requireBound(isPossible, ">= 1 and <= " + MOST_KEY_GROUPS, "maxParallelism", maxParallelism);
        broken.requireNotNegative("partitions", partitions);
        broken.throwIfAny();
        return new FlinkVertexPolicy(settings, maxParallelism, partitions, hashInput, 0);
    }

    /**
     * The same with a known rate, for simulations and where it is not measured: the true processing rate is that of one subtask times
     * the parallelism, and {@code true_processing_rate} is no metric.
     *
     * @param perSecond the records/s that one subtask processes if it is busy all the time; at least 0.001 and at most 1e12
     * @return the policy
     * @throws InvalidSettingsException if it is out of range
     */
    public FlinkVertexPolicy withRatePerSubtask(double perSecond) {
        boolean isPossible = perSecond >= 0.001 && perSecond <= 1e12;
        Violation.require(isPossible, "ratePerSubtask must be >= 0.001 and <= 1e12", "ratePerSubtask", perSecond);
        return new FlinkVertexPolicy(settings, maxParallelism, partitions, hasHashInput, perSecond);
    }

    /** {@return the settings of the job} */
    public FlinkSettings settings() {
        return settings;
    }

    /** {@return a minute, in which the operator looks at each job} */
    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public List<String> notes() {
        return NOTES;
    }

    @Override
    protected int memorySize() {
        return FlinkBlock.size(settings.historyMaxCount);
    }

    @Override
    protected void begin(long[] memory, long epochMillis, int replicas) {
        block.begin(memory);
    }

    @Override
    protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
        double rate = ratePerSubtask == 0 ? in.value(RATE) : ratePerSubtask * in.replicas();
        double incoming = in.value(INCOMING);
        double lag = in.value(LAG);
        if (!isMeasured(rate) || !isMeasured(incoming) || !isMeasured(lag) || !isPossible(in.replicas())) {
            block.number(memory, FlinkBlock.EXPECTED, Double.NaN);
            out.keep(Why.NO_DATA);
            return;
        }
        block.whole(memory, FlinkBlock.CURRENT, in.replicas());
        block.whole(memory, FlinkBlock.MAX_PARALLELISM, maxParallelism);
        block.whole(memory, FlinkBlock.PARTITIONS, partitions);
        block.flag(memory, FlinkBlock.HASHED, hasHashInput);
        block.number(memory, FlinkBlock.RATE, FlinkRates.stored(rate));
        block.number(memory, FlinkBlock.INCOMING, FlinkRates.stored(incoming));
        double catchUp = settings.catchUpSeconds == 0 ? 0 : lag / settings.catchUpSeconds;
        block.number(memory, FlinkBlock.CATCH_UP, FlinkRates.stored(catchUp));
        block.flag(memory, FlinkBlock.BACKLOG, lag / incoming > settings.backlogSeconds);
        scaling.decide(memory, nowMillis);
        answer(memory, out);
    }

    private boolean isPossible(int parallelism) {
        return parallelism >= 1 && parallelism <= maxParallelism;
    }

    private static boolean isMeasured(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    private void answer(long[] memory, UpstreamDecision out) {
        out.note(0, block.number(memory, FlinkBlock.FACTOR));
        out.note(1, block.whole(memory, FlinkBlock.RECOMMENDED));
        out.note(2, block.number(memory, FlinkBlock.UP));
        out.note(3, block.number(memory, FlinkBlock.DOWN));
        out.note(4, block.number(memory, FlinkBlock.EXPECTED));
        int current = block.whole(memory, FlinkBlock.CURRENT);
        int answer = block.whole(memory, FlinkBlock.ANSWER);
        boolean grows = block.whole(memory, FlinkBlock.RECOMMENDED) > current;
        if (block.flag(memory, FlinkBlock.OUTSIDE)) {
            out.answer(answer, grows ? Why.OVERUTILIZED : Why.UNDERUTILIZED);
        } else {
            out.keep(whyStays(memory, current, answer));
        }
    }

    private Why whyStays(long[] memory, int current, int answer) {
        if (answer != current) {
            return Why.WITHIN_BOUNDS;
        }
        if (block.whole(memory, FlinkBlock.RECOMMENDED) < current) {
            return Why.SCALE_DOWN_DELAYED;
        }
        if (block.flag(memory, FlinkBlock.INEFFECTIVE)) {
            return Why.INEFFECTIVE_SCALING;
        }
        return block.flag(memory, FlinkBlock.LIMITED) ? Why.SCALING_LIMITED : Why.AT_TARGET;
    }

    @Override
    protected void scaled(long[] memory, long nowMillis, int from, int to) {
        if (from == to) {
            return;
        }
        block.forgetWaiting(memory);
        double expected = block.number(memory, FlinkBlock.EXPECTED);
        if (!Double.isNaN(expected)) {
            block.change(memory, nowMillis, from, to, block.number(memory, FlinkBlock.RATE), expected);
            block.number(memory, FlinkBlock.EXPECTED, Double.NaN);
        }
    }

    @Override
    protected boolean isPossible(long[] memory) {
        return block.isPossible(memory);
    }

    /** {@return every setting, in one line} */
    @Override
    public String toString() {
        return text;
    }
}
