package dev.autoscale.testkit.proof;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves that code allocates exactly nothing, by the thread's own allocation counter. Thread-safe: counts what the calling thread
 * allocates, whatever other threads do.
 *
 * <pre>{@code
 * ZeroAllocation.check(100_000, i -> {
 *     in.at(times[i]).replicas(3).value(0, loads[i]);
 *     autoscaler.decide(in, out);
 * });
 * }</pre>
 *
 * <p>The counter is exact and knows this thread alone, so neither the collector nor the compiler threads disturb it. What can is
 * the first run: classes are initialised, call sites linked. And a method that the compiler throws away again may have to build
 * objects that its code had done without; to compile it again costs the thread a few bytes, too. So each loop runs before it is
 * measured, and is measured up to {@value #MAX_ATTEMPTS} times with the same step numbers: what the code allocates by itself
 * shows every time, so one 0 is the proof. A loop must therefore bear to be run again. A compiler can also hide objects by never
 * building them; who wants to be sure of every JVM runs the same test with {@code -Xint}, too.
 *
 * <p>Before anything is measured, the counter must have seen a known allocation: a counter that stands still proves nothing.
 *
 * <p>Needs {@code com.sun.management.ThreadMXBean}, in the module {@code jdk.management} of the OpenJDK. A whole JDK has it, on the
 * class path and on the module path. This module asks for it only where someone uses this class, so a runtime image that was put
 * together by modules may lack it: add it to the image, or run with {@code --add-modules jdk.management}. Nothing else in this
 * package needs it.
 */
public final class ZeroAllocation {
    /** How often a loop is measured at most. */
    public static final int MAX_ATTEMPTS = 20;

    static final String NEEDS =
            "ZeroAllocation needs com.sun.management.ThreadMXBean, which is in the module jdk.management"
                    + " (--add-modules jdk.management)";

    private static final int CONTROL_BYTES = 4_096;
    private static final int JSON_CHARACTERS = 1 << 16;
    private static final int SNAPSHOT_BYTES = 1 << 20;

    /** Where the control's array goes, so that no compiler does without it. */
    private static volatile byte @Nullable [] escape;

    private ZeroAllocation() {}

    /**
     * Checks that a loop allocates nothing.
     *
     * @param steps how many steps a run has, at least 1
     * @param step what is done at each of them, from 0 on; must itself not box, concatenate and so on
     * @throws AssertionError if each run allocates; says the fewest bytes that one did
     * @throws UnsupportedOperationException if this JVM does not count what a thread allocates, or hides it; says why
     * @throws IllegalArgumentException if there is less than one step
     */
    public static void check(int steps, IntConsumer step) {
        long bytes = fewestBytes(steps, step);
        if (bytes != 0) {
            throw new AssertionError("a loop must allocate nothing: bytes=" + bytes + ", steps=" + steps + ", runs="
                    + MAX_ATTEMPTS + " (the fewest bytes of one run)");
        }
    }

    /**
     * Checks that an autoscaler of a spec allocates nothing: previews, decisions and their JSON, reports, snapshots and restores, along a life of
     * loads that rise, pause and fall silent, and metrics that fail.
     *
     * @param spec the spec
     * @param seed the life
     * @param steps how many steps a run has, at least 1; each costs 4 bytes of memory
     * @throws AssertionError if each run allocates; says the fewest bytes that one did
     * @throws UnsupportedOperationException if this JVM does not count what a thread allocates, or hides it; says why
     * @throws IllegalArgumentException if there is less than one step
     */
    public static void checkDeciding(AutoscalerSpec spec, long seed, int steps) {
        check(steps, deciding(spec, seed, steps));
    }

    /** A loop of everything that an autoscaler does. */
    static IntConsumer deciding(AutoscalerSpec spec, long seed, int steps) {
        Steps.check(steps);
        PolicyLife life = new PolicyLife(spec, seed, steps);
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        ByteBuffer buffer = ByteBuffer.allocate(SNAPSHOT_BYTES);
        StringBuilder json = new StringBuilder(JSON_CHARACTERS);
        return step -> {
            life.next(step);
            life.measure(in);
            autoscaler.preview(in, out);
            autoscaler.decide(in, out);
            json.setLength(0);
            out.toJson(json);
            autoscaler.snapshot(buffer.clear());
            autoscaler.restore(buffer.flip());
            life.answered(out);
            life.tell(autoscaler);
        };
    }

    /**
     * Measures what a loop allocates.
     *
     * @param steps how many steps a run has, at least 1
     * @param step what is done at each of them, from 0 on
     * @return the fewest bytes that one of the runs allocated, the first run not counted
     * @throws UnsupportedOperationException if this JVM does not count what a thread allocates, or hides it; says why
     * @throws IllegalArgumentException if there is less than one step
     */
    public static long fewestBytes(int steps, IntConsumer step) {
        Objects.requireNonNull(step, "step");
        Steps.check(steps);
        AllocationCounter counter = counter();
        run(steps, step);
        long fewest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && fewest != 0; attempt++) {
            long before = counter.bytes();
            run(steps, step);
            fewest = Math.min(fewest, counter.bytes() - before);
        }
        return fewest;
    }

    private static void run(int steps, IntConsumer step) {
        for (int i = 0; i < steps; i++) {
            step.accept(i);
        }
    }

    private static AllocationCounter counter() {
        try {
            AllocationCounter counter = AllocationCounter.create();
            control(counter);
            return counter;
        } catch (LinkageError e) {
            throw new UnsupportedOperationException(NEEDS, e);
        }
    }

    /** The positive control: the counter must see this array. */
    private static void control(AllocationCounter counter) {
        long before = counter.bytes();
        escape = new byte[CONTROL_BYTES];
        long seen = counter.bytes() - before;
        int expected = Objects.requireNonNull(escape).length;
        escape = null;
        if (seen < expected) {
            throw new UnsupportedOperationException(
                    "the allocation counter must see an array of " + expected + " bytes: seen=" + seen);
        }
    }
}
