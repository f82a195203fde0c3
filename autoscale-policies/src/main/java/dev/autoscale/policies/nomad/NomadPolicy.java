package dev.autoscale.policies.nomad;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.nomad.NomadAction.Kind;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scaling policy of HashiCorp's Nomad Autoscaler: its checks, the choice between them and its one cooldown, exactly. Immutable
 * and thread-safe; what one workload remembers are longs that the caller keeps. Nothing allocates but {@link Builder#build}.
 *
 * <pre>{@code
 * NomadPolicy policy = NomadPolicy.builder(1, 10)
 *         .check(NomadCheck.of("cpu", NomadStrategy.targetValue(70)).build())
 *         .build();
 * long[] memory = new long[policy.memorySize()];
 * policy.record(memory, 0, 10_000, 95); // the first check's value at 10 s
 * long action = policy.evaluate(10_000, 3, memory); // up to 5: ceil(3 * 95 / 70)
 * }</pre>
 *
 * <p>One evaluation, over the checks in their order:
 *
 * <ol>
 *   <li>A check outside of its schedule is left out. One whose query failed, or answered without values, ends the evaluation,
 *       whatever {@code on_error} says: nothing is scaled. A strategy that fails ends it too if its check (or else the policy)
 *       says "fail", and answers that there is nothing to do if not.
 *   <li>The strategy's count is cut to the bounds, but for {@link NomadAction#DRY_RUN}. Its direction stays: at 12 of at most 10
 *       an answer "up to 15" becomes "up to 10", and the target is scaled in.
 *   <li>Within a named group, a movement wins over nothing to do, up over down, the higher count among equals. Between the
 *       winners, and between checks without a group, up wins over nothing to do, and that over down; the higher count among
 *       equals.
 * </ol>
 *
 * <p>After a scaling nothing happens until the cooldown is over, in neither direction, its last instant included.
 *
 * @see NomadStrategy
 */
public final class NomadPolicy extends UpstreamPolicy {
    /** Why a decision is what it is. */
    public enum Reason {
        /** Scaled as its action says; where bounds cut it, the count may go the other way. */
        UP,
        /** Scaled as its action says; where bounds cut it, the count may go the other way. */
        DOWN,
        /** No check wants another count, or one of them holds the others back. */
        NOTHING_TO_DO,
        /** Nothing is scaled until the cooldown is over. */
        COOLDOWN,
        /** The policy's schedule is not active. */
        OUT_OF_SCHEDULE,
        /** The count is {@link NomadAction#DRY_RUN}. */
        DRY_RUN,
        /** A strategy fails. */
        STRATEGY_FAILS,
        /** A query fails: its value is missing, not finite, or negative. */
        QUERY_FAILS,
        /** A query's window has no value. */
        NO_METRICS
    }

    /** The cooldown if none is given. */
    public static final Duration DEFAULT_COOLDOWN = Duration.ofMinutes(5);

    /** The time between two evaluations if it is not given. */
    public static final Duration DEFAULT_EVALUATION_INTERVAL = Duration.ofSeconds(10);

    /** What {@link #cooldownUntil} has before anything was scaled: earlier than any instant. */
    public static final long NO_COOLDOWN = Long.MIN_VALUE;

    /** How many values a check keeps at most; decisions that come faster than planned drop the oldest ones. */
    static final int MAX_VALUES = 10_000;

    /** No answer so far: no action, as its kind does not exist. */
    private static final long NOBODY = -1;

    private static final int MAX_DAYS = 7;
    private static final int MAX_REPLICAS = 1_000_000_000;

    /** Words of the memory: the cooldown's last instant, and the action that was decided and not yet reported. */
    private static final int COOLDOWN = 0;

    private static final int PENDING = 1;
    private static final int FIRST_CHECK = 2;
    private static final long NOTHING = NomadAction.of(Kind.NONE, 0);

    private final Duration cooldown;
    private final Duration cooldownOnScaleUp;
    private final Duration evaluationInterval;
    private final NomadCheck.OnError onCheckError;
    private final @Nullable NomadSchedule schedule;
    private final List<NomadCheck> checks;
    /** The same checks in their order, and those of a group one after the other. */
    private final CheckMemory[] inOrder;

    private final CheckMemory[] byGroup;
    private final int memorySize;
    private final String text;

    private NomadPolicy(Builder builder) {
        super("Nomad Autoscaler", builder.metrics(), builder.min, builder.max);
        cooldown = builder.cooldown.isZero() ? DEFAULT_COOLDOWN : builder.cooldown;
        cooldownOnScaleUp = builder.cooldownOnScaleUp.isZero() ? cooldown : builder.cooldownOnScaleUp;
        evaluationInterval =
                builder.evaluationInterval.isZero() ? DEFAULT_EVALUATION_INTERVAL : builder.evaluationInterval;
        onCheckError = builder.onCheckError;
        schedule = builder.schedule;
        checks = List.copyOf(builder.checks);
        inOrder = new CheckMemory[checks.size()];
        int words = FIRST_CHECK;
        for (int i = 0; i < inOrder.length; i++) {
            NomadCheck check = checks.get(i);
            int metric = metrics().indexOf(check.query());
            inOrder[i] = new CheckMemory(check, metric, words, evaluationInterval.toMillis(), onCheckError);
            words += inOrder[i].words();
        }
        memorySize = words;
        text = "NomadPolicy[min=" + minReplicas() + ", max=" + maxReplicas() + ", cooldown=" + cooldown
                + ", cooldownOnScaleUp=" + cooldownOnScaleUp + ", evaluationInterval=" + evaluationInterval
                + (onCheckError == NomadCheck.OnError.UNSET ? "" : ", onCheckError=" + onCheckError)
                + (schedule == null ? "" : ", schedule=" + schedule) + ", checks=" + checks + ']';
        List<String> groups = checks.stream().map(NomadCheck::group).distinct().toList();
        byGroup = inOrder.clone();
        Arrays.sort(
                byGroup,
                Comparator.comparingInt(each -> groups.indexOf(each.check().group())));
    }

    /**
     * Begins a policy.
     *
     * @param min the fewest replicas, from 0 to 1,000,000,000
     * @param max the most replicas, from 0 to 1,000,000,000, at least {@code min}
     * @return the builder, without a check
     */
    public static Builder builder(int min, int max) {
        return new Builder(min, max);
    }

    @Override
    public Duration interval() {
        return evaluationInterval;
    }

    @Override
    public int memorySize() {
        return memorySize;
    }

    @Override
    protected void begin(long[] memory, long epochMillis, int replicas) {
        memory[COOLDOWN] = NO_COOLDOWN;
        memory[PENDING] = NOTHING;
    }

    /**
     * Takes the values for what the queries answer now, evaluates, and scales unless the cooldown goes on. A negative value counts as
     * a query that fails.
     */
    @Override
    protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
        for (CheckMemory check : inOrder) {
            check.see(memory, nowMillis, in);
        }
        if (schedule != null && !schedule.isActive(nowMillis)) {
            out.keep(Reason.OUT_OF_SCHEDULE);
            return;
        }
        long action = evaluate(nowMillis, in.replicas(), memory);
        long count = NomadAction.count(action);
        if (!NomadAction.scales(action, in.replicas())) {
            out.keep(unscaled(NomadAction.kind(action)));
        } else if (isCoolingDown(nowMillis, memory[COOLDOWN])) {
            out.keep(Reason.COOLDOWN);
        } else if (count == NomadAction.DRY_RUN) {
            out.keep(Reason.DRY_RUN);
        } else {
            memory[PENDING] = action;
            out.answer((int) count, NomadAction.kind(action) == Kind.UP ? Reason.UP : Reason.DOWN);
        }
    }

    private static Reason unscaled(Kind kind) {
        return switch (kind) {
            case STRATEGY_FAILS -> Reason.STRATEGY_FAILS;
            case QUERY_FAILS -> Reason.QUERY_FAILS;
            case NO_METRICS -> Reason.NO_METRICS;
            default -> Reason.NOTHING_TO_DO;
        };
    }

    /** Begins the cooldown after a change that was decided here. One made by others begins none. */
    @Override
    protected void scaled(long[] memory, long nowMillis, int from, int to) {
        long pending = memory[PENDING];
        boolean isOwn = NomadAction.kind(pending).isMovement()
                && from != to
                && Long.signum(NomadAction.count(pending) - from) == Integer.signum(to - from);
        if (isOwn) {
            memory[COOLDOWN] = cooldownUntil(nowMillis, NomadAction.kind(pending));
            memory[PENDING] = NOTHING;
        }
    }

    @Override
    protected void scaleFailed(long[] memory, long nowMillis) {
        memory[PENDING] = NOTHING;
    }

    @Override
    protected boolean isPossible(long[] memory) {
        long pending = memory[PENDING];
        long count = NomadAction.count(pending);
        boolean isMovement = NomadAction.isAction(pending)
                && NomadAction.kind(pending).isMovement()
                && count >= minReplicas()
                && count <= maxReplicas();
        boolean isPossible = pending == NOTHING || isMovement;
        for (CheckMemory check : inOrder) {
            isPossible &= check.isPossible(memory);
        }
        return isPossible;
    }

    /**
     * Records a value that a check's query answers from now on: upstream's sources keep a series, here the memory does. Values
     * older than the query's window are forgotten, and the oldest one where they come faster than the evaluation interval.
     * A value that is not finite counts as a query that fails.
     *
     * @param memory one workload's
     * @param check which check, in the order of {@link #checks}
     * @param epochMillis the value's time; an earlier one than that of the value before counts as that
     * @param value in the metric's unit
     */
    public void record(long[] memory, int check, long epochMillis, double value) {
        inOrder[check].record(memory, epochMillis, value);
    }

    /**
     * Records that a check's query fails, until it has a value again.
     *
     * @param memory one workload's
     * @param check which check, in the order of {@link #checks}
     */
    public void queryFailed(long[] memory, int check) {
        inOrder[check].fail(memory);
    }

    /**
     * Evaluates all checks.
     *
     * @param nowMillis epoch milliseconds
     * @param count the target's count, at least 0
     * @param memory one workload's; only read
     * @return a {@link NomadAction}: {@code NONE} or a movement within the bounds (but see {@link NomadAction#DRY_RUN}), or the
     *     failure that ended the evaluation
     */
    public long evaluate(long nowMillis, long count, long[] memory) {
        for (CheckMemory check : inOrder) {
            Kind failure = check.isActive(nowMillis) ? check.failure(nowMillis, memory) : Kind.NONE;
            if (failure != Kind.NONE) {
                return NomadAction.of(failure, 0);
            }
        }
        long winner = NOBODY;
        for (int i = 0; i < byGroup.length; ) {
            String group = byGroup[i].check().group();
            long best = NOBODY;
            for (; i < byGroup.length && byGroup[i].check().group().equals(group); i++) {
                if (byGroup[i].isActive(nowMillis)) {
                    best = preempt(best, capped(byGroup[i].run(nowMillis, count, memory)), !group.isEmpty());
                }
            }
            winner = best == NOBODY ? winner : preempt(winner, best, false);
        }
        return winner == NOBODY ? NOTHING : winner;
    }

    private long capped(long action) {
        long count = NomadAction.count(action);
        return count == NomadAction.DRY_RUN
                ? action
                : NomadAction.of(NomadAction.kind(action), Math.max(minReplicas(), Math.min(count, maxReplicas())));
    }

    private static long preempt(long a, long b, boolean isGroup) {
        int rankA = rank(a, isGroup);
        int rankB = rank(b, isGroup);
        boolean isHigher =
                rankA == rankB && NomadAction.kind(b).isMovement() && NomadAction.count(b) > NomadAction.count(a);
        return rankB > rankA || isHigher ? b : a;
    }

    /** In a named group nothing to do is worth less than any movement. */
    private static int rank(long action, boolean isGroup) {
        if (action == NOBODY) {
            return -2;
        }
        Kind kind = NomadAction.kind(action);
        return isGroup && kind == Kind.NONE ? -1 : kind.ordinal();
    }

    /**
     * Until when nothing is scaled after a scaling that succeeded.
     *
     * @param scaledMillis when it was done
     * @param kind the direction that its action had, whichever way the count went
     * @return the last instant of the cooldown
     */
    public long cooldownUntil(long scaledMillis, Kind kind) {
        long millis = (kind == Kind.UP ? cooldownOnScaleUp : cooldown).toMillis();
        return scaledMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : scaledMillis + millis;
    }

    /**
     * Whether a cooldown holds everything back.
     *
     * @param nowMillis epoch milliseconds
     * @param untilMillis its last instant, or {@link #NO_COOLDOWN}
     * @return whether it goes on, which it does at its last instant too
     */
    public static boolean isCoolingDown(long nowMillis, long untilMillis) {
        return untilMillis != NO_COOLDOWN && nowMillis <= untilMillis;
    }

    /** {@return how long nothing is scaled after a scaling} */
    public Duration cooldown() {
        return cooldown;
    }

    /** {@return how long nothing is scaled after one that its action calls "up"} */
    public Duration cooldownOnScaleUp() {
        return cooldownOnScaleUp;
    }

    /** {@return the time between two evaluations} */
    public Duration evaluationInterval() {
        return evaluationInterval;
    }

    /** {@return what a failing strategy means where its check does not say} */
    public NomadCheck.OnError onCheckError() {
        return onCheckError;
    }

    /** {@return when the policy does anything at all; null for always} */
    public @Nullable NomadSchedule schedule() {
        return schedule;
    }

    /** {@return the checks in their order; unmodifiable} */
    public List<NomadCheck> checks() {
        return checks;
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return text;
    }

    /** Settings by their names in a Nomad policy. Not thread-safe. */
    public static final class Builder {
        private final int min;
        private final int max;
        private Duration cooldown = Duration.ZERO;
        private Duration cooldownOnScaleUp = Duration.ZERO;
        private Duration evaluationInterval = Duration.ZERO;
        private NomadCheck.OnError onCheckError = NomadCheck.OnError.UNSET;
        private @Nullable NomadSchedule schedule;
        private final List<NomadCheck> checks = new ArrayList<>();

        private Builder(int min, int max) {
            this.min = min;
            this.max = max;
        }

        /**
         * How long nothing is scaled after a scaling.
         *
         * @param time whole milliseconds, at most 7 days; 0 (the default) stands for 5 minutes; not null
         * @return this
         */
        public Builder cooldown(Duration time) {
            cooldown = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * How long nothing is scaled after one whose action is "up".
         *
         * @param time whole milliseconds, at most 7 days; 0 (the default) stands for {@link #cooldown}; not null
         * @return this
         */
        public Builder cooldownOnScaleUp(Duration time) {
            cooldownOnScaleUp = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * The time between two evaluations, which the room for values goes by.
         *
         * @param time whole milliseconds, at most 7 days; 0 (the default) stands for 10 s; not null
         * @return this
         */
        public Builder evaluationInterval(Duration time) {
            evaluationInterval = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * What a failing strategy means where its check does not say.
         *
         * @param meaning not null
         * @return this
         */
        public Builder onCheckError(NomadCheck.OnError meaning) {
            onCheckError = Objects.requireNonNull(meaning, "meaning");
            return this;
        }

        /**
         * When the policy does anything at all.
         *
         * @param when null (the default) for always
         * @return this
         */
        public Builder schedule(@Nullable NomadSchedule when) {
            schedule = when;
            return this;
        }

        /**
         * Adds a check.
         *
         * @param check not null
         * @return this
         */
        public Builder check(NomadCheck check) {
            checks.add(Objects.requireNonNull(check, "check"));
            return this;
        }

        private List<String> metrics() {
            return checks.stream()
                    .filter(check -> check.strategy().needsValues())
                    .map(NomadCheck::query)
                    .distinct()
                    .toList();
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws InvalidSettingsException if a bound or a time is out of range; the message names all of them
         */
        public NomadPolicy build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireNotNegative("min", min);
            broken.requireBound(max >= min && max <= MAX_REPLICAS, ">= min and <= " + MAX_REPLICAS, "max", max);
            broken.requireMillis("cooldown", cooldown, 0, MAX_DAYS);
            broken.requireMillis("cooldownOnScaleUp", cooldownOnScaleUp, 0, MAX_DAYS);
            broken.requireMillis("evaluationInterval", evaluationInterval, 0, MAX_DAYS);
            broken.throwIfAny();
            return new NomadPolicy(this);
        }

        /** {@return the checks and bounds so far} */
        @Override
        public String toString() {
            return "NomadPolicy.Builder[min=" + min + ", max=" + max + ", checks=" + checks + ']';
        }
    }
}
