package dev.autoscale.policies.wpa;

import dev.autoscale.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an object's decisions depend on, with every default filled in; amounts in thousandths. */
record WpaSettings(
        List<Metric> metrics,
        boolean average,
        long toleranceMilli,
        int modulo,
        WatermarkPodAutoscaler.Watermark converge,
        int minReplicas,
        int maxReplicas,
        WpaLimits limits,
        int upWindowSeconds,
        int downWindowSeconds,
        int upDelaySeconds,
        int downDelaySeconds,
        int minAvailablePercent,
        int readinessDelaySeconds,
        boolean tolerateZero,
        boolean dryRun) {
    private static final long MAX_WATERMARK_MILLI = 1_000_000_000_000_000L;
    private static final long WHOLE_MILLI = 1_000;
    private static final double UNITS = WHOLE_MILLI;
    private static final int WHOLE_PERCENT = 100;

    /** An external metric and its band. */
    record Metric(String id, long lowMilli, long highMilli) {
        void check(Violation.Collector broken) {
            broken.require(!id.isBlank(), "metric must not be blank", "metric", '"' + id + '"');
            requireAmount("lowWatermark", lowMilli, broken);
            requireAmount("highWatermark", highMilli, broken);
            broken.require(
                    highMilli >= lowMilli,
                    "highWatermark must be >= lowWatermark",
                    id + ".highWatermark",
                    highMilli / UNITS + ", lowWatermark=" + lowMilli / UNITS);
        }

        private void requireAmount(String name, long milli, Violation.Collector broken) {
            boolean isInRange = milli >= 0 && milli <= MAX_WATERMARK_MILLI;
            broken.require(isInRange, name + " must be >= 0 and <= 1e12", id + '.' + name, milli / UNITS);
        }
    }

    /** How far beyond a watermark the band goes, cut to whole thousandths. */
    long tolerated(long watermarkMilli) {
        return watermarkMilli * toleranceMilli / WHOLE_MILLI;
    }

    void check() {
        Violation.Collector broken = new Violation.Collector();
        broken.require(!metrics.isEmpty(), "metrics must be at least one", "metrics", metrics.size());
        Set<String> ids = new HashSet<>();
        for (Metric metric : metrics) {
            metric.check(broken);
            broken.require(ids.add(metric.id), "metrics must have different ids", "metric", metric.id);
        }
        broken.requireNotNegative("minReplicas", minReplicas);
        broken.requireBound(maxReplicas >= 1, ">= 1", "maxReplicas", maxReplicas);
        broken.requireBound(maxReplicas >= minReplicas, ">= minReplicas", "maxReplicas", maxReplicas);
        broken.requireBound(
                toleranceMilli >= 0 && toleranceMilli <= WHOLE_MILLI,
                ">= 0 and <= 1",
                "tolerance",
                toleranceMilli / UNITS);
        broken.requireBound(modulo >= 1, ">= 1", "replicaScalingAbsoluteModulo", modulo);
        limits.check(broken);
        broken.requireNotNegative("upscaleForbiddenWindowSeconds", upWindowSeconds);
        broken.requireNotNegative("downscaleForbiddenWindowSeconds", downWindowSeconds);
        broken.requireNotNegative("upscaleDelayAboveWatermarkSeconds", upDelaySeconds);
        broken.requireNotNegative("downscaleDelayBelowWatermarkSeconds", downDelaySeconds);
        broken.requireBound(
                minAvailablePercent >= 0 && minAvailablePercent <= WHOLE_PERCENT,
                ">= 0 and <= 100",
                "minAvailableReplicaPercentage",
                minAvailablePercent);
        broken.requireNotNegative("readinessDelaySeconds", readinessDelaySeconds);
        broken.throwIfAny();
    }
}
