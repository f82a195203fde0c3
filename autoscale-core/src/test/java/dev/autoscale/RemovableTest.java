package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Target 1; so many replicas can go, others are busy. */
class RemovableTest {
    private final Life life = new Life(Life.free(rules(), rules()));

    private int decide(Life of, int replicas, double value, int removable) {
        of.at(0, replicas, value).overrides().removable(removable);
        return of.decide();
    }

    @Test
    void a_shrink_takes_no_more_than_can_go() {
        assertThat(decide(life, 9, 3, 6)).isEqualTo(3);
        assertThat(life.out.reason()).isEqualTo(Reason.ALL_METRICS_BELOW_TARGET);
        assertThat(decide(life, 9, 3, 5)).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.NOT_REMOVABLE);
        assertThat(life.out.limited()).isEqualTo(3);
        assertThat(life.out.toString()).contains("decided     4  NotRemovable: the remaining replicas are busy\n");
        assertThat(decide(life, 9, 3, 0)).isEqualTo(9);
        assertThat(decide(life, 9, 3, -7)).isEqualTo(9);
        assertThat(decide(life, 9, 3, Integer.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    void all_can_go_from_an_aligned_count_too() {
        Life fours = new Life(Life.free(rules(), rules()).bounds(0, 40).alignment(Alignment.multiplesOf(4)));
        fours.decide(0, 8, 8);
        assertThat(decide(fours, 8, 0, 9)).isZero();
        assertThat(decide(fours, 8, 0, 8)).isZero();
        assertThat(decide(fours, 8, 0, 7)).isEqualTo(4);
    }

    @Test
    void it_holds_no_growth_and_lasts_for_one_observation() {
        assertThat(decide(life, 9, 20, 0)).isEqualTo(20);
        assertThat(life.decide(0, 9, 3)).isEqualTo(3);
    }

    @Test
    void it_outranks_max_a_ceiling_and_activation_and_a_pause_outranks_it() {
        assertThat(decide(life, 200, 50, 10)).isEqualTo(190);
        ScheduleWindow ceiling =
                ScheduleWindow.ceiling("c", new OpenFrom(0, 9), 2).atOnce();
        Life all = new Life(Life.free(rules(), rules())
                .bounds(0, 100)
                .activation(Activation.cooldown(ofSeconds(0)))
                .schedule(Schedule.of(ceiling)));
        assertThat(decide(all, 9, 8, 3)).isEqualTo(6);
        assertThat(decide(all, 9, 0, 8)).isEqualTo(1);
        assertThat(decide(all, 9, 0, 9)).isZero();
        all.at(0, 9, 8).overrides().removable(1).pauseAt(4);
        assertThat(all.decide()).isEqualTo(4);
        assertThat(all.out.reason()).isEqualTo(Reason.PAUSED);
    }

    @Test
    void a_freeze_goes_further() {
        life.at(0, 9, 3).overrides().removable(2).freezeScaleDown(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(9);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_DOWN_FROZEN);
    }

    @Test
    void while_nothing_can_go_nothing_changes_by_itself() {
        assertThat(decide(life, 9, 3, 0)).isEqualTo(9);
        assertThat(life.out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(decide(life, 9, 3, 1)).isEqualTo(8);
        assertThat(life.out.recheckAtMillis()).isZero();
    }

    @Test
    void an_unknown_count_stays_unknown() {
        life.at(0, 9, 3).replicasUnknown().overrides().removable(2);
        assertThat(life.decide()).isEqualTo(Decision.UNKNOWN_REPLICAS);
        life.at(0, 9, 3).replicas(-4).overrides().removable(2);
        assertThat(life.decide()).isEqualTo(-4);
        assertThat(decide(life, 0, 3, 2)).isZero();
    }

    @Test
    void a_deeper_wish_must_last_by_itself_before_it_takes_what_can_go() {
        for (ScalingRules down : List.of(
                rules().sustainedFor(ofSeconds(600)),
                rules().sustainedIn(3, 4),
                rules().sustainedFor(ofSeconds(600)).sustainedIn(2, 3))) {
            Life busy = new Life(Life.free(rules(), down.tolerance(0)));
            for (int minute = 0; minute < 20; minute += 5) {
                assertThat(at(busy, minute, 11, 9, 0)).isEqualTo(11);
            }
            assertThat(at(busy, 20, 11, 6, 4)).isEqualTo(9);
            assertThat(busy.out.toString()).contains("sustained   9  BreachNotSustained");
            assertThat(at(busy, 25, 11, 6, 0)).isEqualTo(11);
            at(busy, 30, 11, 6, 0);
            at(busy, 35, 11, 6, 0);
            assertThat(at(busy, 40, 11, 5, 9)).isEqualTo(6);
            Autoscaler restored = busy.restored();
            busy.at(2_700_000, 11, 5).overrides().removable(9);
            restored.preview(busy.in, busy.out);
            assertThat(busy.out.replicas()).isEqualTo(6);
        }
    }

    @Test
    void a_milder_wish_is_taken_at_once() {
        Life busy =
                new Life(Life.free(rules(), rules().sustainedFor(ofSeconds(600)).tolerance(0)));
        at(busy, 0, 11, 5, 0);
        at(busy, 15, 11, 8, 0);
        assertThat(at(busy, 16, 11, 5, 9)).isEqualTo(8);
        at(busy, 17, 11, 11, 0);
        at(busy, 18, 11, 4, 0);
        assertThat(at(busy, 28, 11, 4, 9)).isEqualTo(4);
    }

    private int at(Life of, int minute, int replicas, double value, int removable) {
        of.at(minute * 60_000L, replicas, value).overrides().removable(removable);
        return of.decide();
    }

    @Test
    void a_deeper_wish_begins_anew_where_it_was_not_there_and_where_it_has_come_to_count() {
        Life busy =
                new Life(Life.free(rules(), rules().sustainedFor(ofSeconds(600)).tolerance(0)));
        at(busy, 0, 11, 6, 0);
        at(busy, 1, 11, 4, 0);
        at(busy, 5, 11, 6, 0);
        at(busy, 6, 11, 4, 0);
        assertThat(at(busy, 12, 11, 4, 9)).isEqualTo(6);
        assertThat(at(busy, 16, 11, 3, 9)).isEqualTo(4);
        at(busy, 17, 11, 3, 0);
        assertThat(at(busy, 26, 11, 3, 9)).isEqualTo(4);
        assertThat(at(busy, 27, 11, 3, 9)).isEqualTo(3);
    }

    @Test
    void so_does_one_that_is_counted() {
        Life busy = new Life(Life.free(rules(), rules().sustainedIn(2, 2).tolerance(0)));
        at(busy, 0, 11, 6, 0);
        at(busy, 1, 11, 4, 0);
        at(busy, 2, 11, 6, 0);
        assertThat(at(busy, 3, 11, 4, 9)).isEqualTo(6);
        assertThat(at(busy, 4, 11, 4, 9)).isEqualTo(4);
        assertThat(at(busy, 5, 11, 3, 9)).isEqualTo(4);
        assertThat(at(busy, 6, 11, 3, 9)).isEqualTo(3);
    }

    @Test
    void once_the_wish_is_over_the_next_one_does_not_wait_for_what_was_milder_before() {
        Life busy =
                new Life(Life.free(rules(), rules().sustainedFor(ofSeconds(600)).tolerance(0)));
        at(busy, 0, 11, 5, 0);
        at(busy, 15, 11, 8, 0);
        at(busy, 17, 11, 11, 0);
        at(busy, 18, 11, 4, 0);
        at(busy, 23, 11, 2, 0);
        at(busy, 28, 11, 2, 0);
        assertThat(at(busy, 33, 11, 2, 9)).isEqualTo(2);
    }
}
