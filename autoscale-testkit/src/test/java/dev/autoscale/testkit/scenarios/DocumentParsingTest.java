package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Reason;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.source.DecisionOrder;
import dev.autoscale.policies.source.RatioTarget;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Document parsing: a backend on cpu and memory, parse workers on a queue, and OCR beside the parse workers. */
class DocumentParsingTest {
    private static final int CPU = 0;
    private static final int MEMORY = 1;

    /** Two utilizations, 2 to 8 replicas. A metric asks for ceil(replicas * utilization / target), the highest wins. */
    @Nested
    class Backend {
        private final AutoscalerSpec spec = AutoscalerSpec.builder(2, 8)
                .metric(resource("cpu").averageUtilization(40))
                .metric(resource("memory").averageUtilization(60))
                .build();

        @Test
        void cpu_decides_when_it_asks_for_more() {
            Workload backend = Workload.of(spec, 3);
            // cpu ceil(3 * 70 / 40 = 5.25); memory 55 / 60 = 0.92 lies within 10 %; growth is limited to 3 + 4 only
            assertThat(backend.decide(0, 70, 55)).isEqualTo(6);
            assertThat(backend.decision().decidingMetric()).isEqualTo(CPU);
            assertThat(backend.decision().metric(MEMORY).replicas()).isEqualTo(3);
        }

        @Test
        void memory_decides_when_it_asks_for_more() {
            Workload backend = Workload.of(spec, 4);
            // cpu 4 * 30 / 40 = 3; memory ceil(4 * 85 / 60 = 5.67)
            assertThat(backend.decide(0, 30, 85)).isEqualTo(6);
            assertThat(backend.decision().decidingMetric()).isEqualTo(MEMORY);
            assertThat(backend.decision().metric(CPU).replicas()).isEqualTo(3);
        }

        @Test
        void growth_ends_at_the_maximum() {
            Workload backend = Workload.of(spec, 4);
            // 4 * 200 / 40 = 20; the policies allow max(4 + 4, 4 * 2) = 8, which is the maximum as well
            assertThat(backend.decide(0, 200, 60)).isEqualTo(8);
            assertThat(backend.decision().reason()).isEqualTo(Reason.TOO_MANY_REPLICAS);
        }

        @Test
        void it_shrinks_once_the_window_holds_nothing_higher() {
            Workload backend = Workload.of(spec, 6);
            // At 0: cpu 40 % of 40 %, so 6. From 15 on: cpu ceil(6 * 5 / 40) = 1, memory ceil(6 * 20 / 60) = 2, the
            // minimum. The 6 of second 0 counts for 300 s, and no longer at 300.
            Map<Long, Integer> changes = backend.decideEvery(
                    15,
                    0,
                    900,
                    (in, second) -> in.value(CPU, second == 0 ? 40 : 5).value(MEMORY, 20));
            assertThat(changes).containsExactly(entry(300L, 2));
        }

        @Test
        void a_failing_metric_stops_shrinking_but_not_growing() {
            Workload backend = Workload.of(spec, 4);
            for (int second = 0; second <= 3600; second += 15) {
                // cpu alone would want ceil(4 * 10 / 40) = 1
                assertThat(backend.decide(second, in -> in.value(CPU, 10).failed(MEMORY)))
                        .isEqualTo(4);
            }
            assertThat(backend.decision().reason()).isEqualTo(Reason.FAILED_GET_RESOURCE_METRIC);
            // ceil(4 * 60 / 40) = 6
            assertThat(backend.decide(3615, in -> in.value(CPU, 60).failed(MEMORY)))
                    .isEqualTo(6);
        }

        @Test
        void the_manifest_grows_by_the_older_rules() {
            // A manifest without behavior is limited to max(2 * replicas, 4) per decision: from 3 that is 6, and from
            // 2 it is 4.
            AutoscalerSpec manifest = new HorizontalPodAutoscaler(ObjectReference.deployment("backend"), 8)
                    .withMinReplicas(2)
                    .withMetrics(
                            HpaMetric.resource("cpu", HpaMetric.Target.averageUtilization(40)),
                            HpaMetric.resource("memory", HpaMetric.Target.averageUtilization(60)))
                    .toSpec();
            assertThat(Workload.of(manifest, 3).decide(0, 70, 55)).isEqualTo(6);
            // ceil(2 * 100 / 40) = 5
            assertThat(Workload.of(manifest, 2).decide(0, 100, 55)).isEqualTo(4);
            assertThat(Workload.of(spec, 2).decide(0, 100, 55)).isEqualTo(5);
        }
    }

    private static ScaledObject.Builder queue() {
        return ScaledObject.builder()
                .cooldownPeriod(120)
                .maxReplicaCount(10)
                .trigger(KedaTrigger.queue("parse-jobs", 20, 0));
    }

    /** KEDA on a backlog: ceil(messages / 20). Without behavior growth is limited to max(2 * replicas, 4) per decision. */
    @Nested
    class ParseWorkers {
        private final AutoscalerSpec kept = queue().minReplicaCount(1).build().toSpec();
        private final AutoscalerSpec toZero = queue().minReplicaCount(0).build().toSpec();

        @Test
        void a_backlog_is_shared_out() {
            Workload workers = Workload.of(kept, 2);
            // ceil(150 / 20 = 7.5) = 8, but first max(2 * 2, 4) = 4
            assertThat(workers.decide(0, 150)).isEqualTo(4);
            assertThat(workers.decide(15, 150)).isEqualTo(8);
            // 1,000 / 20 = 50
            assertThat(workers.decide(30, 1000)).isEqualTo(10);
        }

        @Test
        void with_a_minimum_of_one_the_cooldown_means_nothing() {
            Workload workers = Workload.of(kept, 8);
            // 150 / (20 * 8) = 0.94 lies within 10 %, so 8. Without behavior a recommendation counts up to 300 s,
            // inclusive: the first poll behind that is 330, and nothing limits the way down.
            Map<Long, Integer> changes =
                    workers.decideEvery(30, 0, 7200, (in, second) -> in.value(0, second == 0 ? 150 : 0));
            assertThat(changes).containsExactly(entry(330L, 1));
        }

        @Test
        void with_a_minimum_of_zero_the_cooldown_is_faster_than_the_window() {
            Workload workers = Workload.of(toZero, 8);
            // Active at 0 last. KEDA scales to zero once *more* than 120 s have passed, so not at 120: from 8 to 0 in
            // one
            // step.
            Map<Long, Integer> changes =
                    workers.decideEvery(30, 0, 7200, (in, second) -> in.value(0, second == 0 ? 150 : 0));
            assertThat(changes).containsExactly(entry(150L, 0));
            assertThat(workers.decision().reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
        }

        @Test
        void from_zero_it_comes_back_with_one_worker() {
            Workload workers = Workload.of(toZero, 0);
            assertThat(workers.decide(0, 0)).isZero();
            // Activity brings max(1, minReplicaCount); the HPA then finds ceil(90 / 20 = 4.5) = 5, by way of
            // max(2 *
            // 1, 4)
            assertThat(workers.decide(30, 90)).isEqualTo(1);
            assertThat(workers.decide(45, 90)).isEqualTo(4);
            assertThat(workers.decide(60, 90)).isEqualTo(5);
        }

        @Test
        void after_a_short_rest_the_old_count_is_still_in_the_window() {
            Workload workers = Workload.of(toZero, 8);
            workers.decideEvery(30, 0, 180, (in, second) -> in.value(0, second == 0 ? 150 : 0));
            assertThat(workers.replicas()).isZero();
            assertThat(workers.decide(210, 90)).isEqualTo(1);
            // ceil(90 / 20) = 5, but without behavior the highest of the last 300 s counts, and 8 was recommended at
            // 0.
            assertThat(workers.decide(225, 90)).isEqualTo(4);
            assertThat(workers.decide(240, 90)).isEqualTo(8);
        }
    }

    /** min(3, ceil(parse workers / 3)), without a window of its own: the parse workers have one already. */
    @Nested
    class Ocr {
        private final AutoscalerSpec parse = queue().minReplicaCount(1).build().toSpec();
        private final AutoscalerSpec ocr = AutoscalerSpec.builder(1, 3)
                .metric(RatioTarget.of("parse-workers").dividedBy(3).atMost(3).asMetric())
                .scaleDown(rules().stabilizationWindow(Duration.ZERO))
                .build();

        @Test
        void the_formula() {
            int[] expected = {1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3};
            for (int workers = 0; workers < expected.length; workers++) {
                assertThat(Workload.of(ocr, 2).decide(0, workers)).isEqualTo(expected[workers]);
            }
        }

        @Test
        void parse_workers_go_first() {
            assertThat(DecisionOrder.builder()
                            .add("ocr", ocr)
                            .add("parse-workers", parse)
                            .build()
                            .order())
                    .containsExactly("parse-workers", "ocr");
        }

        @Test
        void it_follows_in_the_same_round() {
            Workload parsers = Workload.of(parse, 2);
            Workload readers = Workload.of(ocr, 1);
            // 150 messages take 4, then 8 workers; 4 / 3 and 8 / 3 rounded up
            assertThat(readers.decide(0, parsers.decide(0, 150))).isEqualTo(2);
            assertThat(readers.decide(15, parsers.decide(15, 150))).isEqualTo(3);
            // The backlog is gone from 30 on. The last 8 was recommended at 15 and counts until 315, inclusive.
            Map<Long, Integer> changes =
                    readers.decideEvery(15, 30, 900, (in, second) -> in.value(0, parsers.decide(second, 0)));
            assertThat(changes).containsExactly(entry(330L, 1));
            assertThat(parsers.replicas()).isEqualTo(1);
        }

        @Test
        void decided_first_it_is_a_round_late() {
            Workload parsers = Workload.of(parse, 2);
            Workload readers = Workload.of(ocr, 1);
            assertThat(readers.decide(0, parsers.replicas())).isEqualTo(1);
            assertThat(parsers.decide(0, 150)).isEqualTo(4);
            assertThat(readers.decide(15, parsers.replicas())).isEqualTo(2);
        }

        @Test
        void when_the_parse_workers_are_not_known_it_stays() {
            Workload readers = Workload.of(ocr, 3);
            assertThat(readers.decide(0, in -> in.failed(0))).isEqualTo(3);
            assertThat(readers.decision().reason()).isEqualTo(Reason.FAILED_REPLICA_SOURCE);
        }
    }
}
