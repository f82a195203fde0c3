package dev.autoscale.policies.preset;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Reason;
import org.junit.jupiter.api.Test;

class TargetTrackingTest {
    private static TargetTracking cpu() {
        return TargetTracking.averagePerInstance("cpu", 50).capacity(2, 20);
    }

    @Test
    void it_scales_out_when_the_alarm_has_lasted_three_minutes() {
        Driver service = new Driver(cpu().toSpec(), 4);
        assertThat(service.at(0, 50)).isEqualTo(4);
        assertThat(service.at(60, 75)).isEqualTo(4);
        assertThat(service.out.reason()).isEqualTo(Reason.BREACH_NOT_SUSTAINED);
        assertThat(service.at(120, 75)).isEqualTo(4);
        assertThat(service.at(239.999, 75)).isEqualTo(4);
        assertThat(service.at(240, 75)).isEqualTo(6);
    }

    @Test
    void a_dip_begins_the_alarm_again() {
        Driver service = new Driver(cpu().toSpec(), 4);
        service.at(0, 75);
        service.at(170, 50);
        assertThat(service.at(180, 75)).isEqualTo(4);
        assertThat(service.at(359, 75)).isEqualTo(4);
        assertThat(service.at(360, 75)).isEqualTo(6);
    }

    @Test
    void it_scales_in_below_ninety_percent_after_fifteen_minutes() {
        Driver service = new Driver(cpu().toSpec(), 10);
        assertThat(service.at(0, 45)).isEqualTo(10);
        assertThat(service.at(5_000, 45)).isEqualTo(10); // 90 % of the target: no alarm
        assertThat(service.at(5_060, 44.9)).isEqualTo(10);
        assertThat(service.at(5_959.999, 20)).isEqualTo(10);
        assertThat(service.at(5_960, 20)).isEqualTo(4);
    }

    @Test
    void each_direction_has_its_cooldown() {
        Driver service = new Driver(
                cpu().alarmsAfter(ZERO, ZERO)
                        .scaleOutCooldown(ofSeconds(60))
                        .scaleInCooldown(ofSeconds(300))
                        .toSpec(),
                4);
        assertThat(service.at(0, 100)).isEqualTo(8);
        assertThat(service.at(59.999, 75)).isEqualTo(8); // 4 more are no more than the 4 that came
        assertThat(service.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(service.at(60, 100)).isEqualTo(16);
        assertThat(service.at(61, 25)).isEqualTo(8); // scaling out does not hold scaling in
        assertThat(service.at(360.999, 25)).isEqualTo(8);
        assertThat(service.at(361, 25)).isEqualTo(4);
        assertThat(service.at(362, 100)).isEqualTo(8); // nor the other way round
    }

    /** The rule of AWS: the capacity that the first one added is part of what a larger one adds. */
    @Test
    void a_larger_scale_out_does_not_wait() {
        Driver service = new Driver(cpu().alarmsAfter(ZERO, ZERO).toSpec(), 4);
        assertThat(service.readyAt(0, 4, 100)).isEqualTo(8);
        assertThat(service.readyAt(30, 4, 100)).isEqualTo(8); // the four in service still need eight
        assertThat(service.readyAt(60, 4, 125)).isEqualTo(10);
        assertThat(service.readyAt(90, 10, 80)).isEqualTo(10); // 6 more than 10, no more than came since there were 4
        assertThat(service.readyAt(359.999, 10, 80)).isEqualTo(10);
        assertThat(service.readyAt(360, 10, 80)).isEqualTo(16);
    }

    @Test
    void scale_in_can_be_off() {
        Driver service =
                new Driver(cpu().alarmsAfter(ZERO, ZERO).disableScaleIn().toSpec(), 4);
        assertThat(service.at(0, 0)).isEqualTo(4);
        assertThat(service.at(100_000, 0)).isEqualTo(4);
        assertThat(service.at(100_060, 75)).isEqualTo(6);
    }

    @Test
    void what_warms_up_is_capacity_and_not_asked_for_twice() {
        Driver service =
                new Driver(cpu().alarmsAfter(ZERO, ZERO).scaleOutCooldown(ZERO).toSpec(), 4);
        assertThat(service.readyAt(0, 4, 100)).isEqualTo(8);
        // The average is over the four in service: they still need eight in all.
        assertThat(service.readyAt(30, 4, 100)).isEqualTo(8);
        assertThat(service.readyAt(60, 4, 120)).isEqualTo(10);
        assertThat(service.readyAt(90, 10, 48)).isEqualTo(10);
    }

    @Test
    void missing_data_changes_nothing() {
        Driver service = new Driver(cpu().alarmsAfter(ZERO, ZERO).toSpec(), 4);
        assertThat(service.at(0, Double.NaN)).isEqualTo(4);
        assertThat(service.at(10_000, Double.NaN)).isEqualTo(4);
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetTracking.averagePerInstance(" ", -1)
                        .capacity(0, -1)
                        .scaleOutCooldown(ofSeconds(-1))
                        .scaleInCooldown(ofDays(8))
                        .alarmsAfter(ofSeconds(-2), ofSeconds(-3))
                        .instanceWarmup(ofMinutes(-1))
                        .toSpec())
                .withMessageContaining("metric must not be blank: metric=\" \"")
                .withMessageContaining("target must be >= 0.001 and <= 1e12: target=-1.0")
                .withMessageContaining("minCapacity must be >= 1: minCapacity=0")
                .withMessageContaining("maxCapacity must be >= minCapacity: maxCapacity=-1")
                .withMessageContaining("scaleOutCooldown=PT-1S")
                .withMessageContaining("scaleInCooldown=PT192H")
                .withMessageContaining("alarmsAfter out=PT-2S")
                .withMessageContaining("alarmsAfter in=PT-3S")
                .withMessageContaining("instanceWarmup=PT-1M");
    }

    @Test
    void too_much_for_the_ones_in_service_never_scales_in() {
        Driver service =
                new Driver(cpu().alarmsAfter(ZERO, ZERO).scaleInCooldown(ZERO).toSpec(), 8);
        assertThat(service.readyAt(0, 4, 60)).isEqualTo(8); // the four would be five
        assertThat(service.readyAt(60, 0, 100)).isEqualTo(8); // no one is in service
        service.replicas = 4;
        assertThat(service.readyAt(120, 10, 40)).isEqualTo(4); // the six that are replaced do not count
        assertThat(service.readyAt(180, 10, 20)).isEqualTo(2);
    }
}
