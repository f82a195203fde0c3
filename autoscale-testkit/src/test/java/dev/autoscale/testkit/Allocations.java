package dev.autoscale.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/**
 * What a loop allocates, by the thread's own allocation counter.
 *
 * <p>The counter is exact and knows this thread alone, so neither the collector nor the compiler threads disturb it. What can
 * is the first run: classes are initialised, call sites linked. And a method that the compiler throws away again may have to
 * build objects that its code had done without; to compile it anew costs the thread a few bytes, too. So each loop runs before it
 * is measured, and is measured up to twenty times with the same inputs: what the library allocates by itself shows every time,
 * so one 0 is the proof. {@link InterpretedAllocationIT} does without a compiler.
 */
public final class Allocations {
    private static final int MOST_ATTEMPTS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** The fewest bytes that one of the runs of {@code steps} steps allocated. */
    public static long by(int steps, IntConsumer step) {
        run(steps, step);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && least != 0; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(steps, step);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    static void run(int steps, IntConsumer step) {
        for (int i = 0; i < steps; i++) {
            step.accept(i);
        }
    }
}
