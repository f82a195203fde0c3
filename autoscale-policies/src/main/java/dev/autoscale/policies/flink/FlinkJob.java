package dev.autoscale.policies.flink;

import dev.autoscale.Violation;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides the parallelism of every vertex of a job as the autoscaler of Flink does. Not thread-safe. A decision allocates nothing and
 * costs a few hundred nanoseconds a vertex; the alignment looks at each parallelism on its way.
 *
 * <pre>{@code
 * FlinkJob job = new FlinkJob(FlinkSettings.builder().scaleDownInterval(Duration.ZERO).build(), 1);
 * job.vertex(0).parallelism(60).maxParallelism(128).hashInput(true).trueProcessingRate(6000).targetDataRate(2917);
 * job.decide(0);                                  // true: the vertex is outside its bounds
 * job.decision(0).parallelism();                  // 43: 50 do not divide 128, and 43 have the same least share
 * job.rescaled(0);                                // if it was carried out
 * }</pre>
 *
 * <p>If no vertex that is to change is outside its bounds, nothing is done; if one is, all changes are. A recommendation to shrink waits on
 * while nothing is measured, and also if somebody else changes the vertex: one that was made smaller than what was recommended before is
 * then grown to that, as Flink does. What is measured over which time is the caller's: the metrics window, and the stabilization interval
 * after a change.
 */
public final class FlinkJob {
    private final FlinkSettings settings;
    private final long[] memory;
    private final long[] scratch;
    private final FlinkVertex[] vertices;
    private final FlinkDecision[] decisions;
    private final FlinkBlock[] blocks;
    private final FlinkScaling[] scalings;

    /**
     * A job that remembers nothing yet.
     *
     * @param settings not null
     * @param vertices how many vertices it has; at least 1 and at most 10,000
     * @throws IllegalArgumentException if there are fewer or more
     */
    public FlinkJob(FlinkSettings settings, int vertices) {
        this.settings = Objects.requireNonNull(settings, "settings");
        Violation.require(
                vertices >= 1 && vertices <= 10_000, "vertices must be >= 1 and <= 10000", "vertices", vertices);
        int size = FlinkBlock.size(settings.historyMaxCount);
        memory = new long[1 + size * vertices];
        memory[0] = Long.MIN_VALUE;
        scratch = new long[memory.length];
        blocks = IntStream.range(0, vertices)
                .mapToObj(i -> new FlinkBlock(1 + i * size, settings.historyMaxCount))
                .toArray(FlinkBlock[]::new);
        Stream.of(blocks).forEach(block -> block.begin(memory));
        scalings = Stream.of(blocks)
                .map(block -> new FlinkScaling(settings, block))
                .toArray(FlinkScaling[]::new);
        this.vertices =
                Stream.of(blocks).map(block -> new FlinkVertex(block, memory)).toArray(FlinkVertex[]::new);
        decisions = Stream.of(blocks).map(block -> new FlinkDecision()).toArray(FlinkDecision[]::new);
    }

    /**
     * {@return what is known of a vertex, to be written to before a decision}
     *
     * @param index 0 to one less than there are
     */
    public FlinkVertex vertex(int index) {
        return vertices[index];
    }

    /**
     * {@return what the last decision says of a vertex}
     *
     * @param index 0 to one less than there are
     */
    public FlinkDecision decision(int index) {
        return decisions[index];
    }

    /**
     * Sets whether a source has so much lag that the job catches up: then no vertex is outside its bounds for being idle.
     *
     * @param isCatchingUp in Flink: lag / input rate is above {@code backlog-processing.lag-threshold} (5 minutes); false at first
     * @return this
     */
    public FlinkJob processingBacklog(boolean isCatchingUp) {
        for (FlinkBlock block : blocks) {
            block.flag(memory, FlinkBlock.BACKLOG, isCatchingUp);
        }
        return this;
    }

    /**
     * Decides about every vertex, and remembers the recommendations to shrink.
     *
     * @param epochMillis now; earlier than before counts as no time passed
     * @return whether the job is to be rescaled: a vertex that is to change is outside its bounds
     */
    public boolean decide(long epochMillis) {
        memory[0] = Math.max(memory[0], epochMillis);
        boolean isDue = false;
        for (int i = 0; i < vertices.length; i++) {
            scalings[i].decide(memory, memory[0]);
            decisions[i].copyFrom(blocks[i], memory);
            isDue |= decisions[i].isOutsideBounds();
        }
        return isDue;
    }

    /**
     * Decides without remembering.
     *
     * @param epochMillis as in {@link #decide}
     * @return as {@link #decide}
     */
    public boolean preview(long epochMillis) {
        System.arraycopy(memory, 0, scratch, 0, memory.length);
        boolean isDue = decide(epochMillis);
        System.arraycopy(scratch, 0, memory, 0, memory.length);
        return isDue;
    }

    /**
     * Reports that the last decision was carried out: all vertices have the parallelism that it says. Every wait to shrink begins anew.
     *
     * @param epochMillis when
     */
    public void rescaled(long epochMillis) {
        memory[0] = Math.max(memory[0], epochMillis);
        for (int i = 0; i < vertices.length; i++) {
            FlinkDecision decision = decisions[i];
            blocks[i].forgetWaiting(memory);
            int from = decision.currentParallelism();
            int to = decision.parallelism();
            if (from != to) {
                double rate = blocks[i].number(memory, FlinkBlock.RATE);
                blocks[i].change(memory, memory[0], from, to, rate, decision.expectedProcessingRate());
                vertices[i].parallelism(to);
            }
        }
    }

    /**
     * Reports a change of earlier times, such as from the state that Flink keeps; the oldest first.
     *
     * @param index the vertex
     * @param epochMillis when it was carried out
     * @param from the parallelism before
     * @param to the parallelism after
     * @param trueProcessingRate the one before
     * @param expectedProcessingRate what was expected of the one after
     */
    public void changed(
            int index, long epochMillis, int from, int to, double trueProcessingRate, double expectedProcessingRate) {
        double rate = FlinkRates.stored(trueProcessingRate);
        blocks[index].change(memory, epochMillis, from, to, rate, FlinkRates.stored(expectedProcessingRate));
    }

    /** {@return a copy of all that is known and remembered, for {@link #restore}} */
    public long[] snapshot() {
        return memory.clone();
    }

    /**
     * Takes over what a job with the same settings and vertices knew and remembered. Damage is refused and changes nothing.
     *
     * @param snapshot not null
     * @throws IllegalArgumentException if it cannot be of such a job
     */
    public void restore(long[] snapshot) {
        Violation.require(
                snapshot.length == memory.length,
                "snapshot must have " + memory.length + " longs",
                "length",
                snapshot.length);
        System.arraycopy(memory, 0, scratch, 0, memory.length);
        System.arraycopy(snapshot, 0, memory, 0, memory.length);
        for (int i = 0; i < blocks.length; i++) {
            if (!blocks[i].isPossible(memory)) {
                System.arraycopy(scratch, 0, memory, 0, memory.length);
                throw new IllegalArgumentException("snapshot must be possible: vertex=" + i);
            }
        }
    }

    /** {@return the settings and how many vertices there are, in one line} */
    @Override
    public String toString() {
        return "FlinkJob[vertices=" + vertices.length + ", " + settings + ']';
    }
}
