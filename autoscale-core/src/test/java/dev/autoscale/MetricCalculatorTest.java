package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricCalculatorTest {
    private static final long NOW = 1_000_000;
    private static final long OLD = NOW - 600_000;

    private MetricProposal out;

    private static Observation observe(MetricSpec metric, int replicas) {
        return AutoscalerSpec.builder(1, 100)
                .metric(metric)
                .build()
                .newObservation()
                .ensureCapacity(10)
                .at(NOW)
                .replicas(replicas);
    }

    private MetricProposal propose(Observation in) {
        out = new MetricProposal(in.spec().metric(0));
        in.spec().calculator(0).propose(in, out);
        return out;
    }

    private static int ready(Observation in, double cpuMilli) {
        PodSamples pods = in.pods();
        int pod = pods.addReady(OLD, OLD);
        pods.request(0, pod, 1000);
        return pods.sampleMilli(0, pod, (long) cpuMilli, NOW, 0);
    }

    @Test
    void utilization_is_cut_to_whole_percent_before_it_is_compared() {
        Observation in = observe(MetricSpec.resource("cpu").averageUtilization(100), 2);
        ready(in, 1109);
        ready(in, 1109);
        // 110.9 % counts as 110 %, which is within the tolerance.
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.WITHIN_TOLERANCE);
        assertThat(out.utilizationPercent()).isEqualTo(110);
        assertThat(out.averageMilli()).isEqualTo(1109);
        ready(in, 1120);
        assertThat(propose(in).replicas()).isEqualTo(4);
    }

    @Test
    void missing_pods_dampen_both_directions() {
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(50), 3);
        ready(in, 800);
        ready(in, 800);
        in.pods().request(0, in.pods().add(), 1000);
        // Without a sample the third pod counts as using nothing: 1600 of 3000 is 53 %.
        assertThat(propose(in).replicas()).isEqualTo(3);
        in.at(NOW).replicas(3);
        ready(in, 100);
        ready(in, 100);
        in.pods().request(0, in.pods().add(), 1000);
        // Now it counts as using its whole request: 1200 of 3000 is 40 %.
        assertThat(propose(in).replicas()).isEqualTo(3);
    }

    @Test
    void a_direction_that_missing_pods_would_turn_is_held() {
        Observation in = observe(MetricSpec.pods("load").averageValue(10), 3);
        in.pods().sampleMilli(0, in.pods().add(), 20_000, NOW, 0);
        in.pods().add();
        in.pods().add();
        // 20 of 10 asks for more; 20 over three pods asks for less.
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.DIRECTION_UNCERTAIN);
        assertThat(out.replicas()).isEqualTo(3);
        assertThat(out.averageMilli()).isEqualTo(20_000);
    }

    @Test
    void the_cpu_of_starting_pods_is_taken_with_care() {
        MetricSpec cpu = MetricSpec.resource("cpu").averageUtilization(50);
        Observation in = observe(cpu, 2);
        ready(in, 1000);
        PodSamples pods = in.pods();
        int starting = pods.addReady(NOW - 60_000, NOW - 10_000);
        pods.request(0, starting, 1000);
        pods.sampleMilli(0, starting, 1000, NOW, 30_000);
        // The sampled 30 s began before the pod was ready, so it counts as unready: 1000 of 2000 is 50 %.
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.WITHIN_TOLERANCE);
        assertThat(out.validUntilMillis()).isEqualTo(NOW + 240_000);
        pods.sampleMilli(0, starting, 1000, NOW, 10_000);
        assertThat(propose(in).replicas()).isEqualTo(4);
        pods.ready(starting, Ready.FALSE, NOW - 10_000);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.WITHIN_TOLERANCE);
    }

    @Test
    void deleted_failed_and_pending_pods_do_not_count_as_load() {
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(50), 4);
        ready(in, 250);
        in.pods().deleted(ready(in, 1000));
        in.pods().phase(ready(in, 1000), Phase.FAILED);
        in.pods().phase(ready(in, 1000), Phase.PENDING);
        assertThat(propose(in).utilizationPercent()).isEqualTo(25);
        assertThat(out.replicas()).isEqualTo(1);
    }

    @Test
    void a_bad_request_fails_the_metric() {
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(50), 2);
        ready(in, 250);
        in.pods().add();
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.MISSING_REQUEST);
        assertThat(out.replicas()).isZero();
    }

    @Test
    void negative_requests_and_samples_count_as_missing() {
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(50), 2);
        ready(in, 250);
        in.pods().request(0, ready(in, 250), -1000);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.MISSING_REQUEST);
        in.at(NOW).replicas(2);
        ready(in, 1000);
        ready(in, -1000);
        // 100 % of the ready pod, and 50 % with the other one using nothing.
        assertThat(propose(in).utilizationPercent()).isEqualTo(100);
        assertThat(out.status()).isEqualTo(MetricProposal.Status.WITHIN_TOLERANCE);
    }

    @Test
    void averages_without_pods_scale_the_existing_replicas() {
        Observation in =
                observe(MetricSpec.resource("cpu").averageUtilization(50), 4).value(0, 75.9);
        assertThat(propose(in).replicas()).isEqualTo(6);
        assertThat(out.utilizationPercent()).isEqualTo(75);
        assertThat(propose(in.readyReplicas(3)).replicas()).isEqualTo(5);
    }

    @Test
    void a_value_scales_the_ready_replicas_and_from_zero_is_the_count() {
        MetricSpec lag = MetricSpec.object("lag").value(10);
        assertThat(propose(observe(lag, 4).value(0, 25)).replicas()).isEqualTo(10);
        assertThat(propose(observe(lag, 0).value(0, 25)).replicas()).isEqualTo(3);
        Observation listed = observe(lag, 4).value(0, 25);
        listed.pods().addReady(OLD, OLD);
        assertThat(propose(listed).replicas()).isEqualTo(3);
        listed.at(NOW).replicas(4).value(0, 25).pods();
        assertThat(propose(listed).status()).isEqualTo(MetricProposal.Status.NO_PODS);
    }

    @Test
    void series_are_summed_and_saturate() {
        Observation in = observe(MetricSpec.external("queue").averageValue(10), 1);
        in.addSeries(0, 12).addSeries(0, 12.5);
        assertThat(propose(in).replicas()).isEqualTo(3);
        assertThat(out.totalMilli()).isEqualTo(24_500);
        in.addSeriesMilli(0, Long.MAX_VALUE);
        assertThat(propose(in).replicas()).isEqualTo(Integer.MAX_VALUE);
        assertThat(propose(in.at(NOW).replicas(1).noSeries(0)).replicas()).isZero();
        in.at(NOW).replicas(1).addSeries(0, 5).addSeries(0, -1);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.NEGATIVE);
    }

    @Test
    void a_negative_value_that_rounds_to_zero_is_still_negative() {
        Observation in =
                observe(MetricSpec.external("queue").averageValue(10), 4).value(0, -1e-9);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.NEGATIVE);
        assertThat(propose(in.value(0, -0.0)).replicas()).isZero();
    }

    @Test
    void an_old_sample_is_missing() {
        MetricSpec queue = MetricSpec.external("queue").averageValue(10).maxAge(Duration.ofSeconds(60));
        Observation in = observe(queue, 1).value(0, 25).sampledAt(0, NOW - 60_000);
        assertThat(propose(in).replicas()).isEqualTo(3);
        assertThat(out.validUntilMillis()).isEqualTo(NOW + 1);
        assertThat(propose(in.sampledAt(0, NOW - 60_001)).status()).isEqualTo(MetricProposal.Status.STALE);
    }

    @Test
    void an_old_sample_of_a_pod_makes_the_pod_missing() {
        MetricSpec load = MetricSpec.pods("load").averageValue(10).maxAge(Duration.ofSeconds(60));
        Observation in = observe(load, 2);
        in.pods().sampleMilli(0, in.pods().add(), 30_000, NOW, 0);
        in.pods().sampleMilli(0, in.pods().add(), 30_000, NOW - 60_001, 0);
        assertThat(propose(in).replicas()).isEqualTo(3);
        in.pods().sampleMilli(0, 1, 30_000, NOW - 60_000, 0);
        assertThat(propose(in).replicas()).isEqualTo(6);
    }

    @Test
    void the_oldest_sample_that_counts_ends_an_answer_wherever_its_pod_is_listed() {
        MetricSpec load = MetricSpec.pods("load").averageValue(10).maxAge(Duration.ofSeconds(60));
        long[] ages = {0, 10_000, -5_000, 40_000, 10_000, 60_001};
        for (int shift = 0; shift < ages.length; shift++) {
            Observation in = observe(load, ages.length);
            for (int i = 0; i < ages.length; i++) {
                long age = ages[(i + shift) % ages.length];
                in.pods().sampleMilli(0, in.pods().add(), 30_000, NOW - age, 0);
            }
            assertThat(propose(in).validUntilMillis()).as("shift %d", shift).isEqualTo(NOW + 20_001);
        }
        Observation in = observe(load, 2);
        in.pods().sampleMilli(0, in.pods().add(), 30_000, NOW + 5_000, 0);
        in.pods().sample(0, in.pods().add(), 30);
        assertThat(propose(in).validUntilMillis()).isEqualTo(NOW + 60_001);
    }

    @Test
    void pods_of_every_group_count_the_same_between_ready_ones() {
        for (int at = 0; at < 6; at++) {
            Observation in = observe(MetricSpec.resource("cpu").averageUtilization(50), 9);
            for (int i = 0; i < 6; i++) {
                if (i == at) {
                    in.pods().deleted(ready(in, 9_000));
                    in.pods().phase(ready(in, 9_000), Phase.PENDING);
                    in.pods().request(0, in.pods().addReady(OLD, OLD), 1000);
                }
                ready(in, 800);
            }
            // 4800 of 6000 is 80 %; with one pod without a sample and one that is pending 4800 of 8000 is 60 %.
            assertThat(propose(in).replicas()).as("at %d", at).isEqualTo(10);
            assertThat(out.utilizationPercent()).isEqualTo(80);
        }
    }

    @Test
    void an_average_over_the_ready_replicas_is_taken_as_that_of_listed_pods() {
        Observation in = observe(MetricSpec.pods("load").averageValue(10), 8).value(0, 12);
        assertThat(propose(in).replicas()).isEqualTo(10);
        // Four are not ready yet: too much for the others is no reason to shrink.
        assertThat(propose(in.readyReplicas(4)).status()).isEqualTo(MetricProposal.Status.DIRECTION_UNCERTAIN);
        assertThat(out.replicas()).isEqualTo(8);
        assertThat(propose(in.value(0, 30)).replicas()).isEqualTo(12);
        assertThat(propose(in.value(0, 5)).replicas()).isEqualTo(2);
        assertThat(propose(in.readyReplicas(0)).status()).isEqualTo(MetricProposal.Status.NO_READY_METRICS);
        assertThat(propose(in.value(0, 10)).status()).isEqualTo(MetricProposal.Status.WITHIN_TOLERANCE);
        // Of eight wanted ones four exist: Kubernetes scales what there is.
        assertThat(propose(in.value(0, 12).readyReplicas(-1).replicas(8, 4)).replicas())
                .isEqualTo(5);
    }

    @Test
    void a_sample_that_is_no_number_replaces_the_one_before_it_and_its_indexes_are_checked() {
        Observation in = observe(MetricSpec.pods("load").averageValue(10), 2);
        PodSamples pods = in.pods();
        pods.sample(0, pods.sample(0, pods.add(), 30), Double.NaN);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.NO_READY_METRICS);
        assertThatThrownBy(() -> pods.sample(0, 1, Double.NaN)).hasMessage("pod must be >= 0 and < 1: pod=1");
    }

    @Test
    void a_missing_pod_with_an_enormous_request_still_uses_all_of_it() {
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(100), 10);
        for (int i = 0; i < 9; i++) {
            ready(in, 10);
        }
        in.pods().request(0, in.pods().addReady(OLD, OLD), Long.MAX_VALUE / 2);
        assertThat(propose(in).replicas()).isEqualTo(10);
    }

    @Test
    void pods_added_through_a_kept_reference_belong_to_the_observation_of_that_time() {
        Observation in = observe(MetricSpec.pods("load").averageValue(10), 2);
        PodSamples pods = in.pods();
        in.at(NOW).replicas(2);
        pods.sample(0, pods.add(), 20);
        assertThat(propose(in).replicas()).isEqualTo(2);
        assertThat(out.status()).isEqualTo(MetricProposal.Status.PROPOSED);
        pods.unlistedSampleMilli(0, 40_000);
        in.at(NOW).replicas(2);
        assertThat(propose(in).status()).isEqualTo(MetricProposal.Status.MISSING);
        assertThat(in.pods().count()).isZero();
    }

    @Test
    void a_sample_without_a_time_is_fresh_even_when_the_clock_has_gone_back() {
        MetricSpec queue = MetricSpec.external("queue").averageValue(10).maxAge(Duration.ofSeconds(60));
        MetricSpec load = MetricSpec.pods("load").averageValue(10).maxAge(Duration.ofSeconds(60));
        AutoscalerSpec spec =
                AutoscalerSpec.builder(1, 100).metric(queue).metric(load).build();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation().ensureCapacity(1);
        Decision decision = spec.newDecision();
        for (long now : new long[] {NOW, NOW - 3_600_000}) {
            in.at(now).replicas(1).value(0, 25);
            in.pods().sample(1, in.pods().add(), 30);
            autoscaler.decide(in, decision);
            assertThat(decision.metric(0).replicas()).isEqualTo(3);
            assertThat(decision.metric(1).replicas()).isEqualTo(3);
            assertThat(decision.recheckAtMillis()).isLessThanOrEqualTo(NOW + 60_001);
        }
    }

    @Test
    void pods_that_ended_well_are_left_out_unless_it_computes_as_kubernetes_does() {
        for (boolean kubernetes : new boolean[] {false, true}) {
            AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, 100)
                    .metric(MetricSpec.resource("cpu").averageUtilization(60));
            AutoscalerSpec spec = (kubernetes ? builder.kubernetesArithmetic() : builder).build();
            for (double used : new double[] {200, 900}) {
                Observation in =
                        spec.newObservation().ensureCapacity(30).at(NOW).replicas(10);
                for (int i = 0; i < 10; i++) {
                    ready(in, used);
                }
                for (int i = 0; i < 20; i++) {
                    int pod = in.pods().phase(in.pods().add(), Phase.SUCCEEDED);
                    in.pods().request(0, pod, 1000);
                }
                int wanted = used == 200 ? 4 : 15;
                assertThat(propose(in).replicas()).isEqualTo(kubernetes ? 10 : wanted);
            }
        }
    }

    @Test
    void sums_that_leave_the_range_of_a_long_shrink_nothing() {
        long tebibyte = 1L << 40;
        for (int pods : new int[] {3, 19_000}) {
            Observation in = AutoscalerSpec.builder(1, 1_000_000)
                    .metric(MetricSpec.pods("bytes").averageValue(tebibyte))
                    .build()
                    .newObservation()
                    .ensureCapacity(pods)
                    .at(NOW)
                    .replicas(pods);
            for (int i = 0; i < pods; i++) {
                in.pods().sample(0, in.pods().addReady(OLD, OLD), 2.0 * tebibyte);
            }
            assertThat(propose(in).replicas()).isEqualTo(2 * pods);
            assertThat(out.averageMilli()).isEqualTo(2_000 * tebibyte);
        }
    }

    @Test
    void requests_that_leave_it_shrink_nothing_either() {
        long most = 1L << 62;
        Observation in = observe(MetricSpec.resource("memory").averageUtilization(50), 9);
        for (int i = 0; i < 9; i++) {
            int pod = in.pods().addReady(OLD, OLD);
            in.pods().request(0, pod, most);
            in.pods().sampleMilli(0, pod, most / 4 * 3, NOW, 0);
        }
        assertThat(propose(in).utilizationPercent()).isEqualTo(75);
        assertThat(out.replicas()).isEqualTo(14);
    }

    @Test
    void a_proposal_says_what_pods_without_a_sample_were_taken_for() {
        Observation in = observe(MetricSpec.resource("cpu").averageUtilization(60), 4);
        for (int i = 0; i < 3; i++) {
            ready(in, 200);
        }
        in.pods().request(0, in.pods().addReady(OLD, OLD), 1000);
        propose(in);
        assertThat(out.missingPods()).isEqualTo(1);
        assertThat(out.replicas()).isEqualTo(3); // (3 * 20 % + 100 %) / 4 of 60 %
        Decision decision = in.spec().newDecision();
        in.spec().newAutoscaler().decide(in, decision);
        assertThat(decision.toString()).contains("3  1 pod without a sample counted as using all they request\n");
    }

    @Test
    void a_sample_below_zero_counts_as_the_metric_says() {
        for (MetricSpec.SampleRule rule : MetricSpec.SampleRule.values()) {
            MetricSpec metric = MetricSpec.external("lag").averageValue(1).negative(rule);
            assertThat(metric.negative()).isEqualTo(rule);
            Observation in = observe(metric, 3);
            propose(in.value(0, -2));
            assertThat(out.status().isFailure()).isEqualTo(rule == MetricSpec.SampleRule.FAIL);
            assertThat(out.replicas()).isEqualTo(rule == MetricSpec.SampleRule.KUBERNETES ? Integer.MAX_VALUE : 0);
            in.at(NOW).replicas(3).addSeries(0, 5).addSeries(0, -2);
            propose(in);
            assertThat(out.replicas())
                    .isEqualTo(
                            switch (rule) {
                                case FAIL -> 0;
                                case ZERO -> 5;
                                case KUBERNETES -> 3;
                            });
            propose(in.at(NOW).replicas(3).value(0, -0.0001));
            assertThat(out.status().isFailure()).isEqualTo(rule == MetricSpec.SampleRule.FAIL);
        }
    }

    @Test
    void a_sample_that_is_no_number_fails_or_counts_as_zero() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            MetricSpec lag = MetricSpec.external("lag").averageValue(1);
            propose(observe(lag, 3).value(0, value));
            assertThat(out.status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
            propose(observe(lag.notFinite(MetricSpec.SampleRule.ZERO), 3).value(0, value));
            assertThat(out.status()).isEqualTo(MetricProposal.Status.PROPOSED);
            assertThat(out.replicas()).isZero();
        }
        assertThatThrownBy(() -> AutoscalerSpec.builder(1, 2)
                        .metric(MetricSpec.external("lag").averageValue(1).notFinite(MetricSpec.SampleRule.KUBERNETES))
                        .build())
                .hasMessage("notFinite must be FAIL or ZERO: lag.notFinite=KUBERNETES");
    }
}
