package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A random but repeatable life of a revision of Knative: time that goes on, stands still or goes back; samples that are late, of
 * the future, infinite or negative; averages of its own, missing data and failures; pods of which it is known how many are ready,
 * or not. Not thread-safe.
 *
 * <p>What is measured does not depend on what was answered. A life is the same on every JDK and machine, but another one in another
 * version of the library.
 */
public final class RandomKnativeLife implements WorkloadRun<KpaObservation, KpaDecision> {
    private static final long[] STARTS = {Long.MIN_VALUE, -100_000, 0, 1_763_800_000_000L, Long.MAX_VALUE - 300_000};

    private final long seed;
    private final SeededRandom random;
    private final SeededRandom specs;
    private final long start;
    private long now;
    private double load;
    private long sampleSeed;
    private int step = -1;

    private RandomKnativeLife(long seed) {
        this.seed = seed;
        random = SeededRandom.of(seed).split("life");
        specs = SeededRandom.of(seed).split("spec");
        start = STARTS[random.nextInt(STARTS.length)];
        now = start;
    }

    /**
     * Creates a life, which begins long ago, now or near an end of time.
     *
     * @param seed any number
     * @return the life before its first step
     */
    public static RandomKnativeLife of(long seed) {
        return new RandomKnativeLife(seed);
    }

    /**
     * {@return the time of the life's latest step, or when it begins: for {@code KpaSpec.newAutoscaler}} Epoch
     * milliseconds.
     */
    public long epochMillis() {
        return now;
    }

    /** A spec for this life; another one each time. */
    KpaSpec spec() {
        return builder().build();
    }

    static KpaScaleToZero rules(String... annotations) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < annotations.length; i += 2) {
            all.put("autoscaling.knative.dev/" + annotations[i], annotations[i + 1]);
        }
        KpaConfig config = KpaConfig.of(Map.of("allow-zero-initial-scale", "true"));
        return KpaScaleToZero.of(config, new KpaAnnotations(all));
    }

    private @Nullable KpaScaleToZero anyRules() {
        if (specs.nextBoolean()) {
            return null;
        }
        int min = specs.nextInt(2) * specs.nextInt(4);
        return rules(
                "min-scale",
                Integer.toString(min),
                "max-scale",
                Integer.toString(specs.nextInt(3) * (min + specs.nextInt(9))),
                "initial-scale",
                Integer.toString(specs.nextInt(4)),
                "window",
                6 + specs.nextInt(60) + "s",
                "target-burst-capacity",
                Integer.toString(specs.nextInt(3) - 1));
    }

    KpaSpec.Builder builder() {
        int stable = 6 + specs.nextInt(specs.nextInt(5) == 0 ? 3595 : 100);
        double[] bursts = {0, 0.5, 211, -1};
        return KpaSpec.builder()
                .aggregation(KpaAggregation.values()[specs.nextInt(2)])
                .stableWindow(Duration.ofSeconds(stable))
                .panicWindow(Duration.ofSeconds(1 + specs.nextInt(stable)))
                .target(0.01 + specs.nextInt(20))
                .total(specs.nextInt(30))
                .targetBurstCapacity(bursts[specs.nextInt(4)])
                .panicThreshold(0.5 + specs.nextInt(4))
                .maxScaleUpRate(1.1 + specs.nextInt(3) * specs.nextInt(500))
                .maxScaleDownRate(1.1 + specs.nextInt(3))
                .scaleDownDelay(Duration.ofSeconds(specs.nextBoolean() ? specs.nextInt(60) : 0))
                .activationScale(specs.nextInt(4))
                .reachable(specs.nextInt(4) > 0)
                .scaleToZero(anyRules());
    }

    @Override
    public void next() {
        step++;
        long pause = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(5_000);
        now = random.nextInt(15) == 0 ? now - Math.min(pause, now - start) : plus(now, pause);
        load = random.nextInt(4) == 0 ? random.nextInt(800) : load;
        sampleSeed = random.nextLong();
    }

    @Override
    public void measure(KpaObservation in) {
        SeededRandom drawn = SeededRandom.of(sampleSeed);
        in.at(now).replicas(drawn.nextInt(12) - 1);
        for (int left = drawn.nextInt(6); left > 0; left--) {
            sample(in, drawn);
        }
        switch (drawn.nextInt(16)) {
            case 0 -> in.noData();
            case 1 -> in.failed();
            case 2 -> in.averages(drawn.nextInt(1000), drawn.nextInt(1000) - 20);
            case 3 -> in.averages(drawn.nextInt(10), Double.NaN);
            default -> {}
        }
        switch (drawn.nextInt(16)) {
            case 0 -> in.readyUnknown();
            case 1 -> in.readyNotFound();
            default -> in.ready(drawn.nextInt(12));
        }
        switch (drawn.nextInt(8)) {
            case 0 -> in.probed(false);
            case 1 -> in.service(drawn.nextBoolean(), before(drawn.nextInt(100_000)));
            default -> {}
        }
    }

    private void sample(KpaObservation in, SeededRandom drawn) {
        switch (drawn.nextInt(12)) {
            case 0 -> in.record(plus(now, drawn.nextInt(100_000)), load);
            case 1 -> in.record(before(drawn.nextInt(100_000)), load);
            case 2 -> in.record(now, Double.POSITIVE_INFINITY);
            case 3 -> in.record(now, -load / 3);
            default -> in.record(before(drawn.nextInt(2_000)), load + drawn.nextDouble());
        }
    }

    private long before(long millis) {
        return now - Math.min(millis, now - start);
    }

    private static long plus(long time, long millis) {
        return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
    }

    @Override
    public void answered(KpaDecision out) {}

    @Override
    public void tell(ScalingEngine<KpaObservation, KpaDecision> engine) {}

    /**
     * {@return the latest step in words} Seed and number of the step, and what is measured as far as it can be told in
     * a line.
     */
    @Override
    public String toString() {
        return "seed " + seed + ", step " + step + ": at " + now + ", load " + load + ", samples of seed " + sampleSeed;
    }
}
