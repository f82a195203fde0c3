package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.ScalingRules.rules;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What every {@link ReplicaSource} must keep. Thread-safe; has no memory.
 *
 * <pre>{@code
 * ReplicaSourceContract.check(() -> new PeakStaffing(1.5), 42);
 * ReplicaSourceContract.checkAllocation(() -> new PeakStaffing(1.5), 42);
 * }</pre>
 *
 * <p>The source is asked in autoscalers, along random lives that begin at both ends of time, before, at and after the epoch: with
 * values from 0 to the largest, negative ones too where a spec lets them through, missing and bad ones, with no replica and with
 * as many as an int can say. Each rule below fails with its own words:
 * <ul>
 *   <li>An answer is at least 0, {@link ReplicaSource#ABSTAIN} or {@link ReplicaSource#FAILED}; a sum that wraps is not.
 *   <li>Neither {@code replicas} nor {@code remember} throws: an engine bears it, but telling of it allocates.
 *   <li>{@code id}, {@code memorySize}, {@code noteCount}, {@code readsValue} and {@code signals} are always the same; the id is not blank.
 *   <li>An answer follows from the input and the longs of memory alone: asked again it is the same, two sources of one id answer
 *       and remember alike, other autoscalers in between change nothing, and neither does a second life.
 *   <li>A source that says it reads no value does not read one.
 *   <li>A preview changes no byte; restored from bytes it goes on as if nothing had happened.
 *   <li>An answer stays the same until {@code validUntil}: see {@link RecheckTimeliness}.
 * </ul>
 */
public final class ReplicaSourceContract {
    private static final int STEPS = 150;
    private static final int ALLOCATION_STEPS = 5_000;
    private static final String METRIC = "source";

    private static final long[] STARTS = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -1_000_000,
        0,
        RandomLife.START_MILLIS,
        Long.MAX_VALUE - 300_000,
        Long.MAX_VALUE
    };

    private final Supplier<? extends ReplicaSource> sources;
    private final boolean negatives;
    private final long startMillis;
    private final long seed;

    private ReplicaSourceContract(
            Supplier<? extends ReplicaSource> sources, boolean negatives, long startMillis, long seed) {
        this.sources = sources;
        this.negatives = negatives;
        this.startMillis = startMillis;
        this.seed = seed;
    }

    /**
     * Checks all but allocation.
     *
     * @param sources creates equal sources; one that always gives the same source proves less about state that it hides
     * @param seed the lives
     * @throws AssertionError that names the broken rule, the source and what it was told
     */
    public static void check(Supplier<? extends ReplicaSource> sources, long seed) {
        Objects.requireNonNull(sources, "sources");
        SeededRandom random = SeededRandom.of(seed).split("source");
        int asked = 0;
        for (long start : STARTS) {
            for (boolean negatives : new boolean[] {false, true}) {
                asked += new ReplicaSourceContract(sources, negatives, start, random.nextLong()).check();
            }
        }
        if (asked == 0) {
            throw new AssertionError("source " + sources.get().id() + ": a source must be asked: asked=0");
        }
    }

    /**
     * Checks that asking a source allocates nothing. Separate from {@link #check} because not every JVM can tell.
     *
     * @param sources creates equal sources
     * @param seed the life
     * @throws AssertionError if it allocates; says the fewest bytes that a run of 5,000 decisions did
     * @throws UnsupportedOperationException if this JVM does not count what a thread allocates: see {@link ZeroAllocation}
     */
    public static void checkAllocation(Supplier<? extends ReplicaSource> sources, long seed) {
        AutoscalerSpec spec = spec(sources.get(), false);
        ZeroAllocation.checkDeciding(spec, seed, ALLOCATION_STEPS);
    }

    /** The source alone decides: nothing is held back, nothing limited. */
    private static AutoscalerSpec spec(ReplicaSource source, boolean negatives) {
        ScalingRules free = rules().stabilizationWindow(Duration.ZERO);
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .metric(source(METRIC, source))
                .scaleUp(free)
                .scaleDown(free);
        for (String id : source.signals()) {
            builder.metric(signal(id));
        }
        return (negatives ? builder.kubernetesArithmetic() : builder).build();
    }

    private RandomLife life(AutoscalerSpec spec) {
        return RandomLife.of(spec, seed).startingAt(startMillis);
    }

    /** How often the source was asked. */
    private int check() {
        ReplicaSource source = sources.get();
        SourceProbe probe = new SourceProbe(source, sources.get());
        long digest = live(probe, source);
        SourceProbe again = new SourceProbe(source, sources.get());
        if (live(again, source) != digest) {
            throw new AssertionError("source " + probe.id()
                    + ": an answer must follow from the input and the memory alone: a second life went otherwise, seed "
                    + seed);
        }
        AutoscalerSpec spec = spec(source, negatives);
        PreviewPurity.check(spec.newAutoscaler(), life(spec), STEPS);
        SnapshotEquivalence.check(spec::newAutoscaler, life(spec), STEPS);
        RecheckTimeliness.check(life(spec), STEPS);
        return probe.asked();
    }

    /** Decides along a life, with another autoscaler of the same source in between. */
    private long live(SourceProbe probe, ReplicaSource shared) {
        AutoscalerSpec spec = spec(probe, negatives);
        AutoscalerSpec other = spec(shared, negatives);
        RandomLife life = life(spec);
        RandomLife otherLife = RandomLife.of(other, ~seed).startingAt(startMillis);
        Autoscaler autoscaler = spec.newAutoscaler();
        Autoscaler between = other.newAutoscaler();
        Observation in = spec.newObservation();
        Observation otherIn = other.newObservation();
        Decision out = spec.newDecision();
        Decision otherOut = other.newDecision();
        for (int step = 0; step < STEPS; step++) {
            life.next();
            life.measure(in);
            autoscaler.decide(in, out);
            if (!probe.readsValue()) {
                checkReadsNoValue(autoscaler, in, life);
            }
            life.answered(out);
            life.tell(autoscaler);
            otherLife.next();
            otherLife.measure(otherIn);
            between.decide(otherIn, otherOut);
            otherLife.answered(otherOut);
            probe.checkConstants();
        }
        return probe.digest();
    }

    private static void checkReadsNoValue(Autoscaler autoscaler, Observation in, RandomLife life) {
        Decision with = autoscaler.newDecision();
        Decision without = autoscaler.newDecision();
        life.measure(in);
        autoscaler.preview(in.valueMilli(0, 123_456), with);
        life.measure(in);
        autoscaler.preview(in.valueMilli(0, 0), without);
        int one = with.metric(0).replicas();
        int other = without.metric(0).replicas();
        if (one != other) {
            throw new AssertionError("source "
                    + Objects.requireNonNull(autoscaler.spec().metric(0).replicaSource())
                            .id() + ": readsValue must be true if the value counts: " + one + " and " + other + " with "
                    + life);
        }
    }

    /** {@return how the source is tried} */
    @Override
    public String toString() {
        return "ReplicaSourceContract[negatives=" + negatives + ", startMillis=" + startMillis + ", seed=" + seed + ']';
    }
}
