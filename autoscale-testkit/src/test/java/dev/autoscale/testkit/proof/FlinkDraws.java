package dev.autoscale.testkit.proof;

import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.policies.flink.FlinkSettings.AdjustMode;
import dev.autoscale.policies.flink.FlinkSettings.AlignmentMode;
import dev.autoscale.policies.flink.FlinkSettings.Release;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveFlink.Config;
import dev.autoscale.testkit.proof.NaiveFlink.Looks;
import java.time.Duration;

/** Options of the autoscaler of Flink as {@link NaiveFlink} takes them, and the same for the library. */
final class FlinkDraws {
    private static final String LEGACY = "LEGACY:";
    private static final String[] OLD_MODES = {"LEGACY:EVENLY_SPREAD", "LEGACY:MAXIMIZE_UTILISATION"};
    private static final String[] MODES = {
        "BALANCED", "EVENLY_SPREAD", "OFF", "LEGACY:EVENLY_SPREAD", "LEGACY:MAXIMIZE_UTILISATION"
    };
    private static final double[] TARGETS = {0.7, 0.7, 1, 0.3, 0.5, 0.8, 1e-3};
    private static final double[] BOUNDARIES = {0.3, 0.3, 0, 0.1, 0.25, 1.5};
    private static final long[] CATCH_UPS = {1_800_000, 0, 600_000, 999, 1_000, 7_777, 3_600_500};
    private static final long[] RESTARTS = {300_000, 0, 60_000, 999, 1_999, 900_000};
    private static final long[] INTERVALS = {0, 3_600_000, 3_600_000, 90_000, 1, 1_500, 61_234};
    private static final double[] DOWN_FACTORS = {0.6, 0.6, 0, 0.1, 0.3, 0.7, 0.9, 1};
    private static final double[] UP_FACTORS = {100_000, 100_000, 0.1, 0.2, 0.3, 0.5, 1, 2, 1e-9, 1e300};
    private static final double[] THRESHOLDS = {0.1, 0.05, 0, 0.5, 0.9, 1};
    private static final long[] AGES = {86_400_000, 86_400_000, 600_000, 61_234, 0};
    private static final double[] COEFFICIENTS = {0.5, 0.2, 0.8, 1, 0.001, 0.333};
    private static final int[] MINIMA = {1, 1, 1, 2, 5, 10};
    private static final int[] MAXIMA = {200, 200, 20, 50, 100, 720, Integer.MAX_VALUE};

    private FlinkDraws() {}

    private static double oneOf(SeededRandom random, double... values) {
        return values[random.nextInt(values.length)];
    }

    private static long oneOf(SeededRandom random, long... values) {
        return values[random.nextInt(values.length)];
    }

    private static double share(SeededRandom random) {
        return (1 + random.nextInt(1000)) / 1000.0;
    }

    static Config config(SeededRandom random) {
        boolean isTrunk = random.nextBoolean();
        double target = random.nextInt(4) == 0 ? share(random) : oneOf(random, TARGETS);
        int min = MINIMA[random.nextInt(MINIMA.length)];
        return new Config(
                isTrunk,
                isTrunk ? MODES[random.nextInt(MODES.length)] : OLD_MODES[random.nextInt(OLD_MODES.length)],
                target,
                random.nextInt(3) > 0 ? null : Double.valueOf(Math.max(target, share(random))),
                random.nextInt(3) > 0 ? null : Double.valueOf(Math.min(target, random.nextInt(4) / 4.0)),
                oneOf(random, BOUNDARIES),
                oneOf(random, CATCH_UPS),
                oneOf(random, RESTARTS),
                oneOf(random, INTERVALS),
                random.nextInt(4) == 0 ? share(random) : oneOf(random, DOWN_FACTORS),
                random.nextInt(4) == 0 ? share(random) : oneOf(random, UP_FACTORS),
                min,
                Math.max(min, MAXIMA[random.nextInt(MAXIMA.length)]),
                looks(random));
    }

    private static Looks looks(SeededRandom random) {
        return new Looks(
                random.nextBoolean(),
                random.nextInt(4) == 0 ? share(random) : oneOf(random, THRESHOLDS),
                1 + random.nextInt(5),
                oneOf(random, AGES),
                random.nextInt(3) == 0,
                1 + random.nextInt(4),
                oneOf(random, COEFFICIENTS));
    }

    static FlinkSettings.Builder settings(Config config) {
        FlinkSettings.Builder builder = FlinkSettings.builder()
                .release(config.isTrunk() ? Release.TRUNK : Release.V1_15)
                .utilizationTarget(config.target())
                .targetUtilizationBoundary(config.boundary())
                .catchUpDuration(Duration.ofMillis(config.catchUpMillis()))
                .restartTime(Duration.ofMillis(config.restartMillis()))
                .scaleDownInterval(Duration.ofMillis(config.intervalMillis()))
                .scaleDownMaxFactor(config.downFactor())
                .scaleUpMaxFactor(config.upFactor())
                .vertexMinParallelism(config.vertexMin())
                .vertexMaxParallelism(config.vertexMax())
                .scalingEffectivenessDetectionEnabled(config.looks().blocks())
                .scalingEffectivenessThreshold(config.looks().threshold())
                .historyMaxCount(config.looks().count())
                .historyMaxAge(Duration.ofMillis(config.looks().ageMillis()))
                .observedScalabilityEnabled(config.looks().observes())
                .observedScalabilityMinObservations(config.looks().observations())
                .observedScalabilityCoefficientMin(config.looks().leastCoefficient());
        builder = config.max() == null ? builder : builder.utilizationMax(config.max());
        builder = config.min() == null ? builder : builder.utilizationMin(config.min());
        builder = config.mode().startsWith(LEGACY)
                ? builder.keyGroupPartitionsAdjustMode(
                        AdjustMode.valueOf(config.mode().substring(LEGACY.length())))
                : builder.parallelismAlignmentMode(AlignmentMode.valueOf(config.mode()));
        return builder;
    }
}
