package dev.autoscale.testkit.simulation.league;

import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The scores of one policy, seed by seed. Immutable. */
final class SeedScores {
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

    private final double[][] values;

    /** Takes the array: values by score, then by seed. */
    SeedScores(double[][] values) {
        this.values = values;
    }

    /** Simulates once for each seed; reports are shown and not kept. */
    static SeedScores of(
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
        return new SeedScores(values);
    }

    int seeds() {
        return values[0].length;
    }

    double value(Score score, int seed) {
        return values[score.ordinal()][seed];
    }

    double mean(Score score) {
        double sum = 0;
        for (double value : values[score.ordinal()]) {
            sum += value;
        }
        return sum / seeds();
    }

    /** How far luck may move the mean of the differences to another's scores, or of these alone; NaN with one seed. */
    double noise(Score score, @Nullable SeedScores other) {
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
}
