package dev.autoscale.testkit.proof;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many bytes a thread has allocated. Apart from {@link ZeroAllocation}, so that a JVM without the counter can say so: this
 * class does not link there.
 */
final class AllocationCounter {
    private final ThreadMXBean threads;

    private AllocationCounter(ThreadMXBean threads) {
        this.threads = threads;
    }

    /**
     * The counter.
     *
     * @throws UnsupportedOperationException if this JVM has none
     * @throws LinkageError if its module is not there
     */
    static AllocationCounter create() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            throw new UnsupportedOperationException(ZeroAllocation.NEEDS);
        }
        if (!threads.isThreadAllocatedMemorySupported() || !threads.isThreadAllocatedMemoryEnabled()) {
            throw new UnsupportedOperationException(
                    "ZeroAllocation needs a JVM that counts what a thread allocates: supported="
                            + threads.isThreadAllocatedMemorySupported());
        }
        return new AllocationCounter(threads);
    }

    /** What the calling thread has allocated so far. */
    long bytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }
}
