package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
    private static final int DRAWS = 200_000;

    /** The published first numbers of SplitMix64 from seed 1234567. */
    @Test
    void draws_the_published_numbers() {
        SeededRandom random = SeededRandom.of(1234567);
        assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void a_split_does_not_depend_on_what_was_drawn() {
        SeededRandom random = SeededRandom.of(7);
        long first = random.split("arrivals").nextLong();
        random.nextLong();
        assertThat(random.split("arrivals").nextLong()).isEqualTo(first);
        assertThat(random.split("crashes").nextLong()).isNotEqualTo(first);
        assertThat(SeededRandom.of(8).split("arrivals").nextLong()).isNotEqualTo(first);
        assertThat(random.seed()).isEqualTo(7);
    }

    @Test
    void whole_numbers_reach_both_ends() {
        SeededRandom random = SeededRandom.of(3);
        assertThat(IntStream.generate(() -> random.nextInt(-2, 3))
                        .limit(DRAWS)
                        .distinct()
                        .sorted()
                        .toArray())
                .containsExactly(-2, -1, 0, 1, 2, 3);
        assertThat(mean(() -> random.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .isCloseTo(0, within(1e7));
        assertThat(mean(() -> random.nextBoolean() ? 1 : 0)).isCloseTo(0.5, within(0.01));
        assertThatThrownBy(() -> random.nextInt(0)).hasMessage("bound must be >= 1: bound=0");
    }

    @Test
    void distributions_have_their_moments() {
        SeededRandom random = SeededRandom.of(4);
        assertThat(mean(random::nextDouble)).isCloseTo(0.5, within(0.005));
        assertThat(mean(() -> random.nextExponential(3))).isCloseTo(3, within(0.03));
        assertThat(mean(() -> square(random.nextExponential(3)))).isCloseTo(18, within(0.4));
        assertThat(mean(random::nextGaussian)).isCloseTo(0, within(0.01));
        assertThat(mean(() -> square(random.nextGaussian()))).isCloseTo(1, within(0.02));
    }

    private static double square(double value) {
        return value * value;
    }

    private static double mean(DoubleSupplier drawn) {
        return DoubleStream.generate(drawn).limit(DRAWS).average().orElseThrow();
    }
}
