package dev.autoscale.testkit.simulation.league;

import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import org.jspecify.annotations.Nullable;

/** How one policy did in a {@link League}, over all seeds, and compared with the baseline. Immutable. */
public final class Standing extends SeedScores {
    private static final Score[] ELASTICITY = {
        Score.UNDER_ACCURACY, Score.OVER_ACCURACY, Score.UNDER_TIME, Score.OVER_TIME
    };

    private final Report report;
    private final boolean isYardstick;
    private final Standing baseline;

    Standing(Report report, double[][] values, boolean isYardstick, @Nullable Standing baseline) {
        super(report.policy(), values);
        this.report = report;
        this.isYardstick = isYardstick;
        this.baseline = baseline == null ? this : baseline;
    }

    /** {@return whether it is what the others are compared with} */
    public boolean isBaseline() {
        return baseline == this;
    }

    /** {@return whether it is one of the rows that every league has} */
    public boolean isYardstick() {
        return isYardstick;
    }

    /** {@return whether it knows what cannot be known, as the oracle and the clairvoyant do} */
    public boolean knowsTheFuture() {
        return policy().equals(League.ORACLE) || policy().equals(League.CLAIRVOYANT);
    }

    /** {@return the report of the first seed} */
    public Report report() {
        return report;
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
        return noiseTo(baseline, score);
    }

    /**
     * Whether the difference to the baseline may be luck.
     *
     * @param score which one
     * @return whether it is not 0 and, either way, at most the {@link #noise}; false with one seed
     */
    public boolean isWithinNoise(Score score) {
        return isLuckTo(baseline, score);
    }

    /**
     * {@return the elastic speedup over the baseline: the geometric mean, over SPEC's four measures of provisioning
     * ({@link Score#UNDER_ACCURACY}, {@link Score#OVER_ACCURACY}, {@link Score#UNDER_TIME}, {@link Score#OVER_TIME}),
     * of the baseline's mean divided by this one's} Above 1 it follows the demand better than the baseline. At least 0.
     * A measure that is 0 of both counts as 1; one that is 0 of this one alone makes the speedup infinite, one that is
     * 0 of the baseline alone makes it 0, and both kinds together NaN.
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
}
