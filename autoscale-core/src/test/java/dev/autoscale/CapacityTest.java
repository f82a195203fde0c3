package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Target 1; after a lack of capacity growth waits 10 s, then 20 s, 40 s and 60 s. */
class CapacityTest {
    private static final TimeWindow ALWAYS = new OpenFrom(Long.MIN_VALUE, Long.MAX_VALUE);

    private static AutoscalerSpec.Builder builder() {
        return Life.free(rules(), rules()).capacityBackoff(ofSeconds(10), ofSeconds(60));
    }

    private final Life life = new Life(builder());

    private long retryAt() {
        life.decide(life.autoscaler.latestMillis(), 1, 20);
        return life.out.untilMillis(Decision.Step.GRANTED);
    }

    @Test
    void growth_waits_at_what_there_was_until_the_wait_is_over() {
        assertThat(life.decide(0, 5, 20)).isEqualTo(20);
        assertThat(life.out.after(Decision.Step.GRANTED)).isEqualTo(Decision.NOT_EVALUATED);
        life.autoscaler.capacityExhausted(0, 7);
        assertThat(life.decide(1, 5, 20)).isEqualTo(7);
        assertThat(life.out.reason()).isEqualTo(Reason.NO_CAPACITY);
        assertThat(life.out.limited()).isEqualTo(20);
        assertThat(life.out.after(Decision.Step.GRANTED)).isEqualTo(7);
        assertThat(life.out.capacityCeiling()).isEqualTo(7);
        assertThat(life.out.untilMillis(Decision.Step.GRANTED)).isEqualTo(10_000);
        assertThat(life.out.toString())
                .contains("capacity    7  NoCapacity: the platform had room for 7; retrying in 9999 ms\n");
        assertThat(life.decide(9_999, 7, 20)).isEqualTo(7);
        assertThat(life.out.recheckAtMillis()).isEqualTo(10_000);
        assertThat(life.decide(10_000, 7, 20)).isEqualTo(20);
        assertThat(life.out.reason()).isEqualTo(Reason.METRIC_ABOVE_TARGET);
        assertThat(life.out.after(Decision.Step.GRANTED)).isEqualTo(Decision.NOT_EVALUATED);
        assertThat(life.out.capacityCeiling()).isEqualTo(Integer.MAX_VALUE);
        assertThat(life.out.untilMillis(Decision.Step.GRANTED)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothing_shrinks_because_of_it() {
        life.autoscaler.capacityExhausted(0, 7);
        assertThat(life.decide(1, 9, 9)).isEqualTo(9);
        assertThat(life.out.reason()).isEqualTo(Reason.AT_TARGET);
        assertThat(life.decide(1, 9, 20)).isEqualTo(9);
        assertThat(life.decide(1, 9, 4)).isEqualTo(4);
        assertThat(life.out.toString()).doesNotContain("capacity");
    }

    @Test
    void each_further_report_doubles_the_wait_up_to_the_longest() {
        long at = 0;
        for (long wait : new long[] {10_000, 20_000, 40_000, 60_000, 60_000}) {
            life.autoscaler.capacityExhausted(at, 7);
            assertThat(retryAt()).isEqualTo(at + wait);
            at += wait;
        }
    }

    @Test
    void during_a_wait_a_report_only_moves_the_ceiling() {
        life.autoscaler.capacityExhausted(0, 7);
        life.autoscaler.capacityExhausted(9_999, 6);
        assertThat(retryAt()).isEqualTo(10_000);
        assertThat(life.out.capacityCeiling()).isEqualTo(6);
        life.autoscaler.capacityExhausted(9_999, 8);
        assertThat(life.decide(9_999, 5, 20)).isEqualTo(8);
    }

    @Test
    void once_the_longest_wait_has_passed_after_a_retry_waits_begin_anew() {
        life.autoscaler.capacityExhausted(0, 7);
        life.autoscaler.capacityExhausted(69_999, 7);
        assertThat(retryAt()).isEqualTo(89_999);
        life.autoscaler.capacityExhausted(149_999, 7);
        assertThat(retryAt()).isEqualTo(159_999);
    }

    @Test
    void it_outranks_a_floor_and_min_and_a_pause_outranks_it() {
        Life all = new Life(builder()
                .bounds(9, 100)
                .schedule(Schedule.of(ScheduleWindow.floor("f", ALWAYS, 30).atOnce())));
        all.autoscaler.capacityExhausted(0, 7);
        assertThat(all.decide(1, 9, 9)).isEqualTo(9);
        assertThat(all.out.after(Decision.Step.SCHEDULED)).isEqualTo(30);
        assertThat(all.decide(1, 3, 9)).isEqualTo(7);
        all.at(1, 5, 9).overrides().pauseAt(40);
        assertThat(all.decide()).isEqualTo(40);
        all.at(1, 5, 9).overrides().freezeScaleUp(2);
        assertThat(all.decide()).isEqualTo(5);
        assertThat(all.out.reason()).isEqualTo(Reason.SCALE_UP_FROZEN);
    }

    @Test
    void with_nothing_to_be_had_a_workload_at_zero_waits_too() {
        Life sleeper = new Life(builder().bounds(0, 100).activation(Activation.cooldown(ofSeconds(1))));
        sleeper.autoscaler.capacityExhausted(0, 0);
        assertThat(sleeper.decide(1, 0, 9)).isZero();
        assertThat(sleeper.out.reason()).isEqualTo(Reason.NO_CAPACITY);
        assertThat(sleeper.decide(10_000, 0, 9)).isEqualTo(1);
    }

    @Test
    void snapshots_and_respec_keep_the_report() {
        life.autoscaler.capacityExhausted(0, 7);
        assertThat(Life.ask(life.restored(), 9_999, 5, 20)).isEqualTo(7);
        assertThat(Life.ask(life.restored(), 10_000, 5, 20)).isEqualTo(20);
        Autoscaler other = life.restored();
        other.respec(builder().capacityBackoff(ofSeconds(1), ofSeconds(2)).build(), 1);
        assertThat(Life.ask(other, 9_999, 5, 20)).isEqualTo(7);
        other.capacityExhausted(10_000, 7);
        assertThat(Life.ask(other, 11_999, 5, 20)).isEqualTo(7);
        assertThat(Life.ask(other, 12_000, 5, 20)).isEqualTo(20);
        Autoscaler without = life.restored();
        without.respec(Life.free(rules().gain(2), rules()).build(), 1);
        without.respec(life.spec, 2);
        assertThat(Life.ask(without, 3, 5, 20)).isEqualTo(20);
    }

    @Test
    void at_any_time() {
        for (long start : new long[] {Long.MIN_VALUE, -5_000, 0, Long.MAX_VALUE - 10_000}) {
            Life any = new Life(builder());
            any.autoscaler.capacityExhausted(start, 7);
            assertThat(any.decide(start + 9_999, 5, 20)).isEqualTo(7);
            assertThat(any.decide(start + 10_000, 5, 20)).isEqualTo(20);
        }
        life.autoscaler.capacityExhausted(Long.MAX_VALUE - 5, 7);
        assertThat(life.decide(-1, 5, 20)).isEqualTo(7);
        assertThat(life.decide(Long.MAX_VALUE, 5, 20)).isEqualTo(20);
    }

    @Test
    void what_makes_no_sense_is_refused_and_moves_nothing() {
        assertThatThrownBy(() -> life.autoscaler.capacityExhausted(0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reached must be >= 0: reached=-1");
        Life plain = new Life(Life.free(rules(), rules()));
        Life damped = new Life(Life.free(rules().gain(2), rules()));
        for (Life without : new Life[] {plain, damped}) {
            assertThatThrownBy(() -> without.autoscaler.capacityExhausted(100, 7))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("capacityExhausted needs a spec with capacityBackoff");
            without.decide(0, 5, 5);
            assertThat(without.out.timeWentBack()).isFalse();
        }
        assertThatThrownBy(() ->
                        builder().capacityBackoff(ofSeconds(0), ofSeconds(-1)).build())
                .hasMessage("capacityBackoff first must be >= 1 ms and <= 7 days: capacityBackoff.first=0 ms;"
                        + " capacityBackoff longest must be >= first and <= 7 days:"
                        + " capacityBackoff.longest=-1000 ms, first=0 ms");
        assertThat(builder().capacityBackoff(ofSeconds(1), ofSeconds(1)).build())
                .isNotNull();
        assertThat(builder().capacityBackoff(ofMillis(1), ofDays(7)).build()).isNotNull();
    }
}
