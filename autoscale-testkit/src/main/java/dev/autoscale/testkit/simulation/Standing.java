package dev.autoscale.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** How one policy did in a {@link League}, over all seeds, and beside the baseline. Immutable. */
public final class Standing {
    /*
     * Both policies of a difference met the same seeds, so what is judged are the differences seed by seed: luck that
     * both had alike cancels out. The noise floor is half of the 95 % confidence interval of their mean, t · s / √n, where s is
     * their standard deviation and t Student's quantile for n - 1 degrees of freedom. More seeds make it smaller, which the
     * spread of the differences would not be.
     */
    private static final double[] STUDENT_T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final Score[] ELASTICITY = {
        Score.UNDER_ACCURACY, Score.OVER_ACCURACY, Score.UNDER_TIME, Score.OVER_TIME
    };

    private final Report report;
    private final double[][] values;
    private final boolean isYardstick;
    private final Standing baseline;

    Standing(Report report, double[][] values, boolean isYardstick, @Nullable Standing baseline) {
        this.report = report;
        this.values = values;
        this.isYardstick = isYardstick;
        this.baseline = baseline == null ? this : baseline;
    }

    /**
     * The policy's name.
     *
     * @return the name, {@link League#ORACLE} or {@link League#FIXED_AT_PEAK}
     */
    public String policy() {
        return report.policy();
    }

    /**
     * Whether it is what the others are compared with.
     *
     * @return true for the first policy
     */
    public boolean isBaseline() {
        return baseline == this;
    }

    /**
     * Whether it is one of the rows that every league has.
     *
     * @return true for oracle and fixed at peak
     */
    public boolean isYardstick() {
        return isYardstick;
    }

    /**
     * The report of the first seed.
     *
     * @return the report
     */
    public Report report() {
        return report;
    }

    /**
     * A score of one run.
     *
     * @param score which one
     * @param seed the position of its seed, from 0
     * @return its value, in its unit
     * @throws IndexOutOfBoundsException if there is no such seed
     */
    public double value(Score score, int seed) {
        return values[score.ordinal()][seed];
    }

    /**
     * The mean of a score over the seeds.
     *
     * @param score which one
     * @return the mean, in its unit
     */
    public double mean(Score score) {
        double sum = 0;
        for (double value : values[score.ordinal()]) {
            sum += value;
        }
        return sum / seeds();
    }

    /**
     * How much more than the baseline's the mean of a score is.
     *
     * @param score which one
     * @return the difference, in the score's unit; 0 of the baseline
     */
    public double difference(Score score) {
        return mean(score) - baseline.mean(score);
    }

    /**
     * How large a difference luck alone may make. With d the differences to the baseline seed by seed, n of them and s their
     * standard deviation: t · s / √n, half of the 95 % confidence interval of their mean (t is Student's quantile for n - 1
     * degrees of freedom, that for 30 beyond).
     *
     * @param score which one
     * @return at least 0, in the score's unit; NaN with one seed, which says nothing of luck
     */
    public double noise(Score score) {
        int n = seeds();
        if (n == 1) {
            return Double.NaN;
        }
        double mean = difference(score);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double off = value(score, i) - baseline.value(score, i) - mean;
            squares += off * off;
        }
        double t = STUDENT_T[Math.min(n - 1, STUDENT_T.length) - 1];
        return t * Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
    }

    /**
     * Whether the difference to the baseline may be luck.
     *
     * @param score which one
     * @return whether it is not 0 and, either way, at most the {@link #noise}; false with one seed
     */
    public boolean isWithinNoise(Score score) {
        double difference = difference(score);
        return difference != 0 && Math.abs(difference) <= noise(score);
    }

    /**
     * The elastic speedup over the baseline: the geometric mean, over SPEC's four measures of provisioning ({@link
     * Score#UNDER_ACCURACY}, {@link Score#OVER_ACCURACY}, {@link Score#UNDER_TIME}, {@link Score#OVER_TIME}), of the baseline's
     * mean divided by this one's. Above 1 it follows the demand better than the baseline.
     *
     * @return at least 0. A measure that is 0 of both counts as 1; one that is 0 of this one alone makes the speedup infinite,
     *     one that is 0 of the baseline alone makes it 0, and both kinds together NaN
     */
    public double elasticSpeedup() {
        double product = 1;
        for (Score score : ELASTICITY) {
            double mine = mean(score);
            double theirs = baseline.mean(score);
            product *= mine == 0 && theirs == 0 ? 1 : theirs / mine;
        }
        return StrictMath.pow(product, 1.0 / ELASTICITY.length);
    }

    /**
     * The auto-scaling deviation: how far the same four measures are from the 0 of a policy that always has what is demanded, as a
     * Minkowski distance of order 4, (Σ x⁴)^(1/4). Nearer to 0 is better.
     *
     * @return at least 0, in percent
     */
    public double deviation() {
        double sum = 0;
        for (Score score : ELASTICITY) {
            sum += StrictMath.pow(mean(score), ELASTICITY.length);
        }
        return StrictMath.pow(sum, 1.0 / ELASTICITY.length);
    }

    /** Whether the other one costs no more and serves no less, and is better in one of the two. */
    boolean isDominatedBy(Standing other) {
        double cost = other.mean(Score.REPLICA_HOURS) - mean(Score.REPLICA_HOURS);
        double served = other.mean(Score.SLO_SHARE) - mean(Score.SLO_SHARE);
        return cost <= 0 && served >= 0 && (cost < 0 || served > 0);
    }

    private int seeds() {
        return values[0].length;
    }

    @Override
    public String toString() {
        return policy() + ": " + mean(Score.SLO_SHARE) + " % within the SLO, " + mean(Score.REPLICA_HOURS)
                + " replica-hours";
    }
}
