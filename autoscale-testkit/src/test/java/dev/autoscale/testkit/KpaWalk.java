package dev.autoscale.testkit;

import dev.autoscale.policies.KnativeAnnotations;
import dev.autoscale.policies.KnativeConfig;
import dev.autoscale.policies.KpaAggregation;
import dev.autoscale.policies.KpaAutoscaler;
import dev.autoscale.policies.KpaDecision;
import dev.autoscale.policies.KpaObservation;
import dev.autoscale.policies.KpaScaleToZero;
import dev.autoscale.policies.KpaSpec;
import dev.autoscale.policies.KpaSpecBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random revisions: a spec, and what is measured at each step, with late, future and bad samples and failures. */
final class KpaWalk {
    private static final long[] STARTS = {Long.MIN_VALUE, -100_000, 0, 1_763_800_000_000L, Long.MAX_VALUE - 300_000};

    final Random random;
    final long start;
    long now;
    private double load;

    KpaWalk(long seed) {
        random = new Random(seed);
        start = STARTS[random.nextInt(STARTS.length)];
        now = start;
    }

    KpaSpec spec() {
        return builder().build();
    }

    static KpaScaleToZero rules(String... annotations) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < annotations.length; i += 2) {
            all.put("autoscaling.knative.dev/" + annotations[i], annotations[i + 1]);
        }
        KnativeConfig config = KnativeConfig.of(Map.of("allow-zero-initial-scale", "true"));
        return KpaScaleToZero.of(config, new KnativeAnnotations(all));
    }

    private @Nullable KpaScaleToZero anyRules() {
        if (random.nextBoolean()) {
            return null;
        }
        int min = random.nextInt(2) * random.nextInt(4);
        return rules(
                "min-scale",
                Integer.toString(min),
                "max-scale",
                Integer.toString(random.nextInt(3) * (min + random.nextInt(9))),
                "initial-scale",
                Integer.toString(random.nextInt(4)),
                "window",
                6 + random.nextInt(60) + "s",
                "target-burst-capacity",
                Integer.toString(random.nextInt(3) - 1));
    }

    KpaSpecBuilder builder() {
        int stable = 6 + random.nextInt(random.nextInt(5) == 0 ? 3595 : 100);
        double[] bursts = {0, 0.5, 211, -1};
        return KpaSpec.builder()
                .aggregation(KpaAggregation.values()[random.nextInt(2)])
                .stableWindow(Duration.ofSeconds(stable))
                .panicWindow(Duration.ofSeconds(1 + random.nextInt(stable)))
                .target(0.01 + random.nextInt(20))
                .total(random.nextInt(30))
                .targetBurstCapacity(bursts[random.nextInt(4)])
                .panicThreshold(0.5 + random.nextInt(4))
                .maxScaleUpRate(1.1 + random.nextInt(3) * random.nextInt(500))
                .maxScaleDownRate(1.1 + random.nextInt(3))
                .scaleDownDelay(Duration.ofSeconds(random.nextInt(2) * random.nextInt(60)))
                .activationScale(random.nextInt(4))
                .reachable(random.nextInt(4) > 0)
                .scaleToZero(anyRules());
    }

    /** The next step of any kind; time goes on, stands still or goes back. */
    KpaObservation next(KpaObservation in) {
        long step = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(5_000);
        now = random.nextInt(15) == 0 ? now - Math.min(step, now - start) : plus(now, step);
        in.at(now).replicas(random.nextInt(12) - 1);
        int samples = random.nextInt(6);
        load = random.nextInt(8) == 0 ? random.nextInt(800) : load;
        for (int i = 0; i < samples; i++) {
            sample(in);
        }
        switch (random.nextInt(16)) {
            case 0 -> in.noData();
            case 1 -> in.failed();
            case 2 -> in.averages(random.nextInt(1000), random.nextInt(1000) - 20);
            case 3 -> in.averages(random.nextInt(10), Double.NaN);
            default -> {}
        }
        switch (random.nextInt(16)) {
            case 0 -> in.readyUnknown();
            case 1 -> in.readyNotFound();
            default -> in.ready(random.nextInt(12));
        }
        switch (random.nextInt(8)) {
            case 0 -> in.probed(false);
            case 1 -> in.service(random.nextBoolean(), now - Math.min(random.nextInt(100_000), now - start));
            default -> {}
        }
        return in;
    }

    private void sample(KpaObservation in) {
        switch (random.nextInt(12)) {
            case 0 -> in.record(plus(now, random.nextInt(100_000)), load);
            case 1 -> in.record(now - Math.min(random.nextInt(100_000), now - start), load);
            case 2 -> in.record(now, Double.POSITIVE_INFINITY);
            case 3 -> in.record(now, -load / 3);
            default -> in.record(now - Math.min(random.nextInt(2_000), now - start), load + random.nextDouble());
        }
    }

    private static long plus(long time, long millis) {
        return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
    }

    /** Everything that a decision says. */
    static String describe(KpaDecision out) {
        return out + " " + out.epochMillis() + " " + out.currentReplicas() + " " + out.desired() + " " + out.reason()
                + " "
                + Double.doubleToRawLongBits(out.stableAverage()) + " " + Double.doubleToRawLongBits(out.panicAverage())
                + " " + out.panicSinceMillis() + " " + out.highestPanicPods() + " " + out.excessBurstCapacity() + " "
                + out.lateSamples() + " " + out.ignoredSamples();
    }

    static byte[] bytes(KpaAutoscaler autoscaler) {
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        if (bytes.hasRemaining()) {
            throw new AssertionError("snapshotSize is too large");
        }
        return bytes.array();
    }
}
