package dev.autoscale.testkit.simulation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Property
    void percentiles_are_hardly_too_high(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = 1L << 50) Long> times, @ForAll byte percent) {
        int of127 = percent & 127;
        double share = of127 * 100.0 / 127;
        Latencies latencies = new Latencies();
        times.forEach(latencies::add);
        long[] micros = times.stream().mapToLong(Long::longValue).sorted().toArray();
        int rank = Math.max(1, (of127 * micros.length + 126) / 127); // whole numbers, which no product rounds up
        double exact = micros[rank - 1] / 1e3;
        assertThat(latencies.percentileMillis(share)).isBetween(exact, exact * (1 + 1.0 / 128));
        assertThat(latencies.percentileMillis(100)).isEqualTo(latencies.maxMillis());
        assertThat(latencies.maxMillis()).isEqualTo(micros[micros.length - 1] / 1e3);
        assertThat(latencies.count()).isEqualTo(micros.length);
    }

    /** 0.55 * 100 is a little more than 55 to a computer. */
    @Test
    void a_share_of_whole_numbers_is_exact() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100; i++) {
            latencies.add(i);
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(latencies.percentileMillis(i)).isEqualTo(i / 1_000.0);
        }
    }

    @Test
    void nothing_is_nothing() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentileMillis(99)).isZero();
        assertThat(latencies.meanMillis()).isZero();
        assertThatThrownBy(() -> latencies.percentileMillis(Double.NaN))
                .hasMessage("percent must be >= 0 and <= 100: percent=NaN");
    }

    @Test
    void the_longest_time_of_all_has_a_class() {
        Latencies latencies = new Latencies();
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.percentileMillis(50)).isEqualTo(Long.MAX_VALUE / 1e3);
    }
}
