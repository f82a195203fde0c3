package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorrectionTest {
    private static final double REFERENCE = 20;
    private static final double SECONDS = 60;

    private final Correction correction = new Correction(0);
    private final int row = correction.end();
    private final Remembering memory = new Remembering(row + Words.halves(Levels.SIGN_COUNT));
    private final SplittableRandom random = new SplittableRandom(5);
    private final double[] weights = new double[Levels.SIGN_COUNT];
    private long now;

    /** A minute whose arrivals were off by so much of the reference, after such signs. */
    private void learn(double off, double... signs) {
        now += 60_000;
        memory.at(now, in -> {
            for (int i = 0; i < signs.length; i++) {
                Words.half(in, row, i, (float) signs[i]);
            }
            double rate = REFERENCE + off * (REFERENCE + Levels.NEGLIGIBLE_RATE);
            correction.learn(in, row, 0, REFERENCE, rate, SECONDS);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = correction.weight(in, i);
            }
        });
    }

    private double sign() {
        return random.nextDouble() - 0.5;
    }

    private double chance() {
        return 0.1 * (random.nextDouble() - 0.5);
    }

    @Test
    void it_finds_out_what_each_sign_means() {
        for (int minute = 0; minute < 3_000; minute++) {
            double[] signs = {sign(), sign(), sign(), sign()};
            learn(0.8 * signs[0] - 0.3 * signs[2] + chance(), signs);
        }
        assertThat(weights[0]).isCloseTo(0.8, within(0.03));
        assertThat(weights[1]).isCloseTo(0, within(0.03));
        assertThat(weights[2]).isCloseTo(-0.3, within(0.03));
        assertThat(weights[3]).isCloseTo(0, within(0.03));
    }

    @Test
    void a_sign_that_begins_to_mislead_loses_its_weight() {
        for (int minute = 0; minute < 3_000; minute++) {
            double course = sign();
            learn(course + chance(), 0, 0, 0, course);
        }
        assertThat(weights[3]).isFinite().isGreaterThan(0.9);
        for (int minute = 0; minute < 10 * 1_440; minute++) {
            learn(chance(), 0, 0, 0, sign());
        }
        assertThat(weights[3]).isCloseTo(0, within(0.1));
    }

    @Test
    void signs_that_say_nothing_for_long_do_not_come_back_with_all_their_might() {
        for (int minute = 0; minute < 100_000; minute++) {
            learn(chance(), 0, 0, 0, 0);
        }
        learn(0.4, 0.1, 0, 0, 0);
        assertThat(weights[0]).isBetween(0.5, 2.5); // 4 explains it all
    }

    @Test
    void a_rate_is_never_below_a_tenth_of_the_reference() {
        assertThat(Correction.corrected(REFERENCE, 0)).isEqualTo(REFERENCE);
        assertThat(Correction.corrected(REFERENCE, 0.5)).isCloseTo(30, within(0.1));
        assertThat(Correction.corrected(REFERENCE, -1_000)).isEqualTo(REFERENCE / 10);
        assertThat(Correction.corrected(0, -1_000)).isZero();
    }
}
