package dev.autoscale.testkit;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random but repeatable life of one workload: steps in time of all sizes, samples, and what becomes of each answer. Answers
 * are carried out, fail, are carried out and not reported, or are not carried out; now and then somebody else changes the
 * count.
 */
final class Walk {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long LONG_MILLIS = 40L * 24 * 3600 * 1000;

    /** Is told of every change that is reported. */
    interface Listener {
        void scaled(long epochMillis, int from, int to);

        default void noCapacity(long epochMillis, int reached) {}
    }

    private final AutoscalerSpec spec;
    private final Extras extras;
    private final boolean everything;
    private final List<Long> spansMillis;
    private final SplittableRandom random;
    private long nowMillis;
    private int replicas;
    private long sampleSeed;
    private Listener listener = (epochMillis, from, to) -> {};

    Walk(RandomSpec drawn, long startMillis, SplittableRandom random) {
        this(drawn, startMillis, random, false);
    }

    private Walk(RandomSpec drawn, long startMillis, SplittableRandom random, boolean everything) {
        this.spec = drawn.spec();
        this.extras = drawn.extras();
        this.everything = everything;
        this.spansMillis = drawn.spansMillis();
        this.random = random;
        this.nowMillis = startMillis;
        this.replicas = spec.minReplicas() + random.nextInt(Math.min(20, spec.maxReplicas() - spec.minReplicas()) + 1);
    }

    static Walk of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Walk(RandomSpec.draw(random), START_MILLIS, random);
    }

    static Walk of(long seed, long startMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Walk(RandomSpec.draw(random), startMillis, random);
    }

    /** Follows one External metric with a target per replica, and nothing ages. */
    static Walk ofOneTotal(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MetricSpec queue = MetricSpec.external("queue").averageValueMilli(1 + random.nextInt(5_000));
        return new Walk(RandomSpec.draw(random, queue), START_MILLIS, random);
    }

    /** With so much room that no history ever merges. */
    static Walk withWholeHistory(long seed, long startMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Walk(RandomSpec.draw(random, 100), startMillis, random);
    }

    /** Through a spec that has everything, with orders of an operator. */
    static Walk withEverything(long seed, long startMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Walk(RandomSpec.drawWithEverything(random, 0), startMillis, random, true);
    }

    /** With so much room that no history ever merges. */
    static Walk withEverythingAndWholeHistory(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Walk(RandomSpec.drawWithEverything(random, 200), START_MILLIS, random, true);
    }

    static Walk withEverything(long seed) {
        return withEverything(seed, START_MILLIS);
    }

    AutoscalerSpec spec() {
        return spec;
    }

    Extras extras() {
        return extras;
    }

    /** Moves the time and measures. */
    Situation next() {
        nowMillis = saturatingAdd(nowMillis, step());
        if (random.nextInt(5) < 3) {
            sampleSeed = random.nextLong();
        }
        int status = random.nextInt(10) == 0 ? random.nextInt(10) : replicas;
        return new Situation(spec, nowMillis, replicas, status, replicas, sampleSeed, everything);
    }

    private long step() {
        long span = spansMillis.get(random.nextInt(spansMillis.size()));
        return switch (random.nextInt(16)) {
            case 0, 1 -> 0;
            case 2, 3 -> 1 + random.nextInt(1_000);
            case 4 -> span;
            case 5 -> span + 1;
            case 6 -> span - 1;
            case 7 -> random.nextInt((int) span + 1);
            case 8 -> -1 - random.nextInt(400_000);
            case 9 -> random.nextInt(4) == 0 ? random.nextLong(LONG_MILLIS) : 60_000;
            case 10, 11, 12 -> 1_000;
            default -> 15_000;
        };
    }

    /** Draws what becomes of an answer and reports it to all the autoscalers. */
    void goOn(Decision out, Autoscaler... autoscalers) {
        int from = out.currentReplicas();
        int fate = random.nextInt(10);
        if (out.changes() && fate == 0) {
            for (Autoscaler autoscaler : autoscalers) {
                autoscaler.scaleFailed(nowMillis);
            }
        } else if (out.changes() && fate != 1) {
            replicas = out.replicas();
            report(fate != 2, from, replicas, autoscalers);
        }
        if (random.nextInt(20) == 0) {
            int before = replicas;
            int highest = (int) Math.min(40, spec.maxReplicas() + 2L);
            replicas = random.nextInt(highest + 1);
            report(random.nextBoolean(), before, replicas, autoscalers);
        }
        if (extras.damped().firstWait() > 0 && random.nextInt(10) == 0) {
            int reached = Math.max(0, replicas + random.nextInt(4) - 1);
            listener.noCapacity(nowMillis, reached);
            for (Autoscaler autoscaler : autoscalers) {
                autoscaler.noCapacity(nowMillis, reached);
            }
        }
    }

    void tell(Listener newListener) {
        listener = newListener;
    }

    private void report(boolean isReported, int from, int to, Autoscaler... autoscalers) {
        if (isReported) {
            listener.scaled(nowMillis, from, to);
        }
        for (Autoscaler autoscaler : autoscalers) {
            if (isReported) {
                autoscaler.scaled(nowMillis, from, to);
            }
        }
    }

    private static long saturatingAdd(long time, long step) {
        long sum = time + step;
        return step >= 0 ? Math.max(sum, time) == sum ? sum : Long.MAX_VALUE : sum < time ? sum : Long.MIN_VALUE;
    }
}
