package dev.autoscale.testkit.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepKeyTest {
    private static SweepKey key(String text) {
        Problems problems = new Problems();
        SweepKey key = SweepKey.parse(text, problems);
        problems.throwIfAny();
        return Objects.requireNonNull(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1,2,3 | 1 2 3",
                "a=5 | 5",
                "a = 1 , 2 | 1 2",
                "a=2..8/2 | 2 4 6 8",
                "a=2..7/2 | 2 4 6",
                "a=0.05..0.2/0.05 | 0.05 0.1 0.15 0.2",
                "a=-2..2/2 | -2 0 2",
                "a=0,15s..240s*2 | 0 15s 30s 60s 120s 240s",
                "a=1..2m/0.5 | 1m 1.5m 2m",
                "a=1m..2m/0.5m | 1m 1.5m 2m",
                "a=1..10*3 | 1 3 9",
                "a=0.1..1*3 | 0.1 0.3 0.9",
                "a=100..100/1 | 100",
                "a=10%..30%/10% | 10% 20% 30%",
            })
    void values(String text, String expected) {
        assertThat(key(text).values()).containsExactly(expected.split(" "));
    }

    @Test
    void values_with_commas_stand_between_semicolons() {
        SweepKey key = key("behavior.scaleUp.policies=Percent 100 15, Pods 4 15; Percent 50 15");
        assertThat(key.key()).isEqualTo("behavior.scaleUp.policies");
        assertThat(key.values()).containsExactly("Percent 100 15, Pods 4 15", "Percent 50 15");
        assertThat(key("a=Percent 100 15, Pods 4 15;").values()).containsExactly("Percent 100 15, Pods 4 15");
        assertThat(key("a=0 8 * * *;*/5 * * * *").values()).containsExactly("0 8 * * *", "*/5 * * * *");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | must be KEY=V1,V2 or KEY=FROM..TO/STEP or KEY=FROM..TO*FACTOR",
                "=1 | must be KEY=V1,V2 or KEY=FROM..TO/STEP or KEY=FROM..TO*FACTOR",
                "a= | value must not be empty",
                "a=1,,2 | value must not be empty",
                "a=1,2,1 | value must be given once: 1",
                "a=3,1..4/1 | value must be given once: 3",
                "a=1..4 | range must be FROM..TO/STEP or FROM..TO*FACTOR: 1..4",
                "a=x..4/1 | range must be FROM..TO/STEP or FROM..TO*FACTOR: x..4/1",
                "a=4..1/1 | range must not end below its begin: 4..1/1",
                "a=1..4/0 | step must be > 0: 1..4/0",
                "a=1..4/-1 | step must be > 0: 1..4/-1",
                "a=1..4*1 | factor must be > 1: 1..4*1",
                "a=0..4*2 | range of a factor must begin above 0: 0..4*2",
                "a=1s..4m/1s | range must have one unit: 1s..4m/1s",
                "a=1s..4s/1m | range must have one unit: 1s..4s/1m",
                "a=1s..4s*2s | range must have one unit: 1s..4s*2s",
                "a=1..10001/1 | values must be <= 10000: 1..10001/1",
                "a=1..10000/1,0 | values must be <= 10000",
            })
    void what_is_wrong_is_said(String text, String rule) {
        assertThatThrownBy(() -> key(text)).isInstanceOf(BadInput.class).hasMessage(rule + ": --try " + text);
    }

    @Test
    void labels_are_as_short_as_keeps_them_apart() {
        List<SweepKey> keys = List.of(
                key("metrics.a.averageValue=1"),
                key("metrics.b.averageValue=1"),
                key("maxReplicas=1"),
                key("x.maxReplicas=1"));
        assertThat(keys)
                .extracting(key -> key.label(keys))
                .containsExactly("a.averageValue", "b.averageValue", "maxReplicas", "x.maxReplicas");
    }

    @Test
    void only_numbers_and_times_have_edges_and_nothing_is_below_zero() {
        assertThat(key("a=3,1,2").edge("1")).contains("lowest");
        assertThat(key("a=3,1,2").edge("3")).contains("highest");
        assertThat(key("a=3,1,2").edge("2")).isEmpty();
        assertThat(key("a=0,1").edge("0")).isEmpty();
        assertThat(key("a=90s,2m").edge("2m")).contains("highest");
        assertThat(key("a=500m,1").edge("1")).contains("highest");
        assertThat(key("a=5").edge("5")).isEqualTo(Optional.empty());
        assertThat(key("a=Max,Min").edge("Max")).isEmpty();
        assertThat(key("a=1,2").edge("7")).isEmpty();
    }

    @Test
    void the_last_key_changes_fastest() {
        SweepGrid grid = new SweepGrid(List.of(key("a=1,2"), key("b=x,y,z")));
        assertThat(grid.size()).isEqualTo(6);
        assertThat(grid.numbers(Integer.MAX_VALUE, 1)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(grid.values(0)).containsExactly("1", "x");
        assertThat(grid.values(1)).containsExactly("1", "y");
        assertThat(grid.values(5)).containsExactly("2", "z");
    }

    @Property(tries = 200)
    void draws_are_different_and_follow_from_the_seed(
            @ForAll @IntRange(min = 1, max = 100) int samples, @ForAll long seed) {
        SweepGrid grid = new SweepGrid(List.of(key("a=1..10/1"), key("b=1..10/1")));
        List<Long> drawn = grid.numbers(samples, seed);
        assertThat(drawn).hasSize(samples).isSorted().allMatch(number -> number >= 0 && number < 100);
        assertThat(new HashSet<>(drawn)).hasSize(samples);
        assertThat(grid.numbers(samples, seed)).isEqualTo(drawn);
    }

    @Test
    void draws_reach_every_setting() {
        SweepGrid grid = new SweepGrid(List.of(key("a=1..20/1")));
        HashSet<Long> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            seen.addAll(grid.numbers(2, seed));
        }
        assertThat(seen).hasSize(20);
    }

    @Test
    void a_grid_has_a_bound() {
        SweepKey many = key("a=1..10000/1");
        assertThat(new SweepGrid(List.of(many, many, many)).numbers(3, 1)).hasSize(3);
        assertThatThrownBy(() -> new SweepGrid(List.of(many, many, many, many)))
                .hasMessage("settings must be <= 1000000000000000: --try has more combinations");
    }
}
