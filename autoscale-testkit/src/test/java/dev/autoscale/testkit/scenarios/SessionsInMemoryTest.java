package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sessions in memory: on memory with cpu as a safety valve, on connections, and in two profiles. */
class SessionsInMemoryTest {
    /** ceil(replicas * utilization / target) for memory at 70 % and cpu at 90 %; a scale-down window of 300 s. */
    @Nested
    class MemoryFirst {
        private static final int MEMORY = 0;
        private static final int CPU = 1;

        private final AutoscalerSpec spec = AutoscalerSpec.builder(2, 10)
                .metric(resource("memory").averageUtilization(70))
                .metric(resource("cpu").averageUtilization(90))
                .scaleDown(rules().stabilizationWindow(ofSeconds(300)))
                .build();

        @Test
        void memory_sets_the_size() {
            Workload sessions = Workload.of(spec, 4);
            // ceil(4 * 84 / 70 = 4.8) = 5; cpu ceil(4 * 40 / 90 = 1.78) = 2
            assertThat(sessions.decide(0, 84, 40)).isEqualTo(5);
            assertThat(sessions.decision().decidingMetric()).isEqualTo(MEMORY);
        }

        @Test
        void the_valve_opens_only_at_100_percent() {
            Workload sessions = Workload.of(spec, 4);
            // 99 / 90 = 1.1 lies within the tolerance of 10 %, both ends inclusive; ceil(4 * 100 / 90 = 4.44) = 5
            assertThat(sessions.decide(0, 70, 99.9)).isEqualTo(4);
            assertThat(sessions.decide(15, 70, 100)).isEqualTo(5);
            assertThat(sessions.decision().decidingMetric()).isEqualTo(CPU);
        }

        @Test
        void with_a_smaller_tolerance_it_opens_earlier() {
            AutoscalerSpec keen =
                    spec.toBuilder().scaleUp(rules().tolerance(0.05)).build();
            // 94 / 90 = 1.044; ceil(4 * 95 / 90 = 4.22) = 5
            assertThat(Workload.of(keen, 4).decide(0, 70, 94)).isEqualTo(4);
            assertThat(Workload.of(keen, 4).decide(0, 70, 95)).isEqualTo(5);
        }

        @Test
        void memory_that_is_not_given_back_keeps_the_pods() {
            Workload sessions = Workload.of(spec, 5);
            // 64 / 70 = 0.91 lies within 10 %: no shrinking, however idle the cpu is
            Map<Long, Integer> changes = sessions.decideEvery(
                    15, 0, 7200, (in, second) -> in.value(MEMORY, 64).value(CPU, 2));
            assertThat(changes).isEmpty();
            // ceil(5 * 62 / 70 = 4.43) = 5 is no shrinking either; ceil(5 * 55 / 70 = 3.93) = 4 is, after 300 s
            changes = sessions.decideEvery(
                    15, 7215, 7500, (in, second) -> in.value(MEMORY, 62).value(CPU, 2));
            assertThat(changes).isEmpty();
            changes = sessions.decideEvery(
                    15, 7515, 7815, (in, second) -> in.value(MEMORY, 55).value(CPU, 2));
            assertThat(changes).containsExactly(entry(7800L, 4));
        }
    }

    private static ScaledObject.Builder connections(double activation) {
        return ScaledObject.builder()
                .pollingInterval(30)
                .cooldownPeriod(300)
                .maxReplicaCount(20)
                .trigger(KedaTrigger.prometheus("connections", 10, activation));
    }

    /** 14 connections at second 0, then a query without any series. */
    private static void untilSecond0(Observation in, long second) {
        if (second == 0) {
            in.value(0, 14);
        } else {
            in.noSeries(0);
        }
    }

    /** KEDA on connections: ceil(connections / 10), a missing series counts as 0. */
    @Nested
    class Connections {
        private final AutoscalerSpec toZero = connections(0).build().toSpec();

        @Test
        void a_missing_series_counts_as_zero() {
            Workload sessions = Workload.of(toZero, 2);
            // ceil(14 / 10) = 2. Active at 0 last; more than 300 s have passed at 330.
            Map<Long, Integer> changes = sessions.decideEvery(30, 0, 3600, SessionsInMemoryTest::untilSecond0);
            assertThat(changes).containsExactly(entry(330L, 0));
        }

        @Test
        void a_failed_query_does_not() {
            Workload sessions = Workload.of(toZero, 2);
            Map<Long, Integer> changes = sessions.decideEvery(30, 0, 3600, (in, second) -> {
                if (second == 0) {
                    in.value(0, 14);
                } else {
                    in.failed(0);
                }
            });
            assertThat(changes).isEmpty();
            assertThat(sessions.decision().reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
        }

        @Test
        void an_outage_starts_the_cooldown_again() {
            Workload sessions = Workload.of(toZero, 2);
            // The 2 of second 0 counts up to 300, inclusive, so at 330 the minimum of a working workload is left. The
            // failed query at 210 might have been activity: more than 300 s later is 540.
            Map<Long, Integer> changes = sessions.decideEvery(30, 0, 3600, (in, second) -> {
                if (second == 210) {
                    in.failed(0);
                } else {
                    untilSecond0(in, second);
                }
            });
            assertThat(changes).containsExactly(entry(330L, 1), entry(540L, 0));
        }

        @Test
        void without_its_memory_it_rests_at_the_first_quiet_poll() {
            // initialCooldownPeriod is 0 unless it is given. The instant at which it is over counts as over, here 300.
            AutoscalerSpec patient =
                    connections(0).initialCooldownPeriod(300).build().toSpec();
            assertThat(Workload.of(toZero, 2).decide(0, in -> in.noSeries(0))).isZero();
            assertThat(Workload.of(patient, 2).decideEvery(30, 0, 3600, (in, second) -> in.noSeries(0)))
                    .containsExactly(entry(300L, 0));
        }

        @Test
        void the_first_connection_waits_for_a_poll_and_a_pod() {
            Workload sessions = Workload.of(toZero, 0);
            // 35 connections from 601 on. Seen at 630, the pod comes then: max(1, minReplicaCount). From there
            // ceil(35 / 10) = 4, which max(2 * 1, 4) allows.
            Map<Long, Integer> changes =
                    sessions.decideEvery(30, 0, 3600, (in, second) -> in.value(0, second > 600 ? 35 : 0));
            assertThat(changes).containsExactly(entry(630L, 1), entry(660L, 4));
        }

        @Test
        void a_threshold_keeps_a_few_connections_from_waking_it() {
            Workload sessions = Workload.of(connections(2).build().toSpec(), 0);
            // Active above the threshold, not at it.
            assertThat(sessions.decide(0, 2)).isZero();
            assertThat(sessions.decide(30, 3)).isEqualTo(1);
        }

        @Test
        void a_minimum_of_one_has_no_cold_start() {
            Workload sessions =
                    Workload.of(connections(0).minReplicaCount(1).build().toSpec(), 2);
            // 2 at 0; without behavior that counts up to 300 s, inclusive.
            Map<Long, Integer> changes = sessions.decideEvery(30, 0, 3600, SessionsInMemoryTest::untilSecond0);
            assertThat(changes).containsExactly(entry(330L, 1));
        }
    }

    /** The same load, ceil(connections / 10), under two sets of rules. */
    @Nested
    class Profiles {
        private final AutoscalerSpec scaleUpFast = AutoscalerSpec.builder(0, 20)
                .metric(external("connections").averageValue(10).activation(0))
                .scaleUp(rules().policy(percent(200).per(ofSeconds(15))).policy(pods(6).per(ofSeconds(15))))
                .scaleDown(rules().stabilizationWindow(ofSeconds(600)).policy(pods(1).per(ofSeconds(60))))
                .activation(Activation.cooldown(ofSeconds(1800)).activationReplicas(4))
                .build();

        private final AutoscalerSpec costSaving = AutoscalerSpec.builder(0, 20)
                .metric(external("connections").averageValue(10).activation(5))
                .scaleUp(rules().stabilizationWindow(ofSeconds(60)).policy(pods(2).per(ofSeconds(60))))
                .scaleDown(rules().stabilizationWindow(ofSeconds(60))
                        .policy(percent(50).per(ofSeconds(60))))
                .activation(Activation.cooldown(ofSeconds(120)))
                .build();

        private static void load(Observation in, long second) {
            in.value(0, second == 0 ? 3 : second < 600 ? 80 : second < 1800 ? 12 : 0);
        }

        @Test
        void scale_up_fast() {
            // 3 connections wake it to 4. 80 / 10 = 8 of max(4 + 6, 4 * 3) allowed. From 600 on ceil(1.2) = 2: the
            // last 8 of 585 counts until 1185, then a pod a minute. Nothing from 1800 on: the last 2 of 1785 counts
            // until 2385, and the cooldown ends at 3585.
            assertThat(Workload.of(scaleUpFast, 0).decideEvery(15, 0, 7200, Profiles::load))
                    .containsExactly(
                            entry(0L, 4),
                            entry(15L, 8),
                            entry(1185L, 7),
                            entry(1245L, 6),
                            entry(1305L, 5),
                            entry(1365L, 4),
                            entry(1425L, 3),
                            entry(1485L, 2),
                            entry(2385L, 1),
                            entry(3585L, 0));
        }

        @Test
        void cost_saving() {
            // 3 connections are too few, 80 wake it to 1. Nothing is remembered from zero, so 2 pods at 30 and each
            // minute after it, up to 8. The last 8 of 585 counts until 645, then half goes each minute down to 2. The
            // last 2 of 1785
            // counts until 1845, and the cooldown ends at 1905.
            assertThat(Workload.of(costSaving, 0).decideEvery(15, 0, 7200, Profiles::load))
                    .containsExactly(
                            entry(15L, 1),
                            entry(30L, 3),
                            entry(90L, 5),
                            entry(150L, 7),
                            entry(210L, 8),
                            entry(645L, 4),
                            entry(705L, 2),
                            entry(1845L, 1),
                            entry(1905L, 0));
        }

        @Test
        void after_a_rest_nothing_holds_the_growth() {
            Workload sessions = Workload.of(costSaving, 0);
            sessions.decideEvery(15, 0, 7200, Profiles::load);
            // Woken at 7215; the window of 60 s is empty, so 2 pods at once, and 2 more each minute
            assertThat(sessions.decideEvery(15, 7215, 7290, (in, second) -> in.value(0, 80)))
                    .containsExactly(entry(7215L, 1), entry(7230L, 3), entry(7290L, 5));
        }
    }
}
