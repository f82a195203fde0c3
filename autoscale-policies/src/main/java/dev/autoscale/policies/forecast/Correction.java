package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What the signs of a load have meant so far: how far arrivals were from the reference a lead later, as a weighted sum of the signs, learned by
 * least squares that forget over about three days. At first nothing means anything, and the reference is the forecast. Owns its words
 * of a source's memory.
 *
 * <p>So a level that stays, one that returns to its mean, a trend that goes on and a day like the others are all the same rule, with other
 * weights; a sign that has misled loses its weight.
 */
final class Correction {
    private static final int SIGNS = Levels.SIGN_COUNT;

    /** By how much what is known becomes less certain in a minute: a deviation, so half of what three days forget of a variance. */
    private static final double FORGOTTEN = StrictMath.exp(0.5 / (3 * 1_440));

    /** A weight that is uncertain by more is not forgotten: a sign that says nothing for long must not come back with all its might. */
    private static final double MOST_UNCERTAIN = 0.1;

    /** How far arrivals of a minute are from what is to be learned, besides chance: a variance, relative to the reference. */
    private static final double NOISE = 0.01;

    private static final double LEAST_SHARE = 0.1;
    private static final double MOST_LESS = -0.9;
    private static final double FARTHEST = 4;

    private static final int WEIGHTS = 0;
    private static final int SCRATCH = SIGNS;
    private static final int UNCERTAINTY = 2 * SIGNS;

    private final int begin;

    Correction(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + UNCERTAINTY + SIGNS * SIGNS;
    }

    double weight(Input in, int sign) {
        return Words.real(in, begin + WEIGHTS + sign);
    }

    /** The rate to expect if the weighted signs come to so much. */
    static double corrected(double reference, double sum) {
        double more = Math.max(MOST_LESS, sum) * (reference + Levels.NEGLIGIBLE_RATE);
        return Math.max(LEAST_SHARE * reference, reference + more);
    }

    /** Learns from the signs of a lead ago, which lie in a row of numbers, what they have come to. */
    void learn(Input in, int row, int first, double reference, double rate, double seconds) {
        double off = (rate - reference) / (reference + Levels.NEGLIGIBLE_RATE);
        off = Math.max(-FARTHEST, Math.min(FARTHEST, off));
        double spread = 0;
        for (int i = 0; i < SIGNS; i++) {
            double projected = 0;
            for (int j = 0; j < SIGNS; j++) {
                projected += uncertainty(in, i, j) * Words.half(in, row, first + j);
            }
            Words.real(in, begin + SCRATCH + i, projected);
            double sign = Words.half(in, row, first + i);
            spread += sign * projected;
            off -= weight(in, i) * sign;
        }
        double scale = NOISE + 1 / (seconds * reference + 1) + spread;
        for (int i = 0; i < SIGNS; i++) {
            double projected = Words.real(in, begin + SCRATCH + i);
            Words.real(in, begin + WEIGHTS + i, weight(in, i) + projected / scale * off);
            for (int j = 0; j < SIGNS; j++) {
                double less = projected * Words.real(in, begin + SCRATCH + j) / scale;
                uncertainty(in, i, j, uncertainty(in, i, j) - less);
            }
        }
        forget(in);
    }

    /** Each weight by itself, and the uncertainty that it shares with others by the product. */
    private void forget(Input in) {
        for (int i = 0; i < SIGNS; i++) {
            if (uncertainty(in, i, i) < MOST_UNCERTAIN) {
                for (int j = 0; j < SIGNS; j++) {
                    uncertainty(in, i, j, uncertainty(in, i, j) * FORGOTTEN);
                    uncertainty(in, j, i, uncertainty(in, j, i) * FORGOTTEN);
                }
            }
        }
    }

    /** At first each weight is uncertain by 1, which is kept as the difference to that. */
    private double uncertainty(Input in, int i, int j) {
        return (i == j ? 1 : 0) + Words.real(in, begin + UNCERTAINTY + i * SIGNS + j);
    }

    private void uncertainty(Input in, int i, int j, double value) {
        Words.real(in, begin + UNCERTAINTY + i * SIGNS + j, value - (i == j ? 1 : 0));
    }
}
