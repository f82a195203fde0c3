package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualClockTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    @Test
    void it_moves_as_it_is_told() {
        ManualClock clock = ManualClock.at(-5);
        assertThat(clock.millis()).isEqualTo(-5);
        assertThat(clock.advance(Duration.ofSeconds(1))).isEqualTo(995);
        assertThat(clock.advance(Duration.ofNanos(999_999))).isEqualTo(995);
        assertThat(clock.stepBack(Duration.ofMillis(1_000))).isEqualTo(-5);
        assertThat(clock.set(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(clock.advance(Duration.ofMillis(Long.MAX_VALUE))).isEqualTo(-1);
        assertThat(clock.advance(Duration.ofMillis(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(clock.advance(Duration.ofMillis(1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void beyond_the_ends_of_time_it_stays() {
        ManualClock late = ManualClock.at(Long.MAX_VALUE);
        assertThatThrownBy(() -> late.advance(Duration.ofMillis(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> late.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(ArithmeticException.class);
        assertThat(late.advance(Duration.ZERO)).isEqualTo(Long.MAX_VALUE);
        ManualClock early = ManualClock.at(Long.MIN_VALUE);
        assertThatThrownBy(() -> early.stepBack(Duration.ofMillis(1))).isInstanceOf(ArithmeticException.class);
        assertThat(early.millis()).isEqualTo(Long.MIN_VALUE);
        assertThat(early.drift(1_000_000).advance(Duration.ofMillis(1))).isEqualTo(Long.MIN_VALUE + 2);
    }

    /** A step that failed has left no part of a millisecond behind. */
    @Test
    void a_step_that_fails_changes_nothing() {
        ManualClock clock = ManualClock.at(Long.MAX_VALUE - 10).drift(500_000);
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(9))).isInstanceOf(ArithmeticException.class);
        assertThat(clock.millis()).isEqualTo(Long.MAX_VALUE - 10);
        assertThat(clock.advance(Duration.ofMillis(1))).isEqualTo(Long.MAX_VALUE - 9);
    }

    @Test
    void a_drifting_clock_goes_wrong_slowly() {
        ManualClock clock = ManualClock.at(0).drift(20);
        for (int second = 0; second < 86_400; second++) {
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(clock.millis()).isEqualTo(86_400_000 + 1_728);
        clock.drift(-20).advance(Duration.ofDays(1));
        assertThat(clock.millis()).isEqualTo(2 * 86_400_000);
        assertThat(clock.drift(-1_000_000).advance(Duration.ofDays(9))).isEqualTo(2 * 86_400_000);
        assertThat(clock.drift(0).advance(Duration.ofMillis(7))).isEqualTo(2 * 86_400_000 + 7);
    }

    @Property(tries = 500)
    void it_is_exact_over_the_whole_range(
            @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int drift,
            @ForAll @LongRange(min = 0) long one,
            @ForAll @LongRange(min = 0) long other) {
        ManualClock clock = ManualClock.at(Long.MIN_VALUE).drift(drift);
        BigInteger parts = BigInteger.ZERO;
        for (long step : new long[] {one / 4, other / 4}) {
            parts = parts.add(BigInteger.valueOf(step).multiply(MILLION.add(BigInteger.valueOf(drift))));
            long exact = parts.divide(MILLION)
                    .add(BigInteger.valueOf(Long.MIN_VALUE))
                    .longValueExact();
            assertThat(clock.advance(Duration.ofMillis(step))).isEqualTo(exact);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1_000_001, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void a_drift_beyond_standing_still_or_twice_as_fast_is_refused(int drift) {
        ManualClock clock = ManualClock.at(0);
        assertThatThrownBy(() -> clock.drift(drift))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drift must be >= -1000000 and <= 1000000: partsPerMillion=" + drift);
    }

    @Test
    void a_negative_step_is_refused() {
        ManualClock clock = ManualClock.at(0);
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step must be >= 0: step=PT-0.001S");
        assertThatThrownBy(() -> clock.stepBack(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
