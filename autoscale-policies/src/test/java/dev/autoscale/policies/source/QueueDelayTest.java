package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueDelayTest {
    private static final long UNCOUNTED = Long.MAX_VALUE;
    private static final QueueDelay PLAIN = delay().build();

    private static QueueDelay.Builder delay() {
        return QueueDelay.longerThan(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "3999, 3", "4000, 3", "4001, 4", "9223372036854775807, 4"})
    void a_worker_is_added_when_the_wait_is_longer_than_the_limit(long waitMillis, int replicas) {
        assertThat(PLAIN.replicasOf(waitMillis, UNCOUNTED, 3, 3)).isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3, 5",
        "5, 3, 5",
        "5, 4, 6",
        "5, 5, 7",
        "6, 3, 6",
        "0, 0, 2",
        "2, 0, 2",
        "3, 9, 5",
        "2147483646, 2147483646, 2147483647"
    })
    void startingWorkersAreNotAskedForTwice(int current, int ready, int replicas) {
        QueueDelay two = delay().step(2).build();
        assertThat(two.replicasOf(4_001, UNCOUNTED, current, ready)).isEqualTo(replicas);
    }

    /** Two requests at a time: 4 are for 2 workers, 4.001 for 3. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, 1",
        "0, 4000, 2",
        "0, 4001, 3",
        "0, 10000, 5",
        "0, 10001, 5",
        "0, 9223372036854775807, 5",
        "1, 0, 1",
        "4000, 0, 1"
    })
    void withinTheLimitThereAreOnlyAsManyAsTheRequestsUse(long waitMillis, long requestsMilli, int replicas) {
        QueueDelay counted = delay().requestsFrom("requests", 2).build();
        assertThat(counted.replicasOf(waitMillis, requestsMilli, 5, 5)).isEqualTo(replicas);
    }

    /** Five workers, three more at a time. */
    @ParameterizedTest
    @CsvSource({"0, 5", "10000, 5", "10001, 6", "12001, 7", "16000, 8", "1000000, 8"})
    void a_long_wait_adds_no_more_than_the_requests_use(long requestsMilli, int replicas) {
        QueueDelay counted = delay().step(3).requestsFrom("requests", 2).build();
        assertThat(counted.replicasOf(4_001, requestsMilli, 5, 5)).isEqualTo(replicas);
    }

    @Test
    void from_zero_the_first_worker_comes_after_the_limit() {
        QueueDelay counted = delay().requestsFrom("requests", 1).build();
        assertThat(counted.replicasOf(4_000, 9_000, 0, 0)).isZero();
        assertThat(counted.replicasOf(4_001, 9_000, 0, 0)).isEqualTo(1);
        assertThat(counted.replicasOf(4_001, 0, 0, 0)).isEqualTo(1);
        assertThat(PLAIN.replicasOf(4_001, UNCOUNTED, 0, 0)).isEqualTo(1);
        assertThat(PLAIN.replicasOf(0, UNCOUNTED, 0, 0)).isZero();
    }

    @Test
    void an_alternative_is_to_abstain() {
        QueueDelay abstaining = delay().abstainWhileInTime().build();
        assertThat(abstaining.replicasOf(4_000, UNCOUNTED, 3, 3)).isEqualTo(ReplicaSource.ABSTAIN);
        assertThat(abstaining.replicasOf(4_001, UNCOUNTED, 3, 3)).isEqualTo(4);
    }

    @Test
    void a_limit_of_zero_lets_nothing_wait() {
        QueueDelay none = QueueDelay.longerThan(Duration.ZERO).build();
        assertThat(none.replicasOf(0, UNCOUNTED, 3, 3)).isEqualTo(3);
        assertThat(none.replicasOf(1, UNCOUNTED, 3, 3)).isEqualTo(4);
    }

    @Property
    void more_to_do_never_means_fewer(
            @ForAll boolean isCounted,
            @ForAll @LongRange(min = 0, max = 10_000) long wait,
            @ForAll @LongRange(min = 0) long requests,
            @ForAll @LongRange(min = 0, max = 10_000) long moreWait,
            @ForAll @LongRange(min = 0, max = 10_000) long moreRequests,
            @ForAll @IntRange(min = 1) int step,
            @ForAll @IntRange(min = 0) int current,
            @ForAll @IntRange(min = 0) int ready) {
        QueueDelay.Builder builder = delay().step(step);
        QueueDelay source = (isCounted ? builder.requestsFrom("requests", 3) : builder).build();
        long most = Math.max(requests, requests + moreRequests);
        int replicas = source.replicasOf(wait, requests, current, ready);
        assertThat(replicas)
                .isNotNegative()
                .isLessThanOrEqualTo(source.replicasOf(wait + moreWait, most, current, ready));
        if (wait <= 4_000) {
            assertThat(replicas).isLessThanOrEqualTo(current);
        } else {
            assertThat(replicas).isGreaterThanOrEqualTo(current);
            assertThat((long) replicas).isLessThanOrEqualTo(Math.max(current, (long) ready + step));
        }
    }

    @Test
    void ids_say_everything() {
        QueueDelay.Builder builder = delay().step(2).requestsFrom("a b", 3);
        assertThat(builder.build())
                .isEqualTo(builder.build())
                .hasToString("delay(wait > PT4S: +2, signal(\"a b\") / 3)");
        assertThat(builder.build().signals()).containsExactly("a b");
        assertThat(PLAIN.signals()).isEmpty();
        assertThat(delay().abstainWhileInTime().build().id()).isEqualTo("delay(wait > PT4S: +1, else abstain)");
        assertThat(delay().asMetric("wait")).isEqualTo(MetricSpec.source("wait", PLAIN));
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(QueueDelay.longerThan(Duration.ofNanos(-1))
                        .step(0)
                        .requestsFrom(" ", 0)
                        .abstainWhileInTime()::build)
                .withMessage("limit must be whole milliseconds, >= 0 ms and <= 365 d: limit=PT-0.000000001S; "
                        + "step must be >= 1: step=0; requestsPerWorker must be >= 1: requestsPerWorker=0; "
                        + "metric id must not be blank: metricId=\" \"; "
                        + "abstainWhileInTime must be without requestsFrom: requestsFrom= ");
        assertThatIllegalArgumentException()
                .isThrownBy(QueueDelay.longerThan(Duration.ofDays(366))::build)
                .withMessage("limit must be whole milliseconds, >= 0 ms and <= 365 d: limit=PT8784H");
        assertThatNullPointerException().isThrownBy(() -> QueueDelay.longerThan(null));
        assertThatNullPointerException().isThrownBy(() -> delay().requestsFrom(null, 1));
    }
}
