package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Decision.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Target 1; growth must persist for 30 s, shrinking for 60 s. */
class SustainedBreachTest {
    private static final double FAILS = Double.NaN;

    private static Life life() {
        return new Life(Life.free(rules().sustainedFor(ofSeconds(30)), rules().sustainedFor(ofSeconds(60))));
    }

    private static Life often(int breaches, int decisions) {
        ScalingRules often = rules().sustainedIn(breaches, decisions);
        return new Life(Life.free(often, often));
    }

    @Test
    void growth_passes_once_it_was_asked_for_for_the_whole_time() {
        Life life = life();
        assertThat(life.decide(0, 5, 9)).isEqualTo(5);
        assertThat(life.out.reason()).isEqualTo(Reason.BREACH_NOT_SUSTAINED);
        assertThat(Stream.of(Step.ALIGNED, Step.SUSTAINED, Step.COOLED, Step.BUDGETED, Step.LIMITED)
                        .map(life.out::after))
                .containsExactly(9, 5, 5, 5, 5);
        assertThat(life.out.untilMillis(Step.SUSTAINED)).isEqualTo(30_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(30_000);
        assertThat(life.out.toString())
                .contains("sustained   5  BreachNotSustained: must persist for 30 s; may change in 30 s\n");
        assertThat(life.decide(29_999, 5, 9)).isEqualTo(5);
        assertThat(life.decide(30_000, 5, 9)).isEqualTo(9);
        assertThat(life.out.after(Step.SUSTAINED)).isEqualTo(9);
        assertThat(life.out.untilMillis(Step.SUSTAINED)).isEqualTo(Long.MAX_VALUE);
        assertThat(life.out.toString()).doesNotContain("sustained ");
    }

    @Test
    void shrinking_has_its_own_time() {
        Life life = life();
        assertThat(life.decide(0, 5, 2)).isEqualTo(5);
        assertThat(life.decide(59_999, 5, 2)).isEqualTo(5);
        assertThat(life.decide(60_000, 5, 2)).isEqualTo(2);
    }

    @Test
    void what_is_asked_for_at_the_end_counts() {
        Life life = life();
        life.decide(0, 5, 90);
        assertThat(life.decide(30_000, 5, 7)).isEqualTo(7);
    }

    @Test
    void a_decision_that_asks_for_the_count_or_the_other_way_begins_anew() {
        for (double other : new double[] {5, 2}) {
            Life life = life();
            life.decide(0, 5, 9);
            life.decide(10_000, 5, other);
            life.decide(20_000, 5, 9);
            assertThat(life.decide(49_999, 5, 9)).isEqualTo(5);
            assertThat(life.decide(50_000, 5, 9)).isEqualTo(9);
        }
    }

    @Test
    void a_failing_metric_breaks_off_a_wish_to_shrink_and_not_one_to_grow() {
        Life life = life();
        life.decide(0, 5, 2);
        life.decide(30_000, 5, FAILS);
        assertThat(life.decide(60_000, 5, 2)).isEqualTo(5);
        assertThat(life.decide(119_999, 5, 2)).isEqualTo(5);
        assertThat(life.decide(120_000, 5, 2)).isEqualTo(2);
        Life growing = life();
        growing.decide(0, 5, 9);
        growing.decide(29_999, 5, FAILS);
        assertThat(growing.decide(30_000, 5, 9)).isEqualTo(9);
    }

    @Test
    void so_does_a_scale_that_cannot_be_read_and_a_count_out_of_range() {
        Life life = life();
        life.decide(0, 5, 2);
        life.autoscaler.decide(life.in.at(30_000).replicasUnknown(), life.out);
        assertThat(life.decide(60_000, 5, 2)).isEqualTo(5);
        assertThat(life.decide(90_000, 500, 2)).isEqualTo(100);
        assertThat(life.decide(120_000, 5, 2)).isEqualTo(5);
        assertThat(life.decide(180_000, 5, 2)).isEqualTo(2);
    }

    @Test
    void after_a_change_the_wish_goes_on() {
        Life life = life();
        life.decide(0, 5, 9);
        assertThat(life.follow(30_000, 5, 9)).isEqualTo(9);
        assertThat(life.decide(30_001, 9, 12)).isEqualTo(12);
    }

    @Test
    void from_zero_nothing_waits() {
        Life life = new Life(Life.free(rules().sustainedFor(ofSeconds(30)).sustainedIn(3, 3), rules())
                .bounds(0, 100));
        life.autoscaler.scaled(0, 1, 0);
        assertThat(life.decide(1, 0, 9)).isEqualTo(9);
    }

    @Test
    void a_wish_is_noted_during_a_pause_and_not_by_a_preview() {
        Life life = life();
        life.at(0, 5, 9).overrides().pause();
        life.decide();
        assertThat(life.decide(30_000, 5, 9)).isEqualTo(9);
        Life previewed = life();
        previewed.autoscaler.preview(previewed.at(0, 5, 9), previewed.out);
        assertThat(previewed.decide(30_000, 5, 9)).isEqualTo(5);
    }

    @Test
    void n_of_m_decisions_must_ask_for_it_this_one_included() {
        Life life = often(2, 3);
        assertThat(life.decide(0, 5, 9)).isEqualTo(5);
        assertThat(life.out.untilMillis(Step.SUSTAINED)).isZero();
        assertThat(life.out.recheckAtMillis()).isZero();
        assertThat(life.out.toString())
                .contains("BreachNotSustained: must persist in 2 of 3 decisions; may pass at the next decision");
        assertThat(life.decide(0, 5, 9)).isEqualTo(9);
        Life gap = often(2, 3);
        gap.decide(0, 5, 9);
        gap.decide(1, 5, 5);
        assertThat(gap.decide(2, 5, 9)).isEqualTo(9);
        Life wide = often(2, 3);
        wide.decide(0, 5, 9);
        wide.decide(1, 5, 5);
        wide.decide(2, 5, 5);
        assertThat(wide.decide(3, 5, 9)).isEqualTo(5);
    }

    @Test
    void a_failing_decision_counts_against_shrinking_and_not_against_growth() {
        Life growing = often(2, 2);
        growing.decide(0, 5, 9);
        growing.decide(1, 5, FAILS);
        assertThat(growing.decide(2, 5, 9)).isEqualTo(9);
        Life shrinking = often(2, 2);
        shrinking.decide(0, 5, 2);
        shrinking.decide(1, 5, FAILS);
        assertThat(shrinking.decide(2, 5, 2)).isEqualTo(5);
        assertThat(shrinking.decide(3, 5, 2)).isEqualTo(2);
    }

    @Test
    void all_of_64_decisions() {
        Life life = often(64, 64);
        for (int i = 1; i < 64; i++) {
            assertThat(life.decide(i, 5, 9)).isEqualTo(5);
        }
        assertThat(life.decide(64, 5, 9)).isEqualTo(9);
        life.decide(65, 5, 5);
        assertThat(life.decide(66, 5, 9)).isEqualTo(5);
    }

    @Test
    void with_both_both_must_hold() {
        Life life = new Life(Life.free(rules().sustainedFor(ofMillis(10)).sustainedIn(2, 3), rules()));
        life.decide(0, 5, 9);
        assertThat(life.decide(9, 5, 9)).isEqualTo(5);
        assertThat(life.out.untilMillis(Step.SUSTAINED)).isEqualTo(10);
        assertThat(life.out.toString()).contains("must persist in 2 of 3 decisions and for 10 ms; may change in 1 ms");
        assertThat(life.decide(10, 5, 9)).isEqualTo(9);
        Life rare = new Life(Life.free(rules().sustainedFor(ofMillis(10)).sustainedIn(3, 3), rules()));
        rare.decide(0, 5, 9);
        assertThat(rare.decide(10, 5, 9)).isEqualTo(5);
        assertThat(rare.decide(11, 5, 9)).isEqualTo(9);
    }

    @Test
    void at_any_time_and_at_the_first_instant_one_millisecond_later() {
        for (long start : new long[] {Long.MIN_VALUE + 1, -15_000, Long.MAX_VALUE - 30_000}) {
            Life life = life();
            assertThat(life.decide(start, 5, 9)).isEqualTo(5);
            assertThat(life.decide(start + 29_999, 5, 9)).isEqualTo(5);
            assertThat(life.decide(start + 30_000, 5, 9)).isEqualTo(9);
        }
        Life first = life();
        first.decide(Long.MIN_VALUE, 5, 9);
        assertThat(first.decide(Long.MIN_VALUE + 30_000, 5, 9)).isEqualTo(5);
        assertThat(first.decide(Long.MIN_VALUE + 30_001, 5, 9)).isEqualTo(9);
        Life end = life();
        end.decide(Long.MAX_VALUE - 5, 5, 9);
        assertThat(end.out.untilMillis(Step.SUSTAINED)).isEqualTo(Long.MAX_VALUE);
        assertThat(end.decide(Long.MAX_VALUE, 5, 9)).isEqualTo(5);
        Life wide = life();
        wide.decide(Long.MIN_VALUE, 5, 9);
        assertThat(wide.decide(Long.MAX_VALUE, 5, 9)).isEqualTo(9);
    }

    @Test
    void a_clock_that_goes_back_passes_no_time() {
        Life life = life();
        life.decide(10_000, 5, 9);
        assertThat(life.decide(-50_000, 5, 9)).isEqualTo(5);
        assertThat(life.decide(39_999, 5, 9)).isEqualTo(5);
        assertThat(life.decide(40_000, 5, 9)).isEqualTo(9);
    }

    @Test
    void the_next_look_is_when_a_wish_begins_that_a_window_held_until_then() {
        Life life = new Life(Life.free(rules(), rules().sustainedFor(ofSeconds(60)))
                .scaleDown(rules().stabilizationWindow(ofSeconds(100)).sustainedFor(ofSeconds(60))));
        life.decide(0, 5, 5);
        life.decide(50_000, 5, 2);
        assertThat(life.out.recheckAtMillis()).isEqualTo(100_000);
        assertThat(life.decide(100_000, 5, 2)).isEqualTo(5);
        assertThat(life.out.recheckAtMillis()).isEqualTo(160_000);
        assertThat(life.decide(160_000, 5, 2)).isEqualTo(2);
    }

    @Test
    void snapshots_and_respec_keep_the_wish_and_a_spec_that_does_not_look_forgets_it() {
        Life life = life();
        life.decide(0, 5, 9);
        assertThat(Life.ask(life.restored(), 30_000, 5, 9)).isEqualTo(9);
        AutoscalerSpec shorter =
                Life.free(rules().sustainedFor(ofSeconds(20)), rules()).build();
        Autoscaler other = life.restored();
        other.respec(shorter, 1);
        assertThat(Life.ask(other, 19_999, 5, 9)).isEqualTo(5);
        assertThat(Life.ask(other, 20_000, 5, 9)).isEqualTo(9);
        Autoscaler blind = life.restored();
        blind.respec(Life.free(rules().gain(2), rules()).build(), 1);
        blind.respec(life.spec, 2);
        assertThat(Life.ask(blind, 30_000, 5, 9)).isEqualTo(5);
    }
}
