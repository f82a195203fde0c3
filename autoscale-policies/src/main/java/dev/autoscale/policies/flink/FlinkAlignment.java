package dev.autoscale.policies.flink;

/**
 * Fits a parallelism to key groups or partitions: upwards the first that fits, for a scale-down not beyond the present one; then,
 * with the modes up to 1.15.0, downwards.
 */
final class FlinkAlignment {
    private FlinkAlignment() {}

    /** Aligns what is wanted, which differs from the present parallelism, and notes whether that limits it. */
    static int align(FlinkSettings settings, FlinkBlock block, long[] longs, int wanted, int lower, int upper) {
        int partitions = block.whole(longs, FlinkBlock.PARTITIONS);
        boolean isAligned = partitions > 0 || block.flag(longs, FlinkBlock.HASHED);
        boolean isOff = settings.adjustMode == null && settings.alignmentMode == FlinkSettings.AlignmentMode.OFF;
        if (!isAligned || isOff) {
            return wanted;
        }
        int maxParallelism = block.whole(longs, FlinkBlock.MAX_PARALLELISM);
        int whole = partitions > 0 ? partitions : maxParallelism;
        int top = Math.min(Math.min(whole, maxParallelism), upper);
        int current = block.whole(longs, FlinkBlock.CURRENT);
        int end = wanted > current ? top : Math.min(current, top);
        boolean takesLessWork = settings.adjustMode == null
                ? settings.alignmentMode == FlinkSettings.AlignmentMode.BALANCED
                : settings.adjustMode == FlinkSettings.AdjustMode.MAXIMIZE_UTILISATION;
        for (int p = wanted; p <= end; p++) {
            if (whole % p == 0 || (takesLessWork && whole / p < whole / wanted)) {
                return p;
            }
        }
        if (settings.adjustMode == null) {
            return wanted;
        }
        int down = Math.max(below(whole, wanted), lower);
        boolean turns = wanted > current ? down <= current : down >= current;
        block.flag(longs, FlinkBlock.LIMITED, turns || down != wanted);
        return turns ? current : down;
    }

    /** The lowest parallelism with the same least share as the wanted one, or one below it that divides the whole. */
    private static int below(int whole, int wanted) {
        for (int p = wanted; p > 0; p--) {
            if (whole / p > whole / wanted) {
                return whole % p == 0 ? p : p + 1;
            }
        }
        return 0;
    }
}
