package dev.autoscale.policies.preset;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Reason;
import org.junit.jupiter.api.Test;

class FlyteAppTest {
    @Test
    void an_app_is_at_zero_exactly_scaledown_after_behind_the_last_request() {
        Driver app = new Driver(
                FlyteApp.replicas(0, 1)
                        .concurrency(1)
                        .scaledownAfter(ofSeconds(300))
                        .toSpec(),
                0);
        assertThat(app.at(0, 0)).isZero();
        assertThat(app.at(10, 1)).isOne();
        assertThat(app.at(42, 1)).isOne();
        assertThat(app.at(43, 0)).isOne();
        assertThat(app.at(341.999, 0)).isOne();
        assertThat(app.at(342, 0)).isZero();
        assertThat(app.out.reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
    }

    @Test
    void a_request_just_before_the_end_begins_the_time_again() {
        Driver app = new Driver(
                FlyteApp.replicas(0, 3)
                        .concurrency(1)
                        .scaledownAfter(ofSeconds(60))
                        .toSpec(),
                1);
        assertThat(app.at(0, 1)).isOne();
        assertThat(app.at(59.999, 1)).isOne();
        assertThat(app.at(60, 0)).isOne();
        assertThat(app.at(119.998, 0)).isOne();
        assertThat(app.at(119.999, 0)).isZero();
    }

    @Test
    void it_grows_at_once_and_shrinks_to_the_most_that_was_needed() {
        Driver app = new Driver(
                FlyteApp.replicas(1, 20)
                        .requestRate(50)
                        .scaledownAfter(ofMinutes(2))
                        .toSpec(),
                1);
        assertThat(app.at(0, 10)).isOne();
        assertThat(app.at(15, 50)).isOne();
        assertThat(app.at(30, 50.001)).isEqualTo(2);
        assertThat(app.at(45, 900)).isEqualTo(18);
        assertThat(app.at(60, 5_000)).isEqualTo(20);
        assertThat(app.at(75, 300)).isEqualTo(20);
        // The 5,000 of second 60 count until 180, the 300 of second 75 until 195.
        assertThat(app.at(179.999, 10)).isEqualTo(20);
        assertThat(app.at(180, 10)).isEqualTo(6);
        assertThat(app.at(194.999, 10)).isEqualTo(6);
        assertThat(app.at(195, 10)).isOne();
    }

    @Test
    void high_availability_never_goes_below_its_minimum() {
        Driver app = new Driver(
                FlyteApp.replicas(2, 5)
                        .concurrency(10)
                        .scaledownAfter(ofSeconds(1))
                        .toSpec(),
                2);
        assertThat(app.at(0, 0)).isEqualTo(2);
        assertThat(app.at(15, 41)).isEqualTo(5);
        assertThat(app.at(30, 0)).isEqualTo(2);
    }

    @Test
    void a_fixed_count_needs_no_value() {
        Driver app = new Driver(FlyteApp.replicas(3).toSpec(), 3);
        assertThat(app.at(0)).isEqualTo(3);
        app.replicas = 7;
        assertThat(app.at(15)).isEqualTo(3);
        app.replicas = 1;
        assertThat(app.at(30)).isEqualTo(3);
        assertThat(FlyteApp.replicas(3).concurrency(5).toSpec().metric(0).id()).isEqualTo("concurrency");
    }

    @Test
    void nothing_shrinks_while_the_metric_fails() {
        Driver app = new Driver(
                FlyteApp.replicas(0, 4)
                        .concurrency(1)
                        .scaledownAfter(ofSeconds(60))
                        .toSpec(),
                0);
        assertThat(app.at(0, Double.NaN)).isZero();
        assertThat(app.at(15, 4)).isOne(); // lands with one
        assertThat(app.at(30, 4)).isEqualTo(4);
        assertThat(app.at(600, Double.NaN)).isEqualTo(4);
        assertThat(app.at(650, 0)).isOne(); // a failure counts as activity
        assertThat(app.at(660, 0)).isZero();
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlyteApp.replicas(-1, 0)
                        .concurrency(0)
                        .requestRate(Double.NaN)
                        .scaledownAfter(ofNanos(1))
                        .toSpec())
                .withMessage(
                        "replicas must have min >= 0: min=-1; replicas must have max >= 1 and >= min: max=0; "
                                + "a range needs one of concurrency and requestRate: metrics=2; "
                                + "target must be >= 0.001 and <= 1e12: requestRate=NaN; "
                                + "scaledownAfter must be whole milliseconds, >= 0 ms and <= 7 d: scaledownAfter=PT0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlyteApp.replicas(0, 3).toSpec())
                .withMessage("a range needs one of concurrency and requestRate: metrics=0");
    }

    @Test
    void it_grows_at_once_however_fast_it_is_asked_and_whoever_changed_the_count() {
        Driver app = new Driver(
                FlyteApp.replicas(1, 20)
                        .concurrency(1)
                        .scaledownAfter(ofSeconds(0))
                        .toSpec(),
                1);
        for (int i = 0; i < 20; i++) {
            int load = i % 2 == 0 ? 20 : 1;
            assertThat(app.at(i / 20.0, load)).isEqualTo(load);
        }
        app.at(1, 20);
        app.replicas = 1;
        assertThat(app.at(1.001, 20)).isEqualTo(20);
    }

    @Test
    void what_someone_turned_off_stays_off() {
        Driver fixed = new Driver(FlyteApp.replicas(1).toSpec(), 0);
        assertThat(fixed.at(0)).isZero();
        assertThat(fixed.out.reason()).isEqualTo(Reason.SCALING_DISABLED);
        assertThat(new Driver(FlyteApp.replicas(2, 5).concurrency(1).toSpec(), 0).at(0, 9))
                .isZero();
    }
}
