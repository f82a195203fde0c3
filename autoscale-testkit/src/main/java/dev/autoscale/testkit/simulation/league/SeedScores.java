package dev.autoscale.testkit.simulation.league;

import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The scores of one policy, seed by seed: of a row of a league, or of a trial. Immutable. */
public abstract sealed class SeedScores permits Standing, Trial {
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

    private final String policy;

    /** By score, then by seed. */
    final double[][] values;

    /** Takes the array. */
    SeedScores(String policy, double[][] values) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.values = values;
    }

    /** Simulates once for each seed; reports are shown and not kept. */
    static double[][] of(
            Simulation simulation,
            LongFunction<? extends ScalingPolicy> policyOf,
            long[] seeds,
            Consumer<? super Report> listener) {
        Score[] scores = Score.values();
        double[][] values = new double[scores.length][seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            Report report = simulation.run(policyOf.apply(seeds[i]), seeds[i]);
            for (Score score : scores) {
                values[score.ordinal()][i] = report.score(score);
            }
            listener.accept(report);
        }
        return values;
    }

    /** {@return the policy's name} In a league {@link League#ORACLE} and {@link League#FIXED_AT_PEAK} are among them. */
    public final String policy() {
        return policy;
    }

    /** {@return how many seeds it met} At least 1. */
    public final int seeds() {
        return values[0].length;
    }

    /**
     * A score of one run.
     *
     * @param score which one
     * @param seed the position of its seed, from 0
     * @return its value, in its unit
     * @throws IndexOutOfBoundsException if there is no such seed
     */
    public final double value(Score score, int seed) {
        return values[score.ordinal()][seed];
    }

    /**
     * The mean of a score over the seeds.
     *
     * @param score which one
     * @return the mean, in its unit
     */
    public final double mean(Score score) {
        double sum = 0;
        for (double value : values[score.ordinal()]) {
            sum += value;
        }
        return sum / seeds();
    }

    /** How far luck may move the mean of the differences to another's scores, or of these alone; NaN with one seed. */
    final double noiseTo(@Nullable SeedScores other, Score score) {
        int n = seeds();
        if (n == 1) {
            return Double.NaN;
        }
        double mean = mean(score) - (other == null ? 0 : other.mean(score));
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double off = value(score, i) - (other == null ? 0 : other.value(score, i)) - mean;
            squares += off * off;
        }
        double t = STUDENT_T[Math.min(n - 1, STUDENT_T.length) - 1];
        return t * Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
    }

    /** The share of arrivals that meet the SLO even if luck was on their side, in percent; with one seed luck counts as none. */
    final double surelyMet() {
        return mean(Score.SLO_SHARE) - (seeds() == 1 ? 0 : noiseTo(null, Score.SLO_SHARE));
    }

    /** Whether the difference to another is not 0, and one that luck alone may make. */
    final boolean isLuckTo(SeedScores other, Score score) {
        double difference = mean(score) - other.mean(score);
        return difference != 0 && Math.abs(difference) <= noiseTo(other, score);
    }

    /** {@return the policy with what counts most} */
    @Override
    public final String toString() {
        return policy + ": " + mean(Score.SLO_SHARE) + " % within the SLO, " + mean(Score.REPLICA_HOURS)
                + " replica-hours";
    }
}
