package dev.autoscale.testkit.proof;

import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveRay.Config;
import dev.autoscale.testkit.proof.NaiveRay.Factors;
import java.util.Map;
import java.util.function.Consumer;

/** Configs of Ray Serve as {@link NaiveRay} takes them, and the same for the library. */
final class RayDraws {
    private static final Map<String, RayServe.Kind> KINDS = Map.of(
            "default", RayServe.Kind.DEFAULT,
            "async", RayServe.Kind.ASYNC_INFERENCE,
            "custom", RayServe.Kind.CUSTOM);
    private static final double[] TARGETS = {1, 2, 3, 5, 10, 100, 0.1, 0.3, 0.7, 1e-3, 1.1, 1e300, Double.MIN_VALUE};
    private static final double[] FACTORS = {1, 0.5, 0.1, 0.3, 0.9, 1.5, 2, 2.5, 10, 1e-9, 1e-17, 1e300};
    private static final double[] DELAYS = {
        0,
        0,
        0.1,
        0.3,
        0.30000000000000004,
        0.5,
        1,
        24.485,
        29.999,
        30,
        600,
        1e-7,
        9.99999e-4,
        0.001,
        0.001001,
        0.300001,
        1e12
    };
    private static final double[] CAPACITIES = {100, 0, 50, 25, 12.5, 37.5, 33.3, 0.1, 99.99, 0.5, 1, Double.MIN_VALUE};

    private RayDraws() {}

    static Config config(SeededRandom random) {
        Integer gang = random.nextInt(5) == 0 ? 1 + random.nextInt(6) : null;
        Integer min = random.nextInt(6) == 0 ? null : (gang == null ? 0 : 1) + random.nextInt(5);
        int lowest = Math.max(1, min == null ? 1 : min);
        Integer max = random.nextInt(10) == 0 && lowest == 1 ? null : lowest + random.nextInt(60);
        if (max != null && random.nextInt(20) == 0) {
            max = random.nextInt(2) == 0 ? Integer.MAX_VALUE : 1_000_000_000;
        }
        int least = min == null ? 1 : min;
        int most = max == null ? 1 : Math.min(max, least + 50);
        return new Config(
                new String[] {"default", "default", "async", "custom"}[random.nextInt(4)],
                oneOf(random, 8, TARGETS),
                factors(random),
                min,
                max,
                random.nextInt(3) == 0 ? least + random.nextInt(most - least + 1) : null,
                random.nextInt(3) == 0 ? capacity(random) : null,
                new String[] {null, "UP", "DOWN"}[random.nextInt(3)],
                oneOf(random, 8, DELAYS),
                oneOf(random, 8, DELAYS),
                oneOf(random, 2, DELAYS),
                gang);
    }

    private static Double capacity(SeededRandom random) {
        return random.nextInt(4) == 0
                ? Double.valueOf(random.nextDouble() * 100)
                : Double.valueOf(CAPACITIES[random.nextInt(CAPACITIES.length)]);
    }

    private static Factors factors(SeededRandom random) {
        return new Factors(
                oneOf(random, 2, FACTORS),
                oneOf(random, 2, FACTORS),
                oneOf(random, 3, FACTORS),
                oneOf(random, 2, FACTORS),
                oneOf(random, 2, FACTORS));
    }

    /** Null once in so many times; else mostly one of some numbers, or one with three decimals. */
    private static Double oneOf(SeededRandom random, int nullOnceIn, double... some) {
        if (random.nextInt(nullOnceIn) == 0) {
            return null;
        }
        return random.nextInt(4) == 0 ? (1 + random.nextInt(5000)) / 1000.0 : some[random.nextInt(some.length)];
    }

    static RayServe policy(Config config) {
        RayServe.Builder builder = RayServe.builder().policy(KINDS.get(config.policy()));
        set(config.target(), builder::targetOngoingRequests);
        set(config.factors().up(), builder::upscalingFactor);
        set(config.factors().down(), builder::downscalingFactor);
        set(config.factors().both(), builder::smoothingFactor);
        set(config.factors().upBefore(), builder::upscaleSmoothingFactor);
        set(config.factors().downBefore(), builder::downscaleSmoothingFactor);
        set(config.min(), builder::minReplicas);
        set(config.max(), builder::maxReplicas);
        set(config.initial(), builder::initialReplicas);
        set(config.capacity(), builder::targetCapacity);
        set(config.upDelay(), builder::upscaleDelayS);
        set(config.downDelay(), builder::downscaleDelayS);
        set(config.zeroDelay(), builder::downscaleToZeroDelayS);
        set(config.gang(), builder::gangSize);
        if (config.direction() != null) {
            builder.targetCapacityDirection(RayServe.Direction.valueOf(config.direction()));
        }
        return builder.build();
    }

    private static <T> void set(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
