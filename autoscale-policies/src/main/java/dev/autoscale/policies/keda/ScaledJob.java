package dev.autoscale.policies.keda;

import dev.autoscale.Violation;
import dev.autoscale.json.Json;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.Texts;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs to create, as KEDA decides it for a {@code ScaledJob}. Immutable and thread-safe; {@link #decide} is a pure
 * function that allocates nothing.
 *
 * <pre>{@code
 * ScaledJob jobs = ScaledJob.builder().maxReplicaCount(20).build();
 * ScaledJob.Input measured = new ScaledJob.Input(1);
 * ScaledJob.Decision answer = new ScaledJob.Decision();
 * jobs.decide(measured.jobs(3, 1).trigger(40, 5, true), answer); // 3 unfinished, 1 of them pending; 40 waiting, 5 each
 * int create = answer.jobsToCreate();
 * }</pre>
 *
 * <p>Jobs are created, never removed: a job ends by itself. All quirks of KEDA are reproduced: the minimum is not subtracted
 * from an unset maximum, a minimum above the maximum gives both the maximum, {@link Strategy#EAGER} and
 * {@link Strategy#ACCURATE} count as their descriptions say.
 */
public final class ScaledJob {
    /** {@code maxReplicaCount} if it is not set. */
    public static final int DEFAULT_MAX_REPLICA_COUNT = 100;

    /** How running jobs are counted against what the queue asks for ({@code scalingStrategy.strategy}). */
    public enum Strategy {
        /** Asked for, less the running jobs. */
        DEFAULT,
        /** Asked for, less a constant and less a share of the running jobs, at most the maximum. */
        CUSTOM,
        /**
         * Asked for, less the pending jobs: for queues that do not count messages in work. Where that would exceed the
         * maximum together with the running jobs, the maximum less the running jobs.
         */
        ACCURATE,
        /** Asked for, as far as the maximum leaves room besides running and (again) pending jobs. */
        EAGER
    }

    /** How several active triggers become one number ({@code scalingStrategy.multipleScalersCalculation}). */
    public enum Combination {
        /** The trigger with the longest queue. */
        MAX,
        /** The trigger with the shortest queue. */
        MIN,
        /** The mean of queue lengths and of jobs asked for. */
        AVG,
        /** The sum of both. */
        SUM
    }

    final Strategy strategy;
    final Combination combination;
    final int deduction;
    final double runningShare;
    final long min;
    final long max;

    private ScaledJob(Builder builder) {
        this.strategy = builder.strategy;
        this.combination = builder.combination;
        this.deduction = builder.deduction;
        this.runningShare = builder.runningShare;
        Integer wantedMin = builder.min;
        Integer wantedMax = builder.max;
        long least = wantedMin == null ? 0 : wantedMin;
        if (wantedMax == null) {
            this.min = least;
            this.max = DEFAULT_MAX_REPLICA_COUNT;
        } else {
            this.min = Math.min(least, wantedMax);
            this.max = least > wantedMax ? wantedMax : wantedMax - least;
        }
    }

    /**
     * Begins with KEDA's defaults: default strategy, combination by maximum, no minimum, at most 100 jobs.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Decides from counts and triggers.
     *
     * @param in the counts; only read; not null
     * @param out receives the answer; not null
     */
    public void decide(Input in, Decision out) {
        combine(in, out);
        out.active |= min > 0;
        out.job = this;
        out.unfinishedJobs = in.unfinishedJobs;
        out.pendingJobs = in.pendingJobs;
        long running = in.unfinishedJobs;
        if (running < min) {
            out.effectiveMaxScale = min - running;
            out.scaleTo = out.effectiveMaxScale;
        } else {
            out.scaleTo = strategy == Strategy.EAGER ? max : out.queueLength;
            out.effectiveMaxScale = effective(out.maxValue, running - min, in.pendingJobs);
        }
        long jobs = Math.min(out.scaleTo, Math.max(0, out.effectiveMaxScale));
        out.jobsToCreate = out.active ? (int) Math.max(0, Math.min(jobs, Integer.MAX_VALUE)) : 0;
    }

    private long effective(long maxScale, long running, long pending) {
        return switch (strategy) {
            case DEFAULT -> maxScale - running;
            case CUSTOM -> Math.min(maxScale - deduction - (long) ((double) running * runningShare), max);
            case ACCURATE -> maxScale + running - pending > max ? max - running : maxScale - pending;
            case EAGER -> Math.min(max - running - pending, maxScale);
        };
    }

    private void combine(Input in, Decision out) {
        double queue = 0;
        double jobs = 0;
        int taken = 0;
        for (int i = 0; i < in.triggers; i++) {
            double length = in.lengths[i];
            double target = in.targets[i];
            double asked = target == 0 ? 0 : Math.min(length / target, (double) max);
            switch (combination) {
                case MAX, MIN -> {
                    if (combination == Combination.MAX ? length > queue : queue == 0 || length < queue) {
                        queue = length;
                        jobs = asked;
                        taken = 1;
                    }
                }
                case AVG, SUM -> {
                    queue += length;
                    jobs += asked;
                    taken++;
                }
            }
        }
        int parts = combination == Combination.AVG && taken > 0 ? taken : 1;
        out.active = taken > 0;
        out.activeTriggers = in.triggers;
        out.failed = in.failed;
        out.queueLength = (long) Math.ceil(queue / parts);
        out.maxValue = (long) Math.ceil(Math.min(jobs / parts, (double) max));
    }

    /** Collects the settings of a {@link ScaledJob}. Not thread-safe. */
    public static final class Builder {
        private Strategy strategy = Strategy.DEFAULT;
        private Combination combination = Combination.MAX;
        private int deduction;
        private double runningShare;
        private @Nullable Integer min;
        private @Nullable Integer max;

        private Builder() {}

        /**
         * Jobs to keep at least ({@code minReplicaCount}; default none).
         *
         * @param jobs at least 0; a value above the maximum counts as the maximum
         * @return this
         */
        public Builder minReplicaCount(int jobs) {
            this.min = jobs;
            return this;
        }

        /**
         * Jobs to have at most ({@code maxReplicaCount}; default 100, from which the minimum is then not subtracted).
         *
         * @param jobs at least 1
         * @return this
         */
        public Builder maxReplicaCount(int jobs) {
            this.max = jobs;
            return this;
        }

        /**
         * Counts running jobs in a fixed way; {@link Strategy#CUSTOM} without deductions unless {@link #custom} gave some.
         *
         * @param strategy not null
         * @return this
         */
        public Builder strategy(Strategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "strategy");
            return this;
        }

        /**
         * Takes {@link Strategy#CUSTOM}.
         *
         * @param deduction jobs to subtract ({@code customScalingQueueLengthDeduction})
         * @param runningShare share of the running jobs to subtract, 1 for all
         *     ({@code customScalingRunningJobPercentage}); finite
         * @return this
         */
        public Builder custom(int deduction, double runningShare) {
            Violation.require(
                    Double.isFinite(runningShare), "runningShare must be finite", "runningShare", runningShare);
            this.strategy = Strategy.CUSTOM;
            this.deduction = deduction;
            this.runningShare = runningShare;
            return this;
        }

        /**
         * Combines several triggers.
         *
         * @param combination not null
         * @return this
         */
        public Builder combination(Combination combination) {
            this.combination = Objects.requireNonNull(combination, "combination");
            return this;
        }

        /**
         * Takes KEDA's texts as KEDA does, silently: an unknown word (words are lower case) is the default, and a custom
         * strategy whose percentage is no number is the default strategy.
         *
         * @param strategy {@code default}, {@code custom}, {@code accurate}, {@code eager}; null if not set
         * @param deduction {@code customScalingQueueLengthDeduction}; null if not set
         * @param runningPercentage {@code customScalingRunningJobPercentage}, such as 0.5; null if not set
         * @param combination {@code max}, {@code min}, {@code avg}, {@code sum}; null if not set
         * @return this
         */
        public Builder kedaTexts(
                @Nullable String strategy,
                @Nullable Integer deduction,
                @Nullable String runningPercentage,
                @Nullable String combination) {
            this.combination = switch (String.valueOf(combination)) {
                case "min" -> Combination.MIN;
                case "avg" -> Combination.AVG;
                case "sum" -> Combination.SUM;
                default -> Combination.MAX;
            };
            this.strategy = switch (String.valueOf(strategy)) {
                case "accurate" -> Strategy.ACCURATE;
                case "eager" -> Strategy.EAGER;
                default -> Strategy.DEFAULT;
            };
            Optional<Double> share = "custom".equals(strategy) && runningPercentage != null
                    ? GoFloat.parse(runningPercentage).filter(Double::isFinite)
                    : Optional.empty();
            return share.isPresent() ? custom(deduction == null ? 0 : deduction, share.get()) : this;
        }

        /**
         * Completes the settings.
         *
         * @return the function
         * @throws IllegalArgumentException that names every count that is out of its range
         */
        public ScaledJob build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireNotNegative("minReplicaCount", min == null ? 0 : min);
            broken.requireBound(max == null || max >= 1, ">= 1", "maxReplicaCount", String.valueOf(max));
            broken.throwIfAny();
            return buildUnchecked();
        }

        /**
         * Completes the settings without checking them, for answering what KEDA's controller would, which checks none of them.
         *
         * @return the function
         */
        public ScaledJob buildUnchecked() {
            return new ScaledJob(this);
        }
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "ScaledJob[minReplicaCount=" + min + ", maxReplicaCount=" + max + ", strategy=" + strategy
                + ", combination=" + combination
                + (deduction == 0 && runningShare == 0
                        ? ""
                        : ", deduction=" + deduction + ", runningShare=" + runningShare)
                + ']';
    }

    /** What is known about jobs and triggers at one moment, for {@link ScaledJob}. Reusable; not thread-safe. */
    public static final class Input {
        double[] lengths;
        double[] targets;
        int triggers;
        boolean failed;
        long unfinishedJobs;
        long pendingJobs;

        /**
         * An input for a number of triggers.
         *
         * @param capacity triggers of which nothing needs to be allocated later, at least 0
         */
        public Input(int capacity) {
            Violation.require(capacity >= 0, "capacity must be >= 0", "capacity", capacity);
            this.lengths = new double[capacity];
            this.targets = new double[capacity];
        }

        /**
         * Starts over: forgets all triggers.
         *
         * @param unfinished jobs that are neither complete nor failed, at least 0; suspended ones count
         * @param pending those of the unfinished that have not started to work, 0 to {@code unfinished}
         * @return this
         */
        public Input jobs(int unfinished, int pending) {
            if (unfinished < 0 || pending < 0 || pending > unfinished) {
                throw new IllegalArgumentException(
                        "jobs must be 0 <= pending <= unfinished: unfinished=" + unfinished + ", pending=" + pending);
            }
            this.unfinishedJobs = unfinished;
            this.pendingJobs = pending;
            this.triggers = 0;
            this.failed = false;
            return this;
        }

        /**
         * Adds what a trigger measured. An inactive trigger counts for nothing; NaN counts as failed. Both numbers count as KEDA
         * passes them on, in thousandths as {@link KedaRounding} rounds: 12.0004 is 12, and a negative one 0.
         *
         * @param queueLength the sum of its metrics
         * @param target average value per job; 0 asks for no job
         * @param active whether it is above its activation threshold
         * @return this
         */
        public Input trigger(double queueLength, double target, boolean active) {
            if (Double.isNaN(queueLength) || Double.isNaN(target)) {
                return failedTrigger();
            }
            if (active) {
                if (triggers == lengths.length) {
                    lengths = Arrays.copyOf(lengths, triggers + triggers / 2 + 1);
                    targets = Arrays.copyOf(targets, lengths.length);
                }
                lengths[triggers] = KedaRounding.toMilli(queueLength) * KedaRounding.UNIT;
                targets[triggers] = KedaRounding.toMilli(target) * KedaRounding.UNIT;
                triggers++;
            }
            return this;
        }

        /**
         * Adds a trigger that could not be measured. It does not keep the others from creating jobs.
         *
         * @return this
         */
        public Input failedTrigger() {
            failed = true;
            return this;
        }

        /** {@return what was told, in one line} */
        @Override
        public String toString() {
            return "ScaledJob.Input[unfinished=" + unfinishedJobs + ", pending=" + pendingJobs + ", activeTriggers="
                    + triggers + ", failed=" + failed + ']';
        }
    }

    /** How many jobs {@link ScaledJob} creates, and what led there. Reusable; not thread-safe. */
    public static final class Decision {
        @Nullable
        ScaledJob job;

        long unfinishedJobs;
        long pendingJobs;
        int activeTriggers;
        boolean active;
        boolean failed;
        long queueLength;
        long maxValue;
        long effectiveMaxScale;
        long scaleTo;
        int jobsToCreate;

        /** A decision that creates nothing yet. */
        public Decision() {}

        /** {@return the answer} Jobs to create now, at least 0. */
        public int jobsToCreate() {
            return jobsToCreate;
        }

        /** {@return whether a trigger, or a minimum, wants jobs} */
        public boolean isActive() {
            return active;
        }

        /** {@return whether a trigger failed} */
        public boolean hasFailure() {
            return failed;
        }

        /** {@return the combined queue length, rounded up} Messages. */
        public long queueLength() {
            return queueLength;
        }

        /**
         * {@return the jobs that the triggers ask for together, rounded up, before jobs that exist are counted} At most the
         * maximum.
         */
        public long maxValue() {
            return maxValue;
        }

        /** {@return what the strategy leaves of {@link #maxValue}} Jobs; negative if more exist than are asked for. */
        public long effectiveMaxScale() {
            return effectiveMaxScale;
        }

        /**
         * {@return the other bound of the answer: the queue length, the maximum ({@link ScaledJob.Strategy#EAGER}), or what
         * the minimum lacks} Jobs.
         */
        public long scaleTo() {
            return scaleTo;
        }

        /** Whether the minimum alone decides. */
        boolean isBelowMinimum() {
            return job != null && unfinishedJobs < job.min;
        }

        /**
         * Says how the answer came about, a line per step: the triggers, their queue, the jobs wanted for it, what the strategy
         * leaves of them besides the jobs that exist (or what the minimum lacks), a limit that cuts it, and the answer. Allocates.
         *
         * <pre>
         * create 1 job, 5 unfinished
         *   triggers  1 active
         *   queue     1
         *   wanted    1  jobs for the queue, at most 10
         *   strategy  1  ACCURATE: 1 wanted less 0 pending
         *   created   1
         * </pre>
         *
         * @param target where to; not null
         * @param <T> its type
         * @return the target
         * @throws UncheckedIOException if the target throws
         */
        public <T extends Appendable> T explainTo(T target) {
            ScaledJob decided = job;
            return Texts.append(
                    target,
                    decided == null ? "nothing is decided yet\n" : new ScaledJobExplanation(this, decided).text());
        }

        /**
         * Appends the decision as one JSON object: the answer, the jobs that exist, and the numbers that led there. Fields may be
         * added in later releases. O(1); allocates nothing itself, and the bytes are the same on every JDK.
         *
         * @param <T> the type of the target
         * @param target receives the text, without a line feed; not null
         * @return the target
         * @throws UncheckedIOException if the target fails
         */
        public <T extends Appendable> T toJson(T target) {
            Json.raw(target, "{\"engine\":\"scaledJob\",\"jobsToCreate\":");
            Json.number(target, jobsToCreate);
            Json.raw(target, ",\"active\":");
            Json.bool(target, active);
            Json.raw(target, ",\"failure\":");
            Json.bool(target, failed);
            Json.raw(target, ",\"unfinished\":");
            Json.number(target, unfinishedJobs);
            Json.raw(target, ",\"pending\":");
            Json.number(target, pendingJobs);
            Json.raw(target, ",\"activeTriggers\":");
            Json.number(target, activeTriggers);
            Json.raw(target, ",\"queueLength\":");
            Json.number(target, queueLength);
            Json.raw(target, ",\"maxValue\":");
            Json.number(target, maxValue);
            Json.raw(target, ",\"effectiveMaxScale\":");
            Json.number(target, effectiveMaxScale);
            Json.raw(target, ",\"scaleTo\":");
            Json.number(target, scaleTo);
            Json.raw(target, "}");
            return target;
        }

        /** {@return what {@link #explainTo} says} */
        @Override
        public String toString() {
            return explainTo(new StringBuilder()).toString();
        }
    }
}
