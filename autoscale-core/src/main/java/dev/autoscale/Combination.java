package dev.autoscale;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the proposals of several metrics become one recommendation. Immutable and thread-safe; allocates nothing.
 *
 * <pre>{@code
 * AutoscalerSpec.builder(1, 20)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .metric(MetricSpec.external("sessions").averageValue(50))
 *         .combination(Combination.SUM) // the queue's workers and the sessions' workers
 *         .build();
 * }</pre>
 *
 * <p>Whatever the rule: metrics that {@linkplain MetricProposal.Status#ABSTAINED abstain} or stand behind a closed gate do not count;
 * while a metric fails nothing shrinks; and a {@link Fallback} never lowers what the healthy metrics recommend without it.
 */
public final class Combination extends Settings {
    private enum Rule {
        MAX,
        MIN,
        SUM,
        AVERAGE,
        VOTES,
        FUNCTION
    }

    /** All metrics that propose, in {@link #votes}; a failing one has no vote. */
    public static final int ALL = Integer.MAX_VALUE;

    /** The highest proposal: one metric is enough to grow, all must agree to shrink (the Kubernetes HPA's rule). */
    public static final Combination MAX = new Combination(Rule.MAX, 0, 0, null, "max");

    /** The lowest proposal: all metrics that can be read must agree to grow, one is enough to shrink. */
    public static final Combination MIN = new Combination(Rule.MIN, 0, 0, null, "min");

    /** The sum of the proposals, for metrics that each ask for replicas of their own. */
    public static final Combination SUM = new Combination(Rule.SUM, 0, 0, null, "sum");

    /** The mean of the proposals, rounded up. */
    public static final Combination AVERAGE = new Combination(Rule.AVERAGE, 0, 0, null, "average");

    private final Rule rule;
    private final int toGrow;
    private final int toShrink;
    private final @Nullable Function function;
    private final String id;

    private Combination(Rule rule, int toGrow, int toShrink, @Nullable Function function, String id) {
        super(rule, id);
        this.rule = rule;
        this.toGrow = toGrow;
        this.toShrink = toShrink;
        this.function = function;
        this.id = id;
    }

    /**
     * A number of metrics must agree. The count grows to the highest count that {@code toGrow} metrics ask for, and shrinks to the
     * lowest one that {@code toShrink} metrics are content with; growing goes first. {@code votes(1, ALL)} is {@link #MAX}:
     * OR to grow, AND to shrink.
     *
     * @param toGrow metrics, at least 1, or {@link #ALL}; more than count at the time are never reached
     * @param toShrink metrics, at least 1, or {@link #ALL}
     * @return the combination
     * @throws IllegalArgumentException that names every number out of range
     */
    public static Combination votes(int toGrow, int toShrink) {
        Violation.Collector broken = new Violation.Collector();
        broken.require(toGrow >= 1, "votes to grow must be >= 1", "toGrow", toGrow);
        broken.require(toShrink >= 1, "votes to shrink must be >= 1", "toShrink", toShrink);
        broken.throwIfAny();
        return new Combination(
                Rule.VOTES, toGrow, toShrink, null, "votes(" + text(toGrow) + ", " + text(toShrink) + ')');
    }

    private static String text(int votes) {
        return votes == ALL ? "all" : Integer.toString(votes);
    }

    /**
     * A function of the user's over proposals; for one over values write a {@link ReplicaSource}.
     *
     * @param id says everything that the function depends on: two combinations with equal ids combine alike
     * @param function the function
     * @return the combination
     */
    public static Combination of(String id, Function function) {
        Objects.requireNonNull(id, "id");
        return new Combination(Rule.FUNCTION, 0, 0, Objects.requireNonNull(function, "function"), id);
    }

    /** What the proposals come to; negative to hold the count. At least one metric proposes. */
    int combine(Decision out) {
        int all = combineAll(out);
        if (rule == Rule.MAX || !hasFallback(out)) {
            return all;
        }
        hideFallbacks(out, true);
        int healthy = count(out) == 0 ? all : combineAll(out);
        hideFallbacks(out, false);
        return Math.max(all, healthy);
    }

    private int combineAll(Decision out) {
        return switch (rule) {
            case MAX -> extreme(out, true);
            case MIN -> extreme(out, false);
            case SUM -> (int) Math.min(Integer.MAX_VALUE, sum(out));
            case AVERAGE -> {
                int count = count(out);
                yield (int) ((sum(out) + count - 1) / count);
            }
            case VOTES -> vote(out);
            case FUNCTION -> ask(out);
        };
    }

    private int ask(Decision out) {
        try {
            return Objects.requireNonNull(function).combine(out);
        } catch (RuntimeException e) {
            return Function.HOLD;
        }
    }

    boolean hasFallback(Decision out) {
        for (int i = 0; i < out.metricCount(); i++) {
            if (out.metric(i).status() == MetricProposal.Status.FALLBACK) {
                return true;
            }
        }
        return false;
    }

    private static void hideFallbacks(Decision out, boolean hidden) {
        for (int i = 0; i < out.metricCount(); i++) {
            out.metric(i).hideFallback(hidden);
        }
    }

    private static int count(Decision out) {
        int count = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            count += out.metric(i).hasProposal() ? 1 : 0;
        }
        return count;
    }

    private static int replicas(MetricProposal proposal) {
        return Math.max(0, proposal.replicas());
    }

    private static long sum(Decision out) {
        long sum = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            sum += out.metric(i).hasProposal() ? replicas(out.metric(i)) : 0;
        }
        return sum;
    }

    private static int extreme(Decision out, boolean highest) {
        int extreme = highest ? 0 : Integer.MAX_VALUE;
        for (int i = 0; i < out.metricCount(); i++) {
            if (out.metric(i).hasProposal()) {
                int replicas = replicas(out.metric(i));
                extreme = highest ? Math.max(extreme, replicas) : Math.min(extreme, replicas);
            }
        }
        return extreme;
    }

    private int vote(Decision out) {
        int voters = count(out);
        int current = out.currentReplicas();
        int grown = current;
        int shrunk = current;
        for (int i = 0; i < out.metricCount(); i++) {
            if (out.metric(i).hasProposal()) {
                int replicas = replicas(out.metric(i));
                if (replicas > grown && votes(out, replicas, true) >= (toGrow == ALL ? voters : toGrow)) {
                    grown = replicas;
                }
                if (replicas < shrunk && votes(out, replicas, false) >= (toShrink == ALL ? voters : toShrink)) {
                    shrunk = replicas;
                }
            }
        }
        return grown > current ? grown : shrunk;
    }

    /** How many metrics ask for at least, or at most, this many replicas. */
    private static int votes(Decision out, int replicas, boolean atLeast) {
        int votes = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            if (out.metric(i).hasProposal()) {
                int asked = replicas(out.metric(i));
                votes += (atLeast ? asked >= replicas : asked <= replicas) ? 1 : 0;
            }
        }
        return votes;
    }

    /** The metrics that a function names. */
    List<String> metrics() {
        return function == null ? List.of() : function.metrics();
    }

    boolean isMax() {
        return rule == Rule.MAX;
    }

    /** Whether the result is the proposal of a single metric. */
    boolean picksOne() {
        return rule == Rule.MAX || rule == Rule.MIN || rule == Rule.VOTES;
    }

    /** {@return the rule in a word, or the user's id} */
    @Override
    public String toString() {
        return id;
    }

    /** A user's own {@link Combination}. Implementations must be immutable and thread-safe and should allocate nothing. */
    @FunctionalInterface
    public interface Function {
        /** The answer that the count is to stay. */
        int HOLD = -1;

        /**
         * Combines the proposals of all metrics into one recommendation. It is asked only if at least one metric proposes; the
         * engine still lets nothing shrink while a metric fails. With a {@link Fallback} among healthy metrics it is asked again
         * without the fallbacks, and the higher answer counts. An exception counts as {@link #HOLD}.
         *
         * @param proposals a decision of which the current replicas and the {@linkplain Decision#metric metrics} are set
         * @return replicas, at least 0; or a negative number to hold the count
         */
        int combine(Decision proposals);

        /** {@return the ids of the metrics that the function names; a spec without one of them is refused} None by default. */
        default List<String> metrics() {
            return List.of();
        }
    }
}
