package dev.autoscale;

import static dev.autoscale.MetricProposal.Status.DIRECTION_UNCERTAIN;
import static dev.autoscale.MetricProposal.Status.MISSING;
import static dev.autoscale.MetricProposal.Status.NO_MATCHING_REQUESTS;
import static dev.autoscale.MetricProposal.Status.PROPOSED;
import static dev.autoscale.MetricProposal.Status.WITHIN_TOLERANCE;
import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.MetricSpec.source;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Metrics right at the edges of their rules; targets are 10, or 50 % of a request. */
class MetricEdgesTest {
    private static final long NOW = 1_000_000;
    private static final long OLD = NOW - 600_000;
    private static final MetricSpec LOAD = pods("load").averageValue(10);
    private static final MetricSpec CPU = resource("cpu").averageUtilization(50);

    private static AutoscalerSpec.Builder of(MetricSpec metric) {
        return AutoscalerSpec.builder(1, 1_000).metric(metric);
    }

    private static Observation observe(AutoscalerSpec.Builder builder, int replicas) {
        return builder.build().newObservation().ensureCapacity(10).at(NOW).replicas(replicas);
    }

    private static Observation listed(MetricSpec metric, int replicas, double... samples) {
        Observation in = observe(of(metric), replicas);
        for (double sample : samples) {
            ready(in, 1000, (long) (1000 * sample));
        }
        return in;
    }

    private static void ready(Observation in, long requestMilli, long sampleMilli) {
        int pod = in.pods().addReady(OLD, OLD);
        in.pods().request(0, pod, requestMilli);
        in.pods().sampleMilli(0, pod, sampleMilli, NOW, 0);
    }

    private static void withoutSample(Observation in, long requestMilli) {
        in.pods().request(0, in.pods().addReady(OLD, OLD), requestMilli);
    }

    private static void assertProposal(Observation in, MetricProposal.Status status, int replicas) {
        MetricProposal out = new MetricProposal(in.spec().metric(0));
        in.spec().calculator(0).propose(in, out);
        assertThat(out.status()).isEqualTo(status);
        assertThat(out.replicas()).isEqualTo(replicas);
    }

    @Test
    void a_count_that_is_not_known_has_no_proposal() {
        Observation in = of(LOAD).build().newObservation().at(NOW).value(0, 20);
        assertProposal(in, MISSING, 0);
    }

    @Test
    void nobody_ready_of_none_wanted_is_no_failure() {
        assertProposal(observe(of(LOAD), 0).value(0, 20), PROPOSED, 0);
    }

    @Test
    void too_much_that_comes_to_the_count_there_is_asks_for_it() {
        assertProposal(observe(of(LOAD), 8).readyReplicas(4).value(0, 20), PROPOSED, 8);
        assertProposal(observe(of(LOAD), 8).readyReplicas(4).value(0, 17), DIRECTION_UNCERTAIN, 8);
        assertProposal(observe(of(LOAD), 8).replicas(8, 4).value(0, 17), PROPOSED, 7);
        assertProposal(observe(of(LOAD), 8).replicas(8, 4).readyReplicas(4).value(0, 12), PROPOSED, 5);
    }

    @Test
    void a_rollout_that_is_held_scales_none_that_are_not_wanted() {
        AutoscalerSpec.Builder held = of(LOAD).rolloutHold();
        assertProposal(observe(held, 2).replicas(2, 3).value(0, 20), PROPOSED, 4);
        assertProposal(observe(held, 0).replicas(0, 2).value(0, 20), PROPOSED, 4);
        assertProposal(observe(of(LOAD), 2).replicas(2, 3).value(0, 20), PROPOSED, 6);
    }

    @Test
    void with_pods_without_a_sample_the_tolerance_is_that_of_all() {
        Observation in = listed(LOAD, 3, 10.5, 10.5);
        withoutSample(in, 1000);
        assertProposal(in, DIRECTION_UNCERTAIN, 3);
        Observation exact = listed(LOAD, 3, 10, 10);
        withoutSample(exact, 1000);
        assertProposal(exact, WITHIN_TOLERANCE, 3);
    }

    @Test
    void a_pod_that_is_not_ready_counts_only_where_the_others_use_too_much() {
        Observation in = listed(CPU, 2, 0.5);
        int starting = in.pods().add();
        in.pods().request(0, starting, 1000);
        in.pods().ready(starting, PodSamples.Ready.FALSE, OLD);
        in.pods().sampleMilli(0, starting, 10, NOW, 0);
        assertProposal(in, WITHIN_TOLERANCE, 2);
    }

    @Test
    void with_pods_without_a_sample_the_count_there_is_may_come_out() {
        // (18 + 10) / 4 is 7: 0.7 of four is three; 80 / 4 is 20: two of four is eight.
        Observation less = listed(LOAD, 3, 6, 6, 6);
        withoutSample(less, 1000);
        assertProposal(less, PROPOSED, 3);
        Observation more = listed(LOAD, 8, 26, 27, 27);
        withoutSample(more, 1000);
        assertProposal(more, PROPOSED, 8);
    }

    @Test
    void unlisted_samples_are_averaged_with_the_others() {
        Observation in = listed(LOAD, 4, 20);
        in.pods().unlistedSampleMilli(0, 20_000);
        in.pods().unlistedSampleMilli(0, 20_000);
        withoutSample(in, 1000);
        MetricProposal out = new MetricProposal(in.spec().metric(0));
        in.spec().calculator(0).propose(in, out);
        assertThat(out.averageMilli()).isEqualTo(20_000);
        assertThat(out.replicas()).isEqualTo(6);
    }

    @Test
    void averages_of_sums_beyond_a_long_are_softened_as_others_are() {
        Observation in = observe(of(pods("bytes").averageValue(4e15)), 4);
        for (int i = 0; i < 4; i++) {
            ready(in, 1000, 8_000_000_000_000_000_000L);
        }
        withoutSample(in, 1000);
        // 32 of 4 over five pods is 1.6.
        assertProposal(in, PROPOSED, 8);
    }

    @Test
    void whatever_is_said_of_a_pod_answers_which_one() {
        PodSamples pods = observe(of(CPU), 2).pods();
        pods.add();
        int second = pods.add();
        assertThat(second).isOne();
        assertThat(new int[] {
                    pods.phase(second, PodSamples.Phase.RUNNING),
                    pods.started(second, OLD),
                    pods.ready(second, PodSamples.Ready.TRUE, OLD),
                    pods.request(0, second, 1000),
                    pods.requests(second, new PodRequests()),
                    pods.sample(0, second, 0.5),
                    pods.sample(0, second, Double.NaN),
                    pods.sampleMilli(0, second, 500, NOW, 0),
                    pods.deleted(second)
                })
                .containsOnly(second);
    }

    @Test
    void percent_of_enormous_numbers_is_that_of_small_ones_but_in_the_arithmetic_of_kubernetes() {
        MetricSpec memory = resource("memory").averageUtilization(50);
        Observation in = observe(of(memory), 1);
        ready(in, 100_000_000_000_000_000L, 200_000_000_000_000_000L);
        assertProposal(in, PROPOSED, 4);
        Observation kubernetes = observe(of(memory).kubernetesArithmetic(), 1);
        ready(kubernetes, 100_000_000_000_000_000L, 200_000_000_000_000_000L);
        // 2e19 leaves the longs and comes to 15 %.
        assertProposal(kubernetes, PROPOSED, 1);
    }

    @Test
    void requests_that_come_to_nothing_by_leaving_the_longs_match_none() {
        Observation in = observe(of(resource("memory").averageUtilization(50)).kubernetesArithmetic(), 4);
        ready(in, 1L << 62, 1000);
        ready(in, 1L << 62, 1000);
        withoutSample(in, 1L << 62);
        withoutSample(in, 1L << 62);
        assertProposal(in, NO_MATCHING_REQUESTS, 0);
    }

    private static Life ofSource(TestSource source) {
        return new Life(Life.nimble(
                0, 100, source("s", source.reading()), external("other").averageValue(1)));
    }

    private static void assertAnswer(Life life, MetricProposal.Status status, int replicas) {
        life.decide();
        assertThat(life.out.metric(0).status()).isEqualTo(status);
        assertThat(life.out.metric(0).replicas()).isEqualTo(replicas);
    }

    @Test
    void a_source_may_ask_as_a_total_with_a_target_value_does() {
        Life life = ofSource(TestSource.of(in -> in.value(in.valueMilli(), 10_000)));
        life.at(0, 4, 25);
        assertAnswer(life, PROPOSED, 10);
        assertThat(life.out.metric(0).totalMilli()).isEqualTo(25_000);
        life.at(1, 4, 11);
        assertAnswer(life, PROPOSED, 4);
        life.at(2, 4, 11.1);
        assertAnswer(life, PROPOSED, 5);
        life.at(3, 4, 25).readyReplicas(2);
        assertAnswer(life, PROPOSED, 5);
        life.at(4, 0, 25);
        assertAnswer(life, PROPOSED, 3);
        life.at(5, 0, 10);
        assertAnswer(life, PROPOSED, 1);
        Life negative = ofSource(TestSource.of(in -> in.value(-in.valueMilli(), 10_000)));
        negative.at(0, 4, 25);
        assertAnswer(negative, PROPOSED, 0);
    }

    @Test
    void a_source_may_ask_as_a_total_with_a_target_average_value_does() {
        Life life = ofSource(TestSource.of(in -> in.averageValue(in.valueMilli(), 10_000)));
        life.at(0, 4, 41);
        assertAnswer(life, WITHIN_TOLERANCE, 4);
        life.at(1, 4, 40);
        assertAnswer(life, PROPOSED, 4);
        life.at(2, 4, 45);
        assertAnswer(life, PROPOSED, 5);
        life.at(3, 5, 41);
        assertAnswer(life, PROPOSED, 5);
    }
}
