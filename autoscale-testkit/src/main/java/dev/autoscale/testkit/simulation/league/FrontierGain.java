package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How many fewer arrivals miss the SLO at equal cost: a family of policies, which is one policy with many settings, against other
 * families on the same load. Immutable and thread-safe.
 *
 * <p><b>Curve.</b> M(c) is the share of arrivals that miss the SLO at a cost of c replica-hours, in percent and at least 0.003, below
 * which so few miss it that luck decides. Of a family it is the lower envelope of its settings, since nobody has to take a setting that is
 * dearer and worse: of the settings that miss less than every cheaper one, log-log linear in between, 100 left of the cheapest, and right of
 * the dearest what that misses. Several families have the least of theirs.
 *
 * <p><b>Gain.</b> G = 1 - exp(mean over 24 log-spaced costs c of ln(M_ours(c) / M_rivals(c))), where c runs from the least cost at
 * which the rivals miss 5 % or less to the least at which they miss 0.05 % or less. Where they never do: from their cheapest setting, to
 * their dearest. 0.75 says that at equal cost three of four misses are gone, in the geometric mean; below 0 there are more.
 *
 * <pre>{@code
 * FrontierGain.Curve rival = FrontierGain.Curve.of(new double[] {12, 24}, new double[] {5, 0.05}); // replica-hours, percent
 * FrontierGain.Curve ours = FrontierGain.Curve.of(new double[] {10, 20}, new double[] {2, 0.02});
 * System.out.println(FrontierGain.of(ours, List.of(rival)).gain() > 0.5); // true
 * }</pre>
 */
public final class FrontierGain {
    private static final double ALL_PERCENT = 100;
    private static final double FLOOR_PERCENT = 0.003;
    private static final double FROM_PERCENT = 5;
    private static final double TO_PERCENT = 0.05;
    private static final int COSTS = 24;

    /** How finely the costs are looked for at which the rivals miss so much. */
    private static final int STEPS = 4_000;

    private final Curve ours;
    private final List<Curve> rivals;
    private final double fromCost;
    private final double toCost;
    private final double gain;

    private FrontierGain(Curve ours, List<Curve> rivals) {
        this.ours = ours;
        this.rivals = rivals;
        double cheapest = rivals.stream().mapToDouble(Curve::cheapest).min().orElseThrow();
        double dearest = rivals.stream().mapToDouble(Curve::dearest).max().orElseThrow();
        fromCost = leastCost(FROM_PERCENT, cheapest, dearest, cheapest);
        toCost = leastCost(TO_PERCENT, cheapest, dearest, dearest);
        double sum = 0;
        for (int i = 0; i < COSTS; i++) {
            double cost = between(fromCost, toCost, (double) i / (COSTS - 1));
            sum += StrictMath.log(ours.missPercent(cost) / rivalsMissPercent(cost));
        }
        gain = 1 - StrictMath.exp(sum / COSTS);
    }

    /**
     * Works it out.
     *
     * @param ours the family that is judged
     * @param rivals the others, at least one
     * @return the gain
     * @throws IllegalArgumentException if there is no rival
     */
    public static FrontierGain of(Curve ours, List<Curve> rivals) {
        Violation.require(!rivals.isEmpty(), "rivals must be at least one", "rivals", rivals.size());
        return new FrontierGain(ours, List.copyOf(rivals));
    }

    private double leastCost(double missPercent, double from, double to, double orElse) {
        for (int i = 0; i <= STEPS; i++) {
            double cost = between(from, to, (double) i / STEPS);
            if (rivalsMissPercent(cost) <= missPercent) {
                return cost;
            }
        }
        return orElse;
    }

    /** The weighted geometric mean, which is exact at both ends: a curve may begin there. */
    private static double between(double from, double to, double share) {
        double start = StrictMath.log(from);
        double inside = StrictMath.exp(start + (StrictMath.log(to) - start) * share);
        return share <= 0 ? from : share >= 1 ? to : inside;
    }

    /**
     * The least of the rivals' curves.
     *
     * @param cost in replica-hours
     * @return percent of the arrivals, 0.003 to 100
     */
    public double rivalsMissPercent(double cost) {
        return rivals.stream()
                .mapToDouble(rival -> rival.missPercent(cost))
                .min()
                .orElseThrow();
    }

    /** {@return the family that is judged} */
    public Curve ours() {
        return ours;
    }

    /** {@return the other families} At least one; unmodifiable. */
    public List<Curve> rivals() {
        return rivals;
    }

    /** {@return G} At most 1; 0 if ours misses as many as the rivals, below 0 if more. */
    public double gain() {
        return gain;
    }

    /** {@return the least cost that counts} Replica-hours, above 0. */
    public double fromCost() {
        return fromCost;
    }

    /** {@return the highest cost that counts} Replica-hours, at least {@link #fromCost}. */
    public double toCost() {
        return toCost;
    }

    /** {@return the gain and the costs that count} */
    @Override
    public String toString() {
        return "FrontierGain[gain=" + gain + ", fromCost=" + fromCost + ", toCost=" + toCost + ']';
    }

    /** What a family misses at which cost. Immutable and thread-safe. */
    public static final class Curve {
        private final double[] costs;
        private final double[] missPercents;

        private Curve(double[] costs, double[] missPercents) {
            this.costs = costs;
            this.missPercents = missPercents;
        }

        /**
         * The curve of settings on one load, each by the means of its seeds: what {@link Score#REPLICA_HOURS} it costs, and what
         * {@link Score#SLO_SHARE} lacks to 100 %.
         *
         * @param settings a trial or row each, at least one
         * @return the curve
         * @throws IllegalArgumentException if there is none, or one costs nothing
         */
        public static Curve of(List<? extends SeedScores> settings) {
            return of(
                    settings.stream()
                            .mapToDouble(setting -> setting.mean(Score.REPLICA_HOURS))
                            .toArray(),
                    settings.stream()
                            .mapToDouble(setting -> ALL_PERCENT - setting.mean(Score.SLO_SHARE))
                            .toArray());
        }

        /**
         * The curve of settings, in any order.
         *
         * @param costs replica-hours, above 0; at least one
         * @param missPercents what misses the SLO, 0 to 100 percent; as many
         * @return the curve
         * @throws IllegalArgumentException if there are none, not as many of both, or a number is out of range
         */
        public static Curve of(double[] costs, double[] missPercents) {
            Violation.require(costs.length > 0, "settings must be at least one", "settings", costs.length);
            Violation.require(
                    costs.length == missPercents.length,
                    "missPercents must be as many as costs",
                    "missPercents",
                    missPercents.length + ", costs=" + costs.length);
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < costs.length; i++) {
                double cost = costs[i];
                double miss = missPercents[i];
                Violation.require(cost > 0 && cost <= Double.MAX_VALUE, "cost must be > 0", "cost", cost);
                Violation.require(
                        miss >= 0 && miss <= ALL_PERCENT, "missPercent must be >= 0 and <= 100", "missPercent", miss);
                points.add(new double[] {cost, Math.max(FLOOR_PERCENT, miss)});
            }
            points.sort(Comparator.<double[]>comparingDouble(point -> point[0]).thenComparingDouble(point -> point[1]));
            List<double[]> kept = new ArrayList<>();
            for (double[] point : points) {
                if (kept.isEmpty() || point[1] < kept.get(kept.size() - 1)[1]) {
                    kept.add(point);
                }
            }
            return new Curve(
                    kept.stream().mapToDouble(point -> point[0]).toArray(),
                    kept.stream().mapToDouble(point -> point[1]).toArray());
        }

        /** {@return how many settings the curve goes through} At least 1. */
        public int size() {
            return costs.length;
        }

        /**
         * The cost of a setting on the curve, ascending.
         *
         * @param index from 0
         * @return replica-hours
         */
        public double cost(int index) {
            return costs[index];
        }

        /**
         * What a setting on the curve misses, descending.
         *
         * @param index from 0
         * @return percent of the arrivals, 0.003 to 100
         */
        public double missPercent(int index) {
            return missPercents[index];
        }

        double cheapest() {
            return costs[0];
        }

        double dearest() {
            return costs[costs.length - 1];
        }

        /**
         * What the family misses at a cost.
         *
         * @param cost in replica-hours
         * @return percent of the arrivals, 0.003 to 100
         */
        public double missPercent(double cost) {
            if (cost < costs[0]) {
                return ALL_PERCENT;
            }
            int right = 1;
            while (right < costs.length && cost > costs[right]) {
                right++;
            }
            if (right >= costs.length) {
                return missPercents[costs.length - 1];
            }
            double share = StrictMath.log(cost / costs[right - 1]) / StrictMath.log(costs[right] / costs[right - 1]);
            return between(missPercents[right - 1], missPercents[right], share);
        }

        /** {@return the settings on the curve} */
        @Override
        public String toString() {
            return "Curve[costs=" + Arrays.toString(costs) + ", missPercents=" + Arrays.toString(missPercents) + ']';
        }
    }
}
