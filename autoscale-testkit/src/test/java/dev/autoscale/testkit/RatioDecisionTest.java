package dev.autoscale.testkit;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.source.DecisionOrder;
import dev.autoscale.policies.source.RatioTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios to other workloads through whole autoscalers. */
class RatioDecisionTest {
    private static final ScalingRules AT_ONCE = ScalingRules.rules().stabilizationWindow(Duration.ZERO);
    private static final double MISSING = Double.NEGATIVE_INFINITY;

    /** A workload with its own memory, whose decisions are carried out. */
    private static final class Workload {
        final AutoscalerSpec spec;
        final Autoscaler autoscaler;
        final Observation in;
        final Decision out;
        long now = -60_000;
        int replicas;

        Workload(AutoscalerSpec spec, int replicas) {
            this.spec = spec;
            this.autoscaler = spec.newAutoscaler();
            this.in = spec.newObservation();
            this.out = spec.newDecision();
            this.replicas = replicas;
        }

        Workload next() {
            now += 60_000;
            in.at(now).replicas(replicas);
            return this;
        }

        int decided() {
            autoscaler.decide(in, out);
            autoscaler.scaled(out);
            replicas = out.replicas();
            return replicas;
        }

        /** Decides after one more minute, with this many replicas of the other workload. */
        int whenOtherHas(double count) {
            next();
            if (count != MISSING) {
                in.value(0, count);
            }
            return decided();
        }
    }

    private static Workload ocrWorkers(int minReplicas, int replicas) {
        MetricSpec ratio =
                RatioTarget.of("parse-workers").dividedBy(3).atMost(3).asMetric();
        return new Workload(
                AutoscalerSpec.builder(minReplicas, 10)
                        .metric(ratio)
                        .scaleDown(AT_ONCE)
                        .build(),
                replicas);
    }

    private static Workload apiServers() {
        MetricSpec ratio = RatioTarget.of("asr").dividedBy(2).atLeast(1).asMetric();
        return new Workload(
                AutoscalerSpec.builder(0, 100).metric(ratio).scaleDown(AT_ONCE).build(), 1);
    }

    @Test
    void ocr_workers_are_a_third_of_the_parse_workers_and_at_most_three() {
        Workload ocr = ocrWorkers(1, 1);
        assertThat(ocr.whenOtherHas(3)).isEqualTo(1);
        assertThat(ocr.whenOtherHas(4)).isEqualTo(2);
        assertThat(ocr.whenOtherHas(7)).isEqualTo(3);
        assertThat(ocr.whenOtherHas(1_000)).isEqualTo(3);
        assertThat(ocr.whenOtherHas(6.001)).isEqualTo(3);
        assertThat(ocr.whenOtherHas(6)).isEqualTo(2);
        assertThat(ocr.out.metric(0).replicas()).isEqualTo(2);
        assertThat(ocr.out.toString()).contains("parse-workers");
    }

    @Test
    void api_servers_are_half_of_the_asr_pods_and_at_least_one() {
        Workload api = apiServers();
        assertThat(api.whenOtherHas(0)).isEqualTo(1);
        assertThat(api.whenOtherHas(3)).isEqualTo(2);
        assertThat(api.whenOtherHas(12)).isEqualTo(6);
        assertThat(api.whenOtherHas(0)).isEqualTo(1);
    }

    @Test
    void a_missing_or_bad_count_never_shrinks() {
        Workload ocr = ocrWorkers(0, 3);
        assertThat(ocr.whenOtherHas(9)).isEqualTo(3);
        assertThat(ocr.whenOtherHas(MISSING)).isEqualTo(3);
        assertThat(ocr.out.metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
        assertThat(ocr.whenOtherHas(Double.NaN)).isEqualTo(3);
        assertThat(ocr.whenOtherHas(-1)).isEqualTo(3);
        ocr.next().in.failed(0);
        assertThat(ocr.decided()).isEqualTo(3);
        assertThat(ocr.whenOtherHas(1)).isEqualTo(1);
    }

    @Test
    void a_missing_count_lets_another_metric_grow_but_not_shrink() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(RatioTarget.of("parse-workers").dividedBy(3).asMetric())
                .metric(external("queue").averageValue(10))
                .scaleDown(AT_ONCE)
                .build();
        Workload ocr = new Workload(spec, 3);
        ocr.next().in.value(1, 10);
        assertThat(ocr.decided()).isEqualTo(3);
        ocr.next().in.value(1, 60);
        assertThat(ocr.decided()).isEqualTo(6);
        ocr.next().in.value(0, 12).value(1, 10);
        assertThat(ocr.decided()).isEqualTo(4);
    }

    @Test
    void a_fallback_answers_for_a_count_that_stays_away() {
        MetricSpec ratio = RatioTarget.of("asr").dividedBy(2).asMetric().fallback(Fallback.afterFailures(2, 4));
        Workload api = new Workload(AutoscalerSpec.builder(1, 10).metric(ratio).build(), 2);
        assertThat(api.whenOtherHas(MISSING)).isEqualTo(2);
        assertThat(api.whenOtherHas(MISSING)).isEqualTo(4);
    }

    @Test
    void the_other_workload_at_zero_takes_this_one_to_its_least_and_brings_it_back() {
        assertThat(ocrWorkers(1, 3).whenOtherHas(0)).isEqualTo(1);
        Workload ocr = ocrWorkers(0, 3);
        assertThat(ocr.whenOtherHas(0)).isZero();
        assertThat(ocr.whenOtherHas(0)).isZero();
        assertThat(ocr.whenOtherHas(MISSING)).isZero();
        assertThat(ocr.whenOtherHas(1)).isEqualTo(1);
    }

    @Test
    void ladders_follow_the_nodes() {
        MetricSpec ladder =
                RatioTarget.ladder("nodes").step(1, 1).step(64, 3).step(512, 5).asMetric();
        Workload dns = new Workload(
                AutoscalerSpec.builder(1, 10).metric(ladder).scaleDown(AT_ONCE).build(), 1);
        assertThat(dns.whenOtherHas(63)).isEqualTo(1);
        assertThat(dns.whenOtherHas(64)).isEqualTo(3);
        assertThat(dns.whenOtherHas(1e9)).isEqualTo(5);
        assertThat(dns.whenOtherHas(511)).isEqualTo(3);
    }

    @Test
    void a_round_in_decision_order_carries_a_change_all_the_way() {
        Map<String, Workload> workloads = new HashMap<>();
        workloads.put("api", apiServers());
        workloads.put(
                "asr",
                new Workload(
                        AutoscalerSpec.builder(1, 100)
                                .metric(RatioTarget.of("parse").times(2).asMetric())
                                .build(),
                        2));
        workloads.put(
                "parse",
                new Workload(
                        AutoscalerSpec.builder(1, 100)
                                .metric(external("queue").averageValue(10))
                                .build(),
                        1));
        DecisionOrder.Builder builder = DecisionOrder.builder();
        for (String name : new String[] {"api", "asr", "parse"}) {
            builder.add(name, workloads.get(name).spec);
        }

        for (String name : builder.build().order()) {
            Workload workload = workloads.get(name).next();
            boolean reads = workload.spec.metric(0).replicaSource() instanceof RatioTarget;
            workload.in.value(0, reads ? workloads.get(workload.spec.metric(0).name()).replicas : 40);
            workload.decided();
        }

        assertThat(workloads.get("parse").replicas).isEqualTo(4);
        assertThat(workloads.get("asr").replicas).isEqualTo(6);
        assertThat(workloads.get("api").replicas).isEqualTo(3);
    }
}
