package dev.autoscale.policies.source;

import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Replicas derived from those of another workload: a ratio, or a ladder of steps. Immutable and thread-safe; an answer takes
 * constant time (a ladder's one comparison per step) and allocates nothing.
 *
 * <pre>{@code
 * RatioTarget.of("parse-workers").dividedBy(3).atMost(3).build();                          // min(3, ceil(parse-workers / 3))
 * RatioTarget.of("asr").dividedBy(2).atLeast(1).build();                                   // max(1, ceil(asr / 2))
 * RatioTarget.ladder("nodes").step(1, 1).step(64, 3).step(512, 5).build();                 // 0 below 1 node
 * }</pre>
 *
 * <p>Its value is the other workload's <em>observed</em> replicas n, which the caller sets with {@code observation.value(i, n)};
 * fractions are allowed and count in thousandths, rounded up. At n = 0 it answers what the formula does: 0, unless
 * {@link Builder#plus} or {@link Builder#atLeast} say more. Without a usable value it is not asked, and the workload does not
 * shrink. The engine then applies the spec's own bounds, windows and limits.
 *
 * <p>The rules are those of KEDA's {@code kubernetes-workload} trigger and of the cluster-proportional-autoscaler's linear
 * and ladder modes (several of them in one spec: the highest counts), with two differences. There is no tolerance, unlike in the
 * HPA that KEDA feeds: {@code ceil(n / 3)} is meant to the replica. And below the first step a ladder answers 0, where the
 * cluster-proportional-autoscaler takes the first step's count.
 */
public final class RatioTarget extends FormulaSource {
    /** How a fraction of a replica becomes a whole one. */
    public enum Rounding {
        /** Up: any fraction takes a replica. */
        CEIL,
        /** Down: only whole replicas count. */
        FLOOR,
        /** To the nearest, a half up. */
        HALF_UP
    }

    /** What comes before cap and floor; any long. */
    interface Rule {
        /** Replicas for thousandths of the other workload's; beyond what an int holds only on the right side of it. */
        long replicas(long milli);

        /** The rule in words that no other rule has, with the other workload's name. */
        String text(String workload);
    }

    private final String workload;
    private final Rule rule;
    private final int atLeast;
    private final int atMost;

    private RatioTarget(String workload, Rule rule, int atLeast, int atMost) {
        super(text(rule.text(quotedIfNeeded(workload)), atLeast, atMost));
        this.workload = workload;
        this.rule = rule;
        this.atLeast = atLeast;
        this.atMost = atMost;
    }

    private static String text(String formula, int atLeast, int atMost) {
        String capped = atMost == Integer.MAX_VALUE ? formula : "min(" + atMost + ", " + formula + ')';
        return atLeast == 0 ? capped : "max(" + atLeast + ", " + capped + ')';
    }

    /** A name with other characters than names mostly have could otherwise read like a formula. */
    static String quotedIfNeeded(String name) {
        boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./:@".indexOf(c) >= 0);
        return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Begins a ratio: as many replicas as the other workload has, until more is said.
     *
     * @param workload the other workload's name; not null, not blank
     * @return the builder
     */
    public static Builder of(String workload) {
        return new Builder(workload, false);
    }

    /**
     * Begins a ladder: {@link Builder#step steps} from this many of the other workload's replicas on.
     *
     * @param workload the other workload's name; not null, not blank
     * @return the builder, still without a step
     */
    public static Builder ladder(String workload) {
        return new Builder(workload, true);
    }

    /** {@return the workload whose observed replicas are the value} Its name, not blank. */
    public String workload() {
        return workload;
    }

    /**
     * Works the replicas out, exactly; what is more than an int holds is {@link Integer#MAX_VALUE}.
     *
     * @param in the other workload's observed replicas as the source's value; a negative one, which only
     *     {@code kubernetesArithmetic()} lets through, goes into the formula like any other
     * @return replicas, at least 0
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        return replicasOf(in.valueMilli());
    }

    int replicasOf(long milli) {
        return (int) Math.max(atLeast, Math.min(atMost, rule.replicas(milli)));
    }

    /**
     * Collects the parts of a {@link RatioTarget} and checks them all at once. Not thread-safe.
     *
     * <p>{@link #times}, {@link #dividedBy} and {@link #plus} apply in the order in which they are called, so
     * {@code .plus(1).times(2)} is (n + 1) * 2; in between nothing is rounded. Rounding comes after them, then the cap, then
     * the floor, wherever they stand.
     */
    public static final class Builder {
        private final String workload;
        private final boolean isLadder;
        private final Violation.Collector broken = new Violation.Collector();
        private final List<String> formula = new ArrayList<>();
        private BigInteger multiplier = BigInteger.ONE;
        private BigInteger divisor = BigInteger.ONE;
        private BigInteger offset = BigInteger.ZERO;
        private Rounding rounding = Rounding.CEIL;
        private final List<Integer> froms = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private int atLeast;
        private int atMost = Integer.MAX_VALUE;

        private Builder(String workload, boolean isLadder) {
            this.workload = Objects.requireNonNull(workload, "workload");
            this.isLadder = isLadder;
            require(!workload.isBlank(), "workload must not be blank", "workload", '"' + workload + '"');
        }

        private void require(boolean holds, String rule, String name, Object value) {
            broken.require(holds, rule, name, value);
        }

        /**
         * Multiplies what there is so far.
         *
         * @param factor at least 1; all factors together at most 1,000,000,000 in lowest terms
         * @return this
         */
        public Builder times(int factor) {
            require(factor >= 1, "times must be >= 1", "times", factor);
            formula.add("times(" + factor + ')');
            multiplier = multiplier.multiply(BigInteger.valueOf(Math.max(1, factor)));
            offset = offset.multiply(BigInteger.valueOf(Math.max(1, factor)));
            return this;
        }

        /**
         * Divides what there is so far, exactly.
         *
         * @param parts at least 1; all divisors together at most 1,000,000,000 in lowest terms
         * @return this
         */
        public Builder dividedBy(int parts) {
            require(parts >= 1, "dividedBy must be >= 1", "dividedBy", parts);
            formula.add("dividedBy(" + parts + ')');
            divisor = divisor.multiply(BigInteger.valueOf(Math.max(1, parts)));
            return this;
        }

        /**
         * Adds to what there is so far.
         *
         * @param replicas any number; negative ones subtract. In the end -1,000,000,000 to 1,000,000,000
         * @return this
         */
        public Builder plus(int replicas) {
            formula.add("plus(" + replicas + ')');
            offset = offset.add(divisor.multiply(BigInteger.valueOf(replicas)));
            return this;
        }

        /**
         * Sets how a fraction of a replica becomes a whole one.
         *
         * @param rounding {@link Rounding#CEIL} unless it is set; not null
         * @return this
         */
        public Builder rounding(Rounding rounding) {
            this.rounding = Objects.requireNonNull(rounding, "rounding");
            formula.add("rounding(" + rounding + ')');
            return this;
        }

        /**
         * Adds a step to a ladder.
         *
         * @param from the other workload's replicas from which on (inclusive) it counts, at least 0 and above the step before
         * @param replicas the replicas from there on, at least 0; may be fewer than on the step before
         * @return this
         */
        public Builder step(int from, int replicas) {
            String step = from + " -> " + replicas;
            require(from >= 0, "step must begin at >= 0", "step", step);
            require(replicas >= 0, "step must have replicas >= 0", "step", step);
            int last = froms.size() - 1;
            if (last >= 0) {
                String before = froms.get(last) + " -> " + counts.get(last);
                require(froms.get(last) < from, "steps must ascend", "steps", before + ", " + step);
            }
            froms.add(from);
            counts.add(replicas);
            return this;
        }

        /**
         * Sets the fewest replicas that it proposes, whatever the other workload has.
         *
         * @param replicas at least 0, the default, and at most the cap
         * @return this
         */
        public Builder atLeast(int replicas) {
            require(replicas >= 0, "atLeast must be >= 0", "atLeast", replicas);
            atLeast = replicas;
            return this;
        }

        /**
         * Sets the most replicas that it proposes, whatever the other workload has.
         *
         * @param replicas at least 1 and at least the floor; without a cap {@link Integer#MAX_VALUE}
         * @return this
         */
        public Builder atMost(int replicas) {
            require(replicas >= 1, "atMost must be >= 1", "atMost", replicas);
            atMost = replicas;
            return this;
        }

        /**
         * Checks every rule and builds the ratio.
         *
         * @return the ratio
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public RatioTarget build() {
            Violation.Collector all = new Violation.Collector();
            all.addAll(broken.violations());
            all.require(atLeast <= atMost, "atMost must be >= atLeast", "atMost", atMost + ", atLeast=" + atLeast);
            all.require(!isLadder || !froms.isEmpty(), "ladder must have a step", "steps", froms);
            all.requireBound(
                    !isLadder || formula.isEmpty(), "without times, dividedBy, plus and rounding", "ladder", formula);
            all.require(isLadder || froms.isEmpty(), "steps need a ladder", "steps", froms);
            BigInteger common = multiplier.gcd(divisor).gcd(offset);
            checkSize(common, all);
            all.throwIfAny();
            return new RatioTarget(workload, isLadder ? ladder() : proportion(common), atLeast, atMost);
        }

        private void checkSize(BigInteger common, Violation.Collector all) {
            BigInteger most = BigInteger.valueOf(Proportion.MOST);
            boolean isSmall = multiplier.max(divisor).divide(common).compareTo(most) <= 0;
            boolean isNear = offset.abs().compareTo(most.multiply(divisor)) <= 0;
            all.require(isSmall, "ratio must be of numbers <= " + most + " in lowest terms", "ratio", formula);
            all.require(isNear, "plus must come to >= -" + most + " and <= " + most, "plus", formula);
        }

        private Proportion proportion(BigInteger common) {
            return new Proportion(
                    multiplier.divide(common).longValueExact(),
                    divisor.divide(common).longValueExact(),
                    offset.divide(common).longValueExact(),
                    rounding);
        }

        private Ladder ladder() {
            return new Ladder(
                    froms.stream().mapToInt(Integer::intValue).toArray(),
                    counts.stream().mapToInt(Integer::intValue).toArray());
        }

        /**
         * Builds the ratio as a spec's metric, under the other workload's name. A second ratio to the same workload in one
         * spec needs an {@link MetricSpec#id(String) id} of its own.
         *
         * @return the metric
         * @throws IllegalArgumentException as {@link #build()}
         */
        public MetricSpec asMetric() {
            return MetricSpec.source(workload, build());
        }
    }
}
