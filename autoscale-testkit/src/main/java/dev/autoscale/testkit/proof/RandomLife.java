package dev.autoscale.testkit.proof;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingEngine;
import dev.autoscale.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A random but repeatable life of one workload: steps in time of all sizes, on and back; measurements good and bad; and what
 * becomes of each answer. Answers are carried out, fail, are carried out and not reported, or are ignored; now and then someone
 * else changes the count. Not thread-safe.
 *
 * <p>What is measured lies around the targets, so that answers grow, shrink and stay. Among it are missing, stale, failing,
 * negative, huge, infinite and NaN values, counts that cannot be read, replicas that are not ready, and pods in all states. Steps
 * in time are drawn near the lengths that matter: windows, periods and ages.
 *
 * <p>A life is the same on every JDK and machine, but another one in another version of the library. Measuring allocates:
 * {@link ZeroAllocation#checkDeciding} has lives that do not.
 */
public final class RandomLife implements WorkloadRun<Observation, Decision> {
    /** When a life begins unless {@link #startingAt} says otherwise: in November 2023. */
    public static final long START_MILLIS = 1_700_000_000_000L;

    private static final long LONG_MILLIS = 40L * 24 * 3600 * 1000;
    /** Windows, periods and ages that are common. */
    private static final List<Long> USUAL_SPANS = List.of(1_000L, 15_000L, 30_000L, 60_000L, 300_000L);

    enum Kind {
        FAILED,
        CHANGED,
        NO_CAPACITY
    }

    /** What engines are told. */
    record Report(Kind kind, long epochMillis, int from, int to) {}

    private final long seed;
    private final AutoscalerSpec spec;
    private final DrawnFeatures extras;
    private final List<Long> spansMillis;
    private final SeededRandom random;
    private final boolean reportsCapacity;
    private final List<Report> reports = new ArrayList<>();
    private boolean everything;
    private long nowMillis = START_MILLIS;
    private int replicas;
    private long sampleSeed;
    private int step = -1;
    private @Nullable Situation situation;
    private Runnable beforeStep = () -> {};
    private Runnable afterStep = () -> {};

    private RandomLife(
            AutoscalerSpec spec, DrawnFeatures extras, List<Long> spansMillis, boolean everything, long seed) {
        this.seed = seed;
        this.spec = spec;
        this.extras = extras;
        this.spansMillis = spansMillis;
        this.everything = everything;
        this.random = SeededRandom.of(seed).split("life");
        this.reportsCapacity = bearsNoCapacity(spec);
        this.replicas = spec.minReplicas() + random.nextInt(Math.min(20, spec.maxReplicas() - spec.minReplicas()) + 1);
    }

    /**
     * Creates a life under any spec.
     *
     * @param spec the spec; observations must be of it or of an equal one
     * @param seed any number
     * @return the life before its first step
     */
    public static RandomLife of(AutoscalerSpec spec, long seed) {
        return new RandomLife(spec, DrawnFeatures.none(), USUAL_SPANS, false, seed);
    }

    /**
     * Creates a life under a drawn spec: its steps in time fit the spec's windows and periods. Under a spec that was drawn with
     * everything it is {@linkplain #withOverrides with overrides}.
     *
     * @param drawn the spec
     * @param seed any number
     * @return the life before its first step
     */
    public static RandomLife of(RandomSpec drawn, long seed) {
        return new RandomLife(drawn.spec(), drawn.extras(), drawn.spansMillis(), drawn.hasEverything(), seed);
    }

    /**
     * Begins at another time.
     *
     * @param epochMillis any time; near the ends of time the clock stands still there
     * @return this
     * @throws IllegalStateException after the first step
     */
    public RandomLife startingAt(long epochMillis) {
        checkNew();
        nowMillis = epochMillis;
        return this;
    }

    /**
     * Adds an operator's overrides: pauses, frozen directions, forced activation, counts that can be removed; and times in which
     * nothing is active.
     *
     * @return this
     * @throws IllegalStateException after the first step
     */
    public RandomLife withOverrides() {
        checkNew();
        everything = true;
        return this;
    }

    private void checkNew() {
        if (step >= 0) {
            throw new IllegalStateException("a life must be set up before its first step: step=" + step);
        }
    }

    /** Whether the spec has a rule for a lack of capacity, so that it can be told of one. */
    static boolean bearsNoCapacity(AutoscalerSpec spec) {
        try {
            spec.newAutoscaler().capacityExhausted(0, 0);
            return true;
        } catch (IllegalStateException hasNoRule) {
            return false;
        }
    }

    AutoscalerSpec spec() {
        return spec;
    }

    DrawnFeatures extras() {
        return extras;
    }

    long seed() {
        return seed;
    }

    List<Long> spansMillis() {
        return spansMillis;
    }

    @Override
    public void next() {
        nextSituation();
    }

    @Override
    public void measure(Observation in) {
        situation().fill(in.ensureCapacity(Situation.MAX_PODS));
    }

    Situation situation() {
        return Objects.requireNonNull(situation, "a life must have had its first step");
    }

    /** Moves the time and measures. */
    Situation nextSituation() {
        beforeStep.run();
        step++;
        reports.clear();
        nowMillis = saturatingAdd(nowMillis, pause());
        if (random.nextInt(5) < 3) {
            sampleSeed = random.nextLong();
        }
        int status = random.nextInt(10) == 0 ? random.nextInt(10) : replicas;
        situation = new Situation(spec, nowMillis, replicas, status, replicas, sampleSeed, everything);
        afterStep.run();
        return situation;
    }

    /** Is told before the next step, while the latest one is still to be read, and once it has begun. */
    void onNext(Runnable before, Runnable after) {
        beforeStep = before;
        afterStep = after;
    }

    private long pause() {
        long span = spansMillis.get(random.nextInt(spansMillis.size()));
        return switch (random.nextInt(16)) {
            case 0, 1 -> 0;
            case 2, 3 -> 1 + random.nextInt(1_000);
            case 4 -> span;
            case 5 -> span + 1;
            case 6 -> span - 1;
            case 7 -> random.nextLong(span + 1);
            case 8 -> -1 - random.nextInt(400_000);
            case 9 -> random.nextInt(4) == 0 ? random.nextLong(LONG_MILLIS) : 60_000;
            case 10, 11, 12 -> 1_000;
            default -> 15_000;
        };
    }

    @Override
    public void answered(Decision out) {
        int from = out.currentReplicas();
        int fate = random.nextInt(10);
        if (out.hasChange() && fate == 0) {
            reports.add(new Report(Kind.FAILED, nowMillis, from, from));
        } else if (out.hasChange() && fate != 1) {
            replicas = out.replicas();
            changed(fate != 2, from);
        }
        if (random.nextInt(20) == 0) {
            int before = replicas;
            int highest = (int) Math.min(40, spec.maxReplicas() + 2L);
            replicas = random.nextInt(highest + 1);
            changed(random.nextBoolean(), before);
        }
        if (reportsCapacity && random.nextInt(10) == 0) {
            int reached = (int) Math.max(0, replicas + random.nextInt(4) - 1L);
            reports.add(new Report(Kind.NO_CAPACITY, nowMillis, replicas, reached));
        }
    }

    private void changed(boolean isReported, int from) {
        if (isReported) {
            reports.add(new Report(Kind.CHANGED, nowMillis, from, replicas));
        }
    }

    @Override
    public void tell(ScalingEngine<Observation, Decision> engine) {
        for (Report report : reports) {
            switch (report.kind) {
                case FAILED -> engine.scaleFailed(report.epochMillis);
                case CHANGED -> engine.scaled(report.epochMillis, report.from, report.to);
                case NO_CAPACITY -> {
                    if (engine instanceof Autoscaler autoscaler) {
                        autoscaler.capacityExhausted(report.epochMillis, report.to);
                    }
                }
            }
        }
    }

    /** What engines are told of the latest answer. */
    List<Report> reports() {
        return reports;
    }

    /**
     * {@return the latest step in words} Seed and number of the step, what is measured, and what the engines are told.
     */
    @Override
    public String toString() {
        return "seed " + seed + ", step " + step + ": " + stepInWords();
    }

    /** What is measured at the latest step, and what the engines are told. */
    String stepInWords() {
        StringBuilder words = new StringBuilder(situation == null ? "not begun" : situation.toString());
        for (Report report : reports) {
            words.append("; then ");
            switch (report.kind) {
                case FAILED -> words.append("the change fails");
                case CHANGED ->
                    words.append(report.from).append(" -> ").append(report.to).append(" is reported");
                case NO_CAPACITY ->
                    words.append("no more than ").append(report.to).append(" are to be had");
            }
        }
        return words.toString();
    }

    private static long saturatingAdd(long time, long step) {
        long sum = time + step;
        return step >= 0 ? Math.max(sum, time) == sum ? sum : Long.MAX_VALUE : sum < time ? sum : Long.MIN_VALUE;
    }
}
