package dev.autoscale.policies.nomad;

/**
 * What a strategy, a check or a whole evaluation answers, packed into a long, so that nothing allocates: what it is, and for a
 * movement the count to go to. Thread-safe.
 *
 * <pre>{@code
 * long[] values = {Double.doubleToRawLongBits(95)};
 * long action = NomadStrategy.targetValue(70).run(3, values, 0, 1);
 * if (NomadAction.kind(action) == NomadAction.Kind.UP) {
 *     System.out.println(NomadAction.count(action)); // 5
 * }
 * }</pre>
 */
public final class NomadAction {
    /** What an answer is. The order of the first three is that of upstream's choice between checks without a group. */
    public enum Kind {
        /** Scale in, or what its strategy took for it: bounds do not change the kind. */
        DOWN,
        /** Nothing to do. */
        NONE,
        /** Scale out, or what its strategy took for it. */
        UP,
        /** The strategy had no value to go by. */
        SKIPPED,
        /** The settings of a strategy cannot be read, and its check does not bear it. */
        STRATEGY_FAILS,
        /** A query failed, or its newest value is no finite number. */
        QUERY_FAILS,
        /** A query answered without a single value. */
        NO_METRICS;

        private static final Kind[] ALL = values();

        /** {@return whether the target may have to be scaled} */
        public boolean isMovement() {
            return this == UP || this == DOWN;
        }

        /** {@return whether it ends an evaluation without an answer} */
        public boolean isFailure() {
            return ordinal() >= STRATEGY_FAILS.ordinal();
        }
    }

    /** The count that targets take for a dry run: it is never capped, and leaves the replicas as they are. */
    public static final long DRY_RUN = -1;

    private static final int KIND_BITS = 3;
    private static final long MOST = Long.MAX_VALUE >> KIND_BITS;

    private NomadAction() {}

    /**
     * Packs an answer.
     *
     * @param kind not null
     * @param count replicas, any; beyond 2^60 cut to it
     * @return the answer
     */
    public static long of(Kind kind, long count) {
        return Math.max(-MOST, Math.min(count, MOST)) << KIND_BITS | kind.ordinal();
    }

    /** Whether a long can have been packed here. */
    static boolean isAction(long action) {
        return (action & ((1 << KIND_BITS) - 1)) < Kind.ALL.length;
    }

    /**
     * Unpacks what an answer is.
     *
     * @param action as {@link #of} packed it
     * @return the kind
     */
    public static Kind kind(long action) {
        return Kind.ALL[(int) (action & (1 << KIND_BITS) - 1)];
    }

    /**
     * Unpacks the count.
     *
     * @param action as {@link #of} packed it
     * @return replicas; of no meaning unless the kind {@linkplain Kind#isMovement is a movement}
     */
    public static long count(long action) {
        return action >> KIND_BITS;
    }

    /**
     * Whether the target is scaled by an answer.
     *
     * @param action as {@link #of} packed it
     * @param count the target's count
     * @return whether it is a movement to another count, in whichever direction that is
     */
    public static boolean scales(long action, long count) {
        return kind(action).isMovement() && count(action) != count;
    }
}
