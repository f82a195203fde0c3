package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link SeededProperty}: the seed that all of it must follow from, and where it says what it does. Not
 * thread-safe.
 *
 * <p>What a run says is put into words only when a file of it is written or compared; a run that holds pays for counting steps.
 */
public final class SeededRun {
    private final long seed;
    private final @Nullable Consumer<String> record;
    private int step = -1;
    private @Nullable Object pending;

    SeededRun(long seed, @Nullable Consumer<String> record) {
        this.seed = seed;
        this.record = record;
    }

    /** {@return what everything random in this run must be made from} */
    public long seed() {
        return seed;
    }

    /**
     * Says what the run is about, before its steps: a spec, a trace.
     *
     * @param key what it is, in a word or two
     * @param value the thing itself; its {@code toString} is recorded, all lines of it
     */
    public void given(String key, Object value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        if (record != null) {
            record.accept(indented(key + ": " + value));
        }
    }

    /**
     * Says that the next step begins.
     *
     * @param what is measured and done in it; its {@code toString} is recorded when the step is over, so that it may tell what came
     *     of it
     */
    public void step(Object what) {
        Objects.requireNonNull(what, "what");
        begin();
        pending = what;
    }

    /**
     * Says each step of a life by itself.
     *
     * @param life the life before its first step
     * @return the same life
     */
    public RandomLife follow(RandomLife life) {
        Object latest = new Object() {
            @Override
            public String toString() {
                return life.stepInWords();
            }
        };
        life.onNext(this::begin, () -> pending = latest);
        return life;
    }

    /**
     * Says each step of a life by itself.
     *
     * @param <I> the observation of its engines
     * @param <O> their decision
     * @param life the life before its first step
     * @return a life that passes everything on to it
     */
    public <I extends ScalingObservation<I>, O extends ScalingDecision> WorkloadRun<I, O> follow(
            WorkloadRun<I, O> life) {
        Objects.requireNonNull(life, "life");
        return new WorkloadRun<>() {
            @Override
            public void next() {
                begin();
                life.next();
                pending = life;
            }

            @Override
            public void measure(I in) {
                life.measure(in);
            }

            @Override
            public void answered(O out) {
                life.answered(out);
            }

            @Override
            public void tell(ScalingEngine<I, O> engine) {
                life.tell(engine);
            }

            @Override
            public String toString() {
                return life.toString();
            }
        };
    }

    private void begin() {
        end();
        step++;
    }

    /** Records the latest step, if there is one that is not yet. */
    void end() {
        if (record != null && pending != null) {
            record.accept(indented("step " + step + ": " + pending));
        }
        pending = null;
    }

    /** Where the run is, in words. */
    String where() {
        return step < 0 ? "before its first step" : "at step " + step;
    }

    static String indented(String text) {
        return text.strip().replace("\r", "").replace("\n", "\n  ");
    }

    /** {@return the seed and the step} */
    @Override
    public String toString() {
        return "SeededRun[seed=" + seed + ", step=" + step + ']';
    }
}
