package dev.autoscale.testkit.simulation.load;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadCombinationsTest {
    private static final ServiceTimes SECOND = ServiceTimes.fixed(ofSeconds(1));
    private static final Load EVEN = Loads.even(2, ofSeconds(2), SECOND);

    @TempDir
    private Path work;

    private Load trace(String rows) {
        try {
            Path file = work.resolve("t" + rows.hashCode() + ".csv");
            return Loads.trace(Files.writeString(file, "arrival_ms,service_ms\n" + rows.replace(' ', '\n')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] arrivals(Load load) {
        return Arrays.stream(Read.of(load, 1).arrivals())
                .map(micros -> micros / 1_000)
                .toArray();
    }

    @Test
    void loads_come_one_after_another() {
        Load load = Loads.concat(EVEN, Loads.silence(ofSeconds(3)), trace("100,5 700,6"), EVEN);
        assertThat(arrivals(load)).containsExactly(0, 500, 1_000, 1_500, 5_100, 5_700, 5_700, 6_200, 6_700, 7_200);
        assertThat(Read.of(load, 1).services()[5]).isEqualTo(6_000);
        assertThat(Loads.concat(EVEN, Loads.silence(ofSeconds(3))).name())
                .isEqualTo("even 2/s for 2s service fixed 1s; then silence 3s");
    }

    @Test
    void what_is_over_when_is_known_through_all_combinations() {
        Load pause = Loads.silence(ofSeconds(8));
        Load one = trace("0,1");
        assertThat(arrivals(Loads.concat(Loads.faster(pause, 4), one))).containsExactly(2_000);
        assertThat(arrivals(Loads.concat(Loads.clip(pause, ofSeconds(1), ofSeconds(4)), one)))
                .containsExactly(3_000);
        assertThat(arrivals(Loads.concat(Loads.clip(pause, ofSeconds(1), ofSeconds(99)), one)))
                .containsExactly(7_000);
        assertThat(arrivals(Loads.concat(Loads.clip(pause, ofSeconds(9), ofSeconds(99)), one)))
                .containsExactly(0);
        assertThat(arrivals(Loads.concat(Loads.clip(EVEN, ofSeconds(1), ofMinutes(1)), one)))
                .containsExactly(0, 500, 1_000);
        assertThat(arrivals(Loads.concat(Loads.scale(pause, 3), one))).containsExactly(8_000);
        assertThat(arrivals(Loads.concat(Loads.merge(EVEN, pause), one))).endsWith(1_500, 8_000);
        assertThat(arrivals(Loads.concat(Loads.concat(pause, EVEN), one))).endsWith(9_500, 10_000);
    }

    @Test
    void merged_loads_keep_the_order_of_time_and_then_of_position() {
        Load load = Loads.merge(trace("0,1 5,2 5,3 9,4"), Loads.silence(ofSeconds(1)), trace("0,5 4,6 5,7 20,8"));
        Read read = Read.of(load, 1);
        assertThat(read.arrivals()).containsExactly(0, 0, 4_000, 5_000, 5_000, 5_000, 9_000, 20_000);
        assertThat(read.services()).containsExactly(1_000, 5_000, 6_000, 2_000, 3_000, 7_000, 4_000, 8_000);
    }

    @Test
    void merged_loads_draw_numbers_of_their_own() {
        Load poisson = Loads.poisson(10, ofMinutes(10), SECOND);
        Read merged = Read.of(Loads.merge(poisson, poisson), 4);
        assertThat(merged.isInOrder()).isTrue();
        assertThat(LongStream.of(merged.arrivals()).distinct().count()).isGreaterThan(merged.count() * 99L / 100);
        assertThat((double) merged.count()).isCloseTo(12_000, within(4 * Math.sqrt(12_000)));
        assertThat(Read.of(Loads.merge(poisson, Loads.silence(ofMinutes(1))), 4))
                .as("another load beside it leaves the first as it is")
                .isEqualTo(Read.of(Loads.merge(poisson), 4));
    }

    @Test
    void time_runs_faster_or_slower() {
        assertThat(arrivals(Loads.faster(EVEN, 2))).containsExactly(0, 250, 500, 750);
        assertThat(arrivals(Loads.faster(EVEN, 0.5))).containsExactly(0, 1_000, 2_000, 3_000);
        assertThat(Read.of(Loads.faster(EVEN, 2), 1).services()).containsOnly(1_000_000);
    }

    @Test
    void a_part_begins_anew_at_0() {
        assertThat(arrivals(Loads.clip(EVEN, ofSeconds(1), Duration.ofMillis(1_500))))
                .containsExactly(0);
        assertThat(arrivals(Loads.clip(EVEN, Duration.ofMillis(300), ofMinutes(1))))
                .containsExactly(200, 700, 1_200);
        assertThat(arrivals(Loads.clip(EVEN, ofSeconds(1), ofSeconds(1)))).isEmpty();
    }

    @Test
    void a_scaled_load_repeats_and_leaves_out() {
        assertThat(arrivals(Loads.scale(EVEN, 2))).containsExactly(0, 0, 500, 500, 1_000, 1_000, 1_500, 1_500);
        assertThat(arrivals(Loads.scale(EVEN, 0))).isEmpty();
        Load poisson = Loads.poisson(100, ofMinutes(10), SECOND);
        Read all = Read.of(poisson, 6);
        Read some = Read.of(Loads.scale(poisson, 0.25), 6);
        assertThat((double) some.count()).isCloseTo(all.count() * 0.25, within(4 * Math.sqrt(all.count() * 0.25)));
        Set<Long> known = LongStream.of(all.arrivals()).boxed().collect(Collectors.toSet());
        assertThat(LongStream.of(some.arrivals()))
                .as("the same arrivals as without")
                .allMatch(known::contains);
        Read more = Read.of(Loads.scale(Loads.scale(poisson, 0.5), 2.5), 6);
        assertThat((double) more.count()).isCloseTo(all.count() * 1.25, within(8 * Math.sqrt(all.count())));
        assertThat((double)
                        Read.of(Loads.scale(Loads.scale(poisson, 0.5), 0.5), 6).count())
                .as("each scale draws for itself")
                .isCloseTo(all.count() * 0.25, within(4 * Math.sqrt(all.count() * 0.25)));
    }

    @Test
    void what_is_left_out_before_a_part_has_an_end() {
        Load endless = Loads.clip(Loads.scale(EVEN, 1e15), ofSeconds(1), ofSeconds(2));
        assertThatThrownBy(() -> Read.of(endless, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arrivals before from must be <= 100000000 (what is scaled can be cut before): from=1s");
        assertThat(arrivals(Loads.clip(Loads.scale(EVEN, 3), ofSeconds(1), ofSeconds(2))))
                .containsExactly(0, 0, 0, 500, 500, 500);
    }

    @Test
    void all_files_are_closed_when_one_cannot_be_opened() {
        List<String> closed = new ArrayList<>();
        Load watched = NamedLoad.counted("watched", random -> new DerivedArrivals(EVEN.open(random)) {
            @Override
            public void close() {
                closed.add("watched");
            }
        });
        Load missing = Loads.trace(work.resolve("missing.csv"));
        assertThatThrownBy(() -> Loads.merge(watched, missing).open(SeededRandom.of(1)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(closed).containsExactly("watched");
        assertThatThrownBy(() -> Read.of(Loads.concat(watched, missing), 1)).isInstanceOf(UncheckedIOException.class);
        assertThat(closed).hasSizeGreaterThan(1);
    }

    @Test
    void names_say_what_is_done() {
        Load joined = Loads.concat(EVEN, EVEN);
        assertThat(Loads.clip(Loads.faster(Loads.scale(joined, 0.5), 60), ofSeconds(1), ofMinutes(90))
                        .name())
                .isEqualTo("(even 2/s for 2s service fixed 1s; then even 2/s for 2s service fixed 1s)"
                        + " times 0.5 faster 60 from 1s to 1h30m");
    }

    @Test
    void rules() {
        assertThatIllegalArgumentException().isThrownBy(Loads::concat).withMessage("must have loads: loads=0");
        assertThatIllegalArgumentException().isThrownBy(Loads::merge).withMessage("must have loads: loads=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.faster(EVEN, 0))
                .withMessage("factor must be > 0: factor=0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.scale(EVEN, -1))
                .withMessage("factor must be >= 0: factor=-1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.clip(EVEN, ofSeconds(2), ofSeconds(1)))
                .withMessage("to must be >= from: to=PT1S, from=PT2S");
    }
}
