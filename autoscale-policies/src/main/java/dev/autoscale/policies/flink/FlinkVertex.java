package dev.autoscale.policies.flink;

/**
 * What is known about one vertex of a Flink job in a cycle of its autoscaler. Mutable and not thread-safe; setters allocate nothing
 * and refuse nothing: what is not a number leaves the vertex as it is.
 *
 * <p>Rates are records per second, as averages over the metrics window, and are kept as Flink's autoscaler keeps them: rounded to
 * three decimals, half up, unless that would be 0.
 */
public final class FlinkVertex {
    private final FlinkBlock block;
    private final long[] longs;

    FlinkVertex(FlinkBlock block, long[] longs) {
        this.block = block;
        this.longs = longs;
    }

    /**
     * Sets how many subtasks run.
     *
     * @param subtasks the parallelism; a vertex with less than 1 is left as it is
     * @return this
     */
    public FlinkVertex parallelism(int subtasks) {
        block.whole(longs, FlinkBlock.CURRENT, subtasks);
        return this;
    }

    /**
     * Sets the number of key groups, which no parallelism exceeds.
     *
     * @param keyGroups the max parallelism; 128 unless it is set
     * @return this
     */
    public FlinkVertex maxParallelism(int keyGroups) {
        block.whole(longs, FlinkBlock.MAX_PARALLELISM, keyGroups);
        return this;
    }

    /**
     * Sets the number of partitions of a source, which its parallelism is then aligned with.
     *
     * @param sourcePartitions 0, as at first, if it is no source, or one whose partitions are not known
     * @return this
     */
    public FlinkVertex partitions(int sourcePartitions) {
        block.whole(longs, FlinkBlock.PARTITIONS, sourcePartitions);
        return this;
    }

    /**
     * Sets whether an input is partitioned by key, so that the parallelism is aligned with the key groups.
     *
     * @param isPartitionedByKey false at first
     * @return this
     */
    public FlinkVertex hashInput(boolean isPartitionedByKey) {
        block.flag(longs, FlinkBlock.HASHED, isPartitionedByKey);
        return this;
    }

    /**
     * Sets what the vertex could process if it were busy all the time.
     *
     * @param perSecond at its present parallelism; with NaN the vertex stays, and infinity passes, as it does in Flink
     * @return this
     */
    public FlinkVertex trueProcessingRate(double perSecond) {
        block.number(longs, FlinkBlock.RATE, FlinkRates.stored(perSecond));
        return this;
    }

    /**
     * Sets what comes in.
     *
     * @param perSecond with NaN the vertex stays
     * @return this
     */
    public FlinkVertex targetDataRate(double perSecond) {
        block.number(longs, FlinkBlock.INCOMING, FlinkRates.stored(perSecond));
        return this;
    }

    /**
     * Sets what has to be processed beside it for the backlog to be gone in time: the lag of the sources divided by the catch-up
     * duration, times what a record of theirs becomes on its way here.
     *
     * @param perSecond 0 at first; with NaN the vertex stays
     * @return this
     */
    public FlinkVertex catchUpDataRate(double perSecond) {
        block.number(longs, FlinkBlock.CATCH_UP, FlinkRates.stored(perSecond));
        return this;
    }

    /** {@return all that is known, in one line} */
    @Override
    public String toString() {
        return "FlinkVertex[parallelism=" + block.whole(longs, FlinkBlock.CURRENT) + ", maxParallelism="
                + block.whole(longs, FlinkBlock.MAX_PARALLELISM) + ", partitions="
                + block.whole(longs, FlinkBlock.PARTITIONS) + ", hashInput=" + block.flag(longs, FlinkBlock.HASHED)
                + ", trueProcessingRate=" + block.number(longs, FlinkBlock.RATE) + ", targetDataRate="
                + block.number(longs, FlinkBlock.INCOMING) + ", catchUpDataRate="
                + block.number(longs, FlinkBlock.CATCH_UP) + ']';
    }
}
