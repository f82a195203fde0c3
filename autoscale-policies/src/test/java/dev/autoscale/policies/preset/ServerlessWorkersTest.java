package dev.autoscale.policies.preset;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Reason;
import org.junit.jupiter.api.Test;

class ServerlessWorkersTest {
    @Test
    void request_count_asks_for_workers_at_once_and_the_idle_timeout_takes_them() {
        Driver endpoint =
                new Driver(ServerlessWorkers.between(0, 5).requestCount(4).toSpec(), 0);
        assertThat(endpoint.at(0, 0)).isZero();
        assertThat(endpoint.at(1, 1)).isOne();
        assertThat(endpoint.at(2, 9)).isEqualTo(3);
        assertThat(endpoint.at(3, 40)).isEqualTo(5);
        assertThat(endpoint.at(4, 5)).isEqualTo(5);
        assertThat(endpoint.at(7.999, 5)).isEqualTo(5);
        assertThat(endpoint.at(8, 5)).isEqualTo(2); // 5 s behind the 40 requests of second 3
        assertThat(endpoint.at(9, 0)).isEqualTo(2);
        assertThat(endpoint.at(12.999, 0)).isEqualTo(2);
        assertThat(endpoint.at(13, 0)).isZero(); // 5 s after the last request
        assertThat(endpoint.out.reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
    }

    @Test
    void queue_delay_adds_a_worker_while_the_oldest_waits_too_long() {
        Driver endpoint = new Driver(
                ServerlessWorkers.between(0, 3).queueDelay(ofSeconds(4)).toSpec(), 0);
        assertThat(endpoint.at(0, 0, 0)).isZero();
        assertThat(endpoint.at(1, 0.5, 3)).isOne(); // from zero the first request is enough
        assertThat(endpoint.readyAt(2, 1, 1.5, 3)).isOne();
        assertThat(endpoint.readyAt(4.5, 1, 4, 3)).isOne();
        assertThat(endpoint.readyAt(4.6, 1, 4.001, 3)).isEqualTo(2);
        assertThat(endpoint.readyAt(10, 1, 10, 3)).isEqualTo(2); // the second one still starts
        assertThat(endpoint.readyAt(20, 2, 10, 3)).isEqualTo(3);
        assertThat(endpoint.readyAt(30, 3, 10, 9)).isEqualTo(3); // the most
        assertThat(endpoint.readyAt(40, 3, 0, 1)).isOne();
        assertThat(endpoint.readyAt(44.999, 1, 0, 0)).isOne();
        assertThat(endpoint.readyAt(45, 1, 0, 0)).isZero();
    }

    @Test
    void who_does_not_report_ready_workers_is_held_by_the_initialisation_time() {
        Driver endpoint = new Driver(
                ServerlessWorkers.between(1, 9)
                        .queueDelay(ofSeconds(4))
                        .initializationTime(ofSeconds(40))
                        .toSpec(),
                1);
        assertThat(endpoint.at(0, 5, 8)).isEqualTo(2);
        assertThat(endpoint.at(39.999, 5, 8)).isEqualTo(2);
        assertThat(endpoint.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(endpoint.at(40, 5, 8)).isEqualTo(3);
        assertThat(endpoint.at(60, 0, 0)).isEqualTo(3); // idle, but the third one has just been asked for
        assertThat(endpoint.at(79.999, 0, 0)).isEqualTo(3);
        assertThat(endpoint.at(80, 0, 0)).isOne();
    }

    @Test
    void pre_warmed_workers_stand_by_also_at_rest() {
        Driver endpoint = new Driver(
                ServerlessWorkers.between(0, 6)
                        .requestCount(2)
                        .prewarmedWorkers(1)
                        .toSpec(),
                1);
        assertThat(endpoint.at(0, 0)).isOne();
        assertThat(endpoint.at(1, 1)).isEqualTo(2);
        assertThat(endpoint.at(2, 4)).isEqualTo(3);
        assertThat(endpoint.at(3, 400)).isEqualTo(6);
        assertThat(endpoint.at(8, 0)).isOne();
    }

    @Test
    void pre_warmed_workers_are_beyond_what_the_queue_needs() {
        Driver endpoint = new Driver(
                ServerlessWorkers.between(0, 6)
                        .queueDelay(ofSeconds(4))
                        .prewarmedWorkers(2)
                        .toSpec(),
                2);
        assertThat(endpoint.at(0, 0, 0)).isEqualTo(2);
        assertThat(endpoint.at(10, 5, 3)).isEqualTo(3);
        assertThat(endpoint.at(20, 5, 3)).isEqualTo(4);
        assertThat(endpoint.at(30, 5, 3)).isEqualTo(5);
        assertThat(endpoint.at(40, 5, 3)).isEqualTo(5); // three requests and two that stand by
        assertThat(endpoint.at(50, 0, 1)).isEqualTo(3);
    }

    @Test
    void profiles_differ_in_what_they_keep_ready() {
        Driver cheap = new Driver(ServerlessWorkers.lowCost(10).toSpec(), 1);
        Driver balanced = new Driver(ServerlessWorkers.balanced(10).toSpec(), 1);
        Driver fast = new Driver(ServerlessWorkers.highPerformance(10).toSpec(), 1);
        assertThat(cheap.at(0, 0, 1)).isOne();
        assertThat(balanced.at(0, 0, 1)).isOne();
        assertThat(fast.at(0, 1)).isEqualTo(2);
        assertThat(cheap.at(5, 5, 3)).isOne();
        assertThat(balanced.at(5, 5, 3)).isEqualTo(2);
        assertThat(fast.at(5, 3)).isEqualTo(4);
        assertThat(cheap.at(10, 0, 0)).isZero();
        assertThat(balanced.at(34.999, 0, 0)).isEqualTo(2);
        assertThat(balanced.at(35, 0, 0)).isZero();
        assertThat(fast.at(64.999, 0)).isEqualTo(4);
        assertThat(fast.at(65, 0)).isOne();
    }

    @Test
    void nothing_shrinks_while_a_metric_fails() {
        Driver endpoint = new Driver(ServerlessWorkers.balanced(10).toSpec(), 3);
        assertThat(endpoint.at(0, Double.NaN, 0)).isEqualTo(3);
        assertThat(endpoint.at(1_000, 0, Double.NaN)).isEqualTo(3);
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerlessWorkers.between(-1, 0)
                        .requestCount(0)
                        .queueDelay(ofSeconds(-1))
                        .idleTimeout(ofSeconds(-2))
                        .initializationTime(ofSeconds(-3))
                        .prewarmedWorkers(1)
                        .toSpec())
                .withMessageContaining("minWorkers must be >= 0: minWorkers=-1")
                .withMessageContaining("maxWorkers must be >= 1 and >= minWorkers: maxWorkers=0")
                .withMessageContaining(
                        "workers need one of requestCount and queueDelay: requestCount, queueDelay=0, PT-1S")
                .withMessageContaining("requestCount must be >= 1: requestCount=0")
                .withMessageContaining("queueDelay=PT-1S")
                .withMessageContaining("idleTimeout=PT-2S")
                .withMessageContaining("initializationTime=PT-3S")
                .withMessageContaining("prewarmedWorkers must be >= 0 and <= maxWorkers: prewarmedWorkers=1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerlessWorkers.between(0, 3).toSpec())
                .withMessage("workers need one of requestCount and queueDelay: requestCount, queueDelay=null, null");
    }

    @Test
    void a_worker_from_zero_is_kept_until_it_has_started() {
        Driver endpoint = new Driver(
                ServerlessWorkers.between(0, 5)
                        .requestCount(1)
                        .initializationTime(ofSeconds(40))
                        .toSpec(),
                0);
        assertThat(endpoint.at(0, 1)).isOne();
        assertThat(endpoint.at(39.999, 0)).isOne(); // for a request that was given up
        assertThat(endpoint.at(40, 0)).isZero();
        assertThat(endpoint.at(41, 1)).isOne();
        assertThat(endpoint.at(42, 3)).isEqualTo(3);
        assertThat(endpoint.at(75, 2)).isEqualTo(3);
        assertThat(endpoint.at(82, 2)).isEqualTo(2);
    }

    @Test
    void counts_that_a_ratio_cannot_hold_are_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerlessWorkers.between(0, 1_000_000_001)
                        .requestCount(Integer.MAX_VALUE)
                        .toSpec())
                .withMessage("maxWorkers must be <= 1000000000: maxWorkers=1000000001; "
                        + "requestCount must be <= 1000000000: requestCount=2147483647");
        assertThat(ServerlessWorkers.between(0, 1_000_000_000)
                        .requestCount(1_000_000_000)
                        .prewarmedWorkers(1_000_000_000)
                        .toSpec()
                        .minReplicas())
                .isEqualTo(1_000_000_000);
    }
}
