package dev.autoscale.policies.cloudfoundry;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.internal.Series;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A scaling policy of Cloud Foundry's app-autoscaler: its rules in their order, their breaches, its bounds and its one cooldown,
 * exactly. Immutable and thread-safe; what one app remembers are longs that the caller keeps. Nothing allocates but
 * {@link Builder#build}.
 *
 * <pre>{@code
 * CfPolicy policy = CfPolicy.builder(2, 10)
 *         .rule(CfRule.of("cpu", ">", 80, "+1").breachDurationSecs(60).build())
 *         .rule(CfRule.of("cpu", "<", 20, "-1").build())
 *         .build();
 * long[] memory = new long[policy.memorySize()];
 * policy.record(memory, 0, 0, 95);
 * policy.record(memory, 0, 61_000, 90);
 * int rule = policy.breachedRule(61_000, memory); // 0: the first one
 * long instances = policy.adjusted(rule, 3); // 4
 * }</pre>
 *
 * <ul>
 *   <li><b>Points.</b> A metric's value is the mean over all instances in the last two minutes, rounded up ({@link #mean}), so
 *       {@code cpu > 80} holds at 80.1, and {@code cpu < 20} does not at 19.1. A point may have no value.
 *   <li><b>Breach.</b> Every point within the breach duration (both ends inclusive) has a value beyond the threshold, there is at
 *       least one, and at least one that is older, up to twice the breach duration. How many there are does not matter.
 *   <li><b>Order.</b> The first breached rule acts, whatever comes of it: while it cannot (at a bound, in a cooldown) no later rule
 *       does.
 *   <li><b>Cooldown.</b> After a change no rule acts for the cooldown of the rule that made it, in neither direction, its last instant
 *       included. Where the bounds leave nothing to change none begins.
 *   <li><b>Bounds</b> are not approached by themselves: an app outside of them waits for a rule to fire.
 * </ul>
 *
 * @see CfAdjustment
 */
public final class CfPolicy extends UpstreamPolicy {
    /** Why a decision is what it is. */
    public enum Reason {
        /** A rule fired, and the bounds let it scale out. */
        SCALED_OUT,
        /** A rule fired, and the bounds let it scale in. */
        SCALED_IN,
        /** A rule fired, and the bounds leave the instances where they are. */
        AT_BOUND,
        /** No rule acts until the cooldown is over. */
        COOLDOWN,
        /** No rule is breached. */
        NO_RULE_BREACHED
    }

    /** The breach duration if neither rule nor installation gives one. */
    public static final int DEFAULT_BREACH_DURATION_SECS = 120;

    /** The cooldown if neither rule nor installation gives one. */
    public static final int DEFAULT_COOL_DOWN_SECS = 300;

    /** The time between two evaluations, and between two points, if it is not given. */
    public static final Duration DEFAULT_EVALUATION_INTERVAL = Duration.ofSeconds(40);

    /** A point without a value. */
    public static final long NO_VALUE = GoText.NO_INTEGER;

    /** The end of a cooldown before any: earlier than any instant. */
    public static final long NO_COOLDOWN = Long.MIN_VALUE;

    /** What {@link #breachedRule} answers if no rule is. */
    public static final int NO_RULE = -1;

    private static final long MILLIS = 1000;
    private static final int MAX_DAYS = 1;
    private static final int MAX_INSTANCES = 1_000_000_000;

    /** There is room for points that come so fast, also where the interval is longer. */
    private static final long FASTEST_MILLIS = 5_000;

    /** How many points of a metric are kept at most; where they come faster than planned the oldest ones go. */
    private static final int MAX_POINTS = 10_000;

    /** Words of the memory: when the cooldown ends, when it would if what was decided is done, and what that is. */
    private static final int COOLDOWN = 0;

    private static final int PENDING_COOLDOWN = 1;
    private static final int PENDING_COUNT = 2;
    private static final int FIRST_METRIC = 3;

    private final int defaultBreachDurationSecs;
    private final int defaultCoolDownSecs;
    private final Duration evaluationInterval;
    private final List<CfRule> rules;
    private final CfRule[] inOrder;
    /** Of each rule. */
    private final int[] metrics;

    private final long[] breachMillis;
    /** Of each metric, and how long its points are looked at. */
    private final Series[] points;

    private final long[] keptMillis;
    private final int memorySize;
    private final String text;

    private CfPolicy(Builder builder) {
        super("Cloud Foundry", builder.metrics(), builder.instanceMinCount, builder.instanceMaxCount);
        defaultBreachDurationSecs = builder.breachSecs();
        defaultCoolDownSecs = builder.defaultCoolDownSecs <= 0 ? DEFAULT_COOL_DOWN_SECS : builder.defaultCoolDownSecs;
        evaluationInterval =
                builder.evaluationInterval.isZero() ? DEFAULT_EVALUATION_INTERVAL : builder.evaluationInterval;
        rules = List.copyOf(builder.rules);
        inOrder = rules.toArray(new CfRule[0]);
        metrics = rules.stream()
                .mapToInt(rule -> metrics().indexOf(rule.metricType()))
                .toArray();
        breachMillis = rules.stream().mapToLong(this::breachMillis).toArray();
        points = new Series[metrics().size()];
        keptMillis = new long[points.length];
        for (int i = 0; i < metrics.length; i++) {
            keptMillis[metrics[i]] = Math.max(keptMillis[metrics[i]], 2 * breachMillis[i]);
        }
        int words = FIRST_METRIC;
        for (int i = 0; i < points.length; i++) {
            long room = keptMillis[i] / Math.min(evaluationInterval.toMillis(), FASTEST_MILLIS) + 2;
            points[i] = new Series(words, (int) Math.min(room, MAX_POINTS));
            words += points[i].words();
        }
        memorySize = words;
        text = "CfPolicy[instanceMinCount=" + minReplicas() + ", instanceMaxCount=" + maxReplicas()
                + ", defaultBreachDurationSecs=" + defaultBreachDurationSecs + ", defaultCoolDownSecs="
                + defaultCoolDownSecs + ", evaluationInterval=" + evaluationInterval + ", rules=" + rules + ']';
    }

    private long breachMillis(CfRule rule) {
        return MILLIS * (rule.breachDurationSecs() == 0 ? defaultBreachDurationSecs : rule.breachDurationSecs());
    }

    /**
     * Begins a policy.
     *
     * @param instanceMinCount the fewest instances, from 1 to 1,000,000,000
     * @param instanceMaxCount the most instances, at least {@code instanceMinCount}, at most 1,000,000,000
     * @return the builder, without a rule
     */
    public static Builder builder(int instanceMinCount, int instanceMaxCount) {
        return new Builder(instanceMinCount, instanceMaxCount);
    }

    /**
     * The value of a point: the mean of all instances' values, rounded up.
     *
     * @param sum of the values
     * @param count how many values there are, at least 0
     * @return the value; {@link #NO_VALUE} without any
     */
    public static long mean(long sum, long count) {
        return count <= 0 ? NO_VALUE : (long) Math.ceil((double) sum / count);
    }

    /**
     * Reads a value as metrics carry it.
     *
     * @param text an integer of 64 bits with an optional sign; not null
     * @return the value; {@link #NO_VALUE} for any other text, which counts as none
     */
    public static long value(String text) {
        return GoText.int64(text);
    }

    /**
     * Cuts a count to bounds: those of the policy, or those of the schedule that takes their place.
     *
     * @param instances any count
     * @param min the fewest
     * @param max the most; where it is below {@code min} a count below {@code min} is {@code min}
     * @return the count within the bounds
     */
    public static long bounded(long instances, int min, int max) {
        return instances < min ? min : Math.min(instances, max);
    }

    /**
     * Whether a cooldown holds every rule back.
     *
     * @param nowMillis epoch milliseconds
     * @param untilMillis when it ends, or {@link #NO_COOLDOWN}
     * @return whether it goes on, which it does at its last instant too
     */
    public static boolean isCoolingDown(long nowMillis, long untilMillis) {
        return untilMillis != NO_COOLDOWN && untilMillis >= nowMillis;
    }

    /**
     * When the cooldown ends that a rule begins.
     *
     * @param nowMillis when the rule acts
     * @param rule the rule's index in {@link #rules}
     * @return epoch milliseconds
     */
    public long cooldownUntil(long nowMillis, int rule) {
        int seconds = inOrder[rule].coolDownSecs();
        long millis = MILLIS * (seconds == 0 ? defaultCoolDownSecs : seconds);
        return nowMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : nowMillis + millis;
    }

    /**
     * What a rule makes of the instances, before any bound.
     *
     * @param rule the rule's index in {@link #rules}
     * @param instances the instances now
     * @return a count, possibly negative
     */
    public long adjusted(int rule, int instances) {
        return inOrder[rule].adjustment().of(instances);
    }

    /**
     * Records a point. Points that no rule looks at any more are forgotten, and the oldest one where they come faster than every 5 s and the
     * evaluation interval.
     *
     * @param memory one app's
     * @param metric the metric's index in {@link #metrics}
     * @param epochMillis the point's time; an earlier one than that of the point before counts as that
     * @param value the app's value, or {@link #NO_VALUE}
     */
    public void record(long[] memory, int metric, long epochMillis, long value) {
        long kept = keptMillis[metric];
        points[metric].forgetBefore(memory, epochMillis < Long.MIN_VALUE + kept ? Long.MIN_VALUE : epochMillis - kept);
        points[metric].add(memory, epochMillis, value);
    }

    /**
     * Finds the rule that acts.
     *
     * @param nowMillis epoch milliseconds
     * @param memory one app's; only read
     * @return the index in {@link #rules} of the first one that is breached; {@link #NO_RULE} if none is
     */
    public int breachedRule(long nowMillis, long[] memory) {
        for (int i = 0; i < inOrder.length; i++) {
            if (inOrder[i].isBreached(nowMillis, breachMillis[i], points[metrics[i]], memory)) {
                return i;
            }
        }
        return NO_RULE;
    }

    @Override
    public Duration interval() {
        return evaluationInterval;
    }

    @Override
    public List<String> notes() {
        return List.of("rule");
    }

    @Override
    public int memorySize() {
        return memorySize;
    }

    @Override
    protected void begin(long[] memory, long epochMillis, int replicas) {
        memory[COOLDOWN] = NO_COOLDOWN;
        memory[PENDING_COOLDOWN] = NO_COOLDOWN;
    }

    /**
     * Takes each value, rounded up, for a point of now (one that is missing, not finite or negative for a point without value), and
     * does what the first breached rule says.
     */
    @Override
    protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
        for (int i = 0; i < points.length; i++) {
            double value = in.value(i);
            boolean isUsable = value >= 0 && value < Double.POSITIVE_INFINITY;
            points[i].forgetFrom(memory, nowMillis);
            record(memory, i, nowMillis, isUsable ? (long) Math.ceil(value) : NO_VALUE);
        }
        if (isCoolingDown(nowMillis, memory[COOLDOWN])) {
            out.keep(Reason.COOLDOWN);
            return;
        }
        int rule = breachedRule(nowMillis, memory);
        if (rule == NO_RULE) {
            out.keep(Reason.NO_RULE_BREACHED);
            return;
        }
        out.note(0, rule);
        int current = in.replicas();
        int wanted = (int) bounded(adjusted(rule, current), minReplicas(), maxReplicas());
        if (wanted == current) {
            out.keep(Reason.AT_BOUND);
            return;
        }
        memory[PENDING_COOLDOWN] = cooldownUntil(nowMillis, rule);
        memory[PENDING_COUNT] = wanted;
        out.answer(wanted, wanted > current ? Reason.SCALED_OUT : Reason.SCALED_IN);
    }

    /** Begins the cooldown of the rule that was decided by, as of that decision. A change made by others begins none. */
    @Override
    protected void scaled(long[] memory, long nowMillis, int from, int to) {
        boolean isOwn = memory[PENDING_COOLDOWN] != NO_COOLDOWN
                && from != to
                && Long.signum(memory[PENDING_COUNT] - from) == Integer.signum(to - from);
        if (isOwn) {
            memory[COOLDOWN] = memory[PENDING_COOLDOWN];
            forget(memory);
        }
    }

    @Override
    protected void scaleFailed(long[] memory, long nowMillis) {
        forget(memory);
    }

    private static void forget(long[] memory) {
        memory[PENDING_COOLDOWN] = NO_COOLDOWN;
        memory[PENDING_COUNT] = 0;
    }

    @Override
    protected boolean isPossible(long[] memory) {
        long count = memory[PENDING_COUNT];
        boolean isPossible =
                memory[PENDING_COOLDOWN] == NO_COOLDOWN ? count == 0 : count >= minReplicas() && count <= maxReplicas();
        for (Series series : points) {
            isPossible &= series.isPossible(memory);
        }
        return isPossible;
    }

    /** {@return the rules in their order; unmodifiable} */
    public List<CfRule> rules() {
        return rules;
    }

    /** {@return the breach duration of rules that give none, in seconds} */
    public int defaultBreachDurationSecs() {
        return defaultBreachDurationSecs;
    }

    /** {@return the cooldown of rules that give none, in seconds} */
    public int defaultCoolDownSecs() {
        return defaultCoolDownSecs;
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return text;
    }

    /** Settings by their names in a policy of Cloud Foundry, and those of the installation. Not thread-safe. */
    public static final class Builder {
        private final int instanceMinCount;
        private final int instanceMaxCount;
        private int defaultBreachDurationSecs;
        private int defaultCoolDownSecs;
        private Duration evaluationInterval = Duration.ZERO;
        private final List<CfRule> rules = new ArrayList<>();

        private Builder(int instanceMinCount, int instanceMaxCount) {
            this.instanceMinCount = instanceMinCount;
            this.instanceMaxCount = instanceMaxCount;
        }

        /**
         * Adds a rule behind the others.
         *
         * @param rule not null
         * @return this
         */
        public Builder rule(CfRule rule) {
            rules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * The installation's breach duration for rules that give none.
         *
         * @param seconds 60 to 3600; 0 (the default) or less stands for 120
         * @return this
         */
        public Builder defaultBreachDurationSecs(int seconds) {
            defaultBreachDurationSecs = seconds;
            return this;
        }

        /**
         * The installation's cooldown for rules that give none.
         *
         * @param seconds 60 to 3600; 0 (the default) or less stands for 300
         * @return this
         */
        public Builder defaultCoolDownSecs(int seconds) {
            defaultCoolDownSecs = seconds;
            return this;
        }

        /**
         * The time between two evaluations. There is room for points that come as often, and at least for one every 5 s.
         *
         * @param time whole milliseconds, at most a day; 0 (the default) stands for 40 s; not null
         * @return this
         */
        public Builder evaluationInterval(Duration time) {
            evaluationInterval = Objects.requireNonNull(time, "time");
            return this;
        }

        private int breachSecs() {
            return defaultBreachDurationSecs <= 0 ? DEFAULT_BREACH_DURATION_SECS : defaultBreachDurationSecs;
        }

        private List<String> metrics() {
            return rules.stream().map(CfRule::metricType).distinct().toList();
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws InvalidSettingsException if a bound or a time is out of range; the message names all of them
         */
        public CfPolicy build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireBound(instanceMinCount >= 1, ">= 1", "instanceMinCount", instanceMinCount);
            broken.requireBound(
                    instanceMaxCount >= instanceMinCount && instanceMaxCount <= MAX_INSTANCES,
                    ">= instanceMinCount and <= " + MAX_INSTANCES,
                    "instanceMaxCount",
                    instanceMaxCount);
            CfRule.Builder.requireSeconds(broken, "defaultBreachDurationSecs", defaultBreachDurationSecs);
            CfRule.Builder.requireSeconds(broken, "defaultCoolDownSecs", defaultCoolDownSecs);
            broken.requireMillis("evaluationInterval", evaluationInterval, 0, MAX_DAYS);
            broken.throwIfAny();
            return new CfPolicy(this);
        }

        /** {@return the bounds and rules so far} */
        @Override
        public String toString() {
            return "CfPolicy.Builder[instanceMinCount=" + instanceMinCount + ", instanceMaxCount=" + instanceMaxCount
                    + ", rules=" + rules + ']';
        }
    }
}
