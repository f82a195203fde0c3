package dev.autoscale.policies.flink;

import static dev.autoscale.policies.flink.FlinkBlock.ANSWER;
import static dev.autoscale.policies.flink.FlinkBlock.BACKLOG;
import static dev.autoscale.policies.flink.FlinkBlock.CATCH_UP;
import static dev.autoscale.policies.flink.FlinkBlock.CURRENT;
import static dev.autoscale.policies.flink.FlinkBlock.DOWN;
import static dev.autoscale.policies.flink.FlinkBlock.EXPECTED;
import static dev.autoscale.policies.flink.FlinkBlock.FACTOR;
import static dev.autoscale.policies.flink.FlinkBlock.INCOMING;
import static dev.autoscale.policies.flink.FlinkBlock.INEFFECTIVE;
import static dev.autoscale.policies.flink.FlinkBlock.LIMITED;
import static dev.autoscale.policies.flink.FlinkBlock.MAX_PARALLELISM;
import static dev.autoscale.policies.flink.FlinkBlock.OUTSIDE;
import static dev.autoscale.policies.flink.FlinkBlock.RATE;
import static dev.autoscale.policies.flink.FlinkBlock.RECOMMENDED;
import static dev.autoscale.policies.flink.FlinkBlock.UP;

/**
 * The parallelism of one vertex. Immutable and thread-safe; all that is read and written lies in the longs of the caller.
 *
 * <pre>
 * factor = capacity(target) / true processing rate, divided by what further subtasks brought, within the greatest changes
 * wanted = ceil(factor * parallelism), within the limits of the vertex, aligned
 * </pre>
 */
final class FlinkScaling {
    private final FlinkSettings settings;
    private final FlinkBlock block;

    FlinkScaling(FlinkSettings settings, FlinkBlock block) {
        this.settings = settings;
        this.block = block;
    }

    /** Decides with the wait of scale-downs. */
    void decide(long[] longs, long nowMillis) {
        block.trim(longs, nowMillis, settings.historyMaxAgeMillis);
        int current = block.whole(longs, CURRENT);
        stay(longs, current);
        boolean isKnown = recommend(longs, current);
        int recommended = block.whole(longs, ANSWER);
        block.whole(longs, RECOMMENDED, recommended);
        if (!isKnown) {
            return; // what waits goes on waiting
        }
        if (recommended >= current) {
            block.forgetWaiting(longs);
            return;
        }
        long interval = settings.scaleDownIntervalMillis;
        if (interval == 0) {
            return;
        }
        boolean isDue = block.remember(longs, nowMillis, recommended, block.flag(longs, OUTSIDE), interval);
        if (isDue) {
            block.slide(longs, nowMillis, interval);
        }
        // May be above the current one if somebody else has shrunk the vertex meanwhile: Flink then grows it.
        int answer = isDue ? block.largest(longs) : current;
        block.whole(longs, ANSWER, answer);
        block.flag(longs, OUTSIDE, answer != current && block.isLargestOutside(longs));
    }

    private void stay(long[] longs, int current) {
        block.whole(longs, ANSWER, current);
        block.flag(longs, OUTSIDE, false);
        block.flag(longs, LIMITED, false);
        block.flag(longs, INEFFECTIVE, false);
        block.number(longs, FACTOR, Double.NaN);
        block.number(longs, EXPECTED, Double.NaN);
    }

    private double capacity(long[] longs, double utilization, boolean isWithRestart) {
        double catchUp = block.number(longs, CATCH_UP);
        return FlinkRates.capacity(settings, catchUp, block.number(longs, INCOMING), utilization, isWithRestart);
    }

    /** Whether there is a recommendation at all, be it to stay. */
    private boolean recommend(long[] longs, int current) {
        boolean hasBacklog = block.flag(longs, BACKLOG);
        block.number(longs, UP, capacity(longs, hasBacklog ? 1 : settings.utilizationMax, false));
        block.number(longs, DOWN, capacity(longs, hasBacklog ? 0 : settings.utilizationMin, true));
        double rate = block.number(longs, RATE);
        double target = capacity(longs, settings.utilizationTarget, true);
        if (Double.isNaN(rate) || Double.isNaN(target) || current <= 0) {
            return false;
        }
        double coefficient = settings.isObservingScalability ? FlinkScalability.coefficient(settings, block, longs) : 1;
        double least = 1 - settings.scaleDownMaxFactor;
        double limited = Math.min(target / rate / coefficient, 1 + settings.scaleUpMaxFactor);
        double factor = limited < least ? least : limited; // other than the greater of the two, this keeps minus zero
        block.number(longs, FACTOR, factor);
        int lower = Math.min(current, settings.vertexMinParallelism);
        int upper = Math.max(current, settings.vertexMaxParallelism);
        int wanted = Math.max(lower, (int) Math.ceil(factor * current));
        wanted = Math.min(wanted, Math.min(block.whole(longs, MAX_PARALLELISM), upper));
        if (wanted != current) {
            int aligned = FlinkAlignment.align(settings, block, longs, wanted, lower, upper);
            if (aligned != current) {
                change(longs, current, aligned, rate, factor);
            }
        }
        return true;
    }

    private void change(long[] longs, int current, int parallelism, double rate, double factor) {
        double expected =
                settings.release == FlinkSettings.Release.TRUNK ? rate / current * parallelism : rate * factor;
        block.number(longs, EXPECTED, FlinkRates.stored(expected));
        boolean isIneffective = parallelism > current && !hasHelped(longs, rate, current);
        block.flag(longs, INEFFECTIVE, isIneffective);
        if (!isIneffective || !settings.isBlockingIneffective) {
            block.whole(longs, ANSWER, parallelism);
            block.flag(longs, OUTSIDE, rate < block.number(longs, UP) || rate > block.number(longs, DOWN));
        }
    }

    /** Whether the last change, if it was the growth to the present parallelism, brought enough of what was expected of it. */
    private boolean hasHelped(long[] longs, double rate, int current) {
        int last = block.changes(longs) - 1;
        if (last < 0 || block.to(longs, last) <= block.from(longs, last) || block.to(longs, last) != current) {
            return true;
        }
        double before = block.rate(longs, last);
        return (rate - before) / (block.expected(longs, last) - before) >= settings.effectivenessThreshold;
    }
}
