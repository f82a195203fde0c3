package dev.autoscale.policies.flink;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code job.autoscaler.*} by which the autoscaler of Flink decides, with the names and defaults that they have there.
 * Immutable and thread-safe. Source of names, defaults and rules: the Flink Kubernetes Operator.
 */
public final class FlinkSettings {
    /** The release that is followed. */
    public enum Release {
        /** 1.15.0. */
        V1_15,
        /** What is to be 1.16, of July 2026: other alignment, and the expected rate is that of the new parallelism. */
        TRUNK
    }

    /** {@code scaling.key-group.partitions.adjust.mode}, which 1.15.0 has, and the trunk as a deprecated option. */
    public enum AdjustMode {
        /** The next parallelism upwards that divides the key groups or partitions; if there is none, one below what was wanted. */
        EVENLY_SPREAD,
        /** Also one that makes the smallest share of a subtask smaller. */
        MAXIMIZE_UTILISATION
    }

    /** {@code scaling.parallelism-alignment.mode}, which only the trunk has. If no parallelism fits, the wanted one stands. */
    public enum AlignmentMode {
        /** The next parallelism upwards that divides the key groups or partitions, or makes the smallest share smaller. */
        BALANCED,
        /** The next parallelism upwards that divides the key groups or partitions. */
        EVENLY_SPREAD,
        /** None. */
        OFF
    }

    final Release release;
    final @Nullable AdjustMode adjustMode;
    final AlignmentMode alignmentMode;
    final double utilizationTarget;
    final double utilizationMax;
    final double utilizationMin;
    final long catchUpSeconds;
    final long restartSeconds;
    final long backlogSeconds;
    final long scaleDownIntervalMillis;
    final double scaleDownMaxFactor;
    final double scaleUpMaxFactor;
    final int vertexMinParallelism;
    final int vertexMaxParallelism;
    final boolean isBlockingIneffective;
    final double effectivenessThreshold;
    final int historyMaxCount;
    final long historyMaxAgeMillis;
    final boolean isObservingScalability;
    final int minObservations;
    final double coefficientMin;

    private FlinkSettings(Builder from) {
        release = from.release;
        boolean isOld = release == Release.V1_15 && from.adjustMode == null;
        adjustMode = isOld ? AdjustMode.EVENLY_SPREAD : from.adjustMode;
        alignmentMode = from.alignmentMode == null ? AlignmentMode.BALANCED : from.alignmentMode;
        utilizationTarget = from.utilizationTarget;
        utilizationMax = from.max();
        utilizationMin = from.min();
        catchUpSeconds = from.catchUpDuration.toSeconds();
        restartSeconds = from.restartTime.toSeconds();
        backlogSeconds = from.backlogThreshold.toSeconds();
        scaleDownIntervalMillis = from.scaleDownInterval.toMillis();
        scaleDownMaxFactor = from.scaleDownMaxFactor;
        scaleUpMaxFactor = from.scaleUpMaxFactor;
        vertexMinParallelism = from.vertexMinParallelism;
        vertexMaxParallelism = from.vertexMaxParallelism;
        isBlockingIneffective = from.isBlockingIneffective;
        effectivenessThreshold = from.effectivenessThreshold;
        historyMaxCount = from.historyMaxCount;
        historyMaxAgeMillis = from.historyMaxAge.toMillis();
        isObservingScalability = from.isObservingScalability;
        minObservations = from.minObservations;
        coefficientMin = from.coefficientMin;
    }

    /**
     * Begins with the defaults of 1.15.0.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlinkSettings that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** {@return every option, in one line} */
    @Override
    public String toString() {
        return "FlinkSettings[release=" + release
                + (adjustMode == null
                        ? ", parallelismAlignmentMode=" + alignmentMode
                        : ", keyGroupPartitionsAdjustMode=" + adjustMode)
                + ", utilizationTarget=" + utilizationTarget + ", utilizationMax=" + utilizationMax
                + ", utilizationMin=" + utilizationMin + ", catchUpDuration=" + catchUpSeconds + "s, restartTime="
                + restartSeconds + "s, backlogProcessingLagThreshold=" + backlogSeconds + "s, scaleDownInterval="
                + scaleDownIntervalMillis + "ms, scaleDownMaxFactor="
                + scaleDownMaxFactor + ", scaleUpMaxFactor=" + scaleUpMaxFactor + ", vertexMinParallelism="
                + vertexMinParallelism + ", vertexMaxParallelism=" + vertexMaxParallelism
                + ", scalingEffectivenessDetectionEnabled=" + isBlockingIneffective
                + ", scalingEffectivenessThreshold=" + effectivenessThreshold + ", historyMaxCount=" + historyMaxCount
                + ", historyMaxAge=" + historyMaxAgeMillis + "ms, observedScalabilityEnabled="
                + isObservingScalability + ", observedScalabilityMinObservations=" + minObservations
                + ", observedScalabilityCoefficientMin=" + coefficientMin + ']';
    }

    /** Settings to be. Not thread-safe. Each method has the name of the option, and returns this builder. */
    @CheckReturnValue
    public static final class Builder {
        private static final int MAX_DAYS = 366;

        private Release release = Release.V1_15;
        private @Nullable AdjustMode adjustMode;
        private @Nullable AlignmentMode alignmentMode;
        private double utilizationTarget = 0.7;
        private double boundary = 0.3;
        private @Nullable Double utilizationMax;
        private @Nullable Double utilizationMin;
        private Duration catchUpDuration = Duration.ofMinutes(30);
        private Duration restartTime = Duration.ofMinutes(5);
        private Duration backlogThreshold = Duration.ofMinutes(5);
        private Duration scaleDownInterval = Duration.ofHours(1);
        private double scaleDownMaxFactor = 0.6;
        private double scaleUpMaxFactor = 100_000;
        private int vertexMinParallelism = 1;
        private int vertexMaxParallelism = 200;
        private boolean isBlockingIneffective;
        private double effectivenessThreshold = 0.1;
        private int historyMaxCount = 3;
        private Duration historyMaxAge = Duration.ofHours(24);
        private boolean isObservingScalability;
        private int minObservations = 3;
        private double coefficientMin = 0.5;

        private Builder() {}

        /**
         * The release that is followed.
         *
         * @param followed not null; 1.15.0 unless it is set
         * @return this
         */
        public Builder release(Release followed) {
            release = Objects.requireNonNull(followed, "followed");
            return this;
        }

        /**
         * {@code scaling.key-group.partitions.adjust.mode}.
         *
         * @param mode not null; not together with {@link #parallelismAlignmentMode}
         * @return this
         */
        public Builder keyGroupPartitionsAdjustMode(AdjustMode mode) {
            adjustMode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * {@code scaling.parallelism-alignment.mode}, of the trunk.
         *
         * @param mode not null; {@code BALANCED} unless one of the two modes is set
         * @return this
         */
        public Builder parallelismAlignmentMode(AlignmentMode mode) {
            alignmentMode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * {@code utilization.target}: how much of the time a subtask is to be busy.
         *
         * @param share above 0 and at most 1; 0.7 unless it is set
         * @return this
         */
        public Builder utilizationTarget(double share) {
            utilizationTarget = share;
            return this;
        }

        /**
         * {@code utilization.max}: above it the vertex is outside its bounds.
         *
         * @param share from the target to 1; without it target and boundary
         * @return this
         */
        public Builder utilizationMax(double share) {
            utilizationMax = share;
            return this;
        }

        /**
         * {@code utilization.min}: below it the vertex is outside its bounds.
         *
         * @param share from 0 (it then never is) to the target; without it target less boundary
         * @return this
         */
        public Builder utilizationMin(double share) {
            utilizationMin = share;
            return this;
        }

        /**
         * {@code target.utilization.boundary}: the way from the target to maximum and minimum that are not set.
         *
         * @param share at least 0; 0.3 unless it is set; what goes beyond 0 or 1 ends there
         * @return this
         */
        public Builder targetUtilizationBoundary(double share) {
            boundary = share;
            return this;
        }

        /**
         * {@code catch-up.duration}: how long a backlog may take.
         *
         * @param time 0 (nothing is planned for it) to 366 days; 30 minutes unless it is set; whole seconds count
         * @return this
         */
        public Builder catchUpDuration(Duration time) {
            catchUpDuration = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * {@code restart.time}: how long the job stands still when it is rescaled.
         *
         * @param time 0 to 366 days; 5 minutes unless it is set; whole seconds count
         * @return this
         */
        public Builder restartTime(Duration time) {
            restartTime = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * {@code backlog-processing.lag-threshold}: with more lag than comes in during this time, a job is not shrunk.
         *
         * @param time 0 to 366 days; 5 minutes unless it is set; whole seconds count; {@link FlinkVertexPolicy} goes by it, to
         *     {@link FlinkJob} it is told
         * @return this
         */
        public Builder backlogProcessingLagThreshold(Duration time) {
            backlogThreshold = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * {@code scale-down.interval}: how long shrinking waits; then the largest parallelism recommended within it counts.
         *
         * @param time 0 (at once) to 366 days; an hour unless it is set
         * @return this
         */
        public Builder scaleDownInterval(Duration time) {
            scaleDownInterval = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * {@code scale-down.max-factor}: the share of the parallelism that may go at once.
         *
         * @param factor 0 to 1; 0.6 unless it is set
         * @return this
         */
        public Builder scaleDownMaxFactor(double factor) {
            scaleDownMaxFactor = factor;
            return this;
        }

        /**
         * {@code scale-up.max-factor}: what may come at once, as a multiple of the parallelism. So 2.0 allows three times as much.
         *
         * @param factor above 0; 100,000 unless it is set
         * @return this
         */
        public Builder scaleUpMaxFactor(double factor) {
            scaleUpMaxFactor = factor;
            return this;
        }

        /**
         * {@code vertex.min-parallelism}: what a vertex is not taken below. One that is below already is not raised to it.
         *
         * @param subtasks at least 1, as unless it is set
         * @return this
         */
        public Builder vertexMinParallelism(int subtasks) {
            vertexMinParallelism = subtasks;
            return this;
        }

        /**
         * {@code vertex.max-parallelism}: what a vertex is not taken above. One that is above already may stay.
         *
         * @param subtasks at least the minimum; 200 unless it is set
         * @return this
         */
        public Builder vertexMaxParallelism(int subtasks) {
            vertexMaxParallelism = subtasks;
            return this;
        }

        /**
         * {@code scaling.effectiveness.detection.enabled}: whether a vertex stays if its last growth did not help.
         *
         * @param isEnabled false unless it is set: then it is only noted
         * @return this
         */
        public Builder scalingEffectivenessDetectionEnabled(boolean isEnabled) {
            isBlockingIneffective = isEnabled;
            return this;
        }

        /**
         * {@code scaling.effectiveness.threshold}: the share of the expected gain that is enough.
         *
         * @param share 0 to 1; 0.1 unless it is set
         * @return this
         */
        public Builder scalingEffectivenessThreshold(double share) {
            effectivenessThreshold = share;
            return this;
        }

        /**
         * {@code history.max.count}: the changes per vertex that are remembered.
         *
         * @param changes 1 to 1000; 3 unless it is set
         * @return this
         */
        public Builder historyMaxCount(int changes) {
            historyMaxCount = changes;
            return this;
        }

        /**
         * {@code history.max.age}: how long they are.
         *
         * @param time 0 to 366 days; 24 hours unless it is set
         * @return this
         */
        public Builder historyMaxAge(Duration time) {
            historyMaxAge = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * {@code observed-scalability.enabled}: whether what each further subtask brought before is counted in.
         *
         * @param isEnabled false unless it is set
         * @return this
         */
        public Builder observedScalabilityEnabled(boolean isEnabled) {
            isObservingScalability = isEnabled;
            return this;
        }

        /**
         * {@code observed-scalability.min-observations}: the changes that it takes.
         *
         * @param changes at least 1; 3 unless it is set
         * @return this
         */
        public Builder observedScalabilityMinObservations(int changes) {
            minObservations = changes;
            return this;
        }

        /**
         * {@code observed-scalability.coefficient-min}: the least that a subtask is taken to bring.
         *
         * @param share above 0 and at most 1; 0.5 unless it is set
         * @return this
         */
        public Builder observedScalabilityCoefficientMin(double share) {
            coefficientMin = share;
            return this;
        }

        /**
         * {@return the settings}
         *
         * @throws InvalidSettingsException that names every broken rule with its value
         */
        public FlinkSettings build() {
            Violation.Collector broken = new Violation.Collector();
            checkModes(broken);
            broken.requireBound(
                    utilizationTarget > 0 && utilizationTarget <= 1,
                    "> 0 and <= 1",
                    "utilizationTarget",
                    utilizationTarget);
            broken.requireBound(boundary >= 0, ">= 0", "targetUtilizationBoundary", boundary);
            broken.requireBound(max() >= utilizationTarget, ">= utilizationTarget", "utilizationMax", max());
            broken.requireBound(min() <= utilizationTarget, "<= utilizationTarget", "utilizationMin", min());
            checkTimes(broken);
            checkChange(broken);
            checkHistory(broken);
            broken.throwIfAny();
            return new FlinkSettings(this);
        }

        private void checkModes(Violation.Collector broken) {
            boolean isKnown = alignmentMode == null || release == Release.TRUNK;
            broken.require(isKnown, "parallelismAlignmentMode needs the trunk", "release", release);
            boolean isOne = alignmentMode == null || adjustMode == null;
            broken.require(
                    isOne,
                    "keyGroupPartitionsAdjustMode must not be given beside parallelismAlignmentMode",
                    "keyGroupPartitionsAdjustMode",
                    String.valueOf(adjustMode));
        }

        private void checkTimes(Violation.Collector broken) {
            broken.requireMillis("catchUpDuration", catchUpDuration, 0, MAX_DAYS);
            broken.requireMillis("restartTime", restartTime, 0, MAX_DAYS);
            broken.requireMillis("backlogProcessingLagThreshold", backlogThreshold, 0, MAX_DAYS);
            broken.requireMillis("scaleDownInterval", scaleDownInterval, 0, MAX_DAYS);
            broken.requireMillis("historyMaxAge", historyMaxAge, 0, MAX_DAYS);
        }

        private void checkChange(Violation.Collector broken) {
            requireShare("scaleDownMaxFactor", scaleDownMaxFactor, broken);
            broken.requireBound(scaleUpMaxFactor > 0, "> 0", "scaleUpMaxFactor", scaleUpMaxFactor);
            broken.requireBound(vertexMinParallelism >= 1, ">= 1", "vertexMinParallelism", vertexMinParallelism);
            broken.requireBound(
                    vertexMaxParallelism >= vertexMinParallelism,
                    ">= vertexMinParallelism",
                    "vertexMaxParallelism",
                    vertexMaxParallelism);
            requireShare("scalingEffectivenessThreshold", effectivenessThreshold, broken);
        }

        private void checkHistory(Violation.Collector broken) {
            boolean isBounded = historyMaxCount >= 1 && historyMaxCount <= 1000;
            broken.requireBound(isBounded, ">= 1 and <= 1000", "historyMaxCount", historyMaxCount);
            broken.requireBound(minObservations >= 1, ">= 1", "observedScalabilityMinObservations", minObservations);
            broken.requireBound(
                    coefficientMin > 0 && coefficientMin <= 1,
                    "> 0 and <= 1",
                    "observedScalabilityCoefficientMin",
                    coefficientMin);
        }

        private static void requireShare(String path, double share, Violation.Collector broken) {
            broken.requireBound(share >= 0 && share <= 1, ">= 0 and <= 1", path, share);
        }

        private double max() {
            return utilizationMax == null ? utilizationTarget + boundary : utilizationMax;
        }

        private double min() {
            return utilizationMin == null ? utilizationTarget - boundary : utilizationMin;
        }
    }
}
