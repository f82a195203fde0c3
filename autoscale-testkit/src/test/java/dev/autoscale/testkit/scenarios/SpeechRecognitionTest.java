package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fallback;
import dev.autoscale.MetricProposal;
import dev.autoscale.Reason;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.source.RatioTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Speech recognition: on requests per pod, the API server in front of it, and several metrics at once. */
class SpeechRecognitionTest {
    private static final AutoscalerSpec ASR = AutoscalerSpec.builder(1, 20)
            .metric(external("asr_active_requests").averageValue(5))
            .scaleUp(rules().policy(pods(2).per(ofSeconds(15)))
                    .policy(percent(100).per(ofSeconds(15))))
            .scaleDown(rules().stabilizationWindow(ofSeconds(300)).policy(pods(1).per(ofSeconds(60))))
            .build();

    /** ceil(requests / 5). Up by the larger of 2 pods and 100 % in 15 s, down by a pod in 60 s behind a window of 300 s. */
    @Nested
    class Asr {
        @Test
        void a_spike_is_answered_in_the_next_cycle_by_two_pods_if_that_is_more() {
            Workload asr = Workload.of(ASR, 1);
            assertThat(asr.decide(0, 2)).isEqualTo(1);
            // 90 / 5 = 18; from 1 pod: 1 + 2 against 1 * 2
            assertThat(asr.decide(15, 90)).isEqualTo(3);
            assertThat(asr.decision().reason()).isEqualTo(Reason.SCALE_UP_LIMIT);
        }

        @Test
        void a_spike_is_answered_in_the_next_cycle_by_doubling_if_that_is_more() {
            Workload asr = Workload.of(ASR, 3);
            // 12 / 5 = 2.4
            assertThat(asr.decide(0, 12)).isEqualTo(3);
            // 90 / 5 = 18; from 3 pods: 3 + 2 against 3 * 2
            assertThat(asr.decide(15, 90)).isEqualTo(6);
        }

        @Test
        void a_spike_is_met_within_a_minute() {
            Workload asr = Workload.of(ASR, 1);
            // 1 + 2, then doubling: 3, 6, 12, and 18 of the 24 allowed. A change 15 s ago no longer counts.
            Map<Long, Integer> changes = asr.decideEvery(15, 0, 600, (in, second) -> in.value(0, second == 0 ? 2 : 90));
            assertThat(changes).containsExactly(entry(15L, 3), entry(30L, 6), entry(45L, 12), entry(60L, 18));
        }

        @Test
        void between_cycles_the_budget_is_spent() {
            Workload asr = Workload.of(ASR, 3);
            assertThat(asr.decide(0, 90)).isEqualTo(6);
            // The 3 of a period ago may become max(3 + 2, 3 * 2) = 6, until 15 s have passed.
            assertThat(asr.decide(14, 90)).isEqualTo(6);
            assertThat(asr.decide(15, 90)).isEqualTo(12);
        }

        @Test
        void a_decline_removes_no_pod_for_300_seconds_and_then_one_a_minute() {
            Workload asr = Workload.of(ASR, 8);
            // 40 / 5 = 8 at 0, then 10 / 5 = 2. The 8 counts for 300 s.
            Map<Long, Integer> changes =
                    asr.decideEvery(15, 0, 1200, (in, second) -> in.value(0, second == 0 ? 40 : 10));
            assertThat(changes)
                    .containsExactly(
                            entry(300L, 7),
                            entry(360L, 6),
                            entry(420L, 5),
                            entry(480L, 4),
                            entry(540L, 3),
                            entry(600L, 2));
        }

        @Test
        void a_gradual_decline_is_followed_300_seconds_behind() {
            Workload asr = Workload.of(ASR, 8);
            // 40 requests, 5 fewer each minute, 10 from 360 on: 8 was wanted at 45 for the last time, 7 at 105, 6 at
            // 165 ...
            Map<Long, Integer> changes =
                    asr.decideEvery(15, 0, 1200, (in, second) -> in.value(0, Math.max(10, 40 - 5 * (second / 60))));
            assertThat(changes)
                    .containsExactly(
                            entry(345L, 7),
                            entry(405L, 6),
                            entry(465L, 5),
                            entry(525L, 4),
                            entry(585L, 3),
                            entry(645L, 2));
        }

        @Test
        void a_rise_during_the_decline_starts_the_window_again() {
            Workload asr = Workload.of(ASR, 8);
            // 40 / 5 = 8 at 0 and once more at 285; the pod that would have gone at 300 goes at 585.
            Map<Long, Integer> changes =
                    asr.decideEvery(15, 0, 600, (in, second) -> in.value(0, second == 0 || second == 285 ? 40 : 10));
            assertThat(changes).containsExactly(entry(585L, 7));
        }

        @Test
        void off_hours_keep_one_pod() {
            Workload asr = Workload.of(ASR, 3);
            // 12 / 5 = 2.4 at 0, then nothing: 0 is wanted, the minimum is 1.
            Map<Long, Integer> changes =
                    asr.decideEvery(15, 0, 8 * 3600, (in, second) -> in.value(0, second == 0 ? 12 : 0));
            assertThat(changes).containsExactly(entry(300L, 2), entry(360L, 1));
            assertThat(asr.decision().reason()).isEqualTo(Reason.TOO_FEW_REPLICAS);
            // 4 / 5 = 0.8: the pod that is there serves them. 6 / 5 = 1.2.
            assertThat(asr.decide(8 * 3600 + 15, 4)).isEqualTo(1);
            assertThat(asr.decide(8 * 3600 + 30, 6)).isEqualTo(2);
        }
    }

    /** ceil(ASR pods / 2): up to the lowest of the last 30 s, down to the highest of the last 60 s. */
    @Nested
    class ApiServer {
        private final AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(RatioTarget.of("asr").dividedBy(2).asMetric())
                .scaleUp(rules().stabilizationWindow(ofSeconds(30)))
                .scaleDown(rules().stabilizationWindow(ofSeconds(60)))
                .build();

        @Test
        void it_follows_a_spike_two_cycles_behind() {
            Workload asr = Workload.of(ASR, 1);
            Workload api = Workload.of(spec, 1);
            // ASR: 1, 3, 6, 12, 18 at 0, 15, 30, 45, 60; half of that: 1, 2, 3, 6, 9. A recommendation counts until
            // it is 30 s old, so at 30 the lowest is the 2 of second 15, at 45 the 3 of 30, at 60 the 6 of 45.
            Map<Long, Integer> changes =
                    api.decideEvery(15, 0, 600, (in, second) -> in.value(0, asr.decide(second, second == 0 ? 2 : 90)));
            assertThat(changes).containsExactly(entry(30L, 2), entry(45L, 3), entry(60L, 6), entry(75L, 9));
            assertThat(asr.replicas()).isEqualTo(18);
        }

        @Test
        void a_rise_of_one_cycle_or_a_dip_of_three_changes_nothing() {
            Workload api = Workload.of(spec, 4);
            // 12 ASR pods at 120: the 4 of second 105 holds until it is 30 s old, at 135. 4 ASR pods from 300 to 330:
            // the 4 replicas of second 285 hold until 345.
            Map<Long, Integer> changes = api.decideEvery(
                    15,
                    0,
                    600,
                    (in, second) -> in.value(0, second == 120 ? 12 : second >= 300 && second <= 330 ? 4 : 8));
            assertThat(changes).isEmpty();
        }

        @Test
        void a_rise_of_two_cycles_and_a_dip_of_four_are_followed() {
            Workload api = Workload.of(spec, 4);
            // As above, a cycle longer: 12 / 2 = 6 at 135, back to 4 once the 6 is 60 s old; 4 / 2 = 2 at 345, and
            // back to 4 once the last 2 is 30 s old.
            Map<Long, Integer> changes = api.decideEvery(15, 0, 600, (in, second) -> {
                boolean rises = second == 120 || second == 135;
                boolean dips = second >= 300 && second <= 345;
                in.value(0, rises ? 12 : dips ? 4 : 8);
            });
            assertThat(changes).containsExactly(entry(135L, 6), entry(195L, 4), entry(345L, 2), entry(375L, 4));
        }

        @Test
        void it_shrinks_once_the_higher_count_is_60_seconds_old() {
            Workload api = Workload.of(spec, 4);
            // 8 ASR pods at 0, 5 from 15 on: ceil(2.5) = 3
            Map<Long, Integer> changes = api.decideEvery(15, 0, 600, (in, second) -> in.value(0, second == 0 ? 8 : 5));
            assertThat(changes).containsExactly(entry(60L, 3));
        }

        @Test
        void a_ratio_is_exact_and_kedas_workload_trigger_has_the_tolerance() {
            AutoscalerSpec keda = ScaledObject.builder()
                    .minReplicaCount(1)
                    .maxReplicaCount(10)
                    .trigger(KedaTrigger.workload("asr", 2, 0))
                    .build()
                    .toSpec();
            Workload exact = Workload.of(spec, 5);
            exact.decide(0, 11);
            // ceil(11 / 2) = 6 once the 5 of the start is 30 s old; for the HPA 11 / (2 * 5) = 1.1 lies within the
            // tolerance
            assertThat(exact.decide(30, 11)).isEqualTo(6);
            assertThat(Workload.of(keda, 5).decide(30, 11)).isEqualTo(5);
        }
    }

    /** Requests per pod, cpu, and the 95th percentile of the latency, which scales the replicas by its ratio. */
    @Nested
    class SeveralMetrics {
        private static final int REQUESTS = 0;
        private static final int CPU = 1;
        private static final int LATENCY = 2;

        private final AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
                .metric(external("asr_active_requests").averageValue(5))
                .metric(resource("cpu").averageUtilization(70))
                .metric(external("latency_p95_ms").value(800))
                .build();

        @Test
        void the_highest_wins() {
            Workload asr = Workload.of(spec, 4);
            // ceil(17 / 5 = 3.4) = 4; ceil(4 * 50 / 70 = 2.86) = 3; 4 * 1200 / 800 = 6
            assertThat(asr.decide(0, 17, 50, 1200)).isEqualTo(6);
            assertThat(asr.decision().decidingMetric()).isEqualTo(LATENCY);
            // Of 6: ceil(38 / 5 = 7.6) = 8; ceil(6 * 80 / 70 = 6.86) = 7; 780 / 800 lies within 10 %, so 6
            assertThat(asr.decide(15, 38, 80, 780)).isEqualTo(8);
            assertThat(asr.decision().decidingMetric()).isEqualTo(REQUESTS);
            // Of 8: ceil(30 / 5) = 6; ceil(8 * 95 / 70 = 10.86) = 11; ceil(8 * 600 / 800) = 6
            assertThat(asr.decide(30, 30, 95, 600)).isEqualTo(11);
            assertThat(asr.decision().decidingMetric()).isEqualTo(CPU);
        }

        @Test
        void it_shrinks_to_the_highest_of_all() {
            Workload asr = Workload.of(spec, 8);
            // Of 8: 15 / 5 = 3; ceil(8 * 35 / 70) = 4; ceil(8 * 400 / 800) = 4. The 8 seen first counts for 300 s.
            Map<Long, Integer> changes = asr.decideEvery(
                    15,
                    0,
                    300,
                    (in, second) -> in.value(REQUESTS, 15).value(CPU, 35).value(LATENCY, 400));
            assertThat(changes).containsExactly(entry(300L, 4));
        }

        @Test
        void with_one_failing_it_grows_but_does_not_shrink() {
            Workload asr = Workload.of(spec, 4);
            // 37 / 5 = 7.4
            assertThat(asr.decide(0, in -> in.value(REQUESTS, 37).value(CPU, 70).failed(LATENCY)))
                    .isEqualTo(8);
            // 10 / 5 = 2 and ceil(8 * 20 / 70 = 2.29) = 3 would shrink, for as long as it takes
            Map<Long, Integer> changes = asr.decideEvery(
                    15,
                    15,
                    3600,
                    (in, second) -> in.value(REQUESTS, 10).value(CPU, 20).failed(LATENCY));
            assertThat(changes).isEmpty();
            assertThat(asr.decision().reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
        }

        @Test
        void a_query_without_a_result_fails_the_same_way() {
            Workload asr = Workload.of(spec, 8);
            // The quotient of a query without traffic is NaN.
            assertThat(asr.decide(0, 10, 20, Double.NaN)).isEqualTo(8);
            assertThat(asr.decision().metric(LATENCY).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        }

        @Test
        void a_fallback_ends_the_block() {
            AutoscalerSpec replaced = spec.toBuilder()
                    .metrics(List.of(
                            spec.metric(REQUESTS),
                            spec.metric(CPU),
                            spec.metric(LATENCY).fallback(Fallback.afterFailures(3, 5))))
                    .build();
            Workload asr = Workload.of(replaced, 8);
            // From the third failure, at 30, latency stands for 5, above the 2 and 3 of the others; the 8 seen at
            // first counts until 300.
            Map<Long, Integer> changes = asr.decideEvery(
                    15,
                    0,
                    900,
                    (in, second) -> in.value(REQUESTS, 10).value(CPU, 20).failed(LATENCY));
            assertThat(changes).containsExactly(entry(300L, 5));
        }
    }
}
