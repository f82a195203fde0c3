package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Target 1; growth goes half of the way, shrinking a quarter. */
class GainTest {
    private static Life life(double up, double down) {
        return new Life(Life.free(rules().gain(up), rules().gain(down)).bounds(0, Integer.MAX_VALUE));
    }

    @Test
    void a_share_of_the_way_is_gone_rounded_up() {
        Life life = life(0.5, 0.25);
        assertThat(life.decide(0, 10, 21)).isEqualTo(16); // 10 + 5.5
        assertThat(life.out.combined()).isEqualTo(21);
        assertThat(life.out.recommended()).isEqualTo(16);
        assertThat(life.out.rescaleReason()).isEqualTo(Reason.METRIC_ABOVE_TARGET);
        assertThat(life.out.toString()).contains("wanted      16  (queue), gain 0.5 on the way to 21\n");
        assertThat(life.decide(0, 10, 3)).isEqualTo(9); // 10 - 1.75
        assertThat(life.decide(0, 10, 2)).isEqualTo(8); // 10 - 2
        assertThat(life.out.toString()).contains("wanted      8  (queue), gain 0.25 on the way to 2\n");
        assertThat(life.decide(0, 10, 10)).isEqualTo(10);
        assertThat(life.out.toString()).doesNotContain("gain");
    }

    @Test
    void at_least_one_step_is_gone() {
        Life life = life(1e-18, 1e-18);
        assertThat(life.decide(0, 10, 5)).isEqualTo(9);
        assertThat(life.decide(0, 10, 20)).isEqualTo(11);
        assertThat(life.decide(0, 1, 0)).isZero();
    }

    @Test
    void above_one_it_overshoots_but_never_to_zero() {
        Life life = life(2, 2.5);
        assertThat(life.decide(0, 10, 15)).isEqualTo(20);
        assertThat(life.decide(0, 10, 8)).isEqualTo(5);
        assertThat(life.decide(0, 10, 2)).isEqualTo(1);
        assertThat(life.decide(0, 10, 0)).isZero();
        assertThat(life(100, 1).decide(0, 1_000_000, 2_000_000)).isEqualTo(2_000_000 / 2 + 1_000_000);
        life.autoscaler.preview(life.at(0, 2_000_000_000, 2_147_000_000_000.0), life.out);
        assertThat(life.out.recommended()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void from_zero_the_whole_way_is_gone_and_a_failing_metric_holds_as_ever() {
        Life life = life(0.1, 0.1);
        life.autoscaler.scaled(0, 1, 0);
        assertThat(life.decide(1, 0, 9)).isEqualTo(9);
        assertThat(life.decide(1, 9, Double.NaN)).isEqualTo(9);
    }

    @Test
    void windows_remember_what_the_gain_makes_of_it() {
        Life life = new Life(Life.free(rules(), rules().gain(0.5))
                .scaleDown(rules().gain(0.5).stabilizationWindow(ofSeconds(60))));
        life.decide(0, 10, 10);
        life.decide(1, 10, 2);
        assertThat(life.decide(60_000, 10, 2)).isEqualTo(6);
    }

    @Test
    void it_applies_to_what_all_metrics_come_to_and_a_fallback_leads_to_no_zero() {
        Life life = new Life(Life.free(rules(), rules().gain(3))
                .bounds(0, 100)
                .metrics(java.util.List.of(
                        external("a").averageValue(1).fallback(Fallback.afterFailures(1, 0)),
                        external("b").averageValue(1))));
        assertThat(life.decide(0, 10, 6, 8)).isEqualTo(4);
        assertThat(life.out.combined()).isEqualTo(8);
        assertThat(life.decide(0, 10, Double.NaN, 0)).isEqualTo(1);
    }
}
