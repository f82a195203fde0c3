package dev.autoscale.policies.nomad;

import static dev.autoscale.policies.nomad.NomadAction.Kind.DOWN;
import static dev.autoscale.policies.nomad.NomadAction.Kind.NONE;
import static dev.autoscale.policies.nomad.NomadAction.Kind.UP;

import dev.autoscale.policies.nomad.NomadAction.Kind;
import org.jspecify.annotations.Nullable;

/** A strategy whose settings could be read: from count and at least one value to an action. Immutable; allocates nothing. */
interface StrategyRule {
    long run(long count, long[] values, int from, int to);

    /** What a threshold does to the count. */
    enum Step {
        DELTA,
        PERCENTAGE,
        VALUE
    }

    /** Keeps a value at a target. No limit is null. */
    record TargetValue(
            double target,
            double threshold,
            @Nullable Long maxUp,
            @Nullable Long maxDown) implements StrategyRule {
        @Override
        public long run(long count, long[] values, int from, int to) {
            double value = newest(values, to);
            double factor = target == 0 ? value : value / target;
            Kind kind = direction(count, factor);
            if (kind == NONE) {
                return none();
            }
            double exact = count == 0 ? factor : count * factor;
            long wanted = (long) Math.ceil(exact);
            if (maxDown != null) {
                wanted = Math.max(wanted, difference(count, maxDown));
            }
            if (maxUp != null) {
                wanted = Math.min(wanted, sum(count, maxUp));
            }
            return wanted == count ? none() : NomadAction.of(kind, wanted);
        }

        private Kind direction(long count, double factor) {
            if (count == 0) {
                return factor > 0 ? UP : NONE;
            }
            return factor < 1 - threshold ? DOWN : factor > 1 + threshold ? UP : NONE;
        }
    }

    /** Reacts to values within bounds. */
    record Threshold(double lower, double upper, long trigger, Step step, long replicas, double percentage)
            implements StrategyRule {
        @Override
        public long run(long count, long[] values, int from, int to) {
            long within = 0;
            for (int i = from; i < to; i++) {
                double value = Double.longBitsToDouble(values[i]);
                within += value >= lower && value < upper ? 1 : 0;
            }
            if (within < trigger) {
                return none();
            }
            long wanted = switch (step) {
                case DELTA -> sum(count, replicas);
                case PERCENTAGE -> (long) Math.ceil(count * (1 + percentage / 100));
                case VALUE -> replicas;
            };
            return towards(count, Math.max(0, wanted));
        }
    }

    /** Takes the value for the count. No limit is null. */
    record PassThrough(@Nullable Long maxUp, @Nullable Long maxDown) implements StrategyRule {
        @Override
        public long run(long count, long[] values, int from, int to) {
            double value = newest(values, to);
            long wanted = (long) value;
            if (value > count) {
                return NomadAction.of(UP, maxUp == null ? wanted : Math.min(wanted, sum(count, maxUp)));
            }
            if (value < count) {
                return NomadAction.of(DOWN, maxDown == null ? wanted : Math.max(wanted, difference(count, maxDown)));
            }
            return none();
        }
    }

    /** Always the same count. */
    record FixedValue(long value) implements StrategyRule {
        @Override
        public long run(long count, long[] values, int from, int to) {
            return towards(count, value);
        }
    }

    private static long towards(long count, long wanted) {
        return wanted == count ? none() : NomadAction.of(wanted > count ? UP : DOWN, wanted);
    }

    private static long none() {
        return NomadAction.of(NONE, 0);
    }

    private static double newest(long[] values, int to) {
        return Double.longBitsToDouble(values[to - 1]);
    }

    /** A sum that saturates. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** A difference that saturates. */
    private static long difference(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) >= 0 ? difference : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
